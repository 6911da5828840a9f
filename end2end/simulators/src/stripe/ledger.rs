//! What really happened to the money, written down where it happens and never changed.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

use super::Stripe;

/// A movement of the payer's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    /// Reserved on the card.
    Held,
    /// Taken, out of the hold or at once.
    Captured,
    /// A hold or its rest given back.
    Released,
    Refunded,
    /// A refund came back: the payer has not got it.
    RefundFailed,
    /// Taken back through the bank.
    Disputed,
    DisputeWon,
}

#[derive(Clone, Debug, Serialize)]
pub struct Movement {
    /// Unix seconds of the world's clock.
    pub at: i64,
    pub kind: MovementKind,
    /// Minor units, positive.
    pub amount: i64,
}

/// One PaymentIntent as the payer's bank sees it; amounts in minor units.
#[derive(Clone, Debug, Serialize)]
pub struct PaymentTruth {
    pub payment_intent: String,
    /// The Checkout Session it belongs to.
    pub session: Option<String>,
    pub client_reference_id: Option<String>,
    /// The PaymentIntent's metadata.
    pub metadata: Value,
    pub currency: String,
    /// What was asked for.
    pub amount: i64,
    pub status: String,
    /// All that was ever held.
    pub held: i64,
    pub captured: i64,
    pub released: i64,
    /// Refunds that did not fail.
    pub refunded: i64,
    pub movements: Vec<Movement>,
}

impl PaymentTruth {
    /// What the payer is out of pocket, a standing hold not counted.
    #[must_use]
    pub fn kept(&self) -> i64 {
        self.captured - self.refunded
    }

    /// What is still held.
    #[must_use]
    pub fn standing_hold(&self) -> i64 {
        let taken_out_of_it = if self.held > 0 { self.captured } else { 0 };
        self.held - taken_out_of_it - self.released
    }
}

/// The movements of each PaymentIntent.
#[derive(Default)]
pub(crate) struct Ledger(HashMap<String, Vec<Movement>>);

impl Ledger {
    pub(super) fn write(&mut self, intent: &str, kind: MovementKind, amount: i64, at: i64) {
        self.0.entry(intent.to_owned()).or_default().push(Movement { at, kind, amount });
    }
}

impl Stripe {
    /// Every payment that moved money or is about to, oldest first.
    pub(crate) fn payments(&self) -> Vec<PaymentTruth> {
        let mut truths: Vec<PaymentTruth> = self
            .objects
            .newest_first("payment_intent")
            .filter_map(|intent| {
                let movements = self.ledger.0.get(intent["id"].as_str()?);
                let counts = movements.is_some() || intent["status"] == "processing";
                counts.then(|| self.truth(intent, movements.cloned().unwrap_or_default()))
            })
            .collect();
        truths.reverse();
        truths
    }

    fn truth(&self, intent: &Value, movements: Vec<Movement>) -> PaymentTruth {
        let sum = |kind: MovementKind| -> i64 {
            movements.iter().filter(|movement| movement.kind == kind).map(|movement| movement.amount).sum()
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let id = text(&intent["id"]).unwrap_or_default();
        let session = self.session_of(&id);
        PaymentTruth {
            session: session.as_ref().and_then(|session| text(&session["id"])),
            client_reference_id: session.as_ref().and_then(|session| text(&session["client_reference_id"])),
            metadata: intent["metadata"].clone(),
            currency: text(&intent["currency"]).unwrap_or_default(),
            amount: intent["amount"].as_i64().unwrap_or_default(),
            status: text(&intent["status"]).unwrap_or_default(),
            held: sum(MovementKind::Held),
            captured: sum(MovementKind::Captured),
            released: sum(MovementKind::Released),
            refunded: sum(MovementKind::Refunded) - sum(MovementKind::RefundFailed),
            payment_intent: id,
            movements,
        }
    }
}
