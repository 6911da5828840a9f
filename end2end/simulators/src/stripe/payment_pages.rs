//! The two undocumented routes by which the official command line pays a Checkout Session.

use serde_json::json;

use super::agenda::Due;
use super::error::StripeError;
use super::paying::{PaymentAttempt, PaymentWay};
use super::{Asked, Reply, Stripe};

/// Seconds until a delayed test payment settles.
const SETTLES_AFTER: i64 = 1;

pub(super) fn get(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    let id = asked.segment(1);
    if !stripe.objects.is_a("checkout.session", id) {
        return Err(StripeError::no_such("payment_page", id, "id"));
    }
    let session = stripe.objects.copy(id);
    let total = &session["amount_total"];
    let mut page = session.clone();
    page["object"] = "payment_page".into();
    page["session_id"] = id.into();
    page["line_item_group"] = json!({"total": total, "subtotal": total, "due": total});
    page["total_summary"] = json!({"total": total, "subtotal": total, "due": total});
    Ok(page)
}

pub(super) fn confirm(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    let id = asked.segment(1).to_owned();
    if !stripe.objects.is_a("checkout.session", &id) {
        return Err(StripeError::no_such("payment_page", &id, "id"));
    }
    let session = stripe.objects.copy(&id);
    let method = asked.params.required("payment_method")?;
    let expected = asked.params.integer("expected_amount")?;
    if expected.is_some_and(|expected| session["amount_total"] != expected) {
        return Err(StripeError::invalid(
            "expected_amount",
            "The expected amount does not match the amount to be paid.",
        ));
    }
    let behaviour = stripe.behaviour_of(method);
    let way = if behaviour.contains("hargeDeclined") {
        PaymentWay::DeclinedCard
    } else if behaviour.starts_with("sepa") {
        PaymentWay::BankLater
    } else {
        PaymentWay::Card
    };
    let attempt = stripe.pay_session(&id, way, Some("stripe@example.com"), asked.now);
    let session = stripe.objects.copy(&id);
    let intent = session["payment_intent"].as_str().unwrap_or_default();
    match attempt {
        PaymentAttempt::Declined { message } => {
            Err(StripeError::card("card_declined", &message, stripe.objects.copy(intent)))
        }
        PaymentAttempt::Closed => {
            Err(StripeError::refused("checkout_not_active_session", "This Checkout Session is no longer active."))
        }
        _ => {
            if way == PaymentWay::BankLater {
                let due = Due::Settle(intent.to_owned(), !behaviour.ends_with("_fails"));
                stripe.agenda.add(asked.now + SETTLES_AFTER, due);
            }
            Ok(session)
        }
    }
}
