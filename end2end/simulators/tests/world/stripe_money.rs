//! Stripe's rules about money: hold, capture once, void, refund at most what was captured.

use escale_simulators::{MovementKind, PaymentWay, RefundPlan};
use serde_json::json;

use crate::{StripeClient, session_form, start};

#[tokio::test]
async fn a_paid_session_is_held_then_captured_in_part_and_the_rest_released() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let session = stripe.session().await;
    let page = stripe.press(session["url"].as_str().unwrap(), "pay").await;
    assert_eq!(page.status(), 303);
    let id = session["id"].as_str().unwrap();
    let back = format!("http://127.0.0.1:3000/en/o/x?s={id}");
    assert_eq!(page.headers()["location"], back.as_str());

    let path = format!("/v1/checkout/sessions/{id}?expand[]=payment_intent.latest_charge&expand[]=line_items");
    let (_, paid) = stripe.get(&path).await;
    let intent = &paid["payment_intent"];
    assert_eq!((&paid["status"], &paid["payment_status"]), (&json!("complete"), &json!("unpaid")));
    assert_eq!(intent["status"], "requires_capture");
    assert_eq!(intent["metadata"]["payment"], "pay-1");
    let charge = &intent["latest_charge"];
    assert!(charge["payment_method_details"]["card"]["capture_before"].is_number());
    assert_eq!(paid["line_items"]["data"][0]["amount_total"], 1590);

    let path = format!("/v1/payment_intents/{}/capture", intent["id"].as_str().unwrap());
    let (status, error) = stripe.post(&path, &[("amount_to_capture", "1591")]).await;
    assert_eq!((status, &error["error"]["code"]), (400, &json!("amount_too_large")));
    let (status, captured) = stripe.post(&path, &[("amount_to_capture", "1000")]).await;
    assert_eq!((status, &captured["amount_received"]), (200, &json!(1000)));
    let (status, error) = stripe.post(&path, &[]).await;
    assert_eq!((status, &error["error"]["code"]), (400, &json!("payment_intent_unexpected_state")));
    let truth = &running.world.payments()[0];
    assert_eq!((truth.held, truth.captured, truth.released, truth.refunded), (1590, 1000, 590, 0));
    assert_eq!((truth.standing_hold(), truth.kept()), (0, 1000));
}

#[tokio::test]
async fn a_checkout_payment_is_cancelled_only_while_held() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let session = stripe.session().await;
    let id = session["id"].as_str().unwrap();
    running.world.pay(id, PaymentWay::DeclinedCard);
    let (_, declined) = stripe.get(&format!("/v1/checkout/sessions/{id}")).await;
    assert_eq!(declined["status"], "open");
    let cancel = format!("/v1/payment_intents/{}/cancel", declined["payment_intent"].as_str().unwrap());
    assert_eq!(stripe.post(&cancel, &[]).await.0, 400);
    running.world.pay(id, PaymentWay::Card);
    let (status, cancelled) = stripe.post(&cancel, &[("cancellation_reason", "abandoned")]).await;
    assert_eq!((status, &cancelled["status"]), (200, &json!("canceled")));
    assert_eq!(stripe.post(&cancel, &[]).await.0, 400);
    let truth = &running.world.payments()[0];
    assert_eq!((truth.held, truth.released, truth.captured), (1590, 1590, 0));
}

#[tokio::test]
async fn refunds_never_exceed_what_was_captured_and_a_failed_one_can_be_repeated() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let session = stripe.session().await;
    running.world.pay(session["id"].as_str().unwrap(), PaymentWay::BankAtOnce);
    let intent = running.world.payments()[0].payment_intent.clone();
    let refund = async |amount: &str| {
        let form = [("payment_intent", intent.as_str()), ("amount", amount), ("metadata[refund]", "r1")];
        stripe.post("/v1/refunds", &form).await
    };
    assert_eq!(refund("1591").await.0, 400);
    running.world.plan_next_refund(RefundPlan { fails_after_seconds: Some(3600), ..RefundPlan::default() });
    let (status, first) = refund("1590").await;
    assert_eq!((status, &first["status"]), (200, &json!("succeeded")));
    assert_eq!(refund("1").await.1["error"]["code"], "charge_already_refunded");
    running.world.clock().advance(3601);
    let (_, list) = stripe.get(&format!("/v1/refunds?payment_intent={intent}")).await;
    assert_eq!(list["data"][0]["status"], "failed");
    assert_eq!(list["data"][0]["metadata"]["refund"], "r1");
    assert_eq!(refund("590").await.0, 200);
    let truth = &running.world.payments()[0];
    assert_eq!((truth.captured, truth.refunded, truth.kept()), (1590, 590, 1000));
}

