//! Callbacks: whose they are, and what they are about.

use super::super::push::understand;
use super::*;
use crate::suppliers::Subject;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use reqwest::header::HeaderValue;

fn key() -> Secret {
    Secret::new("esim-go-demo-key")
}

fn tag(body: &[u8]) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key().expose().as_bytes());
    hmac::sign(&key, body).as_ref().to_vec()
}

fn signed_with(signature: &str) -> HeaderMap {
    let value = HeaderValue::from_str(signature).expect("a header");
    HeaderMap::from_iter([("x-signature-sha256".parse().expect("a name"), value)])
}

fn heard(body: &str) -> Result<Push, PushRefused> {
    understand(&key(), &signed_with(&STANDARD.encode(tag(body.as_bytes()))), body.as_bytes())
}

#[test]
fn a_signature_in_base64_or_hex_opens_and_nothing_else_does() {
    let body = br#"{"iccid":"8944538532008160222","alertType":"Utilisation","bundle":{}}"#;
    let good = tag(body);
    for signature in [STANDARD.encode(&good), hex::encode(&good), hex::encode_upper(&good)] {
        let push = understand(&key(), &signed_with(&signature), body).expect("good");
        assert_eq!(
            (push.kind.as_str(), &push.about),
            ("Utilisation", &Subject::Sim(Iccid::parse(ICCID).expect("one")))
        );
    }
    for signature in ["", "AAAA", &hex::encode(&good[..16]), &STANDARD.encode(tag(b"{}"))] {
        assert_eq!(understand(&key(), &signed_with(signature), body), Err(PushRefused::BadSignature), "{signature}");
    }
    assert_eq!(understand(&key(), &HeaderMap::new(), body), Err(PushRefused::BadSignature), "version 2");
    assert_eq!(
        understand(&Secret::new("another"), &signed_with(&hex::encode(good)), body),
        Err(PushRefused::BadSignature)
    );
}

#[test]
fn a_number_of_twenty_digits_is_read_without_loss() {
    for iccid in ["8944538532008160222", "89445385320081602229", "99999999999999999999"] {
        let push = heard(&format!(r#"{{"iccid": {iccid}, "alertType": "FirstUse"}}"#)).expect("good");
        assert_eq!(push.about, Subject::Sim(Iccid::parse(iccid).expect("one")));
    }
}

#[test]
fn what_is_not_of_a_sim_is_of_the_account_or_of_nothing() {
    for kind in ["Topup", "AutoTopup", "LowBalance", "InsufficientBalance"] {
        assert_eq!(heard(&json!({"alertType": kind}).to_string()).expect("good").about, Subject::Account, "{kind}");
    }
    let told = heard(r#"{"date":"2026-11-21T12:00:00Z","event":"esim.deleted","iccid":"8944538532008160222"}"#);
    assert!(told.is_ok_and(|push| push.kind == "esim.deleted" && matches!(push.about, Subject::Sim(_))));
    assert_eq!(heard(r#"{"alertType":"Novelty","iccid":"x"}"#).expect("good").about, Subject::Nothing);
    for body in ["", "[]", "null", "8944", "{\"iccid\"", "<html>"] {
        assert_eq!(heard(body), Err(PushRefused::Unreadable), "{body}");
    }
}

#[test]
fn the_same_push_again_has_the_same_id_and_its_kind_is_short() {
    let body = json!({"alertType": "x".repeat(500)}).to_string();
    let (one, again) = (heard(&body).expect("good"), heard(&body).expect("good"));
    assert_eq!(one, again);
    assert_eq!(one.kind.len(), 60);
    assert_ne!(one.id, heard("{}").expect("good").id);
}

proptest! {
    #[test]
    fn any_signed_bytes_are_understood_or_refused(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = understand(&key(), &signed_with(&hex::encode(tag(&body))), &body);
    }

    #[test]
    fn no_bytes_pass_for_a_signature(signature in "[ -~]{0,100}", body in "[ -~]{0,100}") {
        prop_assert_eq!(
            understand(&key(), &signed_with(&signature), body.as_bytes()), Err(PushRefused::BadSignature));
    }
}
