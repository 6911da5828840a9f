//! Whatever bytes come, reading them ends in an outcome, and never in a panic or a wrong sale.

use super::super::buying::{read, together};
use super::super::sims::balance;
use super::super::{catalogue, pushes};
use super::pushes::{SECRET, signed};
use super::*;
use proptest::prelude::*;

fn odd_values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!(["x", 1])),
        Just(json!({"a": [1, {"b": null}]})),
        Just(json!(true)),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
    ]
}

fn changed(mut object: Value, field: usize, value: Value) -> Value {
    let fields = object.as_object_mut().expect("an object");
    let place = field % fields.len();
    *fields.values_mut().nth(place).expect("a field") = value;
    object
}

proptest! {
    #[test]
    fn answers_of_any_bytes(status in 100_u16..600, body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let reading = read(&raw(status, body), &Wanted::Esim);
        prop_assert!(!matches!(reading, Reading::Delivered(_) | Reading::ToppedUp(_)));
    }

    #[test]
    fn answers_that_were_cut(cut in 0_usize..2000) {
        let whole = together(raw(200, order().to_string()), &esim());
        let body = &whole.body[..cut.min(whole.body.len() - 1)];
        let in_doubt = matches!(read(&raw(200, body), &Wanted::Esim), Reading::Unknown { .. });
        prop_assert!(in_doubt);
    }

    #[test]
    fn answers_with_a_changed_field(field in 0_usize..20, value in odd_values(), of_esim: bool) {
        let (told, esim) =
            if of_esim { (order(), changed(esim(), field, value)) } else { (changed(order(), field, value), esim()) };
        read(&together(raw(200, told.to_string()), &esim), &Wanted::Esim);
        read(&raw(200, told.to_string()), &Wanted::TopUp(SimNames::default()));
    }

    #[test]
    fn packages_with_a_changed_field(field in 0_usize..20, value in odd_values()) {
        if let Ok(product) = catalogue::read(changed(super::catalogue::package(), field, value), "partner") {
            prop_assert!(product.cost.minor > 0);
        }
    }

    #[test]
    fn usage_with_a_changed_field(field in 0_usize..20, value in odd_values()) {
        let usage = json!({
            "data_total_mb": 5000, "data_used_mb": 1, "data_remaining_mb": 4999, "unlimited": false, "expiry_date": null,
        });
        if let Some(balance) = balance(changed(usage, field, value)) {
            prop_assert!(balance.data_total.is_none() || balance.data <= balance.data_total);
        }
    }

    #[test]
    fn pushes_of_any_bytes(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let understood = pushes::understand(&Secret::new(SECRET), &signed(&body), &body);
        prop_assert!(understood != Err(PushRefused::BadSignature));
    }

    #[test]
    fn pushes_with_a_changed_field(field in 0_usize..20, value in odd_values(), of_data: bool) {
        let event = super::pushes::event();
        let data = changed(event["data"].clone(), field, value.clone());
        let event = if of_data { with(event, json!({"data": data})) } else { changed(event, field, value) };
        let body = event.to_string().into_bytes();
        if let Ok(push) = pushes::understand(&Secret::new(SECRET), &signed(&body), &body) {
            prop_assert!(!push.id.is_empty() && push.id.len() <= 100 && push.kind.chars().count() <= 60);
        }
    }

    #[test]
    fn a_push_with_another_signature_is_refused(signature in "(sha256=)?[0-9a-f]{0,80}|\\PC{0,40}") {
        let body = super::pushes::event().to_string().into_bytes();
        let mut headers = HeaderMap::new();
        if let Ok(value) = signature.parse() {
            headers.insert("x-webhook-signature", value);
        }
        let understood = pushes::understand(&Secret::new(SECRET), &headers, &body);
        prop_assert_eq!(understood, Err(PushRefused::BadSignature));
    }
}
