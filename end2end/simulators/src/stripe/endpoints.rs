//! Webhook endpoints made through the API, each with its own secret.

use serde_json::{Value, json};

use super::error::StripeError;
use super::objects::{made, new_id};
use super::{Asked, Reply, Stripe, listing};

const NAMES: [&str; 7] = ["url", "enabled_events.*", "description", "metadata.*", "api_version", "connect", "disabled"];

fn find(stripe: &Stripe, asked: &Asked<'_>) -> Reply {
    let id = asked.segment(1);
    if stripe.objects.is_a("webhook_endpoint", id) {
        Ok(stripe.objects.copy(id))
    } else {
        Err(StripeError::no_such("webhook_endpoint", id, "id"))
    }
}

pub(super) fn create(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&NAMES)?;
    let url = asked.params.required("url")?;
    let events = asked.params.texts("enabled_events");
    if events.is_empty() {
        return Err(StripeError::missing("enabled_events"));
    }
    let id = new_id("we");
    let secret = format!("whsec_{}", hex::encode(rand::random::<[u8; 16]>()));
    let endpoint = made(
        "webhook_endpoint",
        json!({
            "id": id, "created": asked.now, "url": url, "enabled_events": events,
            "description": asked.params.text("description"),
            "api_version": asked.params.text("api_version"),
            "metadata": asked.params.metadata("metadata", &Value::Null)?,
        }),
    );
    stripe.objects.add(endpoint.clone());
    stripe.webhooks.keep_secret(&id, &secret);
    // The secret is told once, at creation.
    let mut told = endpoint;
    told["secret"] = secret.into();
    Ok(told)
}

pub(super) fn get(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    find(stripe, asked)
}

pub(super) fn list(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    listing::allow(asked, &[])?;
    stripe.page(asked, "webhook_endpoint", "/v1/webhook_endpoints", |_| true)
}

pub(super) fn update(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&NAMES)?;
    let endpoint = find(stripe, asked)?;
    let id = asked.segment(1);
    let mut fields = json!({"metadata": asked.params.metadata("metadata", &endpoint["metadata"])?});
    if let Some(url) = asked.params.text("url") {
        fields["url"] = url.into();
    }
    let events = asked.params.texts("enabled_events");
    if !events.is_empty() {
        fields["enabled_events"] = json!(events);
    }
    if let Some(disabled) = asked.params.text("disabled") {
        fields["status"] = if disabled == "true" { "disabled" } else { "enabled" }.into();
    }
    stripe.objects.set(id, fields);
    Ok(stripe.objects.copy(id))
}

pub(super) fn delete(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    find(stripe, asked)?;
    let id = asked.segment(1);
    stripe.objects.remove(id);
    Ok(json!({"id": id, "object": "webhook_endpoint", "deleted": true}))
}
