//! Whatever bytes come as an answer, reading them ends in an outcome and never in a panic.

use super::super::buying::read;
use super::reading::keys;
use super::samples::{CODE, raw, transaction};
use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::OnceLock;

proptest! {
    #[test]
    fn reading_never_panics_on_bytes(status in 100_u16..600, body in proptest::collection::vec(any::<u8>(), 0..600)) {
        read(&raw(status, body), &Wanted::Esim, keys());
    }

    #[test]
    fn reading_never_panics_on_a_cut_answer(cut in 0_usize..1200) {
        let whole = cut_sample();
        let body = &whole.as_bytes()[..cut.min(whole.len() - 1)];
        let in_doubt = matches!(read(&raw(201, body), &Wanted::Esim, keys()), Reading::Unknown { .. });
        prop_assert!(in_doubt);
    }

    #[test]
    fn reading_never_panics_on_a_changed_field(field in 0_usize..40, value in odd_values()) {
        let mut body: Value = serde_json::from_str(cut_sample()).expect("JSON");
        let parameters = body["parameters"].as_object().expect("an object").len();
        if field < parameters {
            *body["parameters"].as_object_mut().expect("an object").values_mut().nth(field).expect("a field") = value;
        } else if let Some(place) = body.as_object_mut().expect("an object").values_mut().nth(field - parameters) {
            *place = value;
        }
        read(&raw(200, body.to_string()), &Wanted::Esim, keys());
    }

    #[test]
    fn deciphering_never_panics(text in ".{0,800}") {
        prop_assert!(super::super::activation::decipher(&text, keys()).is_err());
    }
}

fn cut_sample() -> &'static str {
    static SAMPLE: OnceLock<String> = OnceLock::new();
    SAMPLE.get_or_init(|| transaction(CODE).to_string())
}

fn odd_values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({"a": [1, {"b": null}]})),
        Just(json!(true)),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
    ]
}
