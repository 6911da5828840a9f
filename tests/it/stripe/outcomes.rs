//! What may hide the outcome of a write, and what says that nothing was executed.

use super::{PRICE, euros, paid, params, stripe_with_key, world};
use escale::payments::PaymentError;
use escale_simulators::{Fault, PaymentWay};
use std::time::Duration;

#[tokio::test]
async fn whatever_hides_the_outcome_of_a_capture_is_unknown() {
    for fault in [
        Fault::ErrorBefore,
        Fault::ErrorAfter,
        Fault::ErrorKept,
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::CutInBody,
        Fault::EmptyBody,
        Fault::GarbageBody,
        Fault::HtmlBody,
        Fault::DelayAfter { millis: 2500 },
        Fault::Answer { status: 503, body: "{}".to_owned() },
    ] {
        let (running, stripe) = world().await;
        let (_, held) = paid(&running, &stripe, PaymentWay::Card).await;
        running.world.arm_fault("stripe.payment_intents.capture", fault.clone(), Some(1));
        let outcome = stripe.capture(&held.id, euros(PRICE), "cap:1").await;
        assert!(matches!(outcome, Err(PaymentError::Unknown { .. })), "{fault:?}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_crowd_and_a_wrong_key_are_for_later() {
    let (running, stripe) = world().await;
    running.world.arm_fault("stripe.checkout.sessions.create", Fault::TooManyRequests { retry_after: 2 }, Some(1));
    let stranger = stripe_with_key(&running, "sk_test_somebody_else");
    for (stripe, wait) in [(stripe, Some(Duration::from_secs(2))), (stranger, None)] {
        let outcome = stripe.create_session(&params("pay_1"), "sess:pay_1").await;
        assert!(!format!("{outcome:?}").contains("somebody_else"));
        let Err(PaymentError::TryLater { retry_after, .. }) = outcome else { panic!("{outcome:?}") };
        assert_eq!(retry_after, wait);
    }
    assert!(running.world.stripe_objects("checkout.session").is_empty());
}
