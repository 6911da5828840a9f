//! What an order's answers mean.

use super::super::buying::{order_of, read};
use super::super::orders::{ASSIGNMENTS_OF_ORDER, AssignmentsOfOrder, Bytes};
use super::*;
use proptest::prelude::*;

const REFERENCE: &str = "7d5d4b2c-0f1c-4f0e-9d3e-1f5a6b7c8d9e";

fn read_value(body: &Value, wanted: &Wanted) -> Reading {
    read(&answer(200, &body.to_string()), wanted)
}

fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut order = sold();
    change(&mut order);
    order
}

fn is_a_problem(reading: &Reading) -> bool {
    matches!(reading, Reading::Accepted { reference: Some(reference), problem: Some(_) } if reference == REFERENCE)
}

#[test]
fn one_bundle_is_asked_for_and_a_sim_is_never_exchanged() {
    let product = SupplierProductId::from("b");
    let new = order_of("transaction", &product, &Wanted::Esim).expect("an order");
    assert_eq!(
        new,
        json!({"type": "transaction", "assign": true, "order": [{"type": "bundle", "item": "b", "quantity": 1}]})
    );
    let more = order_of("transaction", &product, &top_up()).expect("an order");
    assert_eq!(more["order"][0]["iccids"], json!([ICCID]));
    assert_eq!(more["order"][0]["allowReassign"], false);
    assert_eq!(order_of("transaction", &product, &Wanted::TopUp(SimNames::default())), None);
}

#[test]
fn a_sale_is_delivered_under_either_name_of_its_reference() {
    let old_names = changed(|order| {
        order["reference"] = order["orderReference"].take();
        order["createDate"] = order["createdDate"].take();
        order["order"] = order["order"][0].take();
    });
    for order in [sold(), old_names] {
        let Reading::Delivered(esim) = read_value(&order, &Wanted::Esim) else { panic!("{order}") };
        assert_eq!((esim.reference.as_str(), esim.sold_at), (REFERENCE, Some(UnixSeconds(1_795_262_400))));
        assert_eq!(esim.secrets.activation_code.manual_code(), "1$rsp.example$AB-12");
        assert_eq!(esim.secrets.iccid, Iccid::parse(ICCID).ok());
    }
}

#[test]
fn a_sale_without_its_esim_waits_for_the_assignments() {
    for field in ["esims", "iccids"] {
        let order = changed(|order| order["order"][0][field] = Value::Null);
        let wanted = if field == "esims" { Wanted::Esim } else { top_up() };
        let order = if field == "esims" { order } else { changed(|order| order["order"] = json!([])) };
        let reading = read_value(&order, &wanted);
        assert!(matches!(&reading, Reading::Accepted { reference: Some(_), problem: None }), "{reading:?}");
    }
}

#[test]
fn what_a_person_should_look_at_is_sold_all_the_same() {
    for (what, order) in [
        ("a word that nobody knows", changed(|order| order["status"] = "cooking".into())),
        ("no status", changed(|order| order["status"] = Value::Null)),
        ("more than one", changed(|order| order["order"][0]["quantity"] = 2.into())),
        ("a broken code", changed(|order| order["order"][0]["esims"][0]["matchingId"] = "$".into())),
        ("no address", changed(|order| order["order"][0]["esims"][0]["smdpAddress"] = Value::Null)),
    ] {
        let reading = read_value(&order, &Wanted::Esim);
        assert!(is_a_problem(&reading), "{what}: {reading:?}");
    }
    let two = changed(|order| order["order"][0]["esims"] = json!([{"iccid": "1"}, {"iccid": "2"}]));
    assert!(is_a_problem(&read_value(&two, &Wanted::Esim)));
}

#[test]
fn more_on_a_sim_is_told_apart_from_another_sim() {
    let Reading::ToppedUp(same) = read_value(&sold(), &top_up()) else { panic!() };
    assert!(same.exchanged.is_none());
    let other = changed(|order| {
        order["order"][0]["iccids"] = json!(["8944538532008160999"]);
        order["order"][0]["esims"][0]["iccid"] = "8944538532008160999".into();
    });
    let Reading::ToppedUp(exchanged) = read_value(&other, &top_up()) else { panic!() };
    let secrets = exchanged.exchanged.expect("another SIM");
    assert_eq!(secrets.iccid, Iccid::parse("8944538532008160999").ok());
    // Another number alone cannot be installed: the assignments tell.
    let number = changed(|order| {
        order["order"][0]["iccids"] = json!(["8944538532008160999"]);
        order["order"][0]["esims"] = Value::Null;
    });
    assert!(matches!(read_value(&number, &top_up()), Reading::Accepted { problem: None, .. }));
}

