//! Stripe's objects on one shelf, made from complete fixtures, found by id, by kind and by whom they name.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use rand::Rng;
use rand::distributions::Alphanumeric;
use serde_json::{Value, json};

/// The version in which objects are written.
pub(crate) const API_VERSION: &str = "2026-09-30.endive";

/// Complete objects, as Stripe's own fixtures have them (stripe/openapi, `fixtures3.json`).
const FIXTURES: [(&str, &str); 15] = [
    ("account", include_str!("../../fixtures/account.json")),
    ("balance_transaction", include_str!("../../fixtures/balance_transaction.json")),
    ("charge", include_str!("../../fixtures/charge.json")),
    ("checkout.session", include_str!("../../fixtures/checkout_session.json")),
    ("customer", include_str!("../../fixtures/customer.json")),
    ("dispute", include_str!("../../fixtures/dispute.json")),
    ("event", include_str!("../../fixtures/event.json")),
    ("item", include_str!("../../fixtures/line_item.json")),
    ("payment_intent", include_str!("../../fixtures/payment_intent.json")),
    ("payment_method", include_str!("../../fixtures/payment_method.json")),
    ("price", include_str!("../../fixtures/price.json")),
    ("product", include_str!("../../fixtures/product.json")),
    ("radar.early_fraud_warning", include_str!("../../fixtures/early_fraud_warning.json")),
    ("refund", include_str!("../../fixtures/refund.json")),
    ("webhook_endpoint", include_str!("../../fixtures/webhook_endpoint.json")),
];

/// A complete object of this kind; null for one that is not known.
pub(crate) fn fixture(kind: &str) -> Value {
    static READ: LazyLock<HashMap<&str, Value>> = LazyLock::new(|| {
        FIXTURES.iter().map(|(kind, text)| (*kind, serde_json::from_str(text).unwrap_or_default())).collect()
    });
    READ.get(kind).cloned().unwrap_or_default()
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

/// Where an object stands among the others: by the second it was made in, then one after the other.
pub(crate) type Place = (i64, u64);

/// From the first object to the last.
pub(super) const EVERYWHERE: Range<Place> = (i64::MIN, 0)..(i64::MAX, u64::MAX);

/// Fields by which an object names another: who names an object is known without looking at all.
pub(super) const LINKS: [&str; 3] = ["charge", "payment_intent", "source"];

/// All objects of the account.
#[derive(Default)]
pub(crate) struct Objects {
    by_id: HashMap<String, (Place, Value)>,
    /// Ids of each kind, oldest first.
    order: HashMap<String, BTreeMap<Place, String>>,
    /// By an object's id the ids of those that name it, or once did, in one of their [`LINKS`].
    namers: HashMap<String, BTreeMap<Place, String>>,
    /// What each event tells, as text: whole objects, hundreds of thousands of them, hardly ever read again.
    event_data: HashMap<String, String>,
    /// Line items by session.
    pub(super) lines: HashMap<String, Vec<Value>>,
    added: u64,
}

impl Objects {
    pub(crate) fn add(&mut self, mut object: Value) {
        let id = object["id"].as_str().unwrap_or_default().to_owned();
        let kind = object["object"].as_str().unwrap_or_default().to_owned();
        if kind == "event"
            && let Some(data) = object.as_object_mut().and_then(|event| event.remove("data"))
        {
            self.event_data.insert(id.clone(), data.to_string());
        }
        self.added += 1;
        let place = (object["created"].as_i64().unwrap_or_default(), self.added);
        self.note_links(&id, place, &object);
        self.order.entry(kind).or_default().insert(place, id.clone());
        self.by_id.insert(id, (place, object));
    }

    fn note_links(&mut self, id: &str, place: Place, fields: &Value) {
        for named in LINKS.iter().filter_map(|link| fields[*link].as_str()) {
            self.namers.entry(named.to_owned()).or_default().insert(place, id.to_owned());
        }
    }

    /// The object; an event without what it tells: see [`Self::whole`].
    pub(crate) fn find(&self, id: &str) -> Option<&Value> {
        self.by_id.get(id).map(|(_, object)| object)
    }

    /// The object, or null when there is none.
    pub(crate) fn copy(&self, id: &str) -> Value {
        self.find(id).map(|object| self.whole(object)).unwrap_or_default()
    }

    /// A copy of an object of this shelf, of an event with what it tells.
    pub(crate) fn whole(&self, object: &Value) -> Value {
        let mut whole = object.clone();
        if let Some(data) = object["id"].as_str().and_then(|id| self.event_data.get(id)) {
            whole["data"] = serde_json::from_str(data).unwrap_or_default();
        }
        whole
    }

    pub(crate) fn is_a(&self, kind: &str, id: &str) -> bool {
        self.find(id).is_some_and(|object| object["object"] == kind)
    }

    pub(crate) fn place_of(&self, kind: &str, id: &str) -> Option<Place> {
        self.by_id.get(id).filter(|(_, object)| object["object"] == kind).map(|(place, _)| *place)
    }

    pub(crate) fn set(&mut self, id: &str, fields: Value) {
        let Some((place, _)) = self.by_id.get(id) else { return };
        self.note_links(id, *place, &fields);
        if let Some((_, object)) = self.by_id.get_mut(id) {
            lay_over(object, fields);
        }
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<Value> {
        let (place, object) = self.by_id.remove(id)?;
        for ids in self.order.values_mut() {
            ids.remove(&place);
        }
        Some(object)
    }

    /// All of a kind, newest first.
    pub(crate) fn newest_first(&self, kind: &str) -> impl Iterator<Item = &Value> {
        self.order.get(kind).into_iter().flat_map(BTreeMap::values).rev().filter_map(|id| self.find(id))
    }

    /// Those of a kind that stand in this range, oldest first.
    pub(super) fn between(&self, kind: &str, places: Range<Place>) -> impl DoubleEndedIterator<Item = &Value> {
        let ids = self.order.get(kind).into_iter().flat_map(move |ids| ids.range(places.clone()));
        ids.filter_map(|(_, id)| self.find(id))
    }

    /// Those of a kind that stand in this range and name this id in this one of their [`LINKS`], oldest first.
    pub(super) fn naming(
        &self,
        kind: &str,
        link: &str,
        named: &str,
        places: Range<Place>,
    ) -> impl DoubleEndedIterator<Item = &Value> {
        let ids = self.namers.get(named).into_iter().flat_map(move |ids| ids.range(places.clone()));
        let objects = ids.filter_map(|(_, id)| self.find(id));
        objects.filter(move |object| object["object"] == kind && object[link] == named)
    }

    pub(crate) fn keep_line_items(&mut self, session: &str, lines: Vec<Value>) {
        self.lines.insert(session.to_owned(), lines);
    }
}

/// A list that holds all there is.
pub(crate) fn list(data: Vec<Value>, url: &str) -> Value {
    json!({"object": "list", "data": data, "has_more": false, "url": url})
}
