//! POST /orders: the request's checks in eSIM Go's words, the rehearsal, and the purchase out of the prepaid balance.

use serde_json::{Value, json};
use uuid::Uuid;

use super::error::EsimGoError;
use super::orders::{Line, Order};
use super::units::{Place, Unit};
use super::{Answer, Asked, EsimGo, Reply};
use crate::amount::shortest;
use crate::clock::iso_nanos;

/// What a read request asks for.
struct Wish {
    only_validates: bool,
    assigns: bool,
    lines: Vec<Line>,
}

pub(super) fn only_validates(body: &[u8]) -> bool {
    serde_json::from_slice::<Value>(body).is_ok_and(|body| body["type"] == "validate")
}

pub(super) fn create(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let wish = esim_go.read_order(&asked.json()?)?;
    let total = wish.lines.iter().map(Line::sub_total).sum();
    if wish.only_validates {
        esim_go.check_balance(total)?;
        return Ok(Answer::ok(json!({
            "order": wish.lines.iter().map(Line::wire).collect::<Vec<_>>(),
            "total": shortest(total), "valid": true, "currency": esim_go.account.currency,
            "createdDate": iso_nanos(asked.now_millis), "assigned": wish.assigns,
        })));
    }
    let plan = esim_go.plans.pop_front().unwrap_or_default();
    if let Some(reason) = plan.refuse {
        return Err(EsimGoError::bad_request(reason));
    }
    esim_go.check_balance(total)?;
    esim_go.account.balance -= total;
    let reference = Uuid::new_v4().to_string();
    let mut left = plan.assigns_only.unwrap_or(usize::MAX);
    let mut sold = Vec::new();
    let mut assigned = 0;
    for line in wish.lines {
        let places = esim_go.buy(&line, &reference, asked.now())?;
        let mut iccids = Vec::new();
        if wish.assigns {
            for (number, place) in places.into_iter().enumerate().take(left) {
                let target = line.iccids.get(number).map(String::as_str);
                let numbered = format!("{reference}-{}", assigned + number);
                iccids.push(esim_go.put_on_esim(place, target, line.allow_reassign, numbered, asked.now_millis)?);
            }
            left -= iccids.len();
            assigned += iccids.len();
        }
        sold.push((line, iccids));
    }
    let readable_from = asked.now() + plan.come_back_after_seconds.unwrap_or(0);
    let order = Order {
        reference: reference.clone(),
        created_millis: asked.now_millis,
        lines: sold,
        total,
        assigns: wish.assigns,
        message: if wish.assigns {
            format!("Order completed: {assigned} eSIMs assigned")
        } else {
            "Order completed: bundles added to inventory".to_owned()
        },
        listed_from: readable_from.max(asked.now() + esim_go.manners.order_list_lag_seconds),
        readable_from,
        assigned_from: readable_from.max(asked.now() + plan.assigned_after_seconds),
    };
    let wire = esim_go.order_wire(&order, true);
    esim_go.orders.add(order);
    esim_go.tell_of_low_balance(asked.now());
    match plan.come_back_after_seconds {
        Some(seconds) => Err(EsimGoError::processing(seconds)),
        None => Ok(Answer::ok(wire)),
    }
}

impl EsimGo {
    fn read_order(&self, body: &Value) -> Result<Wish, EsimGoError> {
        let only_validates = match body["type"].as_str() {
            Some("validate") => true,
            Some("transaction") => false,
            _ => return Err(EsimGoError::bad_request("Invalid Order type")),
        };
        let assigns = body["assign"] == true;
        let items = body["order"].as_array().filter(|items| !items.is_empty());
        let items = items.ok_or_else(|| EsimGoError::bad_request("Order must contain Order Items"))?;
        let lines = items.iter().map(|item| self.read_line(item, assigns)).collect::<Result<_, _>>()?;
        Ok(Wish { only_validates, assigns, lines })
    }

