//! Events as Stripe lists them: the catch-up for webhooks that never arrived.

use super::Stripe;
use super::client::PAGE;
use super::wire::Linked;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{PaymentError, WebhookEnvelope};
use stripe_core::event::ListEvent;
use stripe_types::RangeQueryTs;

/// What the shop listens to; an endpoint at Stripe is set up for these. At most 20 fit into one query.
pub const EVENT_TYPES: &[&str] = &[
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.amount_capturable_updated",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.expired",
    "charge.refunded",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "radar.early_fraud_warning.created",
];

impl Stripe {
    /// Every event of `types` created at `since` or later, oldest first. Stripe keeps them 30 days.
    pub async fn events_since(&self, types: &[&str], since: UnixSeconds) -> Result<Vec<WebhookEnvelope>, PaymentError> {
        self.events(types, since, false).await
    }

    /// The same, but only those that some endpoint has not taken yet.
    pub async fn events_undelivered(
        &self,
        types: &[&str],
        since: UnixSeconds,
    ) -> Result<Vec<WebhookEnvelope>, PaymentError> {
        self.events(types, since, true).await
    }

    async fn events(
        &self,
        types: &[&str],
        since: UnixSeconds,
        undelivered: bool,
    ) -> Result<Vec<WebhookEnvelope>, PaymentError> {
        let types: Vec<String> = types.iter().map(|name| (*name).to_owned()).collect();
        let request = |after: Option<&str>| {
            let mut list = ListEvent::new().types(types.clone()).created(RangeQueryTs::gte(since.0)).limit(PAGE);
            if undelivered {
                list = list.delivery_success(false);
            }
            match after {
                Some(id) => list.starting_after(id),
                None => list,
            }
        };
        let newest_first: Vec<WireEvent> = self.whole_list(request).await?;
        Ok(newest_first.into_iter().rev().map(WireEvent::read).collect())
    }
}

/// An event's envelope; what it says about its object is not believed, the object is read again.
#[derive(miniserde::Deserialize)]
pub(super) struct WireEvent {
    pub(super) id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    livemode: bool,
    data: Option<WireData>,
}

#[derive(miniserde::Deserialize)]
struct WireData {
    object: Option<WireObject>,
}

#[derive(miniserde::Deserialize)]
struct WireObject {
    id: Option<String>,
    payment_intent: Option<Linked<WireId>>,
}

#[derive(miniserde::Deserialize)]
struct WireId {
    id: Option<String>,
}

impl WireEvent {
    pub(super) fn read(self) -> WebhookEnvelope {
        let object = self.data.and_then(|data| data.object);
        let (object_id, linked) = object.map_or((None, None), |object| (object.id, object.payment_intent));
        WebhookEnvelope {
            object_id,
            intent_id: linked.and_then(|linked| linked.id.or(linked.whole.and_then(|whole| whole.id))),
            id: self.id,
            kind: self.kind,
            livemode: self.livemode,
            created: UnixSeconds(self.created),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_types_fit_into_one_query() {
        assert!(EVENT_TYPES.len() <= 20);
    }
}
