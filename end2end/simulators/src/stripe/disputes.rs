//! Disputes: the payer's bank takes the money back, and perhaps gives it again.

use serde_json::json;

use super::balance_transactions::Movement;
use super::error::StripeError;
use super::ledger::MovementKind;
use super::objects::{made, new_id};
use super::{Asked, Reply, Stripe, listing};

fn find(stripe: &Stripe, asked: &Asked<'_>) -> Reply {
    let id = asked.segment(1);
    if stripe.objects.is_a("dispute", id) {
        Ok(stripe.objects.copy(id))
    } else {
        Err(StripeError::no_such("dispute", id, "id"))
    }
}

pub(super) fn get(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&[])?;
    find(stripe, asked)
}

pub(super) fn list(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    listing::allow(asked, &["payment_intent", "charge"])?;
    stripe.page(asked, "dispute", "/v1/disputes", |dispute| {
        ["payment_intent", "charge"]
            .iter()
            .all(|name| asked.params.text(name).is_none_or(|want| dispute[*name] == want))
    })
}

pub(super) fn update(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&["evidence.**", "metadata.*", "submit"])?;
    let dispute = find(stripe, asked)?;
    let id = asked.segment(1);
    let mut evidence = dispute["evidence"].clone();
    if let Some(given) = asked.params.at("evidence") {
        super::objects::lay_over(&mut evidence, given.clone());
    }
    let metadata = asked.params.metadata("metadata", &dispute["metadata"])?;
    stripe.objects.set(id, json!({"evidence": evidence, "metadata": metadata}));
    stripe.emit("charge.dispute.updated", id, asked.now);
    Ok(stripe.objects.copy(id))
}

pub(super) fn close(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&[])?;
    find(stripe, asked)?;
    let id = asked.segment(1);
    stripe.close_dispute(id, false, asked.now);
    Ok(stripe.objects.copy(id))
}

impl Stripe {
    /// Disputes the captured part of a payment; `None` when nothing was captured.
    pub(super) fn open_dispute(&mut self, intent: &str, reason: &str, now: i64) -> Option<String> {
        let charge_id = self.objects.copy(intent)["latest_charge"].as_str()?.to_owned();
        let charge = self.objects.copy(&charge_id);
        if charge["captured"] != true || charge["disputed"] == true {
            return None;
        }
        let is_inquiry = reason == "general";
        let id = new_id("du");
        let amount = charge["amount_captured"].as_i64().unwrap_or_default();
        let mut dispute = made(
            "dispute",
            json!({
                "id": id, "created": now, "amount": amount, "currency": charge["currency"],
                "charge": charge_id, "payment_intent": intent, "reason": reason, "metadata": {},
                "status": if is_inquiry { "warning_needs_response" } else { "needs_response" },
                "is_charge_refundable": is_inquiry,
            }),
        );
        dispute["evidence_details"]["due_by"] = (now + 9 * 86_400).into();
        self.objects.add(dispute);
        self.objects.set(&charge_id, json!({"disputed": true}));
        self.emit("charge.dispute.created", &id, now);
        if !is_inquiry {
            self.ledger.write(intent, MovementKind::Disputed, amount, now);
            self.book_dispute(&id, Movement::Dispute, -amount, now);
            self.emit("charge.dispute.funds_withdrawn", &id, now);
        }
        Some(id)
    }

    pub(super) fn close_dispute(&mut self, id: &str, is_won: bool, now: i64) {
        let dispute = self.objects.copy(id);
        let status = dispute["status"].as_str().unwrap_or_default();
        let was_inquiry = status.starts_with("warning");
        let closed = match (was_inquiry, is_won) {
            (true, _) => "warning_closed",
            (false, true) => "won",
            (false, false) => "lost",
        };
        self.objects.set(id, json!({"status": closed}));
        if is_won && !was_inquiry {
            let intent = dispute["payment_intent"].as_str().unwrap_or_default();
            let amount = dispute["amount"].as_i64().unwrap_or_default();
            self.ledger.write(intent, MovementKind::DisputeWon, amount, now);
            self.book_dispute(id, Movement::DisputeReversal, amount, now);
            self.emit("charge.dispute.funds_reinstated", id, now);
        }
        self.emit("charge.dispute.closed", id, now);
    }

    fn book_dispute(&mut self, id: &str, movement: Movement, amount: i64, now: i64) {
        let booked = self.book(movement, id, amount, now);
        let mut all = self.objects.copy(id)["balance_transactions"].as_array().cloned().unwrap_or_default();
        all.push(self.objects.copy(&booked));
        self.objects.set(id, json!({"balance_transactions": all}));
    }

    /// The card scheme warns of fraud.
    pub(super) fn warn_of_fraud(&mut self, intent: &str, now: i64) -> Option<String> {
        let charge = self.objects.copy(intent)["latest_charge"].as_str()?.to_owned();
        let id = new_id("issfr");
        self.objects.add(made(
            "radar.early_fraud_warning",
            json!({"id": id, "created": now, "charge": charge, "payment_intent": intent}),
        ));
        self.emit("radar.early_fraud_warning.created", &id, now);
        Some(id)
    }
}