#[test]
fn assignments_are_read_with_the_reference_of_their_order() {
    let of = |content_type: &str, body: &str| {
        let whole = AssignmentsOfOrder {
            reference: REFERENCE.to_owned(),
            content_type: content_type.to_owned(),
            body: Bytes(body.as_bytes().to_vec()),
        };
        let body = serde_json::to_string(&whole).expect("JSON");
        read(&RawAnswer { content_type: ASSIGNMENTS_OF_ORDER.to_owned(), ..answer(200, &body) }, &Wanted::Esim)
    };
    let table = format!("ICCID,Matching ID,RSP URL\r\n{ICCID},AB-12,https://rsp.example/\r\n");
    let Reading::Delivered(esim) = of("text/csv", &table) else { panic!() };
    assert_eq!(esim.reference, REFERENCE);
    assert!(matches!(of("application/json", "[]"), Reading::Accepted { problem: None, .. }));
    assert!(is_a_problem(&of("text/html", "<html>")));
}

#[test]
fn only_a_definite_no_is_one() {
    let read = |status: u16, body: &str| match read(&answer(status, body), &Wanted::Esim) {
        Reading::Refused { may_try_again: false, .. } => "no",
        Reading::Refused { may_try_again: true, .. } => "not now",
        Reading::Unknown { .. } => "unknown",
        other => panic!("{other:?}"),
    };
    let say = |message: &str| json!({ "message": message }).to_string();
    for message in [
        "Failed to process Order. No payment taken.",
        "Invalid Order type",
        "Order must contain Order Items",
        "Bundle x does not exist",
    ] {
        assert_eq!(read(400, &say(message)), "no", "{message}");
        assert_eq!(read(500, &say(message)), "unknown", "{message}");
        assert_eq!(read(200, &say(message)), "unknown", "{message}");
    }
    assert_eq!(read(403, &say("no available bundles")), "no");
    assert_eq!(read(403, "<html>Forbidden</html>"), "unknown");
    assert_eq!(read(401, &say("access denied")), "no");
    assert_eq!(read(429, ""), "not now");
    for (status, body) in [
        (503, say("Processing, come back later")),
        (400, say("Something new")),
        (408, say("")),
        (409, say("conflict")),
        (302, String::new()),
        (200, String::new()),
        (200, "<html></html>".to_owned()),
        (200, "[]".to_owned()),
        (200, "null".to_owned()),
        (200, r#"{"orderReference": "7d5"#.to_owned()),
    ] {
        assert_eq!(read(status, &body), "unknown", "{status} {body}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec(("[a-zA-Z]{1,10}", inner), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_are_no_sale_without_a_reference(
        body in proptest::collection::vec(any::<u8>(), 0..300), status in 100..600_u16,
    ) {
        let answer = RawAnswer { body, ..answer(status, "") };
        let is_a_sale = matches!(
            read(&answer, &Wanted::Esim), Reading::Delivered(_) | Reading::ToppedUp(_) | Reading::Accepted { .. });
        prop_assert!(!is_a_sale);
    }

    #[test]
    fn a_sale_with_one_field_of_any_kind_never_loses_its_reference(
        value in any_json(),
        field in proptest::sample::select(vec!["order", "total", "currency", "status", "createdDate", "assigned"]),
        of_item in any::<bool>(),
    ) {
        let order = changed(|order| match of_item {
            true => order["order"][0]["esims"] = value,
            false => order[field] = value,
        });
        for wanted in [Wanted::Esim, top_up()] {
            let reference = match read_value(&order, &wanted) {
                Reading::Delivered(esim) => Some(esim.reference),
                Reading::ToppedUp(top_up) => Some(top_up.reference),
                Reading::Accepted { reference, .. } => reference,
                Reading::Refused { .. } | Reading::Unknown { .. } => None,
            };
            prop_assert_eq!(reference.as_deref(), Some(REFERENCE));
        }
    }
}
