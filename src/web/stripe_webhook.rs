//! `POST /webhooks/stripe`: an event is believed once its signature is good, stored once, and looked into by a job.
//!
//! 400: no good signature, or an old one; nothing is stored. 200: stored, or known. 500: not stored, so that it is
//! sent again.

use super::Site;
use super::limits::LARGEST_WEBHOOK;
use crate::fulfilment::webhooks;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::routing::post;

/// The route.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/webhooks/stripe", post(receive)).layer(DefaultBodyLimit::max(LARGEST_WEBHOOK))
}

async fn receive(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let services = &site.services;
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok());
    let envelope = match services.stripe.open_webhook(signature, &body, services.clock.now()) {
        Ok(envelope) => envelope,
        Err(refusal) => {
            tracing::warn!(%refusal, "a webhook is refused");
            return StatusCode::BAD_REQUEST;
        }
    };
    match webhooks::receive_stripe_event(services, &envelope).await {
        Ok(_) => StatusCode::OK,
        Err(error) => {
            tracing::error!(%error, event = envelope.id, "a webhook could not be stored");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}
