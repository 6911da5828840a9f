//! Buying one eSIM or one top-up: what is sent, and what the answer means.

use super::wire::{self, Order, Sim};
use super::{Airalo, faults};
use crate::domain::activation_code::ActivationCode;
use crate::domain::esim::{EsimSecrets, Wanted};
use crate::domain::iccid::Iccid;
use crate::suppliers::{DeliveredEsim, Purchase, RawAnswer, Reading, Sent, Standing, ToppedUp};
use serde_json::Value;

pub(super) const ORDERS: &[&str] = &["orders"];
const ORDERS_LATER: &[&str] = &["orders-async"];
const TOP_UPS: &[&str] = &["orders", "topups"];

impl Airalo {
    /// One order, once. Our attempt's id goes out as the description, by which it can be found again.
    pub(super) async fn buy(&self, purchase: &Purchase) -> Sent {
        let (package, description) = (purchase.product.as_str(), purchase.attempt.as_str());
        let mut form = vec![("package_id", package), ("description", description)];
        let (call, path) = match &purchase.wanted {
            Wanted::Esim => {
                form.extend([("quantity", "1"), ("type", "sim")]);
                if self.async_orders { ("orders.create_later", ORDERS_LATER) } else { ("orders.create", ORDERS) }
            }
            Wanted::TopUp(sim) => {
                let Some(iccid) = &sim.iccid else {
                    let reason = "Airalo tops up by ICCID, and this SIM's is not known".into();
                    return Sent::NotSent { reason, retry_after: None };
                };
                form.push(("iccid", iccid.as_str()));
                ("topups.create", TOP_UPS)
            }
        };
        self.api.buy(call, path, &form, &purchase.request_id, purchase.send_by).await
    }
}

/// What an answer means: to an order, to a look-up of one, or one element of a list.
pub(super) fn read(answer: &RawAnswer, wanted: &Wanted) -> Reading {
    if !(200..300).contains(&answer.status) {
        return faults::no_to_an_order(answer);
    }
    let Ok(body) = serde_json::from_slice::<Value>(&answer.body) else {
        return Reading::Unknown { reason: format!("{} without JSON", answer.status) };
    };
    let order: Order = wire::object(wire::inner(body));
    match (order.id.0.clone(), &order.request_id.0) {
        (Some(reference), _) => read_order(order, reference, wanted),
        // Its number comes later; until then it is found by its description.
        (None, Some(_)) => Reading::Accepted { reference: None, problem: None },
        (None, None) => Reading::Unknown { reason: format!("{} without an order's number", answer.status) },
    }
}

fn read_order(order: Order, reference: String, wanted: &Wanted) -> Reading {
    let accepted = |problem: Option<&str>| Reading::Accepted {
        reference: Some(reference.clone()),
        problem: problem.map(str::to_owned),
    };
    let kind = if *wanted == Wanted::Esim { "sim" } else { "topup" };
    if order.kind.0.is_some() && !order.kind.is(kind) {
        return accepted(Some("the order is of another kind than what was bought"));
    }
    if order.quantity.0.is_some_and(|quantity| quantity != 1) {
        return accepted(Some("the order is not of one piece"));
    }
    let status = status(&order.status);
    match standing(status.as_deref()) {
        Some(Standing::Delivered) => {}
        Some(Standing::UnderWay) => return accepted(None),
        Some(Standing::Refused) if !holds_sims(&order) => {
            let reason = format!("the order ended as {}", status.unwrap_or_default());
            return Reading::Refused { reason, may_try_again: false };
        }
        Some(Standing::Refused) => return accepted(Some("the order failed, and has eSIMs")),
        None => return accepted(Some("the order's status is a word that nobody knows")),
    }
    match wanted {
        Wanted::Esim => match delivered(order, &reference) {
            Ok(esim) => Reading::Delivered(Box::new(esim)),
            Err(problem) => accepted(Some(problem)),
        },
        Wanted::TopUp(_) => {
            Reading::ToppedUp(Box::new(ToppedUp { reference, sold_at: order.created_at.0, exchanged: None }))
        }
    }
}

fn holds_sims(order: &Order) -> bool {
    order.sims.as_array().is_some_and(|sims| !sims.is_empty())
}

/// The status's word in lower case; `None` where it was not asked for.
pub(super) fn status(status: &Value) -> Option<String> {
    let word = status.get("slug").or_else(|| status.get("name")).unwrap_or(status);
    word.as_str().map(str::to_lowercase)
}

/// How an order of this status stands; `None` is a word that nobody knows. An answer to an order has no status: it is done.
pub(super) fn standing(status: Option<&str>) -> Option<Standing> {
    match status {
        None | Some("completed") => Some(Standing::Delivered),
        Some("pending" | "processing" | "in_progress" | "in-progress") => Some(Standing::UnderWay),
        Some("failed" | "cancelled" | "canceled") => Some(Standing::Refused),
        Some(_) => None,
    }
}

/// Err says what a person should look at; the eSIM is sold all the same.
fn delivered(order: Order, reference: &str) -> Result<DeliveredEsim, &'static str> {
    let mut sims = wire::list_of(order.sims);
    let sim: Sim = match (sims.pop(), sims.is_empty()) {
        (Some(sim), true) => wire::object(sim),
        (Some(_), false) => return Err("several eSIMs came for one order"),
        (None, _) => return Err("the order has no eSIM"),
    };
    let activation_code = code_of(&sim)?;
    if activation_code.confirmation_code_required() && sim.confirmation_code.0.is_none() {
        return Err("the activation code asks for a confirmation code, and none came");
    }
    let iccid = sim
        .iccid
        .as_deref()
        .and_then(|text| Iccid::parse(text).map_err(|_| tracing::warn!("Airalo's ICCID is none; it is left out")).ok());
    Ok(DeliveredEsim {
        reference: reference.to_owned(),
        secrets: EsimSecrets {
            activation_code,
            iccid,
            msisdn: sim.msisdn.0,
            pin: None,
            puk: None,
            sim_id: None,
            confirmation_code: sim.confirmation_code.0,
        },
        sold_at: order.created_at.0,
        network: None,
    })
}

/// The whole code, or the one that its parts make; where both came they must be of the same eSIM.
fn code_of(sim: &Sim) -> Result<ActivationCode, &'static str> {
    let parts = sim.lpa.as_deref().zip(sim.matching_id.as_deref());
    let of_parts = parts.map(|(host, matching_id)| ActivationCode::from_parts(host, matching_id));
    let whole = sim.qrcode.as_deref().map(ActivationCode::parse);
    match (whole, of_parts) {
        (Some(Ok(whole)), Some(Ok(parts))) => {
            let same_host = whole.smdp().as_str().eq_ignore_ascii_case(parts.smdp().as_str());
            let is_same = same_host && whole.matching_id() == parts.matching_id();
            if is_same { Ok(whole) } else { Err("the activation code and its parts are of two eSIMs") }
        }
        (Some(Ok(code)), _) | (_, Some(Ok(code))) => Ok(code),
        _ => Err("the activation code cannot be read"),
    }
}
