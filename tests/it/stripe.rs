//! Our way to Stripe against the simulated Stripe: what the ledger says must be what we were told.

#![allow(clippy::unwrap_used, reason = "what is set up for a test may end it")]

mod lists;
mod outcomes;

use escale::domain::ids::{OrderId, PaymentId, RefundId};
use escale::domain::lang::Lang;
use escale::domain::money::{Currency, Money};
use escale::domain::timestamp::UnixSeconds;
use escale::payments::stripe::{Settings, Stripe};
use escale::payments::{
    IntentReading, IntentStatus, PaymentError, RefundStatus, SessionLine, SessionParams, SessionStatus,
};
use escale::secret::Secret;
use escale_simulators::{Clock, Fault, Options, PaymentAttempt, PaymentWay, Running, World};
use std::time::Duration;

const NOW: UnixSeconds = UnixSeconds(1_795_262_400);
const PRICE: i64 = 1299;

async fn world() -> (Running, Stripe) {
    let options = Options { clock: Clock::standing_at(NOW.0), ..Options::default() };
    let running = World::start(options).await.unwrap();
    let stripe = stripe_with_key(&running, "sk_test_escale_demo");
    (running, stripe)
}

fn stripe_with_key(running: &Running, key: &str) -> Stripe {
    let settings = Settings {
        secret_key: Secret::new(key),
        webhook_secrets: vec![Secret::new("whsec_escale_demo")],
        api_url: running.addresses.stripe_url.parse().unwrap(),
        timeout: Duration::from_secs(2),
    };
    Stripe::new(settings).unwrap()
}

fn params(payment: &str) -> SessionParams {
    SessionParams {
        payment: PaymentId::from(payment),
        order: OrderId::from("ord_1"),
        order_number: "E-7K3M9-Q2XW4".to_owned(),
        email: "jo@example.org".to_owned(),
        lang: Lang::Fr,
        lines: vec![SessionLine { name: "Japon, 5 Go, 30 jours".to_owned(), unit: euros(PRICE), quantity: 2 }],
        hold: true,
        expires_at: UnixSeconds(NOW.0 + 40 * 60),
        success_url: "https://shop.example/fr/checkout/d1/paid".to_owned(),
        cancel_url: "https://shop.example/fr/checkout/d1".to_owned(),
    }
}

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

/// A session that was paid this way, and its PaymentIntent as we read it.
async fn paid(running: &Running, stripe: &Stripe, way: PaymentWay) -> (String, IntentReading) {
    let session = stripe.create_session(&params("pay_1"), "sess:pay_1").await.unwrap();
    let attempt = running.world.pay(&session.id, way);
    assert!(matches!(attempt, PaymentAttempt::Completed { .. }), "{attempt:?}");
    let reading = stripe.session(&session.id).await.unwrap();
    assert_eq!(reading.status, SessionStatus::Complete);
    (session.id, reading.intent.unwrap())
}

