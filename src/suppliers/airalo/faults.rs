//! Airalo's error answers: what they mean for a read, and the table of definite noes for an order.
//!
//! `{code, reason}` says what cannot be done, `{data: {field: message}, meta}` what was not understood. Sources: the error
//! guide and the OpenAPI of the Partner API v2.

use super::wire::{self, Fault};
use crate::suppliers::http::reading::Answer;
use crate::suppliers::wire::Text;
use crate::suppliers::{RawAnswer, Reading, SupplierError};
use serde_json::Value;

/// Longest piece of a supplier's words that goes into a reason.
const LONGEST_REASON: usize = 300;

/// What we send with an order: a complaint about one of them was made before anything was sold.
const FIELDS: [&str; 6] = ["package_id", "quantity", "type", "description", "iccid", "webhook_url"];

impl Fault {
    fn of(answer: &RawAnswer) -> Self {
        serde_json::from_slice::<Value>(&answer.body).map(wire::object).unwrap_or_default()
    }

    /// What `meta` says of it; only Airalo writes one.
    fn message(&self) -> Option<String> {
        self.meta.get("message").cloned().map(text)?.0
    }

    /// The complaints about our fields, in Airalo's words.
    fn complaints(&self) -> Vec<String> {
        let of_field = |field: &&str| Some(format!("{field}: {}", text(self.data.get(*field)?.clone()).0?));
        FIELDS.iter().filter_map(of_field).collect()
    }

    fn words(&self) -> String {
        let mut parts = self.complaints();
        parts.extend(self.reason.0.clone().or_else(|| self.message()));
        let words: String = parts.join(", ").chars().take(LONGEST_REASON).collect();
        match self.code.0 {
            Some(code) => format!("code {code}, {words}"),
            None => words,
        }
    }
}

/// Text, or the first of a list of texts.
fn text(value: Value) -> Text {
    let first = value.as_array().and_then(|list| list.first()).cloned();
    serde_json::from_value(first.unwrap_or(value)).unwrap_or_default()
}

/// Whether the token must be renewed and the request may be sent again. Airalo words expired and unknown tokens alike.
pub(super) fn is_expired_token(answer: &RawAnswer) -> bool {
    answer.status == 401
}

/// The answer of a read, or why it is none.
pub(super) fn checked(answer: Answer) -> Result<RawAnswer, SupplierError> {
    let Answer { raw, retry_after, .. } = answer;
    let status = raw.status;
    if (200..300).contains(&status) {
        return Ok(raw);
    }
    let reason = format!("{status} {}", Fault::of(&raw).words());
    Err(match status {
        408 | 429 | 500.. => SupplierError::Unavailable { reason, retry_after },
        404 => SupplierError::NotFound,
        _ => SupplierError::Refused { status, reason },
    })
}

/// One definite no to an order: nothing was sold.
struct No {
    status: u16,
    what: What,
    may_try_again: bool,
}

/// How a no is recognised.
enum What {
    /// A code of the error guide.
    Code(i64),
    /// A complaint about one of our fields.
    Field,
    /// The status alone, if Airalo wrote the body.
    Airalos,
    /// The status alone, whoever wrote the body.
    Anybody,
}

use What::{Airalos, Anybody, Code, Field};

const fn no(status: u16, what: What) -> No {
    No { status, what, may_try_again: false }
}

const fn not_now(status: u16, what: What) -> No {
    No { status, what, may_try_again: true }
}

/// Every definite no. What is not listed is no answer to "was it sold?" and stays unknown: code 53 ("something unexpected
/// happened"), 408, 409, 3xx, 5xx, and a 422 in a shape that nobody has documented.
const NOES: &[No] = &[
    // Insufficient credit.
    no(422, Code(11)),
    // The operator is under maintenance: it may be over at the next try.
    not_now(422, Code(13)),
    // The body's checksum does not fit.
    no(422, Code(14)),
    // The operator has disabled the top-up.
    no(422, Code(23)),
    // Not enough stock; an invalid package or none left.
    no(422, Code(33)),
    no(422, Code(34)),
    // A bad request.
    no(400, Code(43)),
    no(422, Code(43)),
    // The eSIM was recycled: it cannot be topped up.
    no(422, Code(73)),
    no(422, Field),
    // The token was refused before anybody looked at the order; the next try has a new one.
    not_now(401, Anybody),
    no(403, Airalos),
    no(404, Airalos),
    no(405, Airalos),
    // The rate limit stands in front of everything.
    not_now(429, Anybody),
];

/// What an answer other than 2xx to an order means: a definite no of the table, else nothing that can be believed.
pub(super) fn no_to_an_order(answer: &RawAnswer) -> Reading {
    let fault = Fault::of(answer);
    let said = |what: &What| match what {
        Code(code) => fault.code.0 == Some(*code) && fault.reason.0.is_some(),
        Field => fault.code.0.is_none() && fault.message().is_some() && !fault.complaints().is_empty(),
        Airalos => fault.message().is_some(),
        Anybody => true,
    };
    let reason = format!("{} {}", answer.status, fault.words());
    match NOES.iter().find(|no| no.status == answer.status && said(&no.what)) {
        Some(no) => Reading::Refused { reason, may_try_again: no.may_try_again },
        None => Reading::Unknown { reason },
    }
}
