//! POST /v1/checkout/sessions.

use serde_json::{Value, json};

use super::agenda::Due;
use super::error::StripeError;
use super::objects::{made, new_id};
use super::params::Params;
use super::products::price_from_data;
use super::{Asked, Reply, Stripe, allowed};

/// What happens when the session is paid, beyond what its object shows.
#[derive(Clone, Debug)]
pub(crate) struct CheckoutPlan {
    /// Fields of the PaymentIntent that will be made.
    pub(super) intent: Value,
    /// Methods that the hosted page offers.
    pub(crate) methods: Vec<String>,
}

const SHORTEST_LIFE: i64 = 30 * 60;
const LONGEST_LIFE: i64 = 24 * 3600;
/// The version that took `payment_method_types` off this call.
const WITHOUT_PAYMENT_METHOD_TYPES: &str = "2026-09-30";
/// What the account's settings would offer for a payment in euro.
const USUAL_METHODS: [&str; 3] = ["card", "ideal", "sepa_debit"];

/// The least amount that can be charged, in minor units.
pub(super) fn least_amount(currency: &str) -> i64 {
    match currency {
        "gbp" => 30,
        "dkk" => 250,
        "nok" | "sek" => 300,
        "czk" => 1500,
        "hkd" => 400,
        "pln" | "aed" | "ron" => 200,
        "huf" => 17_500,
        "mxn" | "thb" => 1000,
        _ => 50,
    }
}

pub(super) fn create(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    let params = &asked.params;
    let is_old = asked.version.is_none_or(|version| version < WITHOUT_PAYMENT_METHOD_TYPES);
    let mut names = allowed::CREATE_SESSION.to_vec();
    if is_old {
        names.push("payment_method_types.*");
    }
    params.allow(&names)?;
    if params.text("mode").unwrap_or("payment") != "payment" {
        return Err(StripeError::invalid("mode", "Only mode=payment is simulated."));
    }
    let success_url = params.required("success_url")?;
    if params.list("line_items").is_empty() {
        return Err(StripeError::missing("line_items"));
    }
    let expires_at = expiry(params, asked.now)?;

    let (lines, currency) = lines(stripe, params, asked.now)?;
    let total: i64 = lines.iter().map(|line| line["amount_total"].as_i64().unwrap_or_default()).sum();
    if total < least_amount(&currency) {
        return Err(StripeError::parameter(
            "amount_too_small",
            "line_items",
            format!(
                "The Checkout Session's total amount must convert to at least {} {currency} in minor units.",
                least_amount(&currency)
            ),
        ));
    }
    let methods = methods(params);
    let id = new_id("cs_test_a1");
    let id = id.replacen("a1_", "a1", 1);
    let mut session = made(
        "checkout.session",
        json!({
            "id": id,
            "created": asked.now,
            "expires_at": expires_at,
            "amount_subtotal": total,
            "amount_total": total,
            "currency": currency,
            "success_url": success_url,
            "cancel_url": params.text("cancel_url"),
            "client_reference_id": params.text("client_reference_id"),
            "customer_email": params.text("customer_email"),
            "locale": params.text("locale"),
            "integration_identifier": params.text("integration_identifier"),
            "submit_type": params.text("submit_type"),
            "metadata": params.metadata("metadata", &Value::Null)?,
            "adaptive_pricing": {"enabled": params.is_true("adaptive_pricing.enabled")},
            "payment_method_types": methods,
            "payment_method_options": method_options(params),
            "url": format!("{}/c/pay/{id}", stripe.origin),
        }),
    );
    // These two are on the object only when they were given.
    for name in ["allowed_payment_method_types", "excluded_payment_method_types"] {
        let texts = params.texts(name);
        if !texts.is_empty() {
            session[name] = json!(texts);
        }
    }
    let plan = CheckoutPlan {
        intent: json!({
            "amount": total,
            "currency": currency,
            "description": params.text("payment_intent_data.description"),
            "metadata": params.metadata("payment_intent_data.metadata", &Value::Null)?,
            "capture_method": params.text("payment_intent_data.capture_method").unwrap_or("automatic_async"),
            "receipt_email": params.text("payment_intent_data.receipt_email"),
            "statement_descriptor_suffix": params.text("payment_intent_data.statement_descriptor_suffix"),
            "payment_method_types": methods,
            "payment_method_options": intent_options(params),
        }),
        methods,
    };
    stripe.objects.keep_line_items(&id, lines);
    stripe.objects.add(session);
    stripe.checkouts.insert(id.clone(), plan);
    stripe.agenda.add(expires_at, Due::ExpireSession(id.clone()));
    Ok(stripe.objects.copy(&id))
}

