//! Notifications: nothing is believed without a signature, and nothing is read that is not there.

use super::super::push::understand;
use super::any_bytes::odd_values;
use super::*;
use crate::domain::iccid::Iccid;
use crate::domain::ids::AttemptId;
use crate::suppliers::Subject;
use aws_lc_rs::hmac;
use proptest::prelude::*;

const SECRET: &str = "hush-hush";

fn with_signature(signature: &str) -> HeaderMap {
    HeaderMap::from_iter([("airalo-signature".parse().expect("a name"), signature.parse().expect("a value"))])
}

fn signed(body: &[u8]) -> HeaderMap {
    let key = hmac::Key::new(hmac::HMAC_SHA512, SECRET.as_bytes());
    with_signature(&hex::encode(hmac::sign(&key, body)))
}

fn told(body: &[u8]) -> Result<Push, PushRefused> {
    understand(&Secret::new(SECRET), &signed(body), body)
}

fn about(body: &Value) -> Subject {
    told(body.to_string().as_bytes()).expect("a notification").about
}

#[test]
fn every_kind_is_known_by_its_fields_in_either_shape() {
    let attempt = Subject::Attempt(AttemptId::from(ATTEMPT));
    let mut wrapped = order();
    wrapped["request_id"] = json!("1a2b");
    assert_eq!(about(&wrapped), attempt);
    let mut flat = order()["data"].clone();
    flat["request_id"] = json!("1a2b");
    assert_eq!(about(&flat), attempt);
    assert_eq!(about(&order_with("/data/description", json!("by hand"))), Subject::Sale("9666".into()));
    assert_eq!(about(&json!({"code": 33, "reason": "Insufficient stock", "request_id": "1a2b"})), Subject::Nothing);

    let iccid = Subject::Sim(Iccid::parse("8910300000005271146").expect("an ICCID"));
    for level in ["75%", "90%", "3days", "1days", "half past"] {
        let body =
            json!({"level": level, "package_name": "x", "remaining_percentage": 25, "iccid": "8910300000005271146"});
        let push = told(body.to_string().as_bytes()).expect("a notification");
        assert_eq!((push.kind.as_str(), &push.about), (level, &iccid));
        assert_eq!(about(&json!({ "data": body })), iccid);
    }
    // Nineteen digits as a number lose none of them.
    assert_eq!(told(br#"{"level": "75%", "iccid": 8910300000005271146}"#).map(|push| push.about), Ok(iccid));
    let message = "Surpassed 80% of the credit limit balance";
    assert_eq!(about(&json!({"message": message, "remaining": 1})), Subject::Account);
    for nothing in [json!({}), json!({"message": "hello"}), json!({"data": []}), json!({"level": "75%", "iccid": "7"})]
    {
        assert_eq!(about(&nothing), Subject::Nothing, "{nothing}");
    }
}

#[test]
fn a_signature_must_fit_and_a_body_must_be_an_object() {
    let body = order().to_string();
    let refused = |headers: &HeaderMap, body: &str| understand(&Secret::new(SECRET), headers, body.as_bytes()).err();
    assert_eq!(refused(&HeaderMap::new(), &body), Some(PushRefused::BadSignature));
    assert_eq!(refused(&signed(b"another"), &body), Some(PushRefused::BadSignature));
    for signature in ["", "zz", "00", "é"] {
        assert_eq!(refused(&with_signature(signature), &body), Some(PushRefused::BadSignature), "{signature}");
    }
    for unreadable in ["", "[]", "null", "7", "<html>", &body[..body.len() - 1]] {
        assert_eq!(refused(&signed(unreadable.as_bytes()), unreadable), Some(PushRefused::Unreadable), "{unreadable}");
    }
}

proptest! {
    #[test]
    fn a_signed_body_of_any_bytes_ends_in_an_outcome(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        let outcome = told(&body);
        prop_assert!(outcome != Err(PushRefused::BadSignature));
        prop_assert_eq!(&told(&body), &outcome);
    }

    #[test]
    fn an_unsigned_body_is_never_believed(body in ".{0,200}", signature in "[0-9a-f]{128}") {
        let outcome = understand(&Secret::new(SECRET), &with_signature(&signature), body.as_bytes());
        prop_assert_eq!(outcome, Err(PushRefused::BadSignature));
    }

    #[test]
    fn any_values_in_the_known_fields_end_in_an_outcome(values in proptest::collection::vec(odd_values(), 8)) {
        let names = ["level", "iccid", "message", "remaining", "request_id", "id", "description", "data"];
        let body: serde_json::Map<String, Value> = names.iter().map(|name| (*name).to_owned()).zip(values).collect();
        let push = told(Value::Object(body).to_string().as_bytes()).expect("an object");
        prop_assert!(push.kind.chars().count() <= 60);
    }
}
