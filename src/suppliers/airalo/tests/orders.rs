//! What an answer of success means: delivered only where one eSIM with one code is there.

use super::super::buying::read;
use super::*;

fn of(body: &Value) -> Reading {
    read(&raw(200, body.to_string()), &Wanted::Esim)
}

fn is_a_problem(reading: &Reading) -> bool {
    matches!(reading, Reading::Accepted { reference: Some(reference), problem: Some(_) } if reference == "9666")
}

#[test]
fn an_order_with_its_esim_is_delivered_wrapped_or_flat_numbers_as_text_or_not() {
    let mut listed = order()["data"].clone();
    listed["quantity"] = json!(1);
    listed["id"] = json!("9666");
    listed["status"] = json!({"name": "Completed", "slug": "completed"});
    for body in [order(), listed] {
        let Reading::Delivered(esim) = of(&body) else { panic!("{body}") };
        assert_eq!((esim.reference.as_str(), esim.sold_at), ("9666", Some(NOW)));
        assert_eq!(esim.secrets.activation_code.manual_code(), CODE);
        assert_eq!(esim.secrets.iccid.map(|iccid| iccid.as_str().to_owned()).as_deref(), Some("8910300000005271146"));
    }
}

#[test]
fn the_code_is_taken_from_the_whole_or_from_its_parts_and_they_must_agree() {
    let code = |path: &str, value: Value| match of(&order_with(path, value)) {
        Reading::Delivered(esim) => Ok(esim.secrets.activation_code.manual_code().to_owned()),
        other => Err(is_a_problem(&other)),
    };
    for nothing in [Value::Null, json!(""), json!("picture"), json!([])] {
        // Built of its parts, the code ends with a mark.
        let built = code("/data/sims/0/qrcode", nothing).map(|code| code.trim_end_matches('$').to_owned());
        assert_eq!(built, Ok(CODE.to_owned()));
    }
    assert_eq!(code("/data/sims/0/lpa", json!("https://lpa.airalo.example/")), Ok(CODE.to_owned()));
    assert_eq!(code("/data/sims/0/matching_id", Value::Null), Ok(CODE.to_owned()));
    assert_eq!(code("/data/sims/0/matching_id", json!("OTHER")), Err(true));
    assert_eq!(code("/data/sims/0/lpa", json!("other.example")), Err(true));
    let mut bare = order();
    for part in ["lpa", "matching_id", "qrcode"] {
        bare["data"]["sims"][0][part] = Value::Null;
    }
    assert!(is_a_problem(&of(&bare)));
}

#[test]
fn a_confirmation_code_comes_with_the_code_that_asks_for_it() {
    let asking = order_with("/data/sims/0/qrcode", json!("LPA:1$lpa.airalo.example$AB12-CD34$$1"));
    assert!(is_a_problem(&of(&asking)));
    let mut given = asking;
    given["data"]["sims"][0]["confirmation_code"] = json!(4812);
    let Reading::Delivered(esim) = of(&given) else { panic!("{given}") };
    assert_eq!(esim.secrets.confirmation_code.as_deref(), Some("4812"));
}

#[test]
fn what_is_sold_but_not_one_esim_stands_before_a_person() {
    let sim = order()["data"]["sims"][0].clone();
    for sims in [json!([]), json!(null), json!("x"), json!([sim, sim]), json!([{}]), json!([null])] {
        assert!(is_a_problem(&of(&order_with("/data/sims", sims.clone()))), "{sims}");
    }
    assert!(is_a_problem(&of(&order_with("/data/quantity", json!("2")))));
    assert!(is_a_problem(&of(&order_with("/data/type", json!("topup")))));
    // A SIM without a readable serial number can be installed all the same.
    assert!(matches!(of(&order_with("/data/sims/0/iccid", json!(-1))), Reading::Delivered(_)));
}

#[test]
fn a_status_says_how_the_order_stands() {
    let with = |slug: &str, sims: Value| {
        let mut order = order_with("/data/sims", sims)["data"].clone();
        order["status"] = json!({"slug": slug});
        of(&order)
    };
    let sims = order()["data"]["sims"].clone();
    assert!(matches!(with("COMPLETED", sims.clone()), Reading::Delivered(_)));
    assert!(matches!(with("pending", json!([])), Reading::Accepted { problem: None, .. }));
    assert!(matches!(with("failed", json!([])), Reading::Refused { may_try_again: false, .. }));
    for (slug, sims) in [("failed", sims.clone()), ("refunded", sims), ("dancing", json!([]))] {
        assert!(is_a_problem(&with(slug, sims)), "{slug}");
    }
}

#[test]
fn an_order_that_is_made_later_has_no_number_yet() {
    let body = json!({"data": {"request_id": "1a2b3c", "accepted_at": "2026-11-21 12:00:00"}, "meta": {}});
    let reading = read(&raw(202, body.to_string()), &Wanted::Esim);
    assert!(matches!(reading, Reading::Accepted { reference: None, problem: None }));
}

#[test]
fn a_top_up_needs_no_sim_in_its_answer_and_no_esim_is_one() {
    let mut body = order_with("/data/type", json!("topup"));
    body["data"]["sims"] = Value::Null;
    let reading = read(&raw(200, body.to_string()), &wanted_top_up());
    let Reading::ToppedUp(booked) = reading else { panic!("{reading:?}") };
    assert_eq!((booked.reference.as_str(), booked.sold_at), ("9666", Some(NOW)));
    assert!(booked.exchanged.is_none());
    assert!(is_a_problem(&read(&raw(200, order().to_string()), &wanted_top_up())));
}

#[test]
fn a_success_without_an_order_proves_nothing() {
    for body in [
        "",
        "null",
        "[]",
        "{}",
        "<html>502</html>",
        r#"{"data": [{"id": 1}, {"id": 2}]}"#,
        r#"{"code": 11, "reason": "Insufficient Airalo Credit"}"#,
        r#"{"data": {"package_id": "invalid"}, "meta": {"message": "the parameter is invalid"}}"#,
        r#"{"data": {"id": {"a": []}, "sims": "x"}, "order": 7, "status": [], "price": -1}"#,
    ] {
        assert!(matches!(read(&raw(200, body), &Wanted::Esim), Reading::Unknown { .. }), "{body}");
    }
}
