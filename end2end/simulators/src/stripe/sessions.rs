//! Checkout Sessions after they were made: read, listed, changed, expired.

use serde_json::{Value, json};

use super::error::StripeError;
use super::objects::EVERYWHERE;
use super::{Asked, Reply, Stripe, listing};

fn find(stripe: &Stripe, asked: &Asked<'_>) -> Reply {
    let id = asked.segment(2);
    if stripe.objects.is_a("checkout.session", id) {
        Ok(stripe.objects.copy(id))
    } else {
        Err(StripeError::no_such("checkout.session", id, "session"))
    }
}

pub(super) fn get(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&[])?;
    find(stripe, asked)
}

pub(super) fn list(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    let filters = ["payment_intent", "status", "customer", "payment_link", "customer_details.email"];
    listing::allow(asked, &filters)?;
    stripe.page(asked, "checkout.session", "/v1/checkout/sessions", |session| {
        let equal = |name: &str| asked.params.text(name).is_none_or(|want| session[name] == want);
        let of_payer = asked
            .params
            .text("customer_details.email")
            .is_none_or(|email| session["customer_details"]["email"] == email);
        equal("payment_intent") && equal("status") && equal("customer") && of_payer
    })
}

pub(super) fn line_items(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    listing::allow(asked, &[])?;
    find(stripe, asked)?;
    Ok(stripe.objects.line_items(asked.segment(2)))
}

pub(super) fn update(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&["metadata.*"])?;
    let session = find(stripe, asked)?;
    let metadata = asked.params.metadata("metadata", &session["metadata"])?;
    let id = asked.segment(2);
    stripe.objects.set(id, json!({"metadata": metadata}));
    Ok(stripe.objects.copy(id))
}

pub(super) fn expire(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&[])?;
    let session = find(stripe, asked)?;
    if session["status"] != "open" {
        return Err(StripeError::refused(
            "resource_missing",
            format!(
                "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of {}.",
                session["status"]
            ),
        ));
    }
    let id = asked.segment(2);
    stripe.expire_session(id, asked.now);
    Ok(stripe.objects.copy(id))
}

impl Stripe {
    /// Closes an open session; its PaymentIntent, if a payment was tried, is cancelled.
    pub(super) fn expire_session(&mut self, id: &str, now: i64) {
        let session = self.objects.copy(id);
        if session["status"] != "open" {
            return;
        }
        self.objects.set(id, json!({"status": "expired", "url": null}));
        if let Some(intent) = session["payment_intent"].as_str() {
            let fields = json!({
                "status": "canceled", "canceled_at": now, "cancellation_reason": "automatic",
                "next_action": null,
            });
            self.objects.set(intent, fields);
            self.emit("payment_intent.canceled", intent, now);
        }
        self.emit("checkout.session.expired", id, now);
    }

    /// The session that a PaymentIntent belongs to.
    pub(super) fn session_of(&self, intent: &str) -> Option<Value> {
        self.objects.naming("checkout.session", "payment_intent", intent, EVERYWHERE).next().cloned()
    }
}
