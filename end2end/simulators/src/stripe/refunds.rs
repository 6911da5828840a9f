//! Refunds: never more than was captured, never of a disputed charge, and able to fail later.

use serde_json::{Value, json};

use super::agenda::Due;
use super::balance_transactions::Movement;
use super::error::StripeError;
use super::ledger::MovementKind;
use super::objects::{EVERYWHERE, made, new_id};
use super::{Asked, Reply, Stripe, allowed, listing};

pub(super) fn get(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&[])?;
    let id = asked.segment(1);
    if stripe.objects.is_a("refund", id) {
        Ok(stripe.objects.copy(id))
    } else {
        Err(StripeError::no_such("refund", id, "id"))
    }
}

pub(super) fn list(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    listing::allow(asked, &["payment_intent", "charge"])?;
    let equal = |refund: &Value, name: &str| asked.params.text(name).is_none_or(|want| refund[name] == want);
    stripe.page(asked, "refund", "/v1/refunds", |refund| equal(refund, "payment_intent") && equal(refund, "charge"))
}

pub(super) fn create(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    let params = &asked.params;
    params.allow(allowed::CREATE_REFUND)?;
    let reason = params.text("reason");
    let known = ["duplicate", "fraudulent", "requested_by_customer"];
    if reason.is_some_and(|reason| !known.contains(&reason)) {
        return Err(StripeError::invalid("reason", format!("Invalid reason: must be one of {}", known.join(", "))));
    }
    let wanted = params.integer("amount")?;
    let charge = charge_meant(stripe, asked)?;
    let metadata = params.metadata("metadata", &Value::Null)?;
    stripe.refund(&charge, wanted, reason, metadata, asked.now)
}

fn charge_meant(stripe: &Stripe, asked: &Asked<'_>) -> Reply {
    if let Some(id) = asked.params.text("charge") {
        if !stripe.objects.is_a("charge", id) {
            return Err(StripeError::no_such("charge", id, "charge"));
        }
        return Ok(stripe.objects.copy(id));
    }
    stripe.successful_charge(asked.params.required("payment_intent")?)
}

impl Stripe {
    /// The charge by which a PaymentIntent was paid.
    pub(super) fn successful_charge(&self, intent_id: &str) -> Reply {
        if !self.objects.is_a("payment_intent", intent_id) {
            return Err(StripeError::no_such("payment_intent", intent_id, "payment_intent"));
        }
        let intent = self.objects.copy(intent_id);
        match (intent["status"].as_str(), intent["latest_charge"].as_str()) {
            (Some("succeeded"), Some(charge)) => Ok(self.objects.copy(charge)),
            _ => Err(StripeError::refused(
                "payment_intent_unexpected_state",
                format!("This PaymentIntent ({intent_id}) does not have a successful charge to refund."),
            )),
        }
    }

