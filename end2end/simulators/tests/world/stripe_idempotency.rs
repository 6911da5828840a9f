//! Stripe's idempotency keys: the same answer for a day, an error for other parameters, 409 meanwhile.

use escale_simulators::Fault;
use serde_json::Value;

use crate::{StripeClient, session_form, start};

async fn keyed(stripe: &StripeClient, key: &str, form: &[(&str, &str)]) -> (u16, bool, Value) {
    let call = stripe.call("/v1/checkout/sessions", form);
    let answer = call.header("idempotency-key", key).send().await.unwrap();
    let replayed = answer.headers().contains_key("idempotent-replayed");
    (answer.status().as_u16(), replayed, answer.json().await.unwrap())
}

#[tokio::test]
async fn the_same_key_gives_the_same_session_for_a_day() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let form = session_form();
    let (status, replayed, first) = keyed(&stripe, "sess:1", &form).await;
    assert_eq!((status, replayed), (200, false));
    let (status, replayed, second) = keyed(&stripe, "sess:1", &form).await;
    assert_eq!((status, replayed), (200, true));
    assert_eq!(first, second);
    running.world.clock().advance(24 * 3600 + 1);
    let (_, replayed, third) = keyed(&stripe, "sess:1", &form).await;
    assert!(!replayed);
    assert_ne!(first["id"], third["id"]);
}

#[tokio::test]
async fn other_parameters_under_a_key_are_an_error() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    keyed(&stripe, "k", &session_form()).await;
    let mut other = session_form();
    other.push(("locale", "fr"));
    let (status, _, body) = keyed(&stripe, "k", &other).await;
    assert_eq!(status, 400);
    assert_eq!(body["error"]["type"], "idempotency_error");
}

#[tokio::test]
async fn a_500_is_kept_under_its_key_even_when_the_session_was_made() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let call = "stripe.checkout.sessions.create";
    running.world.arm_fault(call, Fault::ErrorAfter, Some(1));
    for replay in [false, true, true] {
        let (status, replayed, _) = keyed(&stripe, "k", &session_form()).await;
        assert_eq!((status, replayed), (500, replay));
    }
    assert_eq!(running.world.stripe_objects("checkout.session").len(), 1);

    running.world.arm_fault(call, Fault::ErrorBefore, Some(1));
    assert_eq!(keyed(&stripe, "k2", &session_form()).await.0, 500);
    assert_eq!(keyed(&stripe, "k2", &session_form()).await.0, 200);
}

#[tokio::test]
async fn a_refused_parameter_leaves_the_key_free() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let mut wrong = session_form();
    wrong.push(("modus", "payment"));
    assert_eq!(keyed(&stripe, "k", &wrong).await.0, 400);
    assert_eq!(keyed(&stripe, "k", &session_form()).await.0, 200);
}

#[tokio::test]
async fn a_second_request_under_a_running_key_conflicts() {
    let running = start().await;
    let stripe = StripeClient::new(&running);
    let fault = Fault::DelayBefore { millis: 400 };
    running.world.arm_fault("stripe.checkout.sessions.create", fault, Some(1));
    let form = session_form();
    let slow = keyed(&stripe, "k", &form);
    let early = async {
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        keyed(&stripe, "k", &form).await
    };
    let (slow, early) = tokio::join!(slow, early);
    assert_eq!((slow.0, early.0), (200, 409));
    assert_eq!(early.2["error"]["code"], "idempotency_key_in_use");
}
