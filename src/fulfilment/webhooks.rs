//! Stripe's events: stored once with their job, then only a reason to look at the object.

use super::jobs::Job;
use super::sessions::look_at_told_payment;
use crate::domain::ids::{OrderId, PaymentId};
use crate::payments::{PaymentError, WebhookEnvelope};
use crate::services::Services;
use crate::store::{InboxEvent, Result, TaskKind};
use std::time::Duration;

/// Who sent it.
const SOURCE: &str = "stripe";

/// Stores an event whose signature is good, with its job, in one transaction; `false` when it is known.
pub async fn receive_stripe_event(services: &Services, envelope: &WebhookEnvelope) -> Result<bool> {
    let now = services.clock.now();
    // A charge, a refund, a dispute leads to its order by its PaymentIntent.
    let object = if names_its_payment(&envelope.kind) { &envelope.object_id } else { &envelope.intent_id };
    let event = InboxEvent {
        id: envelope.id.clone(),
        source: SOURCE.to_owned(),
        kind: envelope.kind.clone(),
        object: object.clone().or_else(|| envelope.object_id.clone()),
    };
    let mut tx = services.store.begin().await?;
    if !tx.insert_event(&event, now).await? {
        return Ok(false);
    }
    Job::StripeEvent { event: envelope.id.clone() }.ring(&mut tx, now, now).await?;
    tx.commit().await?;
    services.bell.notify_one();
    Ok(true)
}

/// How a look at an event ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    Done,
    /// The object names this payment as ours, but it is not in our records yet: its session is just being made.
    NotKnownYet(PaymentId),
    /// The payment provider could not be asked about the object: nothing is known, and the event stays open.
    NotReadYet,
}

/// Looks at what an event points to, and rings the order's job. The event is closed last: whatever ends this earlier,
/// it is looked into again.
pub async fn look_into_event(services: &Services, event: &str) -> Result<Looked> {
    let mut tx = services.store.snapshot().await?;
    let Some(stored) = tx.open_event(SOURCE, event).await? else { return Ok(Looked::Done) };
    let object = stored.object.clone().unwrap_or_default();
    let mut order = tx.order_of_provider_object(&object).await?;
    drop(tx);
    let mut named = None;
    if order.is_none() && names_its_payment(&stored.kind) {
        match find_by_name(services, &stored.kind, &object).await? {
            Found::Order(of_payment, payment) => (order, named) = (Some(of_payment), Some(payment)),
            Found::OursButUnknown(payment) => return Ok(Looked::NotKnownYet(payment)),
            Found::NotReadYet => return Ok(Looked::NotReadYet),
            Found::NotOurs => {}
        }
    }
    if let Some(order) = &order
        && let Some(family) = services.store.snapshot().await?.family(order).await?
        && !look_at_told_payment(services, family, named.as_ref(), &stored.kind, &object).await?
    {
        return Ok(Looked::NotReadYet);
    }
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(order) = order else {
        tx.close_event(SOURCE, event, now).await?;
        tx.commit().await?;
        return Ok(Looked::Done);
    };
    if let Some(mut family) = tx.family(&order).await? {
        // The first event of a dispute may be lost; any of these says that there is one.
        if DISPUTED.contains(&stored.kind.as_str()) && !family.order.disputed {
            tx.lock(&mut family, now).await?;
            tx.set_disputed(&order, true).await?;
            let evidence = "the buyer's bank disputes the charge; answer in the payment provider's Dashboard";
            tx.raise_task(TaskKind::Disputed, &object, Some(&order), evidence, now).await?;
        }
        tx.note(Some(&order), "payment provider", &format!("event.{}", stored.kind), "", now).await?;
        Job::AdvanceOrder { order: order.clone() }.ring(&mut tx, now, now).await?;
        tx.close_event(SOURCE, event, now).await?;
        tx.commit().await?;
        services.bell.notify_one();
    }
    Ok(Looked::Done)
}

/// A payment that names us and stays unknown: a person looks, once for all of its events; the next step is to give the
/// money back.
pub async fn give_up_on_event(services: &Services, event: &str, payment: &PaymentId) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let evidence = format!("event {event} names the payment {payment} of this shop, which is not in its records");
    tx.raise_task(TaskKind::UnknownPayment, payment.as_str(), None, &evidence, now).await?;
    tx.close_event(SOURCE, event, now).await?;
    tx.commit().await
}

/// So long an unknown object of ours is waited for.
pub const UNKNOWN_FOR: Duration = Duration::from_secs(600);

/// Events that say that a charge is disputed.
const DISPUTED: [&str; 3] = ["charge.dispute.created", "charge.dispute.updated", "charge.dispute.funds_withdrawn"];

enum Found {
    Order(OrderId, PaymentId),
    OursButUnknown(PaymentId),
    NotReadYet,
    NotOurs,
}

/// Sessions and PaymentIntents carry our payment's id themselves.
fn names_its_payment(kind: &str) -> bool {
    kind.starts_with("checkout.session.") || kind.starts_with("payment_intent.")
}

async fn find_by_name(services: &Services, kind: &str, object: &str) -> Result<Found> {
    let payment = if kind.starts_with("checkout.session.") {
        services.stripe.session(object).await.map(|session| session.payment)
    } else {
        services.stripe.intent(object).await.map(|intent| intent.payment)
    };
    let payment = match payment {
        Ok(Some(payment)) => payment,
        // A shared account: somebody else's.
        Ok(None) | Err(PaymentError::NotFound) => return Ok(Found::NotOurs),
        Err(error) => {
            tracing::warn!(object, %error, "could not look at an event's object");
            return Ok(Found::NotReadYet);
        }
    };
    let order = services.store.snapshot().await?.order_of_payment(&payment).await?;
    Ok(match order {
        Some(order) => Found::Order(order, payment),
        None => Found::OursButUnknown(payment),
    })
}
