//! Orders that were placed: how they are kept, listed by date and told.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::error::EsimGoError;
use super::manners::OrderEsims;
use super::{Answer, Asked, EsimGo, Reply};
use crate::amount::shortest;
use crate::clock::{iso_nanos, read_date};

/// One item of an order.
pub(super) struct Line {
    pub(super) item: String,
    pub(super) quantity: usize,
    /// Hundredths.
    pub(super) price: i64,
    /// Top-ups: the eSIMs that were named.
    pub(super) iccids: Vec<String>,
    pub(super) allow_reassign: bool,
}

impl Line {
    pub(super) fn sub_total(&self) -> i64 {
        self.price.saturating_mul(i64::try_from(self.quantity).unwrap_or(i64::MAX))
    }

    pub(super) fn wire(&self) -> Value {
        json!({
            "type": "bundle", "item": self.item, "quantity": self.quantity, "subTotal": shortest(self.sub_total()),
            "pricePerUnit": shortest(self.price), "AllowReassign": self.allow_reassign,
        })
    }
}

pub(super) struct Order {
    pub(super) reference: String,
    /// Unix milliseconds.
    pub(super) created_millis: i64,
    /// Each with the eSIMs that it went to.
    pub(super) lines: Vec<(Line, Vec<String>)>,
    /// Hundredths.
    pub(super) total: i64,
    pub(super) assigns: bool,
    pub(super) message: String,
    /// Unix seconds from when on it stands in the list and can be read.
    pub(super) listed_from: i64,
    pub(super) readable_from: i64,
    /// Unix seconds from when on its assignments are told.
    pub(super) assigned_from: i64,
}

/// All orders, oldest first, found by reference without looking at each.
#[derive(Default)]
pub(super) struct Orders {
    all: Vec<Order>,
    by_reference: HashMap<String, usize>,
}

impl Orders {
    pub(super) fn add(&mut self, order: Order) {
        self.by_reference.insert(order.reference.clone(), self.all.len());
        self.all.push(order);
    }

    pub(super) fn get(&self, reference: &str) -> Option<&Order> {
        self.by_reference.get(reference).map(|place| &self.all[*place])
    }
}

impl Order {
    pub(super) fn iccids(&self) -> impl Iterator<Item = &String> {
        self.lines.iter().flat_map(|(_, iccids)| iccids)
    }
}

impl EsimGo {
    pub(super) fn order_wire(&self, order: &Order, with_esims: bool) -> Value {
        let in_all = order.iccids().count();
        let tells_esims = match self.manners.order_esims {
            OrderEsims::Always => true,
            OrderEsims::UpToFive => in_all <= 5,
            OrderEsims::Never => false,
        };
        let lines = order.lines.iter().map(|(line, iccids)| {
            let mut wire = line.wire();
            if with_esims && order.assigns {
                wire["iccids"] = json!(iccids);
                if tells_esims {
                    wire["esims"] = iccids.iter().filter_map(|iccid| self.install_wire(iccid)).collect();
                }
            }
            wire
        });
        let mut wire = json!({
            "order": lines.collect::<Vec<_>>(),
            "total": shortest(order.total),
            "currency": self.account.currency,
            "status": "completed",
            "statusMessage": order.message,
            "assigned": order.assigns,
            "sourceIP": "127.0.0.1",
        });
        let [reference, created] =
            if self.manners.s1_order_names { ["reference", "createDate"] } else { ["orderReference", "createdDate"] };
        wire[reference] = order.reference.clone().into();
        wire[created] = iso_nanos(order.created_millis).into();
        wire
    }

    fn install_wire(&self, iccid: &str) -> Option<Value> {
        let esim = self.esims.get(iccid)?;
        let smdp = esim.smdp(self.manners.smdp);
        Some(json!({"iccid": iccid, "matchingId": esim.profile.matching_id, "smdpAddress": smdp}))
    }
}

/// Newest first. `createdAt` takes `gte:`, `gt:`, `lte:` and `lt:`, and may be given twice.
pub(super) fn list(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let mut bounds = Vec::new();
    for text in asked.parameters("createdAt") {
        let bound = text.split_once(':').and_then(|(word, date)| Some((word, read_date(date)?)));
        let known = bound.filter(|(word, _)| ["gte", "gt", "lte", "lt"].contains(word));
        bounds.push(known.ok_or_else(|| EsimGoError::bad_request("Invalid value for parameter createdAt"))?);
    }
    let fits = |created: i64| {
        bounds.iter().all(|(word, bound)| match *word {
            "gte" => created >= *bound,
            "gt" => created > *bound,
            "lte" => created <= *bound,
            _ => created < *bound,
        })
    };
    let limit = asked.count("limit", 10)?.min(200);
    let start = (asked.count("page", 1)? - 1).saturating_mul(limit);
    let page: Vec<Value> = esim_go
        .orders
        .all
        .iter()
        .rev()
        .filter(|order| order.listed_from <= asked.now() && fits(order.created_millis.div_euclid(1000)))
        .skip(start)
        .take(limit)
        .map(|order| esim_go.order_wire(order, asked.is_true("includeIccids")))
        .collect();
    Ok(Answer::ok(Value::Array(page)))
}

pub(super) fn get(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let reference = asked.segment(1);
    let order = esim_go
        .orders
        .get(reference)
        .ok_or_else(|| EsimGoError::bad_request(format!("No order found with reference {reference}")))?;
    if order.readable_from > asked.now() {
        return Err(EsimGoError::processing(order.readable_from - asked.now()));
    }
    Ok(Answer::ok(esim_go.order_wire(order, true)))
}