fn expiry(params: &Params, now: i64) -> Result<i64, StripeError> {
    let expires_at = params.integer("expires_at")?.unwrap_or(now + LONGEST_LIFE);
    let life = expires_at - now;
    if life < SHORTEST_LIFE {
        return Err(StripeError::invalid(
            "expires_at",
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
        ));
    }
    if life > LONGEST_LIFE {
        return Err(StripeError::invalid(
            "expires_at",
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
        ));
    }
    Ok(expires_at)
}

/// The lines as objects, and the one currency of all.
fn lines(stripe: &mut Stripe, params: &Params, now: i64) -> Result<(Vec<Value>, String), StripeError> {
    let mut lines = Vec::new();
    let mut currency: Option<String> = None;
    for index in 0..params.list("line_items").len() {
        let at = |name: &str| format!("line_items.{index}.{name}");
        let quantity = params.integer(&at("quantity"))?.unwrap_or(1);
        if quantity < 1 {
            return Err(StripeError::invalid("line_items[quantity]", "Quantity must be at least 1."));
        }
        let (price, name) = match params.text(&at("price")) {
            Some(id) => {
                let price = stripe.objects.copy(id);
                if price.is_null() {
                    return Err(StripeError::no_such("price", id, "line_items[price]"));
                }
                let product = price["product"].as_str().unwrap_or_default();
                let name = stripe.objects.copy(product)["name"].clone();
                (price, name.as_str().unwrap_or_default().to_owned())
            }
            None => price_from_data(stripe, params, &at("price_data"), now)?,
        };
        let price_currency = price["currency"].as_str().unwrap_or_default().to_owned();
        if currency.get_or_insert_with(|| price_currency.clone()) != &price_currency {
            return Err(StripeError::invalid("line_items", "All line items must have the same currency."));
        }
        let amount = price["unit_amount"].as_i64().unwrap_or_default() * quantity;
        lines.push(made(
            "item",
            json!({
                "id": new_id("li"), "description": name, "currency": price_currency,
                "amount_subtotal": amount, "amount_total": amount, "quantity": quantity, "price": price,
                "metadata": params.metadata(&at("metadata"), &Value::Null)?,
            }),
        ));
    }
    Ok((lines, currency.unwrap_or_default()))
}

/// What the page offers: the usual methods, filtered; with a hold for the whole payment, cards only.
fn methods(params: &Params) -> Vec<String> {
    let mut methods = params.texts("payment_method_types");
    if methods.is_empty() {
        methods = USUAL_METHODS.map(str::to_owned).to_vec();
    }
    let allowed = params.texts("allowed_payment_method_types");
    if !allowed.is_empty() {
        methods.retain(|method| allowed.contains(method));
    }
    let excluded = params.texts("excluded_payment_method_types");
    methods.retain(|method| !excluded.contains(method));
    if params.text("payment_intent_data.capture_method") == Some("manual") {
        methods.retain(|method| method == "card");
    }
    methods
}

/// The options on the session's object.
fn method_options(params: &Params) -> Value {
    let three_d_secure = params.text("payment_method_options.card.request_three_d_secure").unwrap_or("automatic");
    let mut card = json!({"request_three_d_secure": three_d_secure});
    if let Some(method) = params.text("payment_method_options.card.capture_method") {
        card["capture_method"] = method.into();
    }
    json!({"card": card})
}

/// The options on the PaymentIntent.
fn intent_options(params: &Params) -> Value {
    let mut card = json!({
        "installments": null, "mandate_options": null, "network": null,
        "request_three_d_secure": "automatic",
    });
    if let Some(method) = params.text("payment_method_options.card.capture_method") {
        card["capture_method"] = method.into();
    }
    json!({"card": card})
}
