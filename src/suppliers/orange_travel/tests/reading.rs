//! What answers to an order mean: a definite yes, a definite no, or doubt; whatever the bytes.

use super::super::buying::read;
use super::samples::{CODE, raw, transaction};
use super::*;
use serde_json::{Value, json};
use std::sync::OnceLock;

pub(super) fn keys() -> &'static Keyring {
    static KEYS: OnceLock<Keyring> = OnceLock::new();
    KEYS.get_or_init(keyring)
}

fn reading(status: u16, body: &Value) -> Reading {
    read(&raw(status, body.to_string()), &Wanted::Esim, keys())
}

/// The seed's transaction with one value changed; `at` is a JSON pointer.
fn changed(at: &str, value: Value) -> Reading {
    let mut body = transaction(CODE);
    *body.pointer_mut(at).expect("a field of the sample") = value;
    reading(201, &body)
}

#[test]
fn the_seeds_transaction_is_a_delivered_esim() {
    let Reading::Delivered(esim) = reading(201, &transaction(CODE)) else { panic!("not delivered") };
    assert_eq!(esim.reference, "386c9673-33f8-4364-bb78-e7b18371be5a");
    assert_eq!((esim.sold_at, esim.network.as_deref()), (Some(NOW), Some("Orange France")));
    let secrets = &esim.secrets;
    assert_eq!(secrets.activation_code.manual_code(), CODE);
    // An empty ICCID is none.
    assert_eq!((&secrets.iccid, secrets.msisdn.as_deref()), (&None, Some("0678578522")));
    assert_eq!((secrets.pin.as_deref(), secrets.puk.as_deref()), (Some("0000"), Some("71289750")));
    assert_eq!(secrets.sim_id.as_deref(), Some("02322145207458"));
}

#[test]
fn a_delivered_esim_survives_odd_spellings() {
    for (at, value) in [
        ("/status", json!("OK")),
        ("/product_type", json!("esim")),
        ("/creation_date", json!("Tue, 16 Jul 2024 12:52:11 GMT")),
        ("/user_id", json!("")),
        ("/resell_value", json!("a lot")),
        ("/parameters/puk", json!(71_289_750)),
        ("/parameters/iccid", json!("None")),
        ("/parameters/iccid", json!("not an iccid")),
    ] {
        let Reading::Delivered(esim) = changed(at, value.clone()) else { panic!("{at} {value}") };
        assert_eq!(esim.sold_at, Some(NOW), "{at}");
        assert_eq!(esim.secrets.puk.as_deref(), Some("71289750"), "{at}");
        assert_eq!(esim.secrets.iccid, None, "{at}");
    }
    let Reading::Delivered(esim) = changed("/parameters/iccid", json!("8933012345678901234")) else { panic!() };
    assert_eq!(esim.secrets.iccid.as_ref().map(|iccid| iccid.as_str()), Some("8933012345678901234"));
    assert!(matches!(reading(200, &json!([transaction(CODE)])), Reading::Delivered(_)));
}

#[test]
fn created_and_pending_are_accepted_without_a_problem() {
    for word in ["created", "pending", "Pending"] {
        let reading = changed("/status", json!(word));
        assert!(matches!(&reading, Reading::Accepted { reference: Some(_), problem: None }), "{word} {reading:?}");
    }
}

#[test]
fn ko_and_expired_are_refused() {
    for word in ["ko", "expired", "KO"] {
        assert!(matches!(changed("/status", json!(word)), Reading::Refused { may_try_again: false, .. }), "{word}");
    }
}

#[test]
fn what_was_sold_but_cannot_be_shown_is_accepted_with_a_problem() {
    for (at, value) in [
        ("/parameters/activation_code", json!("")),
        ("/parameters/activation_code", json!(null)),
        ("/parameters/activation_code", json!("Me3ddE4i-S3k...")),
        ("/parameters", json!(null)),
        ("/parameters", json!([])),
        ("/status", json!("delivered")),
        ("/status", json!(null)),
        ("/product_type", json!("topup")),
    ] {
        let reading = changed(at, value.clone());
        assert!(
            matches!(&reading, Reading::Accepted { reference: Some(_), problem: Some(_) }),
            "{at} {value} {reading:?}"
        );
    }
    assert!(matches!(changed("/id", json!("")), Reading::Accepted { reference: None, problem: Some(_) }));
}

