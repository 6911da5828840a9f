//! POST /orders and /orders-async: the checks in the error guide's codes, the sale out of the credit.

use std::collections::HashMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::error::AiraloError;
use super::manners::sandbox_code;
use super::operators::Package;
use super::orders::Order;
use super::{Airalo, Due, Reply, success};
use crate::amount::two_decimals;
use crate::asked::{Asked, BadBody};
use crate::clock::sql_date;

/// The most eSIMs of one order.
const MOST: usize = 50;

/// What a request asks for.
#[derive(Clone)]
pub(super) struct Wish {
    pub(super) package: String,
    pub(super) quantity: usize,
    pub(super) description: String,
    brand: Option<String>,
}

/// An order that was accepted and is made later.
pub(super) struct Waiting {
    request_id: String,
    wish: Wish,
    /// Where this one is told, instead of where all are.
    url: Option<String>,
    refuse_code: Option<u16>,
}

/// The fields of a form or of a JSON object, as text.
pub(super) fn fields(body: &[u8]) -> Result<HashMap<String, String>, BadBody> {
    if !body.starts_with(b"{") {
        return Ok(crate::form::pairs(&String::from_utf8_lossy(body)).into_iter().collect());
    }
    let object: serde_json::Map<String, Value> = serde_json::from_slice(body).map_err(|_| BadBody)?;
    let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Ok(object.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, text(value))).collect())
}

/// `Err`: the field is missing.
pub(super) fn required<'f>(fields: &'f HashMap<String, String>, name: &str) -> Result<&'f str, AiraloError> {
    let found = fields.get(name).map(String::as_str).filter(|text| !text.is_empty());
    found.ok_or_else(|| AiraloError::field(name, format!("The {} field is required.", name.replace('_', " "))))
}

fn read_wish(fields: &HashMap<String, String>) -> Result<Wish, AiraloError> {
    let package = required(fields, "package_id")?.to_owned();
    let quantity = required(fields, "quantity")?.parse().ok().filter(|number| *number > 0);
    let quantity = quantity.ok_or_else(|| AiraloError::field("quantity", "The quantity must be an integer."))?;
    if quantity > MOST {
        return Err(AiraloError::field("quantity", "The quantity may not be greater than 50."));
    }
    if fields.get("type").is_some_and(|kind| kind != "sim") {
        return Err(AiraloError::field("type", "The selected type is invalid."));
    }
    Ok(Wish {
        package,
        quantity,
        description: fields.get("description").cloned().unwrap_or_default(),
        brand: fields.get("brand_settings_name").cloned(),
    })
}

pub(super) fn create(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let wish = read_wish(&fields(asked.body)?)?;
    let plan = airalo.plans.pop_front().unwrap_or_default();
    let place = airalo.sell(&wish, plan.refuse_code, None, asked.now())?;
    success(airalo.created_wire(&airalo.orders.all[place]))
}

pub(super) fn create_async(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let fields = fields(asked.body)?;
    let wish = read_wish(&fields)?;
    let url = fields.get("webhook_url").cloned();
    if url.is_none() && airalo.opted_in("async_orders").is_none() {
        let message = "The webhook url field is required when you are not opted in.";
        return Err(AiraloError::field("webhook_url", message));
    }
    let plan = airalo.plans.pop_front().unwrap_or_default();
    let request_id: String = hex::encode(rand::random::<[u8; 13]>())[..25].to_owned();
    let place = airalo.waiting.len();
    airalo.waiting.push(Waiting { request_id: request_id.clone(), wish, url, refuse_code: plan.refuse_code });
    airalo.agenda.insert((asked.now() + plan.async_after_seconds, Due::Order(place)));
    let data = json!({"request_id": request_id, "accepted_at": sql_date(asked.now())});
    Ok((StatusCode::ACCEPTED, json!({"data": data, "meta": {"message": "success"}})))
}

impl Airalo {
    /// Makes an order that waited, and tells how that went.
    pub(super) fn make_waiting(&mut self, place: usize, now: i64) {
        let waiting = &self.waiting[place];
        let (wish, request_id) = (waiting.wish.clone(), waiting.request_id.clone());
        let (url, refuse_code) = (waiting.url.clone(), waiting.refuse_code);
        let mut body = match self.sell(&wish, refuse_code, Some(&request_id), now) {
            Ok(order) => {
                let order = self.created_wire(&self.orders.all[order]);
                if self.manners.flat_notifications {
                    order
                } else {
                    json!({"data": order, "meta": {"message": "success"}})
                }
            }
            // A failure has a reason and no eSIMs.
            Err(error) => error.body().clone(),
        };
        body["request_id"] = request_id.into();
        self.tell("async_orders", url, &body, now);
    }

    /// Sells new eSIMs; answers the order's place.
    fn sell(
        &mut self,
        wish: &Wish,
        refuse_code: Option<u16>,
        request_id: Option<&str>,
        now: i64,
    ) -> Result<usize, AiraloError> {
        self.refuse_as_planned(&wish.package, refuse_code)?;
        let (operator, package) = self.package(&wish.package).ok_or_else(|| AiraloError::coded(34, ""))?;
        let package = package.clone();
        self.charge(&package, wish.quantity, now)?;
        let order = self.new_order(&package, false, wish.quantity, &wish.description, now);
        let sims = (0..wish.quantity).map(|_| self.make_sim(operator, &package, now)).collect();
        let order = Order { sims, brand: wish.brand.clone(), request_id: request_id.map(str::to_owned), ..order };
        Ok(self.orders.add(order))
    }

    /// `Err`: the plan says so, or a test package of sandbox mode.
    pub(super) fn refuse_as_planned(&self, package: &str, refuse_code: Option<u16>) -> Result<(), AiraloError> {
        let of_test = sandbox_code(package).filter(|_| self.manners.sandbox);
        refuse_code.or(of_test).map_or(Ok(()), |code| Err(AiraloError::coded(code, "as planned")))
    }

    /// Takes stock and credit, or says what is missing. In sandbox mode nothing is charged.
    pub(super) fn charge(&mut self, package: &Package, quantity: usize, now: i64) -> Result<(), AiraloError> {
        let units = i64::try_from(quantity).unwrap_or(i64::MAX);
        if package.stock < units {
            return Err(AiraloError::coded(33, &package.stock.to_string()));
        }
        let price = package.net.saturating_mul(units);
        if !self.manners.sandbox {
            if price > self.balance {
                let lack = format!("{} USD left, {} needed", two_decimals(self.balance), two_decimals(price));
                return Err(AiraloError::coded(11, &lack));
            }
            let before = self.balance;
            self.balance -= price;
            self.tell_of_credit(before, now);
        }
        self.change_stock(&package.id, -units);
        Ok(())
    }

    pub(super) fn new_order(
        &mut self,
        package: &Package,
        is_top_up: bool,
        quantity: usize,
        description: &str,
        now: i64,
    ) -> Order {
        let title = self.package(&package.id).map(|(place, _)| self.operators[place].seed.title.clone());
        let units = i64::try_from(quantity).unwrap_or(i64::MAX);
        Order {
            id: self.next_number(),
            is_top_up,
            package: if is_top_up { package.top_up_id() } else { package.id.clone() },
            title: format!("{}-{}", title.unwrap_or_default(), package.title()),
            data: package.data(),
            days: package.days,
            quantity,
            description: description.to_owned(),
            retail: package.retail.saturating_mul(units),
            net: package.net.saturating_mul(units),
            created: now,
            sims: Vec::new(),
            brand: None,
            request_id: None,
        }
    }
}
