//! A payer's attempt: on the hosted page, or by confirming a PaymentIntent with a test method.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Stripe;
use super::charging::sepa_details;
use super::objects::{lay_over, made, new_id};

/// How the payer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentWay {
    /// A card that is accepted.
    Card,
    /// A card that is declined.
    DeclinedCard,
    /// A card whose bank wants 3-D Secure: see [`crate::World::finish_three_d_secure`].
    CardWithThreeDSecure,
    /// A bank method that is captured at once (iDEAL).
    BankAtOnce,
    /// A bank method that is settled days later (SEPA debit).
    BankLater,
}

impl PaymentWay {
    pub(crate) fn method(self) -> &'static str {
        match self {
            Self::Card | Self::DeclinedCard | Self::CardWithThreeDSecure => "card",
            Self::BankAtOnce => "ideal",
            Self::BankLater => "sepa_debit",
        }
    }
}

/// How the attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentAttempt {
    /// The payer is sent here.
    Completed {
        success_url: String,
    },
    Declined {
        message: String,
    },
    /// The bank asks for authentication first.
    NeedsThreeDSecure,
    /// The session takes no payment (any more).
    Closed,
}

impl Stripe {
    /// The payer presses "Pay" on the hosted page.
    pub(crate) fn pay_session(&mut self, id: &str, way: PaymentWay, email: Option<&str>, now: i64) -> PaymentAttempt {
        let session = self.objects.copy(id);
        if session["status"] != "open" {
            return PaymentAttempt::Closed;
        }
        let intent = self.intent_of_session(&session, now);
        let payer = email.or(session["customer_email"].as_str());
        let payer = payer.unwrap_or("traveller@example.org").to_owned();
        let details = json!({
            "email": payer, "name": "Jenny Rosen", "phone": null, "tax_exempt": "none", "tax_ids": [],
            "address": {"city": null, "country": "FR", "line1": null, "line2": null, "postal_code": null, "state": null},
            "business_name": null, "individual_name": null,
        });
        match way {
            PaymentWay::DeclinedCard => {
                let message = "Your card was declined.";
                self.decline(&intent, "card", "card_declined", message, now);
                return PaymentAttempt::Declined { message: message.to_owned() };
            }
            PaymentWay::CardWithThreeDSecure => {
                self.ask_three_d_secure(&intent, now);
                return PaymentAttempt::NeedsThreeDSecure;
            }
            PaymentWay::Card | PaymentWay::BankAtOnce => {
                self.objects.set(id, json!({"customer_details": details}));
                self.authorise(&intent, way.method(), &payer, now);
            }
            PaymentWay::BankLater => {
                self.objects.set(id, json!({"customer_details": details}));
                self.begin_delayed(&intent, &payer, now);
            }
        }
        self.complete_session(id, &intent, now)
    }

    /// The payer comes back from the bank.
    pub(crate) fn finish_three_d_secure(&mut self, id: &str, succeeds: bool, now: i64) -> PaymentAttempt {
        let session = self.objects.copy(id);
        let intent = session["payment_intent"].as_str().unwrap_or_default();
        if session["status"] != "open" || self.objects.copy(intent)["status"] != "requires_action" {
            return PaymentAttempt::Closed;
        }
        if succeeds {
            self.pay_session(id, PaymentWay::Card, None, now)
        } else {
            let message = "We are unable to authenticate your payment method. Please choose a different payment method and try again.";
            let error = json!({
                "type": "invalid_request_error", "code": "payment_intent_authentication_failure",
                "message": message,
            });
            self.leave_unpaid(intent, error, now);
            PaymentAttempt::Declined { message: message.to_owned() }
        }
    }

    fn complete_session(&mut self, id: &str, intent: &str, now: i64) -> PaymentAttempt {
        let is_paid = self.objects.copy(intent)["status"] == "succeeded";
        let payment_status = if is_paid { "paid" } else { "unpaid" };
        let fields = json!({"status": "complete", "payment_status": payment_status, "url": null});
        self.objects.set(id, fields);
        self.emit("checkout.session.completed", id, now);
        let url = self.objects.copy(id)["success_url"].clone();
        let success_url = url
            .as_str()
            .unwrap_or_default()
            .replace("{CHECKOUT_SESSION_ID}", id)
            .replace("%7BCHECKOUT_SESSION_ID%7D", id);
        PaymentAttempt::Completed { success_url }
    }

    /// The session's PaymentIntent; the first attempt makes it.
    fn intent_of_session(&mut self, session: &Value, now: i64) -> String {
        if let Some(intent) = session["payment_intent"].as_str() {
            return intent.to_owned();
        }
        let id = session["id"].as_str().unwrap_or_default();
        let fields = self.checkouts.get(id).map(|plan| plan.intent.clone());
        let intent = self.add_intent(fields.unwrap_or_default(), now);
        self.objects.set(id, json!({"payment_intent": intent}));
        intent
    }

    pub(super) fn add_intent(&mut self, fields: Value, now: i64) -> String {
        let id = new_id("pi");
        let mut intent = made(
            "payment_intent",
            json!({"id": id, "created": now, "client_secret": format!("{id}_secret_{}", new_id("s"))}),
        );
        lay_over(&mut intent, fields);
        self.objects.add(intent);
        self.emit("payment_intent.created", &id, now);
        id
    }

    pub(super) fn ask_three_d_secure(&mut self, intent: &str, now: i64) {
        let fields = json!({
            "status": "requires_action",
            "next_action": {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}},
        });
        self.objects.set(intent, fields);
        self.emit("payment_intent.requires_action", intent, now);
    }

    /// A payment whose outcome comes later.
    pub(super) fn begin_delayed(&mut self, intent_id: &str, payer: &str, now: i64) {
        let method = new_id("pm");
        let mut wire = made("payment_method", json!({"id": method, "type": "sepa_debit", "created": now}));
        wire["billing_details"]["email"] = payer.into();
        if let Some(wire) = wire.as_object_mut() {
            wire.remove("card");
            wire.insert("sepa_debit".to_owned(), sepa_details());
        }
        self.objects.add(wire);
        self.objects
            .set(intent_id, json!({"status": "processing", "payment_method": method, "last_payment_error": null}));
        self.emit("payment_intent.processing", intent_id, now);
    }

    /// A delayed payment arrives, or does not.
    pub(super) fn settle_delayed(&mut self, intent_id: &str, well: bool, now: i64) {
        let intent = self.objects.copy(intent_id);
        if intent["status"] != "processing" {
            return;
        }
        let session = self.session_of(intent_id);
        let session = session.as_ref().and_then(|session| session["id"].as_str());
        if well {
            let email =
                session.map(|id| self.objects.copy(id)["customer_details"]["email"].clone()).unwrap_or_default();
            let email = email.as_str().unwrap_or_default();
            self.authorise(intent_id, "sepa_debit", email, now);
        } else {
            let message = "The customer's bank refused the debit.";
            let code = "payment_method_provider_decline";
            self.decline(intent_id, "sepa_debit", code, message, now);
        }
        let Some(session) = session else { return };
        if well {
            self.objects.set(session, json!({"payment_status": "paid"}));
            self.emit("checkout.session.async_payment_succeeded", session, now);
        } else {
            self.emit("checkout.session.async_payment_failed", session, now);
        }
    }
}