/// Status, body, whether another attempt may be made.
fn definite_noes() -> Vec<(u16, Value, bool)> {
    let said = |description: &str| json!({"code": 0, "message": "Bad Request", "description": description});
    let coded = |code: i64, message: &str| json!({"code": code, "message": message, "description": "…"});
    vec![
        (400, said("unable to decode json body"), false),
        (400, said("missing offer_id parameter in body"), false),
        (400, said("invalid offer_id parameter"), false),
        (400, said("product 004088d8 not available (deleted) for offer 07966928"), false),
        (400, said("bucket empty for offer 07966928"), false),
        (400, json!({"code": 20, "message": "bucket empty for offer 07966928", "description": "Bad Request"}), false),
        (400, said("missing parameters parameter in body"), false),
        (400, said("parameters not set in body"), false),
        (400, said("supplier 7413e966 not managed yet"), false),
        (400, said("bad parameter for transaction for offer 07966928"), false),
        (
            400,
            said("transaction failed (bucket unchanged) supplier 1 product 2 offer 3 distributor 4 message timeout"),
            true,
        ),
        (400, said("no RSA key defined for distributor"), false),
        (400, said("distributor public key not set"), false),
        (400, coded(25, "…"), false),
        (400, json!({"code": "28", "description": "invalid query parameter"}), false),
        (401, coded(40, "Missing credentials"), false),
        (401, coded(41, "Invalid credentials"), false),
        (401, coded(42, "Expired credentials"), true),
        (403, coded(50, "Access denied"), false),
        (403, coded(53, "Too many requests"), true),
        (404, coded(60, "Not Found"), false),
        (405, coded(61, "Method Not Allowed"), false),
        (406, coded(0, "Not Acceptable"), false),
        (429, coded(0, "Too Many Requests"), true),
        (429, json!(null), true),
    ]
}

#[test]
fn every_documented_no_is_a_refusal() {
    for (status, body, again) in definite_noes() {
        let reading = reading(status, &body);
        assert!(
            matches!(&reading, Reading::Refused { may_try_again, .. } if *may_try_again == again),
            "{status} {body} {reading:?}"
        );
    }
}

#[test]
fn what_nobody_has_documented_stays_unknown() {
    let doubtful = [
        (400, json!({"code": 0, "message": "Bad Request", "description": "something new"})),
        (400, json!({})),
        (400, json!("bucket empty")),
        (402, json!({"code": 0, "message": "Payment Required"})),
        (403, json!({})),
        (404, json!({})),
        (408, json!({"code": 63, "message": "Request Time-out"})),
        (409, json!({"code": 0, "message": "Conflict"})),
        (302, json!({})),
        (500, json!({"code": 1, "message": "Internal Server Error"})),
        (503, json!({"code": 5, "message": "bucket empty"})),
        (201, json!({})),
        (201, json!([])),
        (200, json!([transaction(CODE), transaction(CODE)])),
        (200, json!("ok")),
    ];
    for (status, body) in doubtful {
        let reading = reading(status, &body);
        assert!(matches!(reading, Reading::Unknown { .. }), "{status} {body} {reading:?}");
    }
    for body in ["", "<html>502</html>", "{\"status\":\"ok\"", "\u{0}"] {
        assert!(matches!(read(&raw(201, body), &Wanted::Esim, keys()), Reading::Unknown { .. }), "{body}");
    }
}

#[test]
fn a_refusal_shows_message_and_description_since_orange_swaps_them() {
    let reading = reading(400, &json!({"code": 25, "description": "Missing header", "message": "X-Thing"}));
    let Reading::Refused { reason, .. } = reading else { panic!("{reading:?}") };
    assert!(reason.contains("Missing header") && reason.contains("X-Thing") && reason.contains("25"), "{reason}");
}
