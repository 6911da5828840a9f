//! What a person does in Stripe's Dashboard: the same rules and events as the API's, no word of the shop's in it.

use escale_simulators::{PaymentWay, Running};
use serde_json::{Value, json};

use crate::{StripeClient, start};

/// A payment of 15.90 €; answers its PaymentIntent.
async fn paid(running: &Running, way: PaymentWay) -> String {
    let session = StripeClient::new(running).session().await;
    running.world.pay(session["id"].as_str().unwrap(), way);
    running.world.payments().pop().unwrap().payment_intent
}

/// The types of all events, oldest first.
fn events(running: &Running) -> Vec<Value> {
    running.world.stripe_objects("event").into_iter().rev().map(|event| event["type"].clone()).collect()
}

#[tokio::test]
async fn refund_by_hand_names_nothing_of_the_shop_and_is_told_like_any_other() {
    let running = start().await;
    let intent = paid(&running, PaymentWay::BankAtOnce).await;
    let before = events(&running).len();
    let id = running.world.refund_in_dashboard(&intent, 600).unwrap();
    assert_eq!(events(&running)[before..], [json!("refund.created"), json!("charge.refunded")]);
    let (_, refund) = StripeClient::new(&running).get(&format!("/v1/refunds/{id}")).await;
    assert_eq!((&refund["amount"], &refund["metadata"]), (&json!(600), &json!({})));
    assert_eq!((&refund["status"], &refund["payment_intent"]), (&json!("succeeded"), &json!(intent)));
    let told = running.world.stripe_objects("event").remove(0);
    assert_eq!(told["request"], json!({"id": null, "idempotency_key": null}), "nobody's call");
    let refused = running.world.refund_in_dashboard(&intent, 991).unwrap_err();
    assert!(refused.contains("greater than unrefunded amount"), "{refused}");
    assert_eq!(running.world.payments()[0].refunded, 600);
    assert_eq!(running.world.calls_seen("stripe.refunds.create"), 0);
}

#[tokio::test]
async fn disputed_or_merely_held_payment_is_not_refunded_by_hand() {
    let running = start().await;
    let disputed = paid(&running, PaymentWay::BankAtOnce).await;
    running.world.dispute(&disputed, "fraudulent").unwrap();
    let held = paid(&running, PaymentWay::Card).await;
    for intent in [&disputed, &held, "pi_nobody"] {
        assert!(running.world.refund_in_dashboard(intent, 1).is_err(), "{intent}");
    }
}

#[tokio::test]
async fn hold_is_captured_by_hand_once_and_its_rest_released() {
    let running = start().await;
    let intent = paid(&running, PaymentWay::Card).await;
    assert!(running.world.capture_in_dashboard(&intent, 1591).is_err());
    running.world.capture_in_dashboard(&intent, 1000).unwrap();
    let refused = running.world.capture_in_dashboard(&intent, 1).unwrap_err();
    assert!(refused.contains("status of succeeded"), "{refused}");
    let truth = &running.world.payments()[0];
    assert_eq!((truth.captured, truth.released, truth.metadata["payment"].as_str()), (1000, 590, Some("pay-1")));
    let told = events(&running);
    assert_eq!(told[told.len() - 2..], [json!("charge.captured"), json!("payment_intent.succeeded")]);
}

#[tokio::test]
async fn hold_is_cancelled_by_hand_but_nothing_that_was_taken() {
    let running = start().await;
    let held = paid(&running, PaymentWay::Card).await;
    running.world.cancel_in_dashboard(&held).unwrap();
    assert!(running.world.cancel_in_dashboard(&held).is_err());
    assert_eq!(running.world.payments()[0].standing_hold(), 0);
    assert!(events(&running).contains(&json!("payment_intent.canceled")));
    let taken = paid(&running, PaymentWay::BankAtOnce).await;
    assert!(running.world.cancel_in_dashboard(&taken).is_err());
    assert!(running.world.cancel_in_dashboard("pi_nobody").is_err());
}
