//! What the bank answers: a charge that is held, captured or refused.

use serde_json::{Value, json};

use super::Stripe;
use super::agenda::Due;
use super::balance_transactions::Movement;
use super::ledger::MovementKind;
use super::objects::{made, new_id};

/// How long a hold on a card stands: seven days.
const HOLD_SECONDS: i64 = 7 * 86_400;

impl Stripe {
    /// The bank says no; like Stripe this leaves a failed charge behind.
    pub(super) fn decline(&mut self, intent_id: &str, method: &str, code: &str, message: &str, now: i64) {
        let intent = self.objects.copy(intent_id);
        let charge = self.add_charge(&intent, method, "", false, now);
        let decline_code = "generic_decline";
        let outcome = json!({
            "advice_code": "try_again_later", "network_advice_code": null,
            "network_decline_code": null, "network_status": "declined_by_network",
            "reason": decline_code, "risk_level": "normal", "risk_score": 32,
            "seller_message": "The bank did not return any further details with this decline.",
            "type": "issuer_declined",
        });
        let fields = json!({
            "status": "failed", "paid": false, "failure_code": code, "failure_message": message,
            "outcome": outcome,
        });
        self.objects.set(&charge, fields);
        let error = json!({
            "type": "card_error", "code": code, "decline_code": decline_code,
            "message": message, "charge": charge, "advice_code": "try_again_later",
            "doc_url": format!("https://stripe.com/docs/error-codes/{code}"),
        });
        self.emit("charge.failed", &charge, now);
        let fields = json!({"latest_charge": charge});
        self.objects.set(intent_id, fields);
        self.leave_unpaid(intent_id, error, now);
    }

    /// Back to the start, with the error that led there.
    pub(super) fn leave_unpaid(&mut self, intent_id: &str, error: Value, now: i64) {
        let fields = json!({
            "status": "requires_payment_method", "next_action": null, "last_payment_error": error,
            "payment_method": null,
        });
        self.objects.set(intent_id, fields);
        self.emit("payment_intent.payment_failed", intent_id, now);
    }

    /// A charge for the whole amount: held when the intent or its method says manual, else captured.
    pub(super) fn authorise(&mut self, intent_id: &str, method: &str, payer: &str, now: i64) {
        let intent = self.objects.copy(intent_id);
        let is_manual = intent["capture_method"] == "manual"
            || intent["payment_method_options"][method]["capture_method"] == "manual";
        let amount = intent["amount"].as_i64().unwrap_or_default();
        let charge = self.add_charge(&intent, method, payer, !is_manual, now);
        let fields = json!({
            "latest_charge": charge, "next_action": null, "last_payment_error": null,
            "payment_method": self.objects.copy(&charge)["payment_method"],
            "status": if is_manual { "requires_capture" } else { "succeeded" },
            "amount_capturable": if is_manual { amount } else { 0 },
            "amount_received": if is_manual { 0 } else { amount },
        });
        self.objects.set(intent_id, fields);
        self.emit("charge.succeeded", &charge, now);
        if is_manual {
            let hold = Due::ExpireHold(intent_id.to_owned());
            self.agenda.add(now + HOLD_SECONDS, hold);
            self.ledger.write(intent_id, MovementKind::Held, amount, now);
            self.emit("payment_intent.amount_capturable_updated", intent_id, now);
        } else {
            self.ledger.write(intent_id, MovementKind::Captured, amount, now);
            self.emit("payment_intent.succeeded", intent_id, now);
        }
    }

    /// What was captured reaches the balance.
    pub(super) fn book_charge(&mut self, charge: &str, captured: i64, now: i64) {
        let booked = self.book(Movement::Charge, charge, captured, now);
        self.objects.set(charge, json!({"balance_transaction": booked}));
    }

    fn add_charge(&mut self, intent: &Value, method: &str, payer: &str, is_captured: bool, now: i64) -> String {
        let id = new_id("ch");
        let amount = intent["amount"].as_i64().unwrap_or_default();
        let mut charge = made(
            "charge",
            json!({
                "id": id,
                "created": now,
                "amount": amount,
                "amount_captured": if is_captured { amount } else { 0 },
                "captured": is_captured,
                "currency": intent["currency"],
                "description": intent["description"],
                "metadata": intent["metadata"],
                "payment_intent": intent["id"],
                "payment_method": intent["payment_method"].as_str().map_or_else(|| new_id("pm"), str::to_owned),
                "receipt_email": intent["receipt_email"],
            }),
        );
        charge["billing_details"]["email"] = payer.into();
        charge["billing_details"]["name"] = "Jenny Rosen".into();
        match method {
            "card" => {
                let card = &mut charge["payment_method_details"]["card"];
                card["amount_authorized"] = amount.into();
                card["overcapture"]["maximum_amount_capturable"] = amount.into();
                // Only a hold runs out; on a captured charge the field is absent, not null.
                if is_captured {
                    card.as_object_mut().and_then(|card| card.remove("capture_before"));
                } else {
                    card["capture_before"] = (now + HOLD_SECONDS).into();
                }
            }
            "ideal" => {
                charge["payment_method_details"] = json!({"type": "ideal", "ideal": {
                    "bank": "ing", "bic": "INGBNL2A", "generated_sepa_debit": null,
                    "generated_sepa_debit_mandate": null, "iban_last4": "4300", "transaction_id": null,
                    "verified_name": null,
                }});
            }
            _ => {
                charge["payment_method_details"] = json!({"type": "sepa_debit", "sepa_debit": sepa_details()});
            }
        }
        self.objects.add(charge);
        if is_captured {
            self.book_charge(&id, amount, now);
        }
        id
    }
}

pub(super) fn sepa_details() -> Value {
    json!({
        "bank_code": "19043", "branch_code": "", "country": "AT", "expected_debit_date": null,
        "fingerprint": "fp1234567890abcd", "generated_from": null, "last4": "3201", "mandate": null,
    })
}
