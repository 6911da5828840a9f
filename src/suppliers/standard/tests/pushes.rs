//! What pushes are about, and whose they are.

use super::super::pushes::understand;
use super::*;
use crate::domain::iccid::Iccid;
use crate::domain::ids::AttemptId;
use crate::suppliers::Subject;
use aws_lc_rs::hmac;

pub(super) const SECRET: &str = "a-secret-of-our-own-32-characters";

pub(super) fn signed(body: &[u8]) -> HeaderMap {
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let signature = format!("sha256={}", hex::encode(hmac::sign(&key, body)));
    let mut headers = HeaderMap::new();
    headers.insert("x-webhook-signature", signature.parse().expect("a header"));
    headers
}

pub(super) fn event() -> Value {
    json!({
        "id": "evt_1", "type": "esim.activated", "created_at": "2026-11-21T12:00:00Z",
        "data": {"esim_id": "esim_1", "order_id": "ord_1", "external_reference": "att_1", "status": "active"},
    })
}

fn told(event: &Value) -> Result<Push, PushRefused> {
    let body = event.to_string().into_bytes();
    understand(&Secret::new(SECRET), &signed(&body), &body)
}

#[test]
fn a_push_is_about_the_sim_the_sale_or_the_attempt_that_it_names() {
    let attempt = "att_019e1c2d3e4f70819aabbccddeeff001_1";
    let iccid = "8933108000000000012";
    for (data, about) in [
        (json!({"order_id": "ord_1"}), Subject::Sale("ord_1".into())),
        (json!({"order_id": "ord_1", "iccid": iccid}), Subject::Sim(Iccid::parse(iccid).expect("an ICCID"))),
        (json!({"external_reference": attempt}), Subject::Attempt(AttemptId::from(attempt))),
        (json!({"external_reference": "a customer of somebody's"}), Subject::Nothing),
        (json!({"esim_id": "esim_1"}), Subject::Nothing),
        (json!(null), Subject::Nothing),
    ] {
        let push = told(&with(event(), json!({"data": data}))).expect("a push");
        assert_eq!(push, Push { id: "evt_1".into(), kind: "esim.activated".into(), about });
    }
}

#[test]
fn a_push_without_an_id_has_its_bodys() {
    let nameless = with(event(), json!({"id": null}));
    let id = told(&nameless).expect("a push").id;
    assert_eq!((id.len(), told(&nameless).expect("a push").id), (64, id.clone()));
    assert_ne!(told(&with(nameless, json!({"type": "esim.expired"}))).expect("a push").id, id);
}

#[test]
fn what_is_signed_and_no_event_is_unreadable() {
    for body in ["", "<html>", "[]", "null", "{}", r#"{"id": "evt_1"}"#] {
        let understood = understand(&Secret::new(SECRET), &signed(body.as_bytes()), body.as_bytes());
        assert_eq!(understood, Err(PushRefused::Unreadable), "{body}");
    }
}

#[test]
fn nothing_is_believed_without_our_signature() {
    let body = event().to_string().into_bytes();
    let with_header = |value: &str| {
        let mut headers = HeaderMap::new();
        headers.insert("x-webhook-signature", value.parse().expect("a header"));
        understand(&Secret::new(SECRET), &headers, &body)
    };
    let good = signed(&body)["x-webhook-signature"].to_str().expect("text").to_owned();
    assert!(with_header(&good).is_ok());
    // Hexadecimal in either case; but the scheme is named, and nothing may be missing.
    assert!(with_header(&good.to_uppercase().replace("SHA256", "sha256")).is_ok());
    for bad in [&good["sha256=".len()..], &good[..good.len() - 2], "sha256=", ""] {
        assert_eq!(with_header(bad), Err(PushRefused::BadSignature), "{bad}");
    }
    assert_eq!(understand(&Secret::new("another"), &signed(&body), &body), Err(PushRefused::BadSignature));
    assert_eq!(understand(&Secret::new(SECRET), &HeaderMap::new(), &body), Err(PushRefused::BadSignature));
}
