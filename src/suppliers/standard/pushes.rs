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
use crate::suppliers::{Push, PushRefused, Subject, SupplierError, push};
use aws_lc_rs::hmac::HMAC_SHA256;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use url::Url;

const SIGNATURE: &str = "x-webhook-signature";
const EVENTS: [&str; 4] = ["esim.installed", "esim.activated", "usage.threshold_reached", "esim.expired"];
/// A longer id is not kept: the body's hash stands for it.
const LONGEST_ID: usize = 100;

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
    let way: push::Way = |text| hex::decode(text.strip_prefix("sha256=")?).ok();
    push::verify(HMAC_SHA256, secret, headers, SIGNATURE, body, [way])?;
    let event = serde_json::from_slice(body).ok().and_then(object_bare).ok_or(PushRefused::Unreadable)?;
    let kind = event.kind.0.ok_or(PushRefused::Unreadable)?;
    let id = event.id.0.filter(|id| id.len() <= LONGEST_ID);
    Ok(Push::new(id, body, &kind, subject(object_in(event.data).unwrap_or_default())))
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
