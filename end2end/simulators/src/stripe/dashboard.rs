//! What a person does in Stripe's Dashboard: by the same rules and with the same events as the API's calls, but without
//! any metadata of the shop's and without a call of its.

use serde_json::json;

use super::{Reply, Stripe};
use crate::world::World;

/// What a Dashboard suggests as the reason.
const REASON: Option<&str> = Some("requested_by_customer");

impl World {
    /// Refunds a captured payment by hand; answers the refund's id. `Err`: why Stripe refuses.
    pub fn refund_in_dashboard(&self, payment_intent: &str, amount: i64) -> Result<String, String> {
        self.by_hand(|stripe, now| {
            let charge = stripe.successful_charge(payment_intent)?;
            stripe.refund(&charge, Some(amount), REASON, json!({}), now)
        })
    }

    /// Captures a hold by hand; the rest is released. `Err`: why Stripe refuses.
    pub fn capture_in_dashboard(&self, payment_intent: &str, amount: i64) -> Result<(), String> {
        let captured = self.by_hand(|stripe, now| {
            let intent = stripe.intent_of_id(payment_intent)?;
            stripe.capture(&intent, Some(amount), intent["metadata"].clone(), now)
        });
        captured.map(drop)
    }

    /// Cancels a held payment by hand. `Err`: why Stripe refuses.
    pub fn cancel_in_dashboard(&self, payment_intent: &str) -> Result<(), String> {
        let cancelled = self.by_hand(|stripe, now| {
            let intent = stripe.intent_of_id(payment_intent)?;
            stripe.cancel_hold(&intent, REASON, now)
        });
        cancelled.map(drop)
    }

    /// The id of what came of it.
    fn by_hand(&self, act: impl FnOnce(&mut Stripe, i64) -> Reply) -> Result<String, String> {
        match self.with_stripe(act) {
            Ok(object) => Ok(object["id"].as_str().unwrap_or_default().to_owned()),
            Err(error) => Err(error.message().to_owned()),
        }
    }
}