#[tokio::test]
async fn sessions_and_holds_run_out_by_the_worlds_clock() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let unpaid = stripe.session().await;
    let held = stripe.session().await;
    running.world.pay(held["id"].as_str().unwrap(), PaymentWay::Card);
    running.world.clock().advance(8 * 86_400);
    let truth = &running.world.payments()[0];
    assert_eq!((truth.status.as_str(), truth.standing_hold()), ("canceled", 0));
    assert_eq!(truth.movements.last().unwrap().kind, MovementKind::Released);
    let (_, expired) = stripe.get(&format!("/v1/checkout/sessions/{}", unpaid["id"].as_str().unwrap())).await;
    assert_eq!(expired["status"], "expired");
    let (_, events) = stripe.get("/v1/events?types[]=charge.expired&types[]=checkout.session.expired").await;
    assert_eq!(events["data"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn three_d_secure_fails_and_succeeds_on_the_page() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let session = stripe.session().await;
    let url = session["url"].as_str().unwrap();
    for (result, target) in [("fail", "/c/pay/"), ("ok", "http://127.0.0.1:3000/en/o/x")] {
        let asked = stripe.press(url, "three_d_secure").await;
        assert!(asked.headers()["location"].to_str().unwrap().ends_with("/3ds"));
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let form = [("result", result)];
        let answer = http.build().unwrap().post(format!("{url}/3ds")).form(&form).send();
        let answer = answer.await.unwrap();
        assert!(answer.headers()["location"].to_str().unwrap().starts_with(target));
    }
    assert_eq!(running.world.payments().len(), 1);
}

#[tokio::test]
async fn a_session_refuses_unknown_names_small_amounts_and_short_lives() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let refused = async |name: &'static str, value: &'static str| {
        let mut form = session_form();
        form.retain(|(known, _)| *known != name);
        form.push((name, value));
        let (status, body) = stripe.post("/v1/checkout/sessions", &form).await;
        assert_eq!(status, 400);
        body["error"]["code"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(refused("payment_method_types[0]", "card").await, "parameter_unknown");
    assert_eq!(refused("line_items[0][amount]", "1").await, "parameter_unknown");
    assert_eq!(refused("line_items[0][price_data][unit_amount]", "49").await, "amount_too_small");
    assert_eq!(refused("expires_at", "1700000000").await, "parameter_invalid_value");
    assert!(running.world.stripe_objects("checkout.session").is_empty());
}

#[tokio::test]
async fn a_delayed_payment_shows_before_it_moves_and_ends_either_way() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    for (arrives, status) in [(true, "succeeded"), (false, "requires_payment_method")] {
        let session = stripe.session().await;
        running.world.pay(session["id"].as_str().unwrap(), PaymentWay::BankLater);
        let truth = running.world.payments().pop().unwrap();
        assert_eq!((truth.status.as_str(), truth.captured), ("processing", 0));
        running.world.settle_delayed_payment(&truth.payment_intent, arrives);
        let intent = running.world.stripe_object(&truth.payment_intent).unwrap();
        assert_eq!(intent["status"], status);
    }
    let taken: i64 = running.world.payments().iter().map(|truth| truth.captured).sum();
    assert_eq!(taken, 1590);
}

#[tokio::test]
async fn a_disputed_charge_is_not_refunded() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let session = stripe.session().await;
    running.world.pay(session["id"].as_str().unwrap(), PaymentWay::BankAtOnce);
    let intent = running.world.payments()[0].payment_intent.clone();
    let dispute = running.world.dispute(&intent, "fraudulent").unwrap();
    let (status, error) = stripe.post("/v1/refunds", &[("payment_intent", intent.as_str())]).await;
    assert_eq!((status, &error["error"]["code"]), (400, &json!("charge_disputed")));
    running.world.close_dispute(&dispute, true);
    assert_eq!(running.world.stripe_object(&dispute).unwrap()["status"], "won");
}

#[tokio::test]
async fn a_restricted_key_may_only_do_what_it_was_given() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    running.world.restrict_stripe_key(Some(&["stripe.checkout.*"]));
    stripe.session().await;
    assert_eq!(stripe.get("/v1/account").await.0, 403);
}
