//! Orders and top-ups that were made: how they are kept, filtered and told.

use std::collections::HashMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::catalogue::paged;
use super::error::AiraloError;
use super::{Airalo, Reply, success};
use crate::amount::{shortest, two_decimals};
use crate::asked::Asked;
use crate::clock::{read_date, sql_date};

const DAY: i64 = 86_400;

pub(super) struct Order {
    pub(super) id: u64,
    pub(super) is_top_up: bool,
    pub(super) package: String,
    /// Operator and package as shown.
    pub(super) title: String,
    pub(super) data: String,
    pub(super) days: i64,
    pub(super) quantity: usize,
    pub(super) description: String,
    /// Hundredths of a US dollar, of all units.
    pub(super) retail: i64,
    pub(super) net: i64,
    /// Unix seconds.
    pub(super) created: i64,
    /// Places of the new SIMs; for a top-up the one that was topped up.
    pub(super) sims: Vec<usize>,
    pub(super) brand: Option<String>,
    /// What an async order was accepted under.
    pub(super) request_id: Option<String>,
}

#[derive(Default)]
pub(super) struct Orders {
    pub(super) all: Vec<Order>,
    by_id: HashMap<u64, usize>,
}

impl Orders {
    pub(super) fn add(&mut self, order: Order) -> usize {
        self.by_id.insert(order.id, self.all.len());
        self.all.push(order);
        self.all.len() - 1
    }
}

impl Order {
    /// `20230227-009666`
    pub(super) fn code(&self) -> String {
        format!("{}-{:06}", sql_date(self.created)[..10].replace('-', ""), self.id)
    }

    /// What the answer to the purchase and the lists have in common.
    fn wire(&self) -> Value {
        let html = if self.is_top_up { "" } else { "<p><b>eSIM name:</b> Demo</p>" };
        json!({
            "id": self.id, "code": self.code(), "created_at": sql_date(self.created), "currency": "USD",
            "package_id": self.package, "type": if self.is_top_up { "topup" } else { "sim" },
            "description": self.description, "esim_type": "Prepaid", "package": self.title, "data": self.data,
            "manual_installation": html, "qrcode_installation": html,
            "installation_guides": {"en": "https://airalo.example/installation-guide"},
        })
    }
}

impl Airalo {
    /// As the purchase answers: quantity as text, validity and price as numbers.
    pub(super) fn created_wire(&self, order: &Order) -> Value {
        let mut wire = order.wire();
        wire["quantity"] = order.quantity.to_string().into();
        wire["validity"] = order.days.into();
        wire["price"] = shortest(order.retail);
        wire["net_price"] = (!self.manners.discount_pricing).then(|| shortest(order.net)).into();
        if !order.is_top_up {
            wire["brand_settings_name"] = order.brand.clone().into();
            wire["sims"] = order.sims.iter().map(|place| self.sim_wire(&self.sims.all[*place])).collect();
        }
        wire
    }

    /// As lists answer: the other way round; SIMs, status and user only where they are asked for.
    pub(super) fn listed_wire(&self, order: &Order, include: &str) -> Value {
        let mut wire = order.wire();
        wire["quantity"] = order.quantity.into();
        wire["validity"] = order.days.to_string().into();
        wire["price"] = two_decimals(order.retail).into();
        wire["net_price"] = (!self.manners.discount_pricing).then(|| two_decimals(order.net)).into();
        let includes = |name: &str| include.split(',').any(|one| one.trim() == name);
        if includes("sims") && !order.is_top_up {
            wire["sims"] = order.sims.iter().map(|place| self.sim_wire(&self.sims.all[*place])).collect();
        }
        if includes("status") {
            wire["status"] = json!({"name": "Completed", "slug": "completed"});
        }
        if includes("user") {
            wire["user"] = json!({"id": 120, "name": "Demo User", "email": "demo@shop.example"});
        }
        wire
    }
}

/// Whole days, both included: `2023-02-20 - 2023-02-27`.
fn read_period(text: &str) -> Option<(i64, i64)> {
    let (from, to) = text.split_once(" - ")?;
    Some((read_date(from.trim())?, read_date(to.trim())? + DAY - 1))
}

/// Newest first. `filter[description]` finds every order whose description contains the text.
pub(super) fn list(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let period = asked
        .parameter("filter[created_at]")
        .map(|text| {
            read_period(text).ok_or_else(|| AiraloError::field("filter.created_at", "The created at is invalid."))
        })
        .transpose()?;
    let text = asked.parameter("filter[description]").map(str::to_lowercase);
    let has_iccid =
        |order: &Order, iccid: &str| order.sims.iter().any(|place| airalo.sims.all[*place].profile.iccid == iccid);
    let found = airalo
        .orders
        .all
        .iter()
        .rev()
        .filter(|order| asked.now() - order.created >= airalo.manners.order_list_lag_seconds)
        .filter(|order| period.is_none_or(|(from, to)| (from..=to).contains(&order.created)))
        .filter(|order| text.as_ref().is_none_or(|text| order.description.to_lowercase().contains(text)))
        .filter(|order| asked.parameter("filter[code]").is_none_or(|code| order.code() == code))
        .filter(|order| asked.parameter("filter[iccid]").is_none_or(|iccid| has_iccid(order, iccid)))
        .filter(|_| asked.parameter("filter[order_status]").is_none_or(|status| status == "completed"))
        .map(|order| airalo.listed_wire(order, asked.parameter("include").unwrap_or_default()))
        .collect();
    Ok((StatusCode::OK, paged(airalo, asked, found)?.0))
}

pub(super) fn get(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let place = asked.segment(1).parse().ok().and_then(|id: u64| airalo.orders.by_id.get(&id));
    let order = &airalo.orders.all[*place.ok_or_else(AiraloError::not_found)?];
    success(airalo.listed_wire(order, asked.parameter("include").unwrap_or_default()))
}
