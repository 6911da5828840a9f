//! The session's parameters, pair by pair, and a session's reading.

use super::*;
use crate::domain::ids::{OrderId, PaymentId};
use crate::domain::money::{Currency as OurCurrency, Money};
use crate::payments::stripe::StripeRequest;
use crate::payments::stripe::client::steady;
use crate::payments::stripe::tests::{body_pairs, pair, resource};
use crate::payments::{ChargeReading, IntentStatus};

fn params() -> SessionParams {
    SessionParams {
        payment: PaymentId::from("pay_1"),
        order: OrderId::from("ord_1"),
        order_number: "E-7K3M9-Q2XW4".to_owned(),
        email: "jo+trip@example.org".to_owned(),
        lang: Lang::Fr,
        lines: vec![SessionLine {
            name: "Japon & Corée, 5 Go, 30 jours".to_owned(),
            unit: Money::new(1299, OurCurrency::EUR),
            quantity: 2,
        }],
        hold: true,
        expires_at: UnixSeconds(1_795_264_800),
        success_url: "https://shop.example/fr/checkout/d1/paid?session={CHECKOUT_SESSION_ID}".to_owned(),
        cancel_url: "https://shop.example/fr/checkout/d1".to_owned(),
    }
}

const HELD: &[&str] = &["card", "link", "paypal", "klarna", "revolut_pay", "amazon_pay"];
const DELAYED: &[&str] = &[
    "acss_debit",
    "au_becs_debit",
    "bacs_debit",
    "boleto",
    "customer_balance",
    "konbini",
    "multibanco",
    "nz_bank_account",
    "oxxo",
    "payto",
    "sepa_debit",
    "sofort",
    "us_bank_account",
];

fn expected_without_hold() -> Vec<(String, String)> {
    let mut pairs = vec![
        pair("adaptive_pricing[enabled]", "false"),
        pair("cancel_url", "https://shop.example/fr/checkout/d1"),
        pair("client_reference_id", "ord_1"),
        pair("customer_creation", "if_required"),
        pair("customer_email", "jo+trip@example.org"),
        pair("expires_at", "1795264800"),
        pair("line_items[0][price_data][currency]", "eur"),
        pair("line_items[0][price_data][product_data][name]", "Japon & Corée, 5 Go, 30 jours"),
        pair("line_items[0][price_data][unit_amount]", "1299"),
        pair("line_items[0][quantity]", "2"),
        pair("locale", "fr"),
        pair("metadata[escale_order]", "ord_1"),
        pair("metadata[escale_payment]", "pay_1"),
        pair("mode", "payment"),
        pair("payment_intent_data[description]", "E-7K3M9-Q2XW4"),
        pair("payment_intent_data[metadata][escale_order]", "ord_1"),
        pair("payment_intent_data[metadata][escale_payment]", "pay_1"),
        pair("success_url", "https://shop.example/fr/checkout/d1/paid?session={CHECKOUT_SESSION_ID}"),
    ];
    for (index, method) in DELAYED.iter().enumerate() {
        pairs.push(pair(&format!("excluded_payment_method_types[{index}]"), method));
    }
    pairs
}

fn sorted(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    pairs.sort();
    pairs
}

#[test]
fn a_session_to_take_at_once_holds_nothing() {
    let request = create_request(&SessionParams { hold: false, ..params() }).unwrap();
    assert_eq!(request.build().path, "/checkout/sessions");
    assert_eq!(body_pairs(&request), sorted(expected_without_hold()));
}

#[test]
fn a_session_to_hold_asks_each_method_that_can() {
    let mut expected = expected_without_hold();
    for method in HELD {
        expected.push(pair(&format!("payment_method_options[{method}][capture_method]"), "manual"));
    }
    assert_eq!(body_pairs(&create_request(&params()).unwrap()), sorted(expected));
}

#[test]
fn the_same_values_are_the_same_bytes() {
    let bytes = || steady(create_request(&params()).unwrap().build()).body.unwrap();
    let first = bytes();
    // Each request has maps of its own random order.
    assert!((0..50).all(|_| bytes() == first));
}

#[test]
fn an_amount_that_stripe_cannot_take_is_never_sent() {
    let line = SessionLine { unit: Money::new(5001, OurCurrency::parse("KWD").unwrap()), ..params().lines[0].clone() };
    let refused = create_request(&SessionParams { lines: vec![line], ..params() });
    assert!(matches!(refused, Err(PaymentError::Refused { code, .. }) if code == "amount"));
}

fn read(session: &serde_json::Value) -> Result<SessionReading, PaymentError> {
    miniserde::json::from_str::<WireSession>(&session.to_string()).unwrap().read()
}

#[test]
fn stripes_own_session_reads() {
    let reading = read(&resource("checkout.session")).unwrap();
    assert_eq!(reading.id, "cs_test_a1YS1URlnyQCN5fUUduORoQ7Pw41PJqDWkIVQCpJPqkfIhd6tVY8XB1OLY");
    assert_eq!(reading.status, SessionStatus::Open);
    assert!(reading.url.unwrap().starts_with("https://checkout.stripe.com/"));
    assert!(!reading.livemode && reading.amount.is_none() && reading.payment.is_none() && reading.intent.is_none());
    assert_eq!(reading.created, UnixSeconds(1_234_567_890));
}

#[test]
fn an_expanded_session_reads_down_to_the_charge() {
    let mut charge = resource("charge");
    charge["payment_method_details"]["card"]["capture_before"] = 1_235_172_690.into();
    charge["disputed"] = true.into();
    let mut intent = resource("payment_intent");
    intent["status"] = "requires_capture".into();
    intent["amount_capturable"] = 1099.into();
    intent["metadata"]["escale_payment"] = "pay_9".into();
    intent["latest_charge"] = charge;
    let mut session = resource("checkout.session");
    session["status"] = "complete".into();
    session["url"] = serde_json::Value::Null;
    session["amount_total"] = 1099.into();
    session["currency"] = "usd".into();
    session["metadata"]["escale_payment"] = "pay_9".into();
    session["payment_intent"] = intent;

    let reading = read(&session).unwrap();
    let dollars = |minor| Money::new(minor, OurCurrency::USD);
    assert_eq!((reading.status, reading.url), (SessionStatus::Complete, None));
    assert_eq!(reading.amount, Some(dollars(1099)));
    assert_eq!(reading.payment, Some(PaymentId::from("pay_9")));
    let intent = reading.intent.unwrap();
    assert_eq!(intent.status, IntentStatus::Held);
    assert_eq!(
        (intent.amount, intent.amount_capturable, intent.amount_received),
        (dollars(1099), dollars(1099), dollars(0))
    );
    assert_eq!(intent.payment, Some(PaymentId::from("pay_9")));
    let ChargeReading { created, capture_before, amount_refunded, disputed, .. } = intent.charge.unwrap();
    assert_eq!((created, capture_before), (UnixSeconds(1_234_567_890), Some(UnixSeconds(1_235_172_690))));
    assert_eq!((amount_refunded, disputed), (dollars(0), true));
}

#[test]
fn a_currency_that_we_do_not_know_is_an_unknown_outcome() {
    let mut session = resource("checkout.session");
    session["amount_total"] = 100.into();
    session["currency"] = "zzz".into();
    assert!(matches!(read(&session), Err(PaymentError::Unknown { .. })));
}
