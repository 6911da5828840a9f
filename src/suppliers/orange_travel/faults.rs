//! Orange's error answers: what they mean for a read, and the table of definite noes for an order.
//!
//! Sources: the 400s of `POST /distributors/transactions` in Orange's OpenAPI 1.7; the generic codes in
//! developer.orange.com, "Handling API errors"; the seeds' sections on keys and errors.

use super::wire::{self, Fault};
use crate::suppliers::http::reading::Answer;
use crate::suppliers::{RawAnswer, Reading, SupplierError};
use serde_json::Value;

/// "Expired credentials": the token's life is over.
const EXPIRED_CREDENTIALS: i64 = 42;
/// "Too many requests" under 403; treated as 429 is.
const TOO_MANY_REQUESTS: i64 = 53;
/// Longest piece of a supplier's words that goes into a reason.
const LONGEST_REASON: usize = 1000;

impl Fault {
    fn of(answer: &RawAnswer) -> Self {
        serde_json::from_slice::<Value>(&answer.body).map(wire::object).unwrap_or_default()
    }

    /// Whether Orange wrote it, and not something between Orange and us.
    fn is_oranges(&self) -> bool {
        self.message.0.is_some() || self.code.0.is_some_and(|code| code != 0)
    }

    /// Message and description, as they are often swapped.
    fn words(&self) -> String {
        let parts: Vec<_> = [&self.message, &self.description].into_iter().filter_map(|part| part.as_deref()).collect();
        let words: String = parts.join(": ").chars().take(LONGEST_REASON).collect();
        match self.code.0 {
            Some(code) if code != 0 => format!("code {code}, {words}"),
            _ => words,
        }
    }
}

/// Whether the token must be renewed and the request may be sent again.
pub(super) fn is_expired_token(answer: &RawAnswer) -> bool {
    answer.status == 401 && Fault::of(answer).code.0 == Some(EXPIRED_CREDENTIALS)
}

/// The answer of a read, or why it is none.
pub(super) fn checked(answer: Answer) -> Result<RawAnswer, SupplierError> {
    let Answer { raw, retry_after, .. } = answer;
    let status = raw.status;
    if (200..300).contains(&status) {
        return Ok(raw);
    }
    let fault = Fault::of(&raw);
    let reason = format!("{status} {}", fault.words());
    Err(match (status, fault.code.0) {
        (403, Some(TOO_MANY_REQUESTS)) | (408 | 429, _) | (500.., _) => {
            SupplierError::Unavailable { reason, retry_after }
        }
        (404, _) => SupplierError::NotFound,
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
    /// One of Orange's generic codes, both ends included.
    Codes(i64, i64),
    /// All of these words in message or description, in any case.
    Words(&'static [&'static str]),
    /// The status alone, if Orange wrote the body.
    Oranges,
    /// The status alone, whoever wrote the body.
    Anybody,
}

use What::{Anybody, Codes, Oranges, Words};

const fn no(status: u16, what: What) -> No {
    No { status, what, may_try_again: false }
}

const fn not_now(status: u16, what: What) -> No {
    No { status, what, may_try_again: true }
}

/// Every definite no. What is not listed is no answer to "was it sold?" and stays unknown: 402, 408, 409, 3xx, 5xx, and
/// a 400 in words that nobody has documented.
const NOES: &[No] = &[
    // Reasons of a 400 on creation (OpenAPI, createTransaction).
    not_now(400, Words(&["transaction failed", "bucket unchanged"])),
    no(400, Words(&["bucket empty"])),
    no(400, Words(&["product", "not available"])),
    no(400, Words(&["missing", "offer_id"])),
    no(400, Words(&["invalid", "offer_id"])),
    no(400, Words(&["decode", "body"])),
    no(400, Words(&["missing parameters"])),
    no(400, Words(&["parameters not set"])),
    no(400, Words(&["supplier", "not managed"])),
    no(400, Words(&["bad parameter"])),
    // No RSA key yet: no eSIM, even with stock (seed 000, "Traitement et vérifications"; the words are not documented).
    no(400, Words(&["public key"])),
    no(400, Words(&["public_key"])),
    no(400, Words(&["rsa", "key"])),
    // The gateway did not let the request through ("Handling API errors").
    no(400, Codes(20, 28)),
    not_now(401, Codes(EXPIRED_CREDENTIALS, EXPIRED_CREDENTIALS)),
    no(401, Anybody),
    not_now(403, Codes(TOO_MANY_REQUESTS, TOO_MANY_REQUESTS)),
    no(403, Words(&["public key"])),
    no(403, Oranges),
    no(404, Oranges),
    no(405, Oranges),
    no(406, Oranges),
    not_now(429, Anybody),
];

/// What an answer other than 2xx to an order means: a definite no of the table, else nothing that can be believed.
pub(super) fn no_to_an_order(answer: &RawAnswer) -> Reading {
    let fault = Fault::of(answer);
    let words = fault.words().to_lowercase();
    let said = |what: &What| match what {
        Codes(first, last) => fault.code.0.is_some_and(|code| (*first..=*last).contains(&code)),
        Words(parts) => fault.is_oranges() && parts.iter().all(|part| words.contains(part)),
        Oranges => fault.is_oranges(),
        Anybody => true,
    };
    let reason = format!("{} {}", answer.status, fault.words());
    match NOES.iter().find(|no| no.status == answer.status && said(&no.what)) {
        Some(no) => Reading::Refused { reason, may_try_again: no.may_try_again },
        None => Reading::Unknown { reason },
    }
}
