//! What a test or a hand can turn at Stripe: payments, holds, refunds, disputes, webhooks.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::events::of_unknown_type;
use super::ledger::PaymentTruth;
use super::paying::{PaymentAttempt, PaymentWay};
use crate::webhooks::{WebhookFault, matches_type};
use crate::world::World;

/// The course of one refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefundPlan {
    /// The status in the answer: `succeeded`, `pending` or `requires_action`.
    pub status: String,
    /// Seconds of the world's clock after which it fails.
    pub fails_after_seconds: Option<i64>,
    /// Seconds of the world's clock after which a pending one succeeds.
    pub succeeds_after_seconds: Option<i64>,
}

impl Default for RefundPlan {
    fn default() -> Self {
        Self { status: "succeeded".to_owned(), fails_after_seconds: None, succeeds_after_seconds: None }
    }
}

/// A webhook that no event of the account stands behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forgery {
    /// The body of a real event under a fresh id, signed with a wrong secret.
    WrongSecret,
    /// A type that nobody knows, signed rightly.
    UnknownType,
    /// No JSON at all, signed rightly.
    Garbage,
}

impl super::Stripe {
    pub(super) fn permits(&self, call: &str) -> bool {
        let allowed = |pattern: &String| matches_type(pattern, call);
        self.permissions.as_ref().is_none_or(|permissions| permissions.iter().any(allowed))
    }
}

impl World {
    /// Makes Stripe's key a restricted one that may only make these calls, such as
    /// `stripe.checkout.*`; `None` lifts the restriction. Other calls answer 403.
    pub fn restrict_stripe_key(&self, calls: Option<&[&str]>) {
        let calls = calls.map(|calls| calls.iter().map(|call| (*call).to_owned()).collect());
        self.lock().stripe.permissions = calls;
    }

    /// Where events go from now on, and the secrets that sign them; deliveries that still wait go there too.
    pub fn set_webhook_target(&self, url: impl Into<String>, secrets: &[&str]) {
        let secrets = secrets.iter().map(|secret| (*secret).to_owned()).collect();
        self.lock().stripe.webhooks.set_target(url.into(), secrets);
    }

    /// The payer pays an open session, as the hosted page does. Unlike the page this does not ask
    /// whether the session offers the method.
    pub fn pay(&self, session: &str, way: PaymentWay) -> PaymentAttempt {
        self.with_stripe(|stripe, now| stripe.pay_session(session, way, None, now))
    }

    /// The payer comes back from the bank's 3-D Secure.
    pub fn finish_three_d_secure(&self, session: &str, succeeds: bool) -> PaymentAttempt {
        self.with_stripe(|stripe, now| stripe.finish_three_d_secure(session, succeeds, now))
    }

    /// A delayed payment arrives or is refused by the bank.
    pub fn settle_delayed_payment(&self, payment_intent: &str, arrives: bool) {
        self.with_stripe(|stripe, now| stripe.settle_delayed(payment_intent, arrives, now));
    }

    /// The hold runs out now.
    pub fn expire_hold(&self, payment_intent: &str) {
        self.with_stripe(|stripe, now| stripe.expire_hold(payment_intent, now));
    }

    /// The session runs out now.
    pub fn expire_session(&self, session: &str) {
        self.with_stripe(|stripe, now| stripe.expire_session(session, now));
    }

    /// The course of the next refund; plans queue up.
    pub fn plan_next_refund(&self, plan: RefundPlan) {
        self.lock().stripe.refund_plans.push_back(plan);
    }

    /// A refund comes back from the payer's bank now.
    pub fn fail_refund(&self, refund: &str) {
        self.with_stripe(|stripe, now| stripe.fail_refund(refund, now));
    }

    /// The payer disputes a captured payment; answers the dispute's id.
    pub fn dispute(&self, payment_intent: &str, reason: &str) -> Option<String> {
        self.with_stripe(|stripe, now| stripe.open_dispute(payment_intent, reason, now))
    }

    pub fn close_dispute(&self, dispute: &str, is_won: bool) {
        self.with_stripe(|stripe, now| stripe.close_dispute(dispute, is_won, now));
    }

    /// The card scheme warns of fraud; answers the warning's id.
    pub fn warn_of_fraud(&self, payment_intent: &str) -> Option<String> {
        self.with_stripe(|stripe, now| stripe.warn_of_fraud(payment_intent, now))
    }

    /// The truth about every payment, oldest first.
    #[must_use]
    pub fn payments(&self) -> Vec<PaymentTruth> {
        self.with_stripe(|stripe, _| stripe.payments())
    }

    /// A copy of any Stripe object by id.
    #[must_use]
    pub fn stripe_object(&self, id: &str) -> Option<Value> {
        Some(self.lock().stripe.objects.copy(id)).filter(Value::is_object)
    }

    /// Copies of all Stripe objects of a kind such as `checkout.session`, newest first.
    #[must_use]
    pub fn stripe_objects(&self, kind: &str) -> Vec<Value> {
        let objects = &self.lock().stripe.objects;
        objects.newest_first(kind).map(|object| objects.whole(object)).collect()
    }

    /// Delivers an event once more, signed afresh; false when there is no such event or target.
    pub fn deliver_event_again(&self, event_id: &str) -> bool {
        self.with_stripe(|stripe, now| {
            let event = stripe.objects.copy(event_id);
            event.is_object() && stripe.webhooks.queue_for_target(&event, None, now)
        })
    }

    /// Sends something that is no event of the account; false when there is no target.
    pub fn send_forgery(&self, forgery: Forgery) -> bool {
        self.with_stripe(|stripe, now| {
            let newest = stripe.objects.newest_first("event").next().map(|event| stripe.objects.whole(event));
            let (event, fault) = match forgery {
                Forgery::WrongSecret => {
                    let mut event = newest.unwrap_or_else(|| of_unknown_type(now));
                    event["id"] = super::objects::new_id("evt").into();
                    (event, Some(WebhookFault::WrongSignature))
                }
                Forgery::UnknownType => (of_unknown_type(now), None),
                Forgery::Garbage => (Value::String("no event".to_owned()), None),
            };
            stripe.webhooks.queue_for_target(&event, fault, now)
        })
    }

    /// Lets what is due happen, then acts.
    pub(super) fn with_stripe<T>(&self, act: impl FnOnce(&mut super::Stripe, i64) -> T) -> T {
        let now = self.clock().now();
        let result = {
            let stripe = &mut self.lock().stripe;
            stripe.let_time_pass(now);
            act(stripe, now)
        };
        self.wake_deliveries();
        result
    }
}
