//! eSIM Go's error answers: what they mean for a read, and the table of definite noes for an order.
//!
//! An error is an object with `message`. The status says little: 403 is a bad key, an eSIM of somebody else's or an empty
//! inventory, and 503 on an order may mean that it was sold ("Processing, come back later"). Sources: seed 001; eSIM Go's
//! OpenAPI v2.4; its guides "ordering" and "rate limits".

use super::wire::Fault;
use crate::suppliers::http::reading::Answer;
use crate::suppliers::{RawAnswer, Reading, SupplierError, wire};
use serde_json::Value;

/// Longest piece of a supplier's words that goes into a reason.
const LONGEST_REASON: usize = 300;

/// eSIM Go's own words about an error; `None` when something between eSIM Go and us wrote the answer.
pub(super) fn message(answer: &RawAnswer) -> Option<String> {
    let fault: Fault = serde_json::from_slice::<Value>(&answer.body).map(wire::object).unwrap_or_default();
    fault.message.0.map(|text| text.chars().take(LONGEST_REASON).collect())
}

/// Whether it is at work on what was asked for, which is no fault of its: 503 "Processing, come back later".
pub(super) fn asks_to_come_back(answer: &Answer) -> bool {
    let says_so = |words: String| contains_all(&words, &["processing"]) || contains_all(&words, &["come back"]);
    answer.raw.status == 503 && message(&answer.raw).is_some_and(says_so)
}

/// The answer of a read, or why it is none.
pub(super) fn checked(answer: Answer) -> Result<RawAnswer, SupplierError> {
    let Answer { raw, retry_after, .. } = answer;
    let status = raw.status;
    if (200..300).contains(&status) {
        return Ok(raw);
    }
    let words = message(&raw).unwrap_or_default();
    let reason = format!("{status} {words}");
    Err(match status {
        408 | 429 | 500.. => SupplierError::Unavailable { reason, retry_after },
        404 | 410 => SupplierError::NotFound,
        400 if contains_all(&words, &["not exist"]) || contains_all(&words, &["not found"]) => SupplierError::NotFound,
        _ => SupplierError::Refused { status, reason },
    })
}

fn contains_all(words: &str, parts: &[&str]) -> bool {
    let words = words.to_lowercase();
    parts.iter().all(|part| words.contains(part))
}

/// One definite no to an order: nothing was sold.
struct No {
    status: u16,
    /// All of these in eSIM Go's message, in any case.
    words: &'static [&'static str],
}

const fn no(status: u16, words: &'static [&'static str]) -> No {
    No { status, words }
}

/// Every definite no that eSIM Go itself words. What is not listed is no answer to "was it sold?" and stays unknown: 408,
/// 409, 3xx, 5xx, and a 400 in words that nobody has documented.
const NOES: &[No] = &[
    // Seed 001, "Gestion des erreurs".
    no(400, &["no payment taken"]),
    no(400, &["invalid order type"]),
    no(400, &["must contain order items"]),
    // The balance does not cover it.
    no(400, &["insufficient"]),
    // The request was not understood, or names what is not there.
    no(400, &["does not exist"]),
    no(400, &["not found"]),
    no(400, &["not compatible"]),
    no(400, &["missing required"]),
    no(400, &["invalid request"]),
    no(400, &["invalid quantity"]),
    no(400, &["invalid iccid"]),
    // A key that is not taken, an eSIM that is not ours, no bundles left: none of them gets as far as a sale.
    no(401, &[]),
    no(403, &[]),
    no(404, &[]),
    no(405, &[]),
];

/// What an answer other than 2xx to an order means: a definite no of the table, else nothing that can be believed.
pub(super) fn no_to_an_order(answer: &RawAnswer) -> Reading {
    let words = message(answer);
    let reason = format!("{} {}", answer.status, words.as_deref().unwrap_or_default());
    // The rate limit stands in front of everything, whoever words it.
    if answer.status == 429 {
        return Reading::Refused { reason, may_try_again: true };
    }
    let said =
        |no: &&No| no.status == answer.status && words.as_deref().is_some_and(|words| contains_all(words, no.words));
    match NOES.iter().find(said) {
        Some(_) => Reading::Refused { reason, may_try_again: false },
        None => Reading::Unknown { reason },
    }
}
