//! Balance transactions: every movement of money is booked once, after Stripe's fee.

use escale_simulators::PaymentWay;
use serde_json::{Value, json};

use crate::{StripeClient, start};

#[tokio::test]
async fn hold_books_nothing_and_its_capture_what_was_captured_less_the_fee() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let session = stripe.session().await;
    let id = session["id"].as_str().unwrap();
    running.world.pay(id, PaymentWay::Card);
    let path = format!("/v1/checkout/sessions/{id}?expand[]=payment_intent.latest_charge.balance_transaction");
    let (_, held) = stripe.get(&path).await;
    assert_eq!(held["payment_intent"]["latest_charge"]["balance_transaction"], Value::Null);
    let intent = held["payment_intent"]["id"].as_str().unwrap();
    let form = [("amount_to_capture", "1000"), ("expand[]", "latest_charge.balance_transaction")];
    let (_, captured) = stripe.post(&format!("/v1/payment_intents/{intent}/capture"), &form).await;
    let booked = &captured["latest_charge"]["balance_transaction"];
    assert_eq!((&booked["amount"], &booked["fee"], &booked["net"]), (&json!(1000), &json!(40), &json!(960)));
    assert_eq!((&booked["type"], &booked["currency"]), (&json!("charge"), &json!("eur")));
    assert_eq!(booked["source"], captured["latest_charge"]["id"]);
    assert_eq!(booked["fee_details"][0]["amount"], 40);
    let (_, later) = stripe.get(&path).await;
    assert_eq!(&later["payment_intent"]["latest_charge"]["balance_transaction"], booked);
    let charge = booked["source"].as_str().unwrap();
    let (_, charge) = stripe.get(&format!("/v1/charges/{charge}?expand[]=balance_transaction")).await;
    assert_eq!(&charge["balance_transaction"], booked);
    let (_, alone) = stripe.get(&format!("/v1/balance_transactions/{}", booked["id"].as_str().unwrap())).await;
    assert_eq!(&alone, booked);
}

#[tokio::test]
async fn refunds_and_disputes_are_booked_without_a_fee_and_listed_by_type_source_and_time() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let began = running.world.clock().now();
    running.world.clock().freeze_at(began);
    let session = stripe.session().await;
    running.world.pay(session["id"].as_str().unwrap(), PaymentWay::BankAtOnce);
    let intent = running.world.payments()[0].payment_intent.clone();
    running.world.clock().advance(60);
    let (_, refund) = stripe.post("/v1/refunds", &[("payment_intent", intent.as_str()), ("amount", "590")]).await;
    let refund_id = refund["id"].as_str().unwrap();
    running.world.clock().advance(60);
    running.world.fail_refund(refund_id);
    let dispute = running.world.dispute(&intent, "fraudulent").unwrap();
    running.world.close_dispute(&dispute, true);

    let listed = async |query: &str| {
        let (status, list) = stripe.get(&format!("/v1/balance_transactions?{query}")).await;
        assert_eq!(status, 200, "{list}");
        let row = |one: &Value| (one["type"].as_str().unwrap().to_owned(), one["amount"].as_i64().unwrap());
        list["data"].as_array().unwrap().iter().map(row).collect::<Vec<_>>()
    };
    let row = |kind: &str, amount: i64| (kind.to_owned(), amount);
    let all = [
        row("adjustment", 1590),
        row("adjustment", -1590),
        row("refund_failure", 590),
        row("refund", -590),
        row("charge", 1590),
    ];
    assert_eq!(listed("").await, all);
    assert_eq!(listed("type=refund").await, all[3..4]);
    assert_eq!(listed(&format!("source={refund_id}")).await, all[2..4]);
    assert_eq!(listed(&format!("source={dispute}")).await, all[..2]);
    assert_eq!(listed(&format!("created[gte]={}&created[lt]={}", began + 60, began + 120)).await, all[3..4]);
    let booked = running.world.stripe_objects("balance_transaction");
    assert!(booked[..4].iter().all(|one| one["fee"] == 0 && one["net"] == one["amount"]));
    let failed = running.world.stripe_object(refund_id).unwrap();
    assert_eq!(failed["balance_transaction"], booked[3]["id"]);
    assert_eq!(failed["failure_balance_transaction"], booked[2]["id"]);
    let disputed = running.world.stripe_object(&dispute).unwrap();
    assert_eq!(disputed["balance_transactions"], json!([booked[1], booked[0]]));
    assert_eq!(stripe.get("/v1/balance_transactions/txn_none").await.0, 404);
}
