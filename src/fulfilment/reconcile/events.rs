//! Stripe's events that never arrived: each goes through the same door as a webhook.

use super::{Cure, PassError, Tally, UNDER_WAY, Window, evidence};
use crate::domain::ids::OrderId;
use crate::domain::reconciliation::DifferenceKind;
use crate::fulfilment::webhooks::receive_stripe_event;
use crate::payments::WebhookEnvelope;
use crate::payments::stripe::EVENT_TYPES;
use crate::services::Services;
use crate::store::{Result, SeenDifference};

/// Takes in what some endpoint has not taken; over a whole stretch of time, everything that is about an order of ours:
/// records that were set back have forgotten what was delivered once.
pub(super) async fn compare(
    services: &Services,
    window: Window,
    tally: &mut Tally,
) -> std::result::Result<(), PassError> {
    let events = if window.whole {
        services.outside("stripe.event.list", services.stripe.events_since(EVENT_TYPES, window.from)).await?
    } else {
        services.outside("stripe.event.list", services.stripe.events_undelivered(EVENT_TYPES, window.from)).await?
    };
    let now = services.clock.now();
    // What has just happened is on its way.
    for event in events.into_iter().filter(|event| now.since(event.created) >= UNDER_WAY) {
        let order = order_of(services, &event).await?;
        // Those of other programs are known by their object once they are looked into; all of them are too many.
        if event.livemode != services.config.stripe.is_live() || (window.whole && order.is_none()) {
            tally.others += 1;
            continue;
        }
        tally.compared += 1;
        if receive_stripe_event(services, &event).await?
            && let Some(order) = order
        {
            let object = event.object_id.as_deref().unwrap_or("nothing");
            let theirs = format!("Stripe: {} {} of {} about {object}", event.kind, event.id, event.created.iso8601());
            let seen = SeenDifference {
                kind: DifferenceKind::EventLost,
                subject: event.id.clone(),
                subject_at: event.created,
                order: Some(order),
                evidence: evidence("the event never arrived; it is taken in now", &theirs),
            };
            tally.find(seen, Cure::Done);
        }
    }
    Ok(())
}

async fn order_of(services: &Services, event: &WebhookEnvelope) -> Result<Option<OrderId>> {
    let mut tx = services.store.snapshot().await?;
    for object in [&event.intent_id, &event.object_id].into_iter().flatten() {
        if let Some(order) = tx.order_of_provider_object(object).await? {
            return Ok(Some(order));
        }
    }
    Ok(None)
}
