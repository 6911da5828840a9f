//! What becomes of a hold: captured, cancelled, run out.

use serde_json::{Value, json};

use super::error::StripeError;
use super::ledger::MovementKind;
use super::{Asked, Reply, Stripe, allowed};

impl Stripe {
    /// The PaymentIntent that the path names.
    pub(super) fn intent(&self, asked: &Asked<'_>) -> Reply {
        self.intent_of_id(asked.segment(1))
    }

    pub(super) fn intent_of_id(&self, id: &str) -> Reply {
        if self.objects.is_a("payment_intent", id) {
            Ok(self.objects.copy(id))
        } else {
            Err(StripeError::no_such("payment_intent", id, "intent"))
        }
    }

    /// The hold ran out before it was captured.
    pub(super) fn expire_hold(&mut self, intent_id: &str, now: i64) {
        if self.objects.copy(intent_id)["status"] != "requires_capture" {
            return;
        }
        let charge = self.release(intent_id, Some("automatic"), now);
        self.emit("charge.expired", &charge, now);
        self.emit("payment_intent.canceled", intent_id, now);
    }

    /// Gives a hold back; answers the charge's id.
    fn release(&mut self, intent_id: &str, reason: Option<&str>, now: i64) -> String {
        let intent = self.objects.copy(intent_id);
        let amount = intent["amount_capturable"].as_i64().unwrap_or_default();
        let charge = intent["latest_charge"].as_str().unwrap_or_default();
        self.objects.set(charge, json!({"refunded": true, "amount_refunded": intent["amount"]}));
        let fields = json!({
            "status": "canceled", "amount_capturable": 0, "canceled_at": now,
            "cancellation_reason": reason,
        });
        self.objects.set(intent_id, fields);
        self.ledger.write(intent_id, MovementKind::Released, amount, now);
        charge.to_owned()
    }

    /// Captures `wanted` of a hold, or all of it; once, and the rest is released.
    pub(super) fn capture(&mut self, intent: &Value, wanted: Option<i64>, metadata: Value, now: i64) -> Reply {
        let id = intent["id"].as_str().unwrap_or_default();
        if intent["status"] != "requires_capture" {
            return Err(unexpected_state(intent, "captured"));
        }
        let capturable = intent["amount_capturable"].as_i64().unwrap_or_default();
        let amount = wanted.unwrap_or(capturable);
        if amount < 1 {
            return Err(StripeError::invalid("amount_to_capture", "Invalid positive integer"));
        }
        if amount > capturable {
            return Err(StripeError::refused(
                "amount_too_large",
                format!("The amount to capture ({amount}) is greater than what can be captured ({capturable})."),
            ));
        }
        let rest = capturable - amount;
        let charge = intent["latest_charge"].as_str().unwrap_or_default();
        self.objects.set(charge, json!({"captured": true, "amount_captured": amount, "amount_refunded": rest}));
        self.book_charge(charge, amount, now);
        self.objects.set(
            id,
            json!({
                "status": "succeeded", "amount_capturable": 0, "amount_received": amount,
                "metadata": metadata,
            }),
        );
        let session = self.session_of(id);
        if let Some(session) = session.as_ref().and_then(|session| session["id"].as_str()) {
            self.objects.set(session, json!({"payment_status": "paid"}));
        }
        self.ledger.write(id, MovementKind::Captured, amount, now);
        if rest > 0 {
            self.ledger.write(id, MovementKind::Released, rest, now);
        }
        self.emit("charge.captured", charge, now);
        self.emit("payment_intent.succeeded", id, now);
        Ok(self.objects.copy(id))
    }

    /// Cancels a PaymentIntent while its amount is held.
    pub(super) fn cancel_hold(&mut self, intent: &Value, reason: Option<&str>, now: i64) -> Reply {
        let id = intent["id"].as_str().unwrap_or_default();
        if intent["status"] != "requires_capture" {
            return Err(unexpected_state(intent, "canceled"));
        }
        let charge = self.release(id, reason, now);
        self.emit("charge.refunded", &charge, now);
        self.emit("payment_intent.canceled", id, now);
        Ok(self.objects.copy(id))
    }
}

/// 400 `payment_intent_unexpected_state`, with the object as it is.
pub(super) fn unexpected_state(intent: &Value, verb: &str) -> StripeError {
    let message = format!(
        "This PaymentIntent could not be {verb} because it has a status of {}.",
        intent["status"].as_str().unwrap_or_default()
    );
    StripeError::refused("payment_intent_unexpected_state", message).with("payment_intent", intent.clone())
}

/// POST /v1/payment_intents/{id}/capture.
pub(super) fn capture(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(allowed::CAPTURE)?;
    let intent = stripe.intent(asked)?;
    let wanted = asked.params.integer("amount_to_capture")?;
    let metadata = asked.params.metadata("metadata", &intent["metadata"])?;
    stripe.capture(&intent, wanted, metadata, asked.now)
}

/// POST /v1/payment_intents/{id}/cancel: a Checkout PaymentIntent can only be cancelled while it is held; others while
/// they are not paid.
pub(super) fn cancel(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&["cancellation_reason"])?;
    let intent = stripe.intent(asked)?;
    let id = asked.segment(1);
    let reason = asked.params.text("cancellation_reason");
    let known = ["abandoned", "duplicate", "fraudulent", "requested_by_customer"];
    if reason.is_some_and(|reason| !known.contains(&reason)) {
        return Err(StripeError::invalid(
            "cancellation_reason",
            format!("Invalid cancellation_reason: must be one of {}", known.join(", ")),
        ));
    }
    if intent["status"] == "requires_capture" {
        return stripe.cancel_hold(&intent, reason, asked.now);
    }
    if stripe.session_of(id).is_some() {
        return Err(StripeError::refused(
            "payment_intent_unexpected_state",
            "You cannot cancel this PaymentIntent because it was created by a Checkout Session. Expire the Checkout Session instead.",
        )
        .with("payment_intent", intent));
    }
    let can_be_cancelled = ["requires_payment_method", "requires_confirmation", "requires_action"];
    if !can_be_cancelled.contains(&intent["status"].as_str().unwrap_or_default()) {
        return Err(unexpected_state(&intent, "canceled"));
    }
    let fields = json!({
        "status": "canceled", "canceled_at": asked.now, "cancellation_reason": reason,
        "next_action": null,
    });
    stripe.objects.set(id, fields);
    stripe.emit("payment_intent.canceled", id, asked.now);
    Ok(stripe.objects.copy(id))
}