    /// What a refund of `wanted`, or of all that is left, would give back. `Err`: Stripe's reason why not.
    fn amount_to_refund(&self, charge: &Value, wanted: Option<i64>) -> Result<i64, StripeError> {
        let id = charge["id"].as_str().unwrap_or_default();
        let refused = |code: &str, message: String| Err(StripeError::refused(code, message));
        if charge["disputed"] == true {
            let message = format!("Charge {id} has been charged back; cannot issue a refund.");
            return refused("charge_disputed", message);
        }
        if charge["captured"] != true {
            let message = format!("Charge {id} has not been captured; cancel the PaymentIntent instead.");
            return refused("charge_not_captured", message);
        }
        let left = self.refundable(charge);
        if left == 0 {
            return refused("charge_already_refunded", format!("Charge {id} has already been refunded."));
        }
        let amount = wanted.unwrap_or(left);
        if amount < 1 {
            return Err(StripeError::invalid("amount", "Invalid positive integer"));
        }
        if amount > left {
            let message = format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).");
            return refused("amount_too_large", message);
        }
        Ok(amount)
    }

    /// Gives `wanted` of a charge back, or all that is left; the course is the next planned one.
    pub(super) fn refund(
        &mut self,
        charge: &Value,
        wanted: Option<i64>,
        reason: Option<&str>,
        metadata: Value,
        now: i64,
    ) -> Reply {
        let amount = self.amount_to_refund(charge, wanted)?;
        let charge_id = charge["id"].as_str().unwrap_or_default();
        let intent_id = charge["payment_intent"].as_str().unwrap_or_default();
        let plan = self.refund_plans.pop_front().unwrap_or_default();
        let id = new_id("re");
        self.objects.add(made(
            "refund",
            json!({
                "id": id, "created": now, "amount": amount, "currency": charge["currency"],
                "charge": charge_id, "payment_intent": intent_id, "reason": reason,
                "metadata": metadata, "status": plan.status,
            }),
        ));
        let booked = self.book(Movement::Refund, &id, -amount, now);
        self.objects.set(&id, json!({"balance_transaction": booked}));
        if let Some(seconds) = plan.fails_after_seconds {
            let due = Due::FailRefund(id.clone());
            self.agenda.add(now + seconds, due);
        } else if let Some(seconds) = plan.succeeds_after_seconds {
            let due = Due::SucceedRefund(id.clone());
            self.agenda.add(now + seconds, due);
        }
        self.note_refunded(charge_id);
        self.ledger.write(intent_id, MovementKind::Refunded, amount, now);
        self.emit("refund.created", &id, now);
        self.emit("charge.refunded", charge_id, now);
        Ok(self.objects.copy(&id))
    }

    /// What of a charge can still be refunded: what was captured less the refunds that stand.
    fn refundable(&self, charge: &Value) -> i64 {
        charge["amount_captured"].as_i64().unwrap_or_default() - self.refunded(charge)
    }

    fn refunded(&self, charge: &Value) -> i64 {
        self.objects
            .naming("refund", "charge", charge["id"].as_str().unwrap_or_default(), EVERYWHERE)
            .filter(|refund| refund["status"] != "failed" && refund["status"] != "canceled")
            .filter_map(|refund| refund["amount"].as_i64())
            .sum()
    }

    /// Brings the charge's sum in line with its refunds; a released rest counts as refunded too.
    fn note_refunded(&mut self, charge_id: &str) {
        let charge = self.objects.copy(charge_id);
        let amount = charge["amount"].as_i64().unwrap_or_default();
        let captured = charge["amount_captured"].as_i64().unwrap_or_default();
        let total = amount - captured + self.refunded(&charge);
        self.objects.set(charge_id, json!({"amount_refunded": total, "refunded": total >= amount}));
    }

    /// The payer's bank sends a refund back.
    pub(super) fn fail_refund(&mut self, id: &str, now: i64) {
        let refund = self.objects.copy(id);
        if !["succeeded", "pending"].contains(&refund["status"].as_str().unwrap_or_default()) {
            return;
        }
        let charge = refund["charge"].as_str().unwrap_or_default();
        let intent = refund["payment_intent"].as_str().unwrap_or_default();
        let amount = refund["amount"].as_i64().unwrap_or_default();
        let fields = json!({
            "status": "failed", "failure_reason": "lost_or_stolen_card",
            "failure_balance_transaction": self.book(Movement::RefundFailure, id, amount, now),
        });
        self.objects.set(id, fields);
        self.note_refunded(charge);
        self.ledger.write(intent, MovementKind::RefundFailed, amount, now);
        self.emit("refund.updated", id, now);
        self.emit("charge.refund.updated", id, now);
        self.emit("refund.failed", id, now);
    }

    pub(super) fn succeed_refund(&mut self, id: &str, now: i64) {
        if self.objects.copy(id)["status"] == "pending" {
            self.objects.set(id, json!({"status": "succeeded"}));
            self.emit("refund.updated", id, now);
        }
    }
}
