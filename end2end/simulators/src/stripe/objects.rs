//! Stripe's objects on one shelf, made from complete fixtures, found by id, and put into each other on request.

use std::collections::HashMap;

use rand::Rng;
use rand::distributions::Alphanumeric;
use serde_json::{Value, json};

/// The version in which objects are written.
pub(crate) const API_VERSION: &str = "2026-09-30.endive";

/// A complete object of this kind, as Stripe's own fixtures have it (stripe/openapi, `fixtures3.json`).
pub(crate) fn fixture(kind: &str) -> Value {
    let text = match kind {
        "account" => include_str!("../../fixtures/account.json"),
        "balance_transaction" => include_str!("../../fixtures/balance_transaction.json"),
        "charge" => include_str!("../../fixtures/charge.json"),
        "checkout.session" => include_str!("../../fixtures/checkout_session.json"),
        "customer" => include_str!("../../fixtures/customer.json"),
        "dispute" => include_str!("../../fixtures/dispute.json"),
        "event" => include_str!("../../fixtures/event.json"),
        "item" => include_str!("../../fixtures/line_item.json"),
        "payment_intent" => include_str!("../../fixtures/payment_intent.json"),
        "payment_method" => include_str!("../../fixtures/payment_method.json"),
        "price" => include_str!("../../fixtures/price.json"),
        "product" => include_str!("../../fixtures/product.json"),
        "radar.early_fraud_warning" => include_str!("../../fixtures/early_fraud_warning.json"),
        "refund" => include_str!("../../fixtures/refund.json"),
        "webhook_endpoint" => include_str!("../../fixtures/webhook_endpoint.json"),
        _ => "null",
    };
    serde_json::from_str(text).unwrap_or_default()
}

/// A fixture with these fields laid over it.
pub(crate) fn made(kind: &str, fields: Value) -> Value {
    let mut object = fixture(kind);
    lay_over(&mut object, fields);
    object
}

/// Sets the fields of one object on another, without going deeper.
pub(crate) fn lay_over(object: &mut Value, fields: Value) {
    if let (Some(object), Value::Object(fields)) = (object.as_object_mut(), fields) {
        object.extend(fields);
    }
}

/// A fresh id such as `pi_3Qk…`.
pub(crate) fn new_id(prefix: &str) -> String {
    let length = if prefix.starts_with("cs_") { 58 } else { 24 };
    let random = rand::thread_rng().sample_iter(Alphanumeric).take(length).map(char::from);
    format!("{prefix}_{}", random.collect::<String>())
}

/// All objects of the account.
#[derive(Default)]
pub(crate) struct Objects {
    by_id: HashMap<String, Value>,
    /// Ids of each kind, oldest first.
    order: HashMap<String, Vec<String>>,
    /// Line items by session.
    lines: HashMap<String, Vec<Value>>,
}

impl Objects {
    pub(crate) fn add(&mut self, object: Value) {
        let id = object["id"].as_str().unwrap_or_default().to_owned();
        let kind = object["object"].as_str().unwrap_or_default().to_owned();
        if self.by_id.insert(id.clone(), object).is_none() {
            self.order.entry(kind).or_default().push(id);
        }
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Value> {
        self.by_id.get(id)
    }

    /// The object, or null when there is none.
    pub(crate) fn copy(&self, id: &str) -> Value {
        self.by_id.get(id).cloned().unwrap_or_default()
    }

    pub(crate) fn is_a(&self, kind: &str, id: &str) -> bool {
        self.by_id.get(id).is_some_and(|object| object["object"] == kind)
    }

    pub(crate) fn set(&mut self, id: &str, fields: Value) {
        if let Some(object) = self.by_id.get_mut(id) {
            lay_over(object, fields);
        }
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<Value> {
        let object = self.by_id.remove(id)?;
        for ids in self.order.values_mut() {
            ids.retain(|known| known != id);
        }
        Some(object)
    }

    /// All of a kind, newest first.
    pub(crate) fn newest_first(&self, kind: &str) -> impl Iterator<Item = &Value> {
        self.order.get(kind).into_iter().flatten().rev().filter_map(|id| self.by_id.get(id))
    }

    /// Replaces ids by their objects along each path, such as `payment_intent.latest_charge`.
    pub(crate) fn expand(&self, object: &mut Value, paths: &[String]) {
        for path in paths {
            let steps: Vec<&str> = path.split('.').collect();
            self.expand_along(object, &steps);
        }
    }

    fn expand_along(&self, value: &mut Value, steps: &[&str]) {
        if let Value::Array(list) = value {
            list.iter_mut().for_each(|item| self.expand_along(item, steps));
            return;
        }
        let Some((first, rest)) = steps.split_first() else {
            return;
        };
        if let Some(hidden) = self.included_on_request(value, first) {
            value[*first] = hidden;
        }
        let Some(below) = value.get_mut(*first) else {
            return;
        };
        if let Some(object) = below.as_str().and_then(|id| self.find(id)) {
            *below = object.clone();
        }
        self.expand_along(below, rest);
    }

    /// Fields that are only there when asked for.
    fn included_on_request(&self, object: &Value, field: &str) -> Option<Value> {
        let id = object["id"].as_str()?;
        match (object["object"].as_str()?, field) {
            ("checkout.session", "line_items") => Some(self.line_items(id)),
            ("charge", "refunds") => {
                let refunds = self.newest_first("refund").filter(|refund| refund["charge"] == id);
                Some(list(refunds.cloned().collect(), &format!("/v1/charges/{id}/refunds")))
            }
            _ => None,
        }
    }

    /// The lines of a session.
    pub(crate) fn line_items(&self, session: &str) -> Value {
        let url = format!("/v1/checkout/sessions/{session}/line_items");
        list(self.lines.get(session).cloned().unwrap_or_default(), &url)
    }

    pub(crate) fn keep_line_items(&mut self, session: &str, lines: Vec<Value>) {
        self.lines.insert(session.to_owned(), lines);
    }
}

/// A list that holds all there is.
pub(crate) fn list(data: Vec<Value>, url: &str) -> Value {
    json!({"object": "list", "data": data, "has_more": false, "url": url})
}
