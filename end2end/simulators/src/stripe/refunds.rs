//! Refunds: never more than was captured, never of a disputed charge, and able to fail later.

use serde_json::{Value, json};

use super::agenda::Due;
use super::error::StripeError;
use super::ledger::MovementKind;
use super::objects::{made, new_id};
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
    let charge_id = charge["id"].as_str().unwrap_or_default().to_owned();
    let intent_id = charge["payment_intent"].as_str().unwrap_or_default().to_owned();
    if charge["disputed"] == true {
        return Err(StripeError::refused(
            "charge_disputed",
            format!("Charge {charge_id} has been charged back; cannot issue a refund."),
        ));
    }
    if charge["captured"] != true {
        return Err(StripeError::refused(
            "charge_not_captured",
            format!("Charge {charge_id} has not been captured; cancel the PaymentIntent instead."),
        ));
    }
    let left = stripe.refundable(&charge);
    if left == 0 {
        return Err(StripeError::refused(
            "charge_already_refunded",
            format!("Charge {charge_id} has already been refunded."),
        ));
    }
    let amount = wanted.unwrap_or(left);
    if amount < 1 {
        return Err(StripeError::invalid("amount", "Invalid positive integer"));
    }
    if amount > left {
        return Err(StripeError::refused(
            "amount_too_large",
            format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({left})."),
        ));
    }
    let plan = stripe.refund_plans.pop_front().unwrap_or_default();
    let id = new_id("re");
    stripe.objects.add(made(
        "refund",
        json!({
            "id": id, "created": asked.now, "amount": amount, "currency": charge["currency"],
            "charge": charge_id, "payment_intent": intent_id, "reason": reason,
            "metadata": params.metadata("metadata", &Value::Null)?,
            "status": plan.status, "balance_transaction": new_id("txn"),
        }),
    ));
    if let Some(seconds) = plan.fails_after_seconds {
        let due = Due::FailRefund(id.clone());
        stripe.agenda.add(asked.now + seconds, due);
    } else if let Some(seconds) = plan.succeeds_after_seconds {
        let due = Due::SucceedRefund(id.clone());
        stripe.agenda.add(asked.now + seconds, due);
    }
    stripe.note_refunded(&charge_id);
    stripe.ledger.write(&intent_id, MovementKind::Refunded, amount, asked.now);
    stripe.emit("refund.created", &id, asked.now);
    stripe.emit("charge.refunded", &charge_id, asked.now);
    Ok(stripe.objects.copy(&id))
}

fn charge_meant(stripe: &Stripe, asked: &Asked<'_>) -> Reply {
    if let Some(id) = asked.params.text("charge") {
        if !stripe.objects.is_a("charge", id) {
            return Err(StripeError::no_such("charge", id, "charge"));
        }
        return Ok(stripe.objects.copy(id));
    }
    let id = asked.params.required("payment_intent")?;
    if !stripe.objects.is_a("payment_intent", id) {
        return Err(StripeError::no_such("payment_intent", id, "payment_intent"));
    }
    let intent = stripe.objects.copy(id);
    match (intent["status"].as_str(), intent["latest_charge"].as_str()) {
        (Some("succeeded"), Some(charge)) => Ok(stripe.objects.copy(charge)),
        _ => Err(StripeError::refused(
            "payment_intent_unexpected_state",
            format!("This PaymentIntent ({id}) does not have a successful charge to refund."),
        )),
    }
}

impl Stripe {
    /// What of a charge can still be refunded: what was captured less the refunds that stand.
    fn refundable(&self, charge: &Value) -> i64 {
        charge["amount_captured"].as_i64().unwrap_or_default() - self.refunded(charge)
    }

    fn refunded(&self, charge: &Value) -> i64 {
        self.objects
            .newest_first("refund")
            .filter(|refund| refund["charge"] == charge["id"])
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
        let fields = json!({
            "status": "failed", "failure_reason": "lost_or_stolen_card",
            "failure_balance_transaction": new_id("txn"),
        });
        self.objects.set(id, fields);
        let charge = refund["charge"].as_str().unwrap_or_default();
        let intent = refund["payment_intent"].as_str().unwrap_or_default();
        let amount = refund["amount"].as_i64().unwrap_or_default();
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
