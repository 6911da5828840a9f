//! Buying an eSIM or a top-up: what is sent, and what the answer means.

use super::Standard;
use super::faults;
use super::wire::{Esim, Order, OrderWord, object_in};
use crate::domain::activation_code::ActivationCode;
use crate::domain::esim::{EsimSecrets, Wanted};
use crate::domain::iccid::Iccid;
use crate::domain::ids::AttemptId;
use crate::suppliers::{DeliveredEsim, Purchase, RawAnswer, Reading, Sent, ToppedUp};
use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Value, json};
use uuid::Builder;

impl Standard {
    /// One order, once. Our attempt's id goes out as `external_reference`, by which it can be found again.
    pub(super) async fn buy(&self, purchase: &Purchase) -> Sent {
        let Purchase { wanted, attempt, product, send_by, request_id } = purchase;
        let body = json!({"package_id": product.as_str(), "external_reference": attempt.as_str()});
        let key = key_of(attempt);
        match wanted {
            Wanted::Esim => self.api.buy("orders.create", &["orders"], &body, &key, request_id, *send_by).await,
            Wanted::TopUp(sim) => match &sim.sim_id {
                Some(esim) => {
                    self.api.buy("topups.create", &["esims", esim, "topup"], &body, &key, request_id, *send_by).await
                }
                None => Sent::NotSent { reason: "the SIM's esim_id is not known".into(), retry_after: None },
            },
        }
    }
}

/// The key of an attempt's order: the same for ever, and a UUID as the protocol wants it (version 8, of a hash).
pub(super) fn key_of(attempt: &AttemptId) -> String {
    let hash = digest(&SHA256, attempt.as_str().as_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash.as_ref()).for_each(|(byte, hashed)| *byte = *hashed);
    Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

/// An order and its eSIM, each as it was answered, in one answer: the protocol tells them apart.
pub(super) fn together(order: RawAnswer, esim: &Value) -> RawAnswer {
    match serde_json::from_slice::<Value>(&order.body) {
        Ok(told) => RawAnswer { body: json!({"order": told, "esim": esim}).to_string().into_bytes(), ..order },
        Err(_) => order,
    }
}

/// What an answer means: to an order, to a look-up of one, or an order together with its eSIM.
pub(super) fn read(answer: &RawAnswer, wanted: &Wanted) -> Reading {
    if !(200..300).contains(&answer.status) {
        return faults::no_to_an_order(answer);
    }
    let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) else {
        return Reading::Unknown { reason: format!("{} without JSON", answer.status) };
    };
    let esim = body.get_mut("esim").filter(|esim| esim.is_object()).map(Value::take);
    let order = body.get_mut("order").filter(|order| order.is_object()).map(Value::take);
    match object_in(order.unwrap_or(body)) {
        Some(order) => read_order(&order, esim, wanted),
        None => Reading::Unknown { reason: format!("{} without an order", answer.status) },
    }
}

fn read_order(order: &Order, esim: Option<Value>, wanted: &Wanted) -> Reading {
    let reference = order.reference();
    let accepted = |problem: Option<String>| Reading::Accepted { reference: reference.clone(), problem };
    match (order.standing(), &reference) {
        (OrderWord::None, None) => Reading::Unknown { reason: "neither number nor status in the answer".into() },
        (OrderWord::None, Some(_)) => accepted(Some("the order has a number but no status".into())),
        (OrderWord::Failed, _) => Reading::Refused {
            reason: format!("the order failed: {}", order.failure_reason.as_deref().unwrap_or("no reason is given")),
            may_try_again: false,
        },
        (OrderWord::UnderWay, _) => accepted(None),
        (OrderWord::Strange(word), _) => {
            accepted(Some(format!("the order's status is a word that nobody knows: {word}")))
        }
        (OrderWord::Completed, None) => accepted(Some("the order is completed and has no number".into())),
        (OrderWord::Completed, Some(reference)) => match wanted {
            Wanted::TopUp(sim) if order.esim_id.0.is_some() && order.esim_id.0 != sim.sim_id => {
                accepted(Some("another eSIM was topped up".into()))
            }
            Wanted::TopUp(_) => Reading::ToppedUp(Box::new(ToppedUp {
                reference: reference.clone(),
                sold_at: order.created_at.0,
                exchanged: None,
            })),
            Wanted::Esim if order.is_top_up() => accepted(Some("what was sold is no eSIM".into())),
            Wanted::Esim if order.esim_id.0.is_none() => {
                accepted(Some("the order is completed without an eSIM".into()))
            }
            Wanted::Esim => match esim.map(|esim| delivered(order, reference, esim)) {
                Some(Ok(esim)) => Reading::Delivered(Box::new(esim)),
                Some(Err(problem)) => accepted(Some(problem.into())),
                // The code is told elsewhere: it is asked for next.
                None => accepted(None),
            },
        },
    }
}

/// Err says what a person should look at; the eSIM is sold all the same.
fn delivered(order: &Order, reference: &str, esim: Value) -> Result<DeliveredEsim, &'static str> {
    let esim: Esim = object_in(esim).ok_or("the eSIM's answer is none")?;
    let is_other = |told: &Option<String>, ours: Option<&str>| told.as_deref().is_some_and(|told| Some(told) != ours);
    if is_other(&esim.esim_id.0, order.esim_id.as_deref()) || is_other(&esim.order_id.0, Some(reference)) {
        return Err("the eSIM's answer is about another eSIM");
    }
    let activation_code = code_of(&esim).ok_or("the eSIM has no readable activation code")?;
    let iccid = esim
        .iccid
        .as_deref()
        .and_then(|text| Iccid::parse(text).map_err(|_| tracing::warn!("an ICCID is none; it is left out")).ok());
    Ok(DeliveredEsim {
        reference: reference.to_owned(),
        secrets: EsimSecrets {
            activation_code,
            iccid,
            msisdn: None,
            pin: None,
            puk: None,
            sim_id: order.esim_id.0.clone(),
            confirmation_code: esim.confirmation_code.0,
        },
        sold_at: order.created_at.0,
        network: None,
    })
}

/// `lpa_code`; without it the manual code, whole or beside the server's address.
fn code_of(esim: &Esim) -> Option<ActivationCode> {
    let whole = |text: &str| ActivationCode::parse(text).ok();
    if let Some(code) = esim.lpa_code.as_deref().and_then(whole) {
        return Some(code);
    }
    let manual = esim.manual_activation_code.as_deref()?;
    let beside = |smdp: &str| ActivationCode::from_parts(smdp, manual).ok();
    whole(manual).or_else(|| esim.smdp_address.as_deref().and_then(beside))
}
