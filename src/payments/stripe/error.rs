//! What Stripe's "no" means to the shop: the one table from its answers, and from silence, to `PaymentError`.
//!
//! Whatever is not listed as a definite answer is unknown: the caller reads the object before it decides.

use super::wire::Said;
use crate::payments::PaymentError;
use reqwest::StatusCode;
use std::error::Error;
use std::iter::successors;
use std::time::Duration;

/// No whole answer came.
pub(super) fn meaning_of_failure(error: &reqwest::Error) -> PaymentError {
    if error.is_connect() {
        // DNS, TCP or TLS failed: nothing of the request has left.
        let reason = without_secrets(&format!("no connection: {}", cause(error)));
        PaymentError::TryLater { reason, retry_after: None }
    } else if error.is_builder() {
        refused("request", "it cannot be written")
    } else if error.is_timeout() {
        unknown("no answer within the time limit")
    } else {
        unknown("the connection broke")
    }
}

/// The innermost cause, which names no address of ours.
pub(super) fn cause(error: &reqwest::Error) -> String {
    successors(error.source(), |&inner| inner.source()).last().map_or_else(String::new, ToString::to_string)
}

/// An answer, but in no form that we know.
pub(super) fn unreadable(status: StatusCode) -> PaymentError {
    unknown(&format!("the answer does not read (status {})", status.as_u16()))
}

/// An answer other than a success. `retry_after` is what it asks to wait.
pub(super) fn meaning_of_answer(said: &Said, status: u16, retry_after: Option<Duration>) -> PaymentError {
    let code = said.code.as_deref().unwrap_or(&said.kind);
    let reason = without_secrets(said.message.as_deref().unwrap_or(code));
    let later = |reason| PaymentError::TryLater { reason, retry_after };
    match status {
        // Another request with this key is running, or the object is locked: it was not executed by ours.
        409 | 429 => later(reason),
        // A wrong key or a missing permission is found before anything is executed or stored under the idempotency key;
        // it is mended in the configuration, and must not end a payment in the meantime.
        401 | 403 => later(format!("the secret key is not accepted ({status}): {reason}")),
        // The key was used before with other values: something was executed under it, we do not know what.
        400 if said.kind == "idempotency_error" => unknown("the idempotency key was used before with other values"),
        // The status, not the code: expiring a session that has ended is 400 `resource_missing`, and that is a no.
        404 => PaymentError::NotFound,
        408 | 424 => unknown(&format!("status {status}")),
        400..=499 => refused(code, &reason),
        _ => unknown(&format!("status {status}")),
    }
}

fn unknown(reason: &str) -> PaymentError {
    PaymentError::Unknown { reason: reason.to_owned() }
}

/// A definite no; the reason is cut to a line that a log may have.
pub(super) fn refused(code: &str, reason: &str) -> PaymentError {
    PaymentError::Refused { code: code.to_owned(), reason: without_secrets(reason) }
}

/// A message without the words that could be a key, a client secret or somebody's address; at most 200 characters.
fn without_secrets(message: &str) -> String {
    let private = |word: &str| ["sk_", "rk_", "whsec_", "_secret_", "@"].iter().any(|mark| word.contains(mark));
    let words: Vec<&str> = message.split_whitespace().map(|word| if private(word) { "…" } else { word }).collect();
    words.join(" ").chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, error: &str) -> PaymentError {
        meaning_of_answer(&miniserde::json::from_str(error).unwrap(), status, None)
    }

    #[test]
    fn a_server_error_is_an_unknown_outcome() {
        for status in [500, 502, 503, 504, 408, 424, 302] {
            let error = answer(status, r#"{"type":"api_error","message":"An unknown error occurred"}"#);
            assert!(matches!(error, PaymentError::Unknown { .. }), "{status}: {error}");
        }
    }

    #[test]
    fn what_was_not_executed_may_be_tried_again_with_the_same_key() {
        for (status, error) in [
            (409, r#"{"type":"idempotency_error","code":"idempotency_key_in_use"}"#),
            (409, r#"{"type":"invalid_request_error","code":"lock_timeout"}"#),
            (429, r#"{"type":"invalid_request_error","code":"rate_limit"}"#),
            (401, r#"{"type":"invalid_request_error","message":"Invalid API Key provided"}"#),
            (403, r#"{"type":"invalid_request_error","message":"This key lacks a permission"}"#),
        ] {
            assert!(matches!(answer(status, error), PaymentError::TryLater { .. }), "{status} {error}");
        }
    }

    #[test]
    fn a_key_that_was_used_with_other_values_is_an_unknown_outcome() {
        let error =
            answer(400, r#"{"type":"idempotency_error","message":"Keys can only be used with the same parameters"}"#);
        assert!(matches!(error, PaymentError::Unknown { .. }), "{error}");
    }

    #[test]
    fn a_definite_no_keeps_its_code() {
        let error = answer(
            400,
            r#"{"type":"invalid_request_error","code":"payment_intent_unexpected_state","message":"already captured"}"#,
        );
        let PaymentError::Refused { code, reason } = error else { panic!("{error}") };
        assert_eq!((code.as_str(), reason.as_str()), ("payment_intent_unexpected_state", "already captured"));
    }

    #[test]
    fn only_an_unknown_object_is_not_found() {
        let said = r#"{"type":"invalid_request_error","code":"resource_missing"}"#;
        assert!(matches!(answer(404, said), PaymentError::NotFound));
        assert!(matches!(answer(400, said), PaymentError::Refused { .. }));
    }

    #[test]
    fn no_secret_and_no_address_reaches_a_text() {
        let error = answer(
            401,
            r#"{"type":"invalid_request_error","message":"Invalid API Key provided: sk_test_abc123 for jo@example.org"}"#,
        );
        let text = format!("{error} {error:?}");
        assert!(!text.contains("abc123") && !text.contains("example.org"), "{text}");
    }
}