    fn read_line(&self, item: &Value, assigns: bool) -> Result<Line, EsimGoError> {
        if !item["type"].is_null() && item["type"] != "bundle" {
            return Err(EsimGoError::bad_request("Invalid Order type"));
        }
        let bundle = self.bundle(item["item"].as_str().unwrap_or_default())?;
        let iccids: Vec<String> = match &item["iccids"] {
            Value::Null => Vec::new(),
            list => serde_json::from_value(list.clone()).map_err(|_| EsimGoError::bad_request("Invalid iccids"))?,
        };
        if !iccids.is_empty() && !assigns {
            return Err(EsimGoError::bad_request("iccids can only be used when assign is true"));
        }
        let quantity = match &item["quantity"] {
            Value::Null => iccids.len().max(1),
            given => given
                .as_u64()
                .and_then(|number| usize::try_from(number).ok())
                .filter(|number| (1..=10_000).contains(number))
                .ok_or_else(|| EsimGoError::bad_request("Invalid quantity"))?,
        };
        if !iccids.is_empty() && iccids.len() != quantity {
            return Err(EsimGoError::bad_request("Quantity must match the number of iccids"));
        }
        let allow_reassign = item["allowReassign"] == true;
        for iccid in &iccids {
            if !self.is_compatible(iccid, &bundle.seed.name)? && !allow_reassign {
                return Err(EsimGoError::bad_request(format!(
                    "Bundle {} is not compatible with eSIM {iccid}",
                    bundle.seed.name
                )));
            }
        }
        Ok(Line { item: bundle.seed.name.clone(), quantity, price: bundle.price, iccids, allow_reassign })
    }

    fn check_balance(&self, total: i64) -> Result<(), EsimGoError> {
        if total > self.account.balance {
            return Err(EsimGoError::bad_request("Failed to process Order. No payment taken."));
        }
        Ok(())
    }

    /// Puts what was paid into the inventory; answers where the units stand.
    fn buy(&mut self, line: &Line, order: &str, now: i64) -> Result<Vec<usize>, EsimGoError> {
        let usage_id = self.next_number();
        let bundle = self.bundle(&line.item)?;
        let (bytes, description) = (bundle.bytes(), bundle.seed.description.clone());
        let (unlimited, days) = (bundle.seed.unlimited, bundle.seed.days);
        let first = self.units.len();
        for _ in 0..line.quantity {
            let id = self.next_number();
            self.units.push(Unit {
                id,
                usage_id,
                bundle: line.item.clone(),
                description: description.clone(),
                price: line.price,
                bought: now,
                order: order.to_owned(),
                unlimited,
                days,
                initial: bytes,
                remaining: bytes,
                place: None,
                refunded: false,
            });
        }
        Ok((first..self.units.len()).collect())
    }

    /// Takes a unit out of the inventory onto this eSIM or a new one; answers the ICCID, which is another than
    /// `target` where the bundle does not fit it and that is allowed. `reference` is the assignment's.
    pub(super) fn put_on_esim(
        &mut self,
        unit: usize,
        target: Option<&str>,
        allow_reassign: bool,
        reference: String,
        now_millis: i64,
    ) -> Result<String, EsimGoError> {
        let bundle = self.units[unit].bundle.clone();
        let family = self.bundle(&bundle)?.seed.profile.clone();
        let now = now_millis.div_euclid(1000);
        let stays = match target {
            Some(iccid) => {
                let fits = self.is_compatible(iccid, &bundle)?;
                fits && !(allow_reassign && self.manners.always_reassigns)
            }
            None => false,
        };
        let iccid = match target {
            Some(iccid) if stays => iccid.to_owned(),
            _ => self.esims.add(&family, now),
        };
        self.esims.note(&iccid, "Bundle Applied", &bundle, now);
        if let Some(esim) = self.esims.get_mut(&iccid) {
            esim.units.push(unit);
        }
        self.units[unit].place = Some(Place {
            iccid: iccid.clone(),
            assigned_millis: now_millis,
            reference,
            tops_up: target.is_some(),
            started: None,
            ends: None,
            forced: None,
            told: Vec::new(),
        });
        Ok(iccid)
    }
}
