//! Capture and void: once at the provider, under keys that change only when a read shows that nothing happened.

use super::arrival::{start_refund, tell};
use crate::domain::ids::PaymentId;
use crate::domain::money::Money;
use crate::domain::payment::PaymentState;
use crate::payments::{IntentReading, IntentStatus, PaymentError};
use crate::services::Services;
use crate::store::{Family, LedgerKind, MailKind, Payment, PaymentFacts, Result, StoreError, TaskKind};

/// Takes the sum of the delivered lines (I3).
pub async fn capture(services: &Services, family: Family, payment: &PaymentId) -> Result<()> {
    let (mut family, payment) = enter(services, family, payment, PaymentState::Held, PaymentState::Capturing).await?;
    let Some(intent) = payment.intent.clone() else { return Ok(()) };
    let amount = family.delivered_sum();
    let key = format!("cap:{intent}:{}", payment.key_number);
    let answer = services.stripe.capture(&intent, amount, &key).await;
    let Some(reading) = read_after(services, &intent, answer).await else { return Ok(()) };
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    let order = &family.order.id;
    match reading.status {
        IntentStatus::Taken => {
            let captured = Money::new(reading.amount_received.minor, payment.amount.currency);
            let facts = PaymentFacts { captured: Some(captured), ..PaymentFacts::default() };
            tx.move_payment(&payment, PaymentState::Captured, &facts, now).await?;
            tx.book(order, LedgerKind::Released, payment.id.as_str(), payment.amount, now).await?;
            tx.book(order, LedgerKind::Captured, payment.id.as_str(), captured, now).await?;
            if captured != amount {
                let evidence = format!("captured {}, expected {}", captured.to_decimal(), amount.to_decimal());
                tx.raise_task(TaskKind::PaymentMismatch, payment.id.as_str(), Some(order), &evidence, now).await?;
            }
        }
        IntentStatus::Canceled => {
            tx.move_payment(&payment, PaymentState::Uncollected, &PaymentFacts::default(), now).await?;
            tx.book(order, LedgerKind::Released, payment.id.as_str(), payment.amount, now).await?;
            let evidence = "delivered, but the hold was gone before it could be captured";
            tx.raise_task(TaskKind::Uncollected, payment.id.as_str(), Some(order), evidence, now).await?;
        }
        // The read shows that nothing happened: the next try needs a new key.
        IntentStatus::Held => tx.next_payment_key(&payment.id).await?,
        IntentStatus::Unpaid | IntentStatus::Processing | IntentStatus::Other => {
            strange(&family, &payment, &reading);
        }
    }
    tx.settle(order).await?;
    tx.commit().await
}

/// Lets the hold go.
pub async fn void(services: &Services, family: Family, payment: &PaymentId) -> Result<()> {
    let (mut family, payment) = enter(services, family, payment, PaymentState::Held, PaymentState::Voiding).await?;
    let Some(intent) = payment.intent.clone() else { return Ok(()) };
    let key = format!("void:{intent}:{}", payment.key_number);
    let answer = services.stripe.cancel(&intent, &key).await;
    let Some(reading) = read_after(services, &intent, answer).await else { return Ok(()) };
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    let order = &family.order.id;
    match reading.status {
        IntentStatus::Canceled => {
            tx.move_payment(&payment, PaymentState::Voided, &PaymentFacts::default(), now).await?;
            tx.book(order, LedgerKind::Released, payment.id.as_str(), payment.amount, now).await?;
        }
        // Somebody captured it meanwhile (the Dashboard): the money goes back as a refund.
        IntentStatus::Taken => {
            tx.book(order, LedgerKind::Released, payment.id.as_str(), payment.amount, now).await?;
            tx.book(order, LedgerKind::Captured, payment.id.as_str(), reading.amount_received, now).await?;
            tx.set_captured(&payment.id, reading.amount_received).await?;
            start_refund(&mut tx, &family, &payment, reading.amount_received, "captured elsewhere", now).await?;
        }
        IntentStatus::Held => tx.next_payment_key(&payment.id).await?,
        IntentStatus::Unpaid | IntentStatus::Processing | IntentStatus::Other => {
            strange(&family, &payment, &reading);
        }
    }
    tx.settle(order).await?;
    tx.commit().await
}

/// Makes the first step of a two-step change before the provider is asked; returns the family as it then stands.
async fn enter(
    services: &Services,
    mut family: Family,
    payment: &PaymentId,
    from: PaymentState,
    to: PaymentState,
) -> Result<(Family, Payment)> {
    let find = |family: &Family| family.payments.iter().find(|candidate| candidate.id == *payment).cloned();
    let Some(found) = find(&family) else { return Err(StoreError::Conflict) };
    if found.state != from {
        return Ok((family, found));
    }
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    tx.move_payment(&found, to, &PaymentFacts::default(), now).await?;
    if to == PaymentState::Voiding {
        tell(&mut tx, &family, MailKind::GivenBack, now).await?;
    }
    let family = tx.settle(&family.order.id).await?;
    tx.commit().await?;
    let found = find(&family).ok_or(StoreError::Conflict)?;
    Ok((family, found))
}

/// The object as it stands after a POST: from its answer, or read when the answer tells nothing.
async fn read_after(
    services: &Services,
    intent: &str,
    answer: std::result::Result<IntentReading, PaymentError>,
) -> Option<IntentReading> {
    match answer {
        Ok(reading) => Some(reading),
        Err(PaymentError::TryLater { reason, .. }) => {
            tracing::warn!(intent, reason, "the payment provider is busy; asked again with the same key");
            None
        }
        Err(error) => {
            tracing::warn!(intent, %error, "reading the payment instead of its answer");
            services.stripe.intent(intent).await.ok()
        }
    }
}

/// A state that a held payment cannot be in: nothing is decided on it, the next run reads it again.
fn strange(family: &Family, payment: &Payment, reading: &IntentReading) {
    let (order, payment, status) = (&family.order.id, &payment.id, reading.status);
    tracing::error!(%order, %payment, ?status, "a held payment is in a strange state");
}
