//! Stripe's events: stored once with their job, then only a reason to look at the object.

use super::disputes::{is_about_a_dispute, look_at_disputes};
use super::jobs::Job;
use super::payment_reading::{is_told_of, look_at_told_payment, told_payment};
use super::refund_mirror::mirror_refunds;
use crate::domain::ids::{OrderId, PaymentId};
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{PaymentError, WebhookEnvelope};
use crate::services::Services;
use crate::store::{InboxEvent, Result, TaskKind, Tx};
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
    match order_to_look_at(&mut tx, &event).await? {
        Some(order) => see_event(&mut tx, &event, &order, now).await?,
        None => Job::StripeEvent { event: envelope.id.clone() }.ring(&mut tx, now, now).await?,
    }
    tx.commit("event_stored").await?;
    services.bell.notify_one();
    Ok(true)
}

/// The order whose own steps are all that the event calls for: they read the session and its PaymentIntent anyway.
async fn order_to_look_at(tx: &mut Tx, event: &InboxEvent) -> Result<Option<OrderId>> {
    let Some(object) = event.object.as_deref().filter(|_| names_its_payment(&event.kind)) else { return Ok(None) };
    let Some(order) = tx.order_of_provider_object(object).await? else { return Ok(None) };
    let payments = tx.payments_of(&order).await?;
    let plain = payments.iter().filter(|payment| is_told_of(payment, object)).all(|payment| {
        // Such a payment is not read by the order's steps any more: see `look_at_told_payment`.
        !matches!(payment.state, PaymentState::Expired | PaymentState::Review)
            && (payment.state != PaymentState::Held || event.kind != "payment_intent.canceled")
    });
    Ok(plain.then_some(order))
}

/// Notes an event in its order's timeline, rings the order's job and closes the event.
async fn see_event(tx: &mut Tx, event: &InboxEvent, order: &OrderId, now: UnixSeconds) -> Result<()> {
    tx.note(Some(order), "payment provider", &format!("event.{}", event.kind), "", now).await?;
    Job::AdvanceOrder { order: order.clone() }.ring(tx, now, now).await?;
    tx.close_event(SOURCE, &event.id, now).await
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
        && !learn_from(services, order, named.as_ref(), &stored.kind, &object).await?
    {
        return Ok(Looked::NotReadYet);
    }
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(order) = order else {
        tx.close_event(SOURCE, event, now).await?;
        tx.commit("event_not_ours").await?;
        return Ok(Looked::Done);
    };
    see_event(&mut tx, &stored, &order, now).await?;
    tx.commit("event_seen").await?;
    services.bell.notify_one();
    Ok(Looked::Done)
}

/// Reads what an event tells of and that no step of its order reads by itself. `false` when the provider cannot be asked.
async fn learn_from(
    services: &Services,
    order: &OrderId,
    named: Option<&PaymentId>,
    kind: &str,
    object: &str,
) -> Result<bool> {
    if is_about_a_dispute(kind) {
        return look_at_disputes(services, order, object, kind).await;
    }
    let Some(family) = services.store.snapshot().await?.family(order).await? else { return Ok(true) };
    let told = told_payment(&family, named, object);
    if let Some(payment) = told.as_ref().filter(|_| is_about_a_refund(kind))
        && !mirror_refunds(services, family.clone(), &payment.id).await?
    {
        return Ok(false);
    }
    match told {
        Some(payment) => look_at_told_payment(services, family, &payment, kind, object).await,
        None => Ok(true),
    }
}

fn is_about_a_refund(kind: &str) -> bool {
    kind.starts_with("refund.") || kind == "charge.refunded"
}

/// A payment that names us and stays unknown: a person looks, once for all of its events; the next step is to give the
/// money back.
pub async fn give_up_on_event(services: &Services, event: &str, payment: &PaymentId) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let evidence = format!("event {event} names the payment {payment} of this shop, which is not in its records");
    tx.raise_task(TaskKind::UnknownPayment, payment.as_str(), None, &evidence, now).await?;
    tx.close_event(SOURCE, event, now).await?;
    tx.commit("event_given_up").await
}

/// So long an unknown object of ours is waited for.
pub const UNKNOWN_FOR: Duration = Duration::from_secs(600);

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
        services.outside("stripe.session", services.stripe.session(object)).await.map(|session| session.payment)
    } else {
        services.outside("stripe.intent", services.stripe.intent(object)).await.map(|intent| intent.payment)
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
