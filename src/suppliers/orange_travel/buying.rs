//! Buying one eSIM or one top-up: what is sent, and what the answer means.

use super::OrangeTravel;
use super::activation::code_of;
use super::faults;
use super::keyring::Keyring;
use super::top_ups::{order_parameters, plain_no, topped_up};
use super::wire::{self, SimParameters, Transaction};
use crate::domain::esim::{EsimSecrets, Wanted};
use crate::domain::iccid::Iccid;
use crate::suppliers::{DeliveredEsim, Purchase, RawAnswer, Reading, Sent};
use serde_json::{Value, json};

pub(super) const TRANSACTIONS: [&str; 2] = ["distributors", "transactions"];

impl OrangeTravel {
    /// One order, once. Our attempt's id goes out as `user_id`, by which it can be found again.
    pub(super) async fn buy(&self, purchase: &Purchase) -> Sent {
        let mut body = json!({"offer_id": purchase.product.as_str(), "user_id": purchase.attempt.as_str()});
        if let Wanted::TopUp(sim) = &purchase.wanted {
            match order_parameters(sim) {
                Ok(parameters) => body["parameters"] = parameters,
                Err(reason) => return Sent::NotSent { reason: reason.to_owned(), retry_after: None },
            }
        }
        self.api.buy("transactions.create", &TRANSACTIONS, &body, &purchase.request_id, purchase.send_by).await
    }
}

/// What an answer means: to an order, to a look-up of one, or one element of a list.
pub(super) fn read(answer: &RawAnswer, wanted: &Wanted, keys: &Keyring) -> Reading {
    if !(200..300).contains(&answer.status) {
        let no = faults::no_to_an_order(answer);
        return if *wanted == Wanted::Esim { no } else { plain_no(answer.status, no) };
    }
    let Ok(body) = serde_json::from_slice::<Value>(&answer.body) else {
        return Reading::Unknown { reason: format!("{} without JSON", answer.status) };
    };
    // The schema's answers are arrays here and there; several transactions are no answer to one order.
    let mut elements = wire::list_of(body);
    match (elements.pop(), elements.is_empty()) {
        (Some(element), true) => read_transaction(wire::object(element), wanted, keys),
        _ => Reading::Unknown { reason: format!("{} without one transaction", answer.status) },
    }
}

fn read_transaction(transaction: Transaction, wanted: &Wanted, keys: &Keyring) -> Reading {
    let reference = transaction.id.0.clone();
    let accepted = |problem: Option<String>| Reading::Accepted { reference: reference.clone(), problem };
    let Some(status) = transaction.status.as_deref().map(str::to_lowercase) else {
        return match reference {
            Some(_) => accepted(Some("the order has a number but no status".into())),
            None => Reading::Unknown { reason: "neither number nor status in the answer".into() },
        };
    };
    match status.as_str() {
        // Bought and done.
        "ok" => {
            let done = match wanted {
                Wanted::Esim => delivered(transaction, keys).map(|esim| Reading::Delivered(Box::new(esim))),
                Wanted::TopUp(_) => topped_up(transaction).map(|top_up| Reading::ToppedUp(Box::new(top_up))),
            };
            done.unwrap_or_else(|problem| accepted(Some(problem)))
        }
        "created" | "pending" => accepted(None),
        "ko" | "expired" => Reading::Refused { reason: format!("the order ended as {status}"), may_try_again: false },
        word => accepted(Some(format!("the order's status is a word that nobody knows: {}", shown(word)))),
    }
}

/// Err says what a person should look at; the eSIM is sold all the same.
fn delivered(transaction: Transaction, keys: &Keyring) -> Result<DeliveredEsim, String> {
    let Transaction { id, product_type, creation_date, supplier_name, parameters, .. } = transaction;
    if product_type.0.is_some() && !product_type.is("eSim") {
        return Err("what was sold is no eSIM".into());
    }
    let parameters: SimParameters = wire::object(parameters);
    let activation_code = code_of(&parameters, keys).map_err(|error| error.to_string())?;
    let iccid = parameters
        .iccid
        .as_deref()
        .and_then(|text| Iccid::parse(text).map_err(|_| tracing::warn!("Orange's ICCID is none; it is left out")).ok());
    Ok(DeliveredEsim {
        reference: id.0.ok_or("the order has no number")?,
        secrets: EsimSecrets {
            activation_code,
            iccid,
            msisdn: parameters.msisdn.0,
            pin: parameters.pin_code.0,
            puk: parameters.puk.0,
            sim_id: parameters.nsce.0,
            confirmation_code: None,
        },
        sold_at: creation_date.0,
        network: supplier_name.0,
    })
}

/// A supplier's word, short enough for a log.
fn shown(word: &str) -> String {
    word.chars().take(40).collect()
}