#[tokio::test]
async fn an_open_session_says_where_to_pay_and_whose_it_is() {
    let (running, stripe) = world().await;
    assert!(stripe.account().await.unwrap().id.starts_with("acct_"));
    let made = stripe.create_session(&params("pay_1"), "sess:pay_1").await.unwrap();
    let read = stripe.session(&made.id).await.unwrap();
    for session in [&made, &read] {
        assert_eq!(session.status, SessionStatus::Open);
        assert!(session.url.as_ref().unwrap().starts_with(&running.addresses.stripe_url));
        assert_eq!(session.amount, Some(euros(2 * PRICE)));
        assert_eq!(session.payment, Some(PaymentId::from("pay_1")));
        assert!(!session.livemode && session.intent.is_none());
        assert_eq!(session.created, NOW);
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_session() {
    let (running, stripe) = world().await;
    running.world.arm_fault("stripe.checkout.sessions.create", Fault::CutAfter, Some(1));
    let lost = stripe.create_session(&params("pay_1"), "sess:pay_1").await;
    assert!(matches!(lost, Err(PaymentError::Unknown { .. })), "{lost:?}");
    let first = stripe.create_session(&params("pay_1"), "sess:pay_1").await.unwrap();
    let second = stripe.create_session(&params("pay_1"), "sess:pay_1").await.unwrap();
    assert_eq!(first.id, second.id);
    assert_eq!(running.world.stripe_objects("checkout.session").len(), 1);

    let other_values = stripe.create_session(&params("pay_2"), "sess:pay_1").await;
    assert!(matches!(other_values, Err(PaymentError::Unknown { .. })), "{other_values:?}");
}

#[tokio::test]
async fn a_card_is_held_and_only_what_was_delivered_is_taken() {
    let (running, stripe) = world().await;
    let (_, held) = paid(&running, &stripe, PaymentWay::Card).await;
    assert_eq!(held.status, IntentStatus::Held);
    assert_eq!(
        (held.amount, held.amount_capturable, held.amount_received),
        (euros(2 * PRICE), euros(2 * PRICE), euros(0))
    );
    assert_eq!(held.payment, Some(PaymentId::from("pay_1")));
    let charge = held.charge.unwrap();
    assert_eq!(charge.created, NOW);
    assert!(charge.capture_before.unwrap() > UnixSeconds(NOW.0 + 86_400));

    let taken = stripe.capture(&held.id, euros(PRICE), "cap:1").await.unwrap();
    assert_eq!((taken.status, taken.amount_received), (IntentStatus::Taken, euros(PRICE)));
    let again = stripe.capture(&held.id, euros(PRICE), "cap:1").await.unwrap();
    assert_eq!(again.amount_received, euros(PRICE));
    let twice = stripe.capture(&held.id, euros(PRICE), "cap:2").await;
    assert!(matches!(twice, Err(PaymentError::Refused { .. })), "{twice:?}");

    let truth = &running.world.payments()[0];
    assert_eq!((truth.captured, truth.released, truth.standing_hold()), (PRICE, PRICE, 0));
}

#[tokio::test]
async fn a_hold_that_is_let_go_costs_nothing() {
    let (running, stripe) = world().await;
    let (_, held) = paid(&running, &stripe, PaymentWay::Card).await;
    let gone = stripe.cancel(&held.id, "void:1").await.unwrap();
    assert_eq!(gone.status, IntentStatus::Canceled);
    let late = stripe.capture(&held.id, euros(PRICE), "cap:1").await;
    assert!(matches!(late, Err(PaymentError::Refused { .. })), "{late:?}");
    let truth = &running.world.payments()[0];
    assert_eq!((truth.captured, truth.standing_hold()), (0, 0));
}

#[tokio::test]
async fn a_refund_whose_answer_was_lost_is_found_by_our_id() {
    let (running, stripe) = world().await;
    let (_, taken) = paid(&running, &stripe, PaymentWay::BankAtOnce).await;
    assert_eq!(taken.status, IntentStatus::Taken);
    running.world.arm_fault("stripe.refunds.create", Fault::CutAfter, Some(1));
    let ours = RefundId::from("ref_1");
    let lost = stripe.refund(&taken.id, euros(PRICE), &ours, "refund:ref_1").await;
    assert!(matches!(lost, Err(PaymentError::Unknown { .. })), "{lost:?}");

    let found = stripe.refunds_of(&taken.id).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].refund.as_ref(), found[0].amount), (Some(&ours), euros(PRICE)));
    assert_eq!(found[0].status, RefundStatus::Succeeded);
    assert_eq!(stripe.refund_reading(&found[0].id).await.unwrap().refund.as_ref(), Some(&ours));
    let same = stripe.refund(&taken.id, euros(PRICE), &ours, "refund:ref_1").await.unwrap();
    assert_eq!(same.id, found[0].id);
    let too_much = stripe.refund(&taken.id, euros(2 * PRICE), &RefundId::from("ref_2"), "refund:ref_2").await;
    assert!(matches!(too_much, Err(PaymentError::Refused { .. })), "{too_much:?}");

    let charge = stripe.intent(&taken.id).await.unwrap().charge.unwrap();
    assert_eq!(charge.amount_refunded, euros(PRICE));
    assert_eq!(running.world.payments()[0].refunded, PRICE);
}

#[tokio::test]
async fn an_expired_session_can_not_be_paid_and_a_paid_one_not_expired() {
    let (running, stripe) = world().await;
    let session = stripe.create_session(&params("pay_1"), "sess:pay_1").await.unwrap();
    let expired = stripe.expire_session(&session.id, "exp:pay_1").await.unwrap();
    assert_eq!((expired.status, expired.url), (SessionStatus::Expired, None));
    assert_eq!(running.world.pay(&session.id, PaymentWay::Card), PaymentAttempt::Closed);

    let paying = stripe.create_session(&params("pay_2"), "sess:pay_2").await.unwrap();
    running.world.pay(&paying.id, PaymentWay::Card);
    let refused = stripe.expire_session(&paying.id, "exp:pay_2").await;
    assert!(matches!(refused, Err(PaymentError::Refused { .. })), "{refused:?}");
    assert_eq!(stripe.session(&paying.id).await.unwrap().status, SessionStatus::Complete);
    let missing = stripe.session("cs_test_nothing").await;
    assert!(matches!(missing, Err(PaymentError::NotFound)), "{missing:?}");
}
