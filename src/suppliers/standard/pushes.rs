//! What the supplier tells by itself: registered at start, signed with HMAC-SHA256 under a shared secret (seed 002,
//! "Gestion des événements asynchrones").

use super::Standard;
use super::api::WEBHOOKS;
use super::wire::{Event, EventData, Webhook, object_in};
use crate::domain::iccid::Iccid;
use crate::domain::ids::AttemptId;
use crate::secret::Secret;
use crate::suppliers::http::reading::Tries;
use crate::suppliers::wire::object;
use crate::suppliers::{Push, PushRefused, Subject, SupplierError};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use url::Url;

const SIGNATURE: &str = "x-webhook-signature";
const EVENTS: [&str; 4] = ["esim.installed", "esim.activated", "usage.threshold_reached", "esim.expired"];
/// Longer ids are hashed; longer words are cut.
const LONGEST_ID: usize = 100;
const LONGEST_KIND: usize = 60;

impl Standard {
    /// Registers the address unless it is registered for every event already. A changed secret is told only once the old
    /// registration is gone: the list does not show it.
    pub(super) async fn register(&self, address: &Url, secret: &Secret, request_id: &str) -> Result<(), SupplierError> {
        let listed = match self.api.list(Tries::One, &WEBHOOKS, &[], request_id).await {
            Ok(listed) => listed,
            // The protocol names the registration alone.
            Err(SupplierError::NotFound | SupplierError::Refused { status: 405, .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut webhooks = listed.into_iter().filter_map(object_in::<Webhook>);
        if webhooks.any(|webhook| fits(&webhook, address)) {
            return Ok(());
        }
        let body = json!({"url": address.as_str(), "secret": secret.expose(), "events": EVENTS});
        self.api.post("webhooks.register", &["webhooks", "register"], &body, request_id).await.map(|_| ())
    }
}

fn fits(webhook: &Webhook, address: &Url) -> bool {
    let told = |event: &&str| webhook.events.as_array().is_some_and(|events| events.contains(&Value::from(*event)));
    webhook.url.as_deref() == Some(address.as_str())
        && (webhook.status.0.is_none() || webhook.status.is("active"))
        && EVENTS.iter().all(told)
}

/// Verifies the signature over the raw body, then reads what it is about. Nothing is read before.
pub(super) fn understand(secret: &Secret, headers: &HeaderMap, body: &[u8]) -> Result<Push, PushRefused> {
    let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    let tag = signature.and_then(|text| hex::decode(text.trim().strip_prefix("sha256=")?).ok());
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    // Compares in constant time.
    if tag.is_none_or(|tag| hmac::verify(&key, body, &tag).is_err()) {
        return Err(PushRefused::BadSignature);
    }
    let event = serde_json::from_slice(body).ok().and_then(object_bare).ok_or(PushRefused::Unreadable)?;
    let kind: String = event.kind.0.ok_or(PushRefused::Unreadable)?.chars().take(LONGEST_KIND).collect();
    let id = event.id.0.filter(|id| id.len() <= LONGEST_ID);
    let id = id.unwrap_or_else(|| hex::encode(digest(&SHA256, body)));
    Ok(Push { id, kind, about: subject(object_in(event.data).unwrap_or_default()) })
}

fn object_bare(value: Value) -> Option<Event> {
    Some(value).filter(Value::is_object).map(object)
}

fn subject(data: EventData) -> Subject {
    let sim = data.iccid.as_deref().and_then(|text| Iccid::parse(text).ok()).map(Subject::Sim);
    let sale = || data.order_id.0.clone().map(Subject::Sale);
    let attempt = || data.external_reference.as_deref().and_then(AttemptId::parse).map(Subject::Attempt);
    sim.or_else(sale).or_else(attempt).unwrap_or(Subject::Nothing)
}
