//! Which errors are a definite no, and which leave in doubt whether something was sold.

use super::super::buying::read;
use super::*;

/// `Some(may try again)`, or `None` where it is in doubt.
fn verdict(status: u16, body: &Value) -> Option<bool> {
    match read(&raw(status, body.to_string()), &Wanted::Esim) {
        Reading::Refused { may_try_again, .. } => Some(may_try_again),
        Reading::Unknown { .. } => None,
        other => panic!("{status} {other:?}"),
    }
}

#[test]
fn the_codes_of_the_error_guide_are_noes_but_for_the_unexpected() {
    let coded = |code: i64| verdict(422, &json!({"code": code, "reason": "as the guide says"}));
    for code in [11, 14, 23, 33, 34, 43, 73] {
        assert_eq!(coded(code), Some(false), "{code}");
    }
    assert_eq!(coded(13), Some(true), "maintenance may be over");
    for code in [53, 0, -11, 99] {
        assert_eq!(coded(code), None, "{code}");
    }
    assert_eq!(verdict(422, &json!({"code": "33", "reason": "Insufficient stock"})), Some(false));
    assert_eq!(verdict(422, &json!({"code": 33})), None, "nobody says why");
    assert_eq!(verdict(500, &json!({"code": 33, "reason": "Insufficient stock"})), None);
    assert_eq!(verdict(409, &json!({"code": 33, "reason": "Insufficient stock"})), None);
}

#[test]
fn a_complaint_about_a_field_that_we_sent_is_a_no() {
    let meta = json!({"message": "the parameter is invalid"});
    let complaint = |data: Value| verdict(422, &json!({"data": data, "meta": meta}));
    assert_eq!(complaint(json!({"package_id": "The selected package id is invalid."})), Some(false));
    assert_eq!(complaint(json!({"quantity": ["The quantity must be an integer."]})), Some(false));
    let doubtful =
        [json!([]), json!({}), json!({"status": "done"}), json!({"iccid": {"a": 1}}), json!("x"), json!(null)];
    for data in doubtful {
        assert_eq!(complaint(data.clone()), None, "{data}");
    }
    assert_eq!(verdict(422, &json!({"data": {"iccid": "The selected iccid is invalid."}})), None, "no meta");
}

#[test]
fn other_statuses_are_noes_only_where_nobody_can_have_sold() {
    let airalos = json!({"data": [], "meta": {"message": "messages.resource_not_found"}});
    for (status, in_airalos_words, in_others) in [
        (401, Some(true), Some(true)),
        (429, Some(true), Some(true)),
        (403, Some(false), None),
        (404, Some(false), None),
        (405, Some(false), None),
        (400, None, None),
        (402, None, None),
        (408, None, None),
        (409, None, None),
        (418, None, None),
        (302, None, None),
        (500, None, None),
        (503, None, None),
    ] {
        assert_eq!(verdict(status, &airalos), in_airalos_words, "{status}");
        assert_eq!(verdict(status, &json!("<html>no</html>")), in_others, "{status}");
    }
}

#[test]
fn a_reason_is_short_and_names_code_and_field() {
    let long = "x".repeat(2_000);
    let body = json!({"code": 33, "reason": long}).to_string();
    let Reading::Refused { reason, .. } = read(&raw(422, body), &Wanted::Esim) else { panic!("no no") };
    assert!(reason.starts_with("422 code 33, xxx") && reason.len() < 400);
    let body = json!({"data": {"iccid": "bad"}, "meta": {"message": "invalid"}}).to_string();
    let Reading::Refused { reason, .. } = read(&raw(422, body), &wanted_top_up()) else { panic!("no no") };
    assert_eq!(reason, "422 iccid: bad, invalid");
}
