//! Whatever bytes come as an answer, reading them ends in an outcome and never in a panic or a wrong sale.

use super::super::buying::read;
use super::super::packages::of_entry;
use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn reading_never_panics_on_bytes(status in 100_u16..600, body in proptest::collection::vec(any::<u8>(), 0..600)) {
        for wanted in [Wanted::Esim, wanted_top_up()] {
            let reading = read(&raw(status, body.clone()), &wanted);
            let is_sold = matches!(reading, Reading::Delivered(_) | Reading::ToppedUp(_));
            prop_assert!(!is_sold);
        }
    }

    #[test]
    fn a_cut_answer_is_in_doubt(cut in 0_usize..2000) {
        let whole = order().to_string();
        let body = &whole.as_bytes()[..cut.min(whole.len() - 1)];
        let in_doubt = matches!(read(&raw(200, body), &Wanted::Esim), Reading::Unknown { .. });
        prop_assert!(in_doubt);
    }

    #[test]
    fn a_changed_field_never_delivers_another_code(field in 0_usize..40, value in odd_values()) {
        let mut body = order();
        let fields = body["data"].as_object().expect("an object").len();
        let place = if field < fields {
            body["data"].as_object_mut().expect("an object").values_mut().nth(field)
        } else {
            body["data"]["sims"][0].as_object_mut().expect("an object").values_mut().nth(field - fields)
        };
        if let Some(place) = place {
            *place = value;
        }
        if let Reading::Delivered(esim) = read(&raw(200, body.to_string()), &Wanted::Esim) {
            prop_assert_eq!(esim.secrets.activation_code.manual_code().trim_end_matches('$'), CODE);
        }
    }

    #[test]
    fn a_catalogue_of_anything_is_read_to_its_end(value in odd_values(), pricing in odd_values()) {
        for field in ["operators", "title", "country_code"] {
            let operators = [json!({"packages": [value.clone()]})];
            let mut entry = json!({"country_code": "FR", "title": "France", "operators": operators});
            entry[field] = value.clone();
            of_entry(entry, &pricing);
        }
    }
}

pub(super) fn odd_values() -> impl Strategy<Value = Value> {
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
