//! Orders and top-ups that were accepted: how they are kept, found by our reference and told.

use std::collections::HashMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::catalogue::page;
use super::error::StandardError;
use super::packages::told_price;
use super::{Due, Reply, Standard};
use crate::asked::Asked;
use crate::clock::iso_date;
use crate::later::Later;

pub(super) struct Order {
    pub(super) id: String,
    pub(super) is_top_up: bool,
    pub(super) package: String,
    pub(super) external_reference: String,
    pub(super) key: String,
    pub(super) status: String,
    pub(super) later: Option<Later>,
    /// Unix seconds.
    pub(super) created: i64,
    pub(super) changed: i64,
    /// Place of the eSIM; for a new one `None` until the order is completed.
    pub(super) esim: Option<usize>,
    /// Decimal text.
    pub(super) price: String,
    pub(super) currency: String,
}

/// Oldest first, found by id and by reference without looking at each.
#[derive(Default)]
pub(super) struct Orders {
    pub(super) all: Vec<Order>,
    by_id: HashMap<String, usize>,
    by_reference: HashMap<String, Vec<usize>>,
}

impl Orders {
    pub(super) fn add(&mut self, order: Order) -> usize {
        let place = self.all.len();
        self.by_id.insert(order.id.clone(), place);
        self.by_reference.entry(order.external_reference.clone()).or_default().push(place);
        self.all.push(order);
        place
    }

    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }
}

impl Standard {
    pub(super) fn order_wire(&self, order: &Order) -> Value {
        let esim = order.esim.map(|place| &self.esims.all[place].id);
        let failure = (order.status == "failed").then_some("The network could not provide the profile.");
        json!({
            "order_id": order.id, "type": if order.is_top_up { "topup" } else { "esim" }, "status": order.status,
            "esim_id": esim, "package_id": order.package, "external_reference": order.external_reference,
            "price": told_price(&order.price, &self.manners), "currency": order.currency,
            "created_at": iso_date(order.created), "updated_at": iso_date(order.changed),
            "failure_reason": failure,
        })
    }

    /// Keeps an order that was accepted, delivers it where it is completed, and plans its change.
    pub(super) fn accept(&mut self, order: Order, now: i64) -> usize {
        let due = order.later.as_ref().map(|later| order.created + later.after_seconds);
        let is_completed = order.status == "completed";
        if order.status != "failed" {
            self.change_stock(&order.package, -1);
        }
        let place = self.orders.add(order);
        if is_completed {
            self.deliver(place, now);
        }
        self.agenda.extend(due.map(|due| (due, Due::Order(place))));
        place
    }

    /// The planned change of an order's status has come.
    pub(super) fn change_order(&mut self, place: usize, now: i64) {
        let order = &mut self.orders.all[place];
        let Some(later) = order.later.take() else { return };
        let before = std::mem::replace(&mut order.status, later.status);
        order.changed = order.created + later.after_seconds;
        let (status, package) = (order.status.clone(), order.package.clone());
        if status == "completed" && before != "completed" {
            self.deliver(place, now);
        }
        if status == "failed" && before != "failed" {
            self.change_stock(&package, 1);
        }
    }

    fn deliver(&mut self, place: usize, now: i64) {
        match self.orders.all[place].esim {
            Some(esim) => self.fill_up(esim, place, now),
            None => self.make_esim(place),
        }
    }
}

/// Newest first; `external_reference` finds those of a customer's file.
pub(super) fn list(standard: &mut Standard, asked: &Asked<'_>) -> Reply {
    let orders = &standard.orders;
    let places: Vec<usize> = match asked.parameter("external_reference") {
        Some(reference) => orders.by_reference.get(reference).cloned().unwrap_or_default(),
        None => (0..orders.all.len()).collect(),
    };
    let lag = standard.manners.order_list_lag_seconds;
    let found = places
        .into_iter()
        .rev()
        .map(|place| &orders.all[place])
        .filter(|order| asked.now() - order.created >= lag)
        .map(|order| standard.order_wire(order));
    let (orders, next) = page(asked, standard.manners.page_cap, found)?;
    Ok((StatusCode::OK, json!({"orders": orders, "next_page": next})))
}

pub(super) fn get(standard: &mut Standard, asked: &Asked<'_>) -> Reply {
    let place = standard.orders.place(asked.segment(1)).ok_or_else(|| StandardError::not_found("order"))?;
    Ok((StatusCode::OK, standard.order_wire(&standard.orders.all[place])))
}
