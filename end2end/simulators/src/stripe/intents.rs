//! PaymentIntents made directly, as official tools do, with Stripe's test methods.

use serde_json::{Value, json};

use super::error::StripeError;
use super::session_create::least_amount;
use super::settling::unexpected_state;
use super::{Asked, Reply, Stripe, allowed, listing};

pub(super) fn get(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&["client_secret"])?;
    stripe.intent(asked)
}

pub(super) fn list(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    listing::allow(asked, &["customer"])?;
    let customer = asked.params.text("customer");
    stripe.page(asked, "payment_intent", "/v1/payment_intents", |intent| {
        customer.is_none_or(|want| intent["customer"] == want)
    })
}

pub(super) fn create(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    let params = &asked.params;
    params.allow(allowed::CREATE_INTENT)?;
    params.required("amount")?;
    let amount = params.integer("amount")?.unwrap_or_default();
    let currency = params.required("currency")?.to_lowercase();
    if amount < least_amount(&currency) {
        return Err(StripeError::parameter(
            "amount_too_small",
            "amount",
            "Amount is below the least that can be charged.",
        ));
    }
    let capture_method = params.text("capture_method").unwrap_or("automatic_async");
    if !["automatic", "automatic_async", "manual"].contains(&capture_method) {
        return Err(StripeError::invalid("capture_method", "Invalid capture_method"));
    }
    let mut methods = params.texts("payment_method_types");
    if methods.is_empty() {
        methods.push("card".to_owned());
    }
    let card = json!({
        "installments": null, "mandate_options": null, "network": null,
        "request_three_d_secure": "automatic",
    });
    let fields = json!({
        "amount": amount, "currency": currency, "capture_method": capture_method,
        "description": params.text("description"),
        "metadata": params.metadata("metadata", &Value::Null)?,
        "receipt_email": params.text("receipt_email"),
        "customer": params.text("customer"),
        "statement_descriptor_suffix": params.text("statement_descriptor_suffix"),
        "payment_method": params.text("payment_method"),
        "payment_method_types": methods,
        "payment_method_options": {"card": card},
        "status": if params.text("payment_method").is_some() { "requires_confirmation" } else { "requires_payment_method" },
    });
    let id = stripe.add_intent(fields, asked.now);
    if params.is_true("confirm") {
        confirm_with(stripe, &id, params.text("payment_method"), asked.now)?;
    }
    Ok(stripe.objects.copy(&id))
}

pub(super) fn update(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(allowed::UPDATE_INTENT)?;
    let intent = stripe.intent(asked)?;
    let id = asked.segment(1);
    let mut fields = json!({"metadata": asked.params.metadata("metadata", &intent["metadata"])?});
    for name in ["description", "receipt_email", "payment_method", "statement_descriptor_suffix"] {
        if let Some(text) = asked.params.text(name) {
            fields[name] = text.into();
        }
    }
    if let Some(amount) = asked.params.integer("amount")? {
        if intent["latest_charge"].is_string() {
            return Err(unexpected_state(&intent, "updated"));
        }
        fields["amount"] = amount.into();
    }
    stripe.objects.set(id, fields);
    Ok(stripe.objects.copy(id))
}

pub(super) fn confirm(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(allowed::CONFIRM_INTENT)?;
    let intent = stripe.intent(asked)?;
    if stripe.session_of(asked.segment(1)).is_some() {
        return Err(StripeError::refused(
            "payment_intent_unexpected_state",
            "You cannot confirm a PaymentIntent that was created by a Checkout Session.",
        ));
    }
    let method = asked.params.text("payment_method").or(intent["payment_method"].as_str()).map(str::to_owned);
    confirm_with(stripe, asked.segment(1), method.as_deref(), asked.now)?;
    Ok(stripe.objects.copy(asked.segment(1)))
}

/// Pays with a test method such as `pm_card_visa`; its name, or its token's, says how it ends.
fn confirm_with(stripe: &mut Stripe, id: &str, method: Option<&str>, now: i64) -> Result<(), StripeError> {
    let intent = stripe.objects.copy(id);
    let status = intent["status"].as_str().unwrap_or_default();
    if !["requires_payment_method", "requires_confirmation", "requires_action"].contains(&status) {
        return Err(unexpected_state(&intent, "confirmed"));
    }
    let Some(method) = method else {
        return Err(StripeError::missing("payment_method"));
    };
    let behaviour = stripe.behaviour_of(method);
    stripe.objects.set(id, json!({"payment_method": method}));
    if behaviour.contains("hargeDeclined") {
        let message = "Your card was declined.";
        stripe.decline(id, "card", "card_declined", message, now);
        let intent = stripe.objects.copy(id);
        return Err(StripeError::card("card_declined", message, intent));
    }
    if behaviour.contains("hreeDSecure") || behaviour.contains("uthenticationRequired") {
        stripe.ask_three_d_secure(id, now);
        return Ok(());
    }
    if behaviour.contains("sepa") {
        stripe.begin_delayed(id, "jenny@example.com", now);
        return Ok(());
    }
    stripe.authorise(id, "card", "jenny@example.com", now);
    if behaviour.contains("createDispute") {
        let reason = if behaviour.contains("Inquiry") { "general" } else { "fraudulent" };
        stripe.open_dispute(id, reason, now);
    }
    Ok(())
}

impl Stripe {
    /// The name that says how a payment method behaves.
    pub(super) fn behaviour_of(&self, method: &str) -> String {
        self.tokens.get(method).cloned().unwrap_or_else(|| method.to_owned())
    }
}
