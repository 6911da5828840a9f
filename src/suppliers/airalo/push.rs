//! Notifications: signed with the client's secret, without an id or a time of their own.

use super::wire::{self, Notice, Order};
use crate::domain::iccid::Iccid;
use crate::domain::ids::AttemptId;
use crate::secret::Secret;
use crate::suppliers::{Push, PushRefused, Subject, push};
use aws_lc_rs::hmac::HMAC_SHA512;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// HMAC-SHA512 of the raw body, in hexadecimal.
const SIGNATURE: &str = "airalo-signature";

/// Believes nothing of the body before its signature is good.
pub(super) fn understand(client_secret: &Secret, headers: &HeaderMap, body: &[u8]) -> Result<Push, PushRefused> {
    push::verify(HMAC_SHA512, client_secret, headers, SIGNATURE, body, [|text| hex::decode(text).ok()])?;
    let told = serde_json::from_slice::<Value>(body).ok().filter(Value::is_object).ok_or(PushRefused::Unreadable)?;
    let (kind, about) = what_happened(told);
    Ok(Push::new(None, body, &kind, about))
}

/// Its kind is not told: it shows in the fields.
fn what_happened(told: Value) -> (String, Subject) {
    let is_an_order = told.get("request_id").is_some_and(|id| !id.is_null());
    let inner = wire::inner(told);
    let notice: Notice = wire::object(inner.clone());
    if let Some(level) = notice.level.0 {
        let iccid = notice.iccid.as_deref().and_then(|text| Iccid::parse(text).ok());
        return (level, iccid.map_or(Subject::Nothing, Subject::Sim));
    }
    let order: Order = wire::object(inner);
    if is_an_order || order.id.0.is_some() {
        return ("async_orders".into(), whose(order));
    }
    if notice.message.0.is_some() && notice.remaining.0.is_some() {
        return ("webhook_credit_limit".into(), Subject::Account);
    }
    ("unknown".into(), Subject::Nothing)
}

/// An order that was not made after all has a reason instead of a description: it is found missing by its look-ups.
fn whose(order: Order) -> Subject {
    let ours = order.description.as_deref().and_then(AttemptId::parse).map(Subject::Attempt);
    ours.or(order.id.0.map(Subject::Sale)).unwrap_or(Subject::Nothing)
}
