//! Events: written down when something happens, listed for catching up, handed to the deliveries.

use serde_json::{Value, json};

use super::error::StripeError;
use super::objects::{API_VERSION, made, new_id};
use super::{Asked, Reply, Stripe, listing};
use crate::webhooks::matches_type;

impl Stripe {
    /// Writes the event down with the object as it is now and queues its deliveries.
    pub(super) fn emit(&mut self, kind: &str, object_id: &str, now: i64) {
        let object = self.objects.copy(object_id);
        let (request_id, key) = self.request.clone();
        let event = made(
            "event",
            json!({
                "id": new_id("evt"),
                "type": kind,
                "created": now,
                "api_version": API_VERSION,
                "livemode": false,
                "pending_webhooks": 1,
                "request": {"id": request_id, "idempotency_key": key},
                "data": {"object": object},
            }),
        );
        self.webhooks.queue(&event, &self.objects, now);
        self.objects.add(event);
    }
}

pub(super) fn get(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&[])?;
    let id = asked.segment(1);
    if stripe.objects.is_a("event", id) {
        Ok(stripe.objects.copy(id))
    } else {
        Err(StripeError::no_such("event", id, "id"))
    }
}

pub(super) fn list(stripe: &mut Stripe, asked: &Asked<'_>) -> Reply {
    listing::allow(asked, &["type", "types.*", "delivery_success"])?;
    let one = asked.params.text("type");
    let many = asked.params.texts("types");
    let delivered = asked.params.text("delivery_success");
    stripe.page(asked, "event", "/v1/events", |event| {
        let kind = event["type"].as_str().unwrap_or_default();
        let id = event["id"].as_str().unwrap_or_default();
        one.is_none_or(|one| matches_type(one, kind))
            && (many.is_empty() || many.iter().any(|type_| matches_type(type_, kind)))
            && delivered.is_none_or(|want| (want == "true") == stripe.webhooks.was_delivered(id))
    })
}

/// A body that names a type that nobody knows, for deliveries that must be answered 200 nonetheless.
pub(super) fn of_unknown_type(now: i64) -> Value {
    made(
        "event",
        json!({
            "id": new_id("evt"), "type": "tulip.bloomed", "created": now, "api_version": API_VERSION,
            "data": {"object": {"id": "tulip_1", "object": "tulip"}},
        }),
    )
}
