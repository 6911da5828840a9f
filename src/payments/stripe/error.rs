//! What Stripe's "no" means to the shop: the one table from the crate's errors to `PaymentError`.
//!
//! Whatever is not listed as a definite answer is unknown: the caller reads the object before it decides.

use crate::payments::PaymentError;
use stripe::{ApiErrors, StripeError};

pub(super) fn meaning_of(error: StripeError) -> PaymentError {
    match error {
        StripeError::Stripe(said, status) => meaning_of_answer(&said, status),
        StripeError::JSONDeserialize(_) => unknown("the answer does not read"),
        StripeError::Timeout => unknown("no answer within the time limit"),
        // The crate keeps of a transport error only its text. This is hyper-util's for "no connection was made" (DNS, TCP,
        // TLS): nothing of the request has left. Were the text to change, the error would fall to the safe side.
        StripeError::ClientError(text) if text == "client error (Connect)" => {
            PaymentError::TryLater { reason: "no connection".to_owned(), retry_after: None }
        }
        StripeError::ClientError(_) => unknown("the connection broke"),
        StripeError::ConfigError(text) => refused("configuration", &text),
    }
}

fn meaning_of_answer(said: &ApiErrors, status: u16) -> PaymentError {
    let code = said.code.as_ref().map_or_else(|| said.type_.as_str(), |code| code.as_str());
    let reason = without_secrets(said.message.as_deref().unwrap_or(code));
    let later = |reason| PaymentError::TryLater { reason, retry_after: None };
    match status {
        // Another request with this key is running, or the object is locked: it was not executed by ours.
        409 | 429 => later(reason),
        // A wrong key or a missing permission is found before anything is executed or stored under the idempotency key;
        // it is mended in the configuration, and must not end a payment in the meantime.
        401 | 403 => later(format!("the secret key is not accepted ({status}): {reason}")),
        // The key was used before with other values: something was executed under it, we do not know what.
        400 if said.type_.as_str() == "idempotency_error" => {
            unknown("the idempotency key was used before with other values")
        }
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
        let body: stripe_shared::Error = miniserde::json::from_str(&format!("{{\"error\":{error}}}")).unwrap();
        meaning_of(StripeError::Stripe(body.error, status))
    }

    #[test]
    fn a_server_error_is_an_unknown_outcome() {
        for status in [500, 502, 503, 504, 408, 424, 302] {
            let error = answer(status, r#"{"type":"api_error","message":"An unknown error occurred"}"#);
            assert!(matches!(error, PaymentError::Unknown { .. }), "{status}: {error}");
        }
    }

    #[test]
    fn an_answer_that_does_not_read_is_an_unknown_outcome() {
        for error in [
            StripeError::JSONDeserialize("x".into()),
            StripeError::Timeout,
            StripeError::ClientError("client error (SendRequest)".into()),
        ] {
            assert!(matches!(meaning_of(error), PaymentError::Unknown { .. }));
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
