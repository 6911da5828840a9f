//! Buying one bundle: what is sent, and what the answer means.

use super::EsimGo;
use super::assignments::{self, Assignment};
use super::faults;
use super::orders::{ASSIGNMENTS_OF_ORDER, AssignmentsOfOrder};
use super::wire::{Item, Order};
use crate::domain::esim::{SimNames, Wanted};
use crate::domain::ids::SupplierProductId;
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::{DeliveredEsim, Purchase, RawAnswer, Reading, Sent, ToppedUp, wire};
use serde_json::{Value, json};

/// Longest piece of a word that nobody knows.
const LONGEST_WORD: usize = 60;

/// An order as it is sent; `None` where the SIM that is to be topped up has no ICCID.
pub(super) fn order_of(kind: &str, product: &SupplierProductId, wanted: &Wanted) -> Option<Value> {
    let mut item = json!({"type": "bundle", "item": product.as_str(), "quantity": 1});
    if let Wanted::TopUp(sim) = wanted {
        item["iccids"] = json!([sim.iccid.as_ref()?.as_str()]);
        // A SIM that the bundle does not fit is a no, never another SIM.
        item["allowReassign"] = false.into();
    }
    Some(json!({"type": kind, "assign": true, "order": [item]}))
}

impl EsimGo {
    /// One order, once. Nothing of ours goes with it.
    pub(super) async fn buy(&self, purchase: &Purchase) -> Sent {
        let Some(order) = order_of("transaction", &purchase.product, &purchase.wanted) else {
            return Sent::NotSent { reason: "the SIM's ICCID is not known".into(), retry_after: None };
        };
        self.api.buy(&order, &purchase.request_id, purchase.send_by).await
    }
}

/// What an answer means: to an order, to a look-up of its assignments, or one element of the list of orders.
pub(super) fn read(answer: &RawAnswer, wanted: &Wanted) -> Reading {
    if answer.content_type == ASSIGNMENTS_OF_ORDER {
        return read_assignments(answer, wanted);
    }
    if !(200..300).contains(&answer.status) {
        return faults::no_to_an_order(answer);
    }
    let Ok(body) = serde_json::from_slice::<Value>(&answer.body) else {
        return Reading::Unknown { reason: format!("{} without JSON", answer.status) };
    };
    let order: Order = wire::object(body);
    let Some(reference) = order.reference().map(str::to_owned) else {
        let words = faults::message(answer).unwrap_or_default();
        return Reading::Unknown { reason: format!("{} without an order's reference {words}", answer.status) };
    };
    let accepted = |problem: String| Reading::Accepted { reference: Some(reference.clone()), problem: Some(problem) };
    match order.status.as_deref() {
        Some(word) if word.eq_ignore_ascii_case("completed") => {}
        Some(word) => {
            let word: String = word.chars().take(LONGEST_WORD).collect();
            return accepted(format!("the order's status is a word that nobody knows: {word}"));
        }
        None => return accepted("the order has a reference but no status".into()),
    }
    let sold_at = order.sold_at();
    let items: Vec<Item> = wire::list_of(order.order).into_iter().map(wire::object).collect();
    if items.len() > 1 || items.iter().any(|item| item.quantity.0.is_some_and(|quantity| quantity != 1)) {
        return accepted("the order is for more than one bundle".into());
    }
    let Some(item) = items.into_iter().next() else {
        return Reading::Accepted { reference: Some(reference), problem: None };
    };
    let named = item.named();
    let esims = wire::list_of(item.esims).iter().filter_map(Assignment::of_json).collect();
    judge(Sale { reference, sold_at, esims, named }, wanted)
}

fn read_assignments(answer: &RawAnswer, wanted: &Wanted) -> Reading {
    let Ok(AssignmentsOfOrder { reference, content_type, body }) = serde_json::from_slice(&answer.body) else {
        return Reading::Unknown { reason: "assignments without their order".into() };
    };
    match assignments::read(&content_type, &body.0) {
        Ok(esims) => judge(Sale { reference, sold_at: None, esims, named: Vec::new() }, wanted),
        Err(problem) => Reading::Accepted { reference: Some(reference), problem: Some(problem.to_owned()) },
    }
}

/// A sale as an answer tells it.
struct Sale {
    reference: String,
    sold_at: Option<UnixSeconds>,
    /// With what installs them.
    esims: Vec<Assignment>,
    /// ICCIDs alone.
    named: Vec<String>,
}

fn judge(sale: Sale, wanted: &Wanted) -> Reading {
    let Sale { reference, sold_at, mut esims, named } = sale;
    let accepted = |problem: Option<&str>| Reading::Accepted {
        reference: Some(reference.clone()),
        problem: problem.map(str::to_owned),
    };
    if esims.len() > 1 || named.len() > 1 {
        return accepted(Some("the order holds more than one eSIM"));
    }
    let esim = esims.pop();
    match wanted {
        Wanted::Esim => match esim.map(Assignment::secrets) {
            Some(Ok(secrets)) => {
                Reading::Delivered(Box::new(DeliveredEsim { reference, secrets, sold_at, network: None }))
            }
            Some(Err(problem)) => accepted(Some(problem)),
            // Not told yet, or not in this answer: the assignments have it.
            None => accepted(None),
        },
        Wanted::TopUp(sim) => {
            let told = esim.as_ref().and_then(|esim| esim.iccid.clone()).or_else(|| named.into_iter().next());
            let Some(told) = told else { return accepted(None) };
            if is_of(sim, &told) {
                return Reading::ToppedUp(Box::new(ToppedUp { reference, sold_at, exchanged: None }));
            }
            match esim.map(Assignment::secrets) {
                Some(Ok(secrets)) => {
                    let exchanged = Some(Box::new(secrets));
                    Reading::ToppedUp(Box::new(ToppedUp { reference, sold_at, exchanged }))
                }
                Some(Err(problem)) => accepted(Some(problem)),
                None => accepted(None),
            }
        }
    }
}

fn is_of(sim: &SimNames, told: &str) -> bool {
    sim.iccid.as_ref().is_some_and(|iccid| iccid.as_str() == told)
}
