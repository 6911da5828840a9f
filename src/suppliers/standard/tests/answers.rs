//! What an answer to an order means.

use super::super::buying::{read, together};
use super::*;
use crate::domain::timestamp::UnixSeconds;

fn reading(order: &Value, esim: &Value) -> Reading {
    read(&together(raw(200, order.to_string()), esim), &Wanted::Esim)
}

fn is_a_problem(reading: &Reading) -> bool {
    matches!(reading, Reading::Accepted { problem: Some(_), .. })
}

#[test]
fn a_completed_order_is_delivered_once_its_esim_is_told() {
    let alone = read(&raw(201, order().to_string()), &Wanted::Esim);
    assert!(matches!(alone, Reading::Accepted { reference: Some(_), problem: None }), "{alone:?}");
    let Reading::Delivered(delivered) = reading(&order(), &esim()) else { panic!() };
    assert_eq!(delivered.secrets.activation_code.lpa_string(), CODE);
    assert_eq!((delivered.reference.as_str(), delivered.sold_at), ("ord_1", Some(UnixSeconds(1_795_262_400))));
    // Some wrap everything in `data`.
    let wrapped = reading(&json!({"data": order()}), &json!({"data": esim()}));
    assert!(matches!(wrapped, Reading::Delivered(_)), "{wrapped:?}");
}

#[test]
fn the_code_is_read_in_each_of_its_forms() {
    for fields in [
        json!({"lpa_code": "1$smdp.partner.example$04386-AGYFT-A74Y8-3F815"}),
        json!({"lpa_code": null}),
        json!({"lpa_code": "https://partner.example/qr/1", "smdp_address": "https://smdp.partner.example/"}),
        json!({"lpa_code": null, "smdp_address": null, "manual_activation_code": CODE}),
    ] {
        let Reading::Delivered(delivered) = reading(&order(), &with(esim(), fields.clone())) else {
            panic!("{fields}")
        };
        assert_eq!(delivered.secrets.activation_code.lpa_string(), CODE, "{fields}");
    }
}

#[test]
fn what_cannot_be_delivered_is_sold_and_a_problem() {
    for fields in [
        json!({"lpa_code": null, "smdp_address": null}),
        json!({"lpa_code": 7, "manual_activation_code": "no code at all!"}),
        json!({"esim_id": "esim_2"}),
        json!({"order_id": "ord_2"}),
    ] {
        let reading = reading(&order(), &with(esim(), fields.clone()));
        assert!(is_a_problem(&reading), "{fields} {reading:?}");
    }
    for fields in [
        json!({"esim_id": null}),
        json!({"order_id": null}),
        json!({"status": "hibernating"}),
        json!({"status": null}),
        json!({"type": "topup"}),
    ] {
        let reading = reading(&with(order(), fields.clone()), &esim());
        assert!(is_a_problem(&reading), "{fields} {reading:?}");
    }
}

#[test]
fn an_orders_word_is_read_in_any_case() {
    for (word, expected) in [
        ("ACCEPTED", "accepted"),
        ("FULFILLING", "accepted"),
        ("COMPLETED", "delivered"),
        ("FAILED", "refused"),
        ("cancelled", "refused"),
    ] {
        let read = match reading(&with(order(), json!({"status": word})), &esim()) {
            Reading::Accepted { problem: None, .. } => "accepted",
            Reading::Delivered(_) => "delivered",
            Reading::Refused { may_try_again: false, .. } => "refused",
            other => panic!("{word} {other:?}"),
        };
        assert_eq!(read, expected, "{word}");
    }
}

#[test]
fn only_a_listed_no_of_the_suppliers_own_is_a_no() {
    let no = |code: &str| json!({"code": code, "detail": "no"}).to_string();
    for (status, body, expected) in [
        (400, no("invalid_request"), "no"),
        (400, no("something_new"), "in doubt"),
        (401, String::new(), "not now"),
        (402, no("insufficient_balance"), "no"),
        (403, no("blocked"), "no"),
        (403, "<html>".to_owned(), "in doubt"),
        (404, no("not_found"), "no"),
        (404, "<html>".to_owned(), "in doubt"),
        (408, no("timeout"), "in doubt"),
        (409, no("idempotency_key_in_use"), "in doubt"),
        (418, no("teapot"), "in doubt"),
        (422, no("package_unavailable"), "no"),
        (422, no("idempotency_key_reused"), "in doubt"),
        (422, json!({"message": "no"}).to_string(), "in doubt"),
        (429, String::new(), "not now"),
        (302, String::new(), "in doubt"),
        (500, no("package_unavailable"), "in doubt"),
        (200, "[]".to_owned(), "in doubt"),
        (200, "null".to_owned(), "in doubt"),
        (200, "{}".to_owned(), "in doubt"),
        (200, json!({"error": "no", "code": "package_unavailable"}).to_string(), "in doubt"),
    ] {
        let read = match read(&raw(status, body.clone()), &Wanted::Esim) {
            Reading::Refused { may_try_again: true, .. } => "not now",
            Reading::Refused { may_try_again: false, .. } => "no",
            Reading::Unknown { .. } => "in doubt",
            other => panic!("{status} {body} {other:?}"),
        };
        assert_eq!(read, expected, "{status} {body}");
    }
}
