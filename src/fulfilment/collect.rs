//! Capture and void: once at the provider, under keys that change only when a read shows that nothing happened.

use super::arrival::{start_refund, tell};
use super::jobs::Job;
use super::next_step::{all_lines_ended, owed_back};
use super::payment_reading::{difference_of_intent, raise_mismatch};
use super::refund::begin_refund;
use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::PaymentId;
use crate::domain::money::Money;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{IntentReading, IntentStatus, PaymentError};
use crate::services::Services;
use crate::store::{Family, LedgerKind, MailKind, Payment, PaymentFacts, Result, StoreError, TaskKind, Tx};

/// After so many definite noes a person looks.
const NOES_BEFORE_A_PERSON: i64 = 5;

/// What follows once no line of an order can deliver any more: the buyer is owed what was delivered, in one mail, and the
/// money begins to move, within the transaction that ended the last line (I3, I4) and under its lock.
pub async fn settle_lines(tx: &mut Tx, family: &Family, now: UnixSeconds) -> Result<()> {
    if !all_lines_ended(family) {
        return Ok(());
    }
    if !family.delivered_sum().is_zero() {
        let news = if family.tops_up() { MailKind::ToppedUp } else { MailKind::EsimReady };
        tell(tx, family, news, now).await?;
        if family.order.cancel_asked_at.is_some() {
            let evidence = "everything was to be given back, and the supplier had sold it meanwhile";
            let (kind, order) = (TaskKind::SoldMeanwhile, &family.order.id);
            tx.raise_task(kind, order.as_str(), Some(order), evidence, now).await?;
        }
    }
    Job::TellIfLate { order: family.order.id.clone() }.take_back(tx).await?;
    let Some(payment) = family.payments.iter().find(|payment| payment.state.has_money()) else { return Ok(()) };
    if payment.state == PaymentState::Held {
        begin(tx, family, payment, now).await?;
    } else if owed_back(family, payment) > 0 && !family.order.disputed {
        begin_refund(tx, family, payment, now).await?;
    }
    tx.settle(&family.order.id).await.map(drop)
}

/// Takes the sum of the delivered lines (I3).
pub async fn capture(services: &Services, family: Family, payment: &PaymentId) -> Result<()> {
    let (mut family, payment) = enter(services, family, payment).await?;
    let Some(intent) = payment.intent.clone() else { return Ok(()) };
    let amount = family.delivered_sum();
    let key = services.provider_key(format!("cap:{intent}:{}", payment.key_number));
    let answer = services.outside("stripe.capture", services.stripe.capture(&intent, amount, &key)).await;
    let no = no_of(&answer);
    let Some(reading) = read_after(services, &family, &payment, &intent, answer).await? else { return Ok(()) };
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
            // Somebody captured more (the Dashboard): what was not delivered goes back all the same.
            let too_much = Money::new(captured.minor - amount.minor, amount.currency);
            if too_much.minor > 0 && !family.order.disputed {
                let captured = Payment { state: PaymentState::Captured, captured, ..payment.clone() };
                start_refund(&mut tx, &family, &captured, too_much, "captured elsewhere", now).await?;
            }
        }
        IntentStatus::Canceled => {
            tx.move_payment(&payment, PaymentState::Uncollected, &PaymentFacts::default(), now).await?;
            tx.book(order, LedgerKind::Released, payment.id.as_str(), payment.amount, now).await?;
            let evidence = "delivered, but the hold was gone before it could be captured";
            tx.raise_task(TaskKind::Uncollected, payment.id.as_str(), Some(order), evidence, now).await?;
        }
        IntentStatus::Held if no.is_some() && payment.key_number >= NOES_BEFORE_A_PERSON => {
            tx.move_payment(&payment, PaymentState::Uncollected, &PaymentFacts::default(), now).await?;
            tx.book(order, LedgerKind::Released, payment.id.as_str(), payment.amount, now).await?;
            let evidence = format!("delivered, but the capture is refused: {}", no.unwrap_or_default());
            tx.raise_task(TaskKind::Uncollected, payment.id.as_str(), Some(order), &evidence, now).await?;
        }
        // The read shows that nothing happened: the next try needs a new key.
        IntentStatus::Held => tx.next_payment_key(&payment.id).await?,
        IntentStatus::Unpaid | IntentStatus::Processing | IntentStatus::Other => {
            strange(&mut tx, &family, &payment, &reading, now).await?;
        }
    }
    tx.settle(order).await?;
    tx.commit("capture_ended").await
}

/// Lets the hold go.
pub async fn void(services: &Services, family: Family, payment: &PaymentId) -> Result<()> {
    let (mut family, payment) = enter(services, family, payment).await?;
    let Some(intent) = payment.intent.clone() else { return Ok(()) };
    let key = services.provider_key(format!("void:{intent}:{}", payment.key_number));
    let answer = services.outside("stripe.void", services.stripe.cancel(&intent, &key)).await;
    let no = no_of(&answer);
    let Some(reading) = read_after(services, &family, &payment, &intent, answer).await? else { return Ok(()) };
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
        IntentStatus::Held => {
            tx.next_payment_key(&payment.id).await?;
            if let Some(no) = no.filter(|_| payment.key_number >= NOES_BEFORE_A_PERSON) {
                let evidence = format!("the hold cannot be let go, and is tried on: {no}");
                tx.raise_task(TaskKind::PaymentMismatch, &format!("{}:void", payment.id), Some(order), &evidence, now)
                    .await?;
            }
        }
        IntentStatus::Unpaid | IntentStatus::Processing | IntentStatus::Other => {
            strange(&mut tx, &family, &payment, &reading, now).await?;
        }
    }
    tx.settle(order).await?;
    tx.commit("void_ended").await
}

/// A hold runs out soon and nothing has become of it: a person looks.
pub async fn warn_of_hold(services: &Services, family: &Family, payment: &PaymentId) -> Result<()> {
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment) else { return Ok(()) };
    let now = services.clock.now();
    let evidence = format!("the hold is still {} and ends soon", payment.state.as_str());
    let mut tx = services.store.begin().await?;
    tx.raise_task(TaskKind::HoldEnding, payment.id.as_str(), Some(&family.order.id), &evidence, now).await?;
    tx.commit("hold_warned").await
}

/// The hold is gone although we did not let it go (the Dashboard, or its time): what was not bought yet is not bought.
/// Where something may have been sold the order goes on, and the capture will say that nothing can be collected.
pub async fn hold_was_let_go(services: &Services, mut family: Family, payment: &Payment) -> Result<()> {
    let bought = |state: AttemptState| {
        state != AttemptState::Prepared && (!state.has_ended() || state == AttemptState::Delivered)
    };
    let goes_on = family.attempts.iter().any(|attempt| bought(attempt.state));
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    for attempt in family.attempts.iter().filter(|attempt| attempt.state == AttemptState::Prepared) {
        tx.move_attempt(attempt, AttemptState::Abandoned, Some("the hold was let go elsewhere"), now).await?;
    }
    if goes_on {
        // Nothing more is bought; what is in doubt gets its last look.
        tx.set_cancel_asked(&family.order.id, now).await?;
        Job::AdvanceOrder { order: family.order.id.clone() }.ring(&mut tx, now, now).await?;
    } else {
        tx.move_payment(payment, PaymentState::Voided, &PaymentFacts::default(), now).await?;
        tx.book(&family.order.id, LedgerKind::Released, payment.id.as_str(), payment.amount, now).await?;
        tell(&mut tx, &family, MailKind::GivenBack, now).await?;
    }
    tx.settle(&family.order.id).await?;
    tx.commit("hold_gone").await
}

/// Moves a hold whose order has ended on to being collected, or let go; tells the buyer what is let go.
async fn begin(tx: &mut Tx, family: &Family, payment: &Payment, now: UnixSeconds) -> Result<()> {
    let delivered = family.delivered_sum();
    let to = if delivered.is_zero() { PaymentState::Voiding } else { PaymentState::Capturing };
    tx.move_payment(payment, to, &PaymentFacts::default(), now).await?;
    if delivered.minor < payment.amount.minor {
        tell(tx, family, MailKind::GivenBack, now).await?;
    }
    Ok(())
}

/// The payment as it is once the first step of collecting or letting go is written down, before the provider is asked.
async fn enter(services: &Services, mut family: Family, payment: &PaymentId) -> Result<(Family, Payment)> {
    let find = |family: &Family| family.payments.iter().find(|candidate| candidate.id == *payment).cloned();
    let found = find(&family).ok_or(StoreError::Conflict)?;
    if found.state != PaymentState::Held {
        return Ok((family, found));
    }
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    begin(&mut tx, &family, &found, now).await?;
    let family = tx.settle(&family.order.id).await?;
    tx.commit("collecting").await?;
    let found = find(&family).ok_or(StoreError::Conflict)?;
    Ok((family, found))
}

/// The reason of a definite no.
fn no_of(answer: &std::result::Result<IntentReading, PaymentError>) -> Option<String> {
    match answer {
        Err(error @ PaymentError::Refused { .. }) => Some(error.to_string()),
        _ => None,
    }
}

/// The object as it stands after a POST: from its answer, or read when the answer tells nothing. `None`: nothing can be
/// decided now; where it is not the object that we asked for, a person looks.
async fn read_after(
    services: &Services,
    family: &Family,
    payment: &Payment,
    intent: &str,
    answer: std::result::Result<IntentReading, PaymentError>,
) -> Result<Option<IntentReading>> {
    let reading = match answer {
        Ok(reading) => Some(reading),
        Err(PaymentError::TryLater { reason, .. }) => {
            tracing::warn!(intent, reason, "the payment provider is busy; asked again with the same key");
            None
        }
        Err(error) => {
            tracing::warn!(intent, %error, "reading the payment instead of its answer");
            services.outside("stripe.intent", services.stripe.intent(intent)).await.ok()
        }
    };
    let Some(reading) = reading else { return Ok(None) };
    match difference_of_intent(services, payment, &reading) {
        None => Ok(Some(reading)),
        Some(difference) => {
            raise_mismatch(services, family, payment, &difference, services.clock.now()).await?;
            Ok(None)
        }
    }
}

/// A state that a held payment cannot be in: nothing is decided on it, a person looks, and the next run reads it again.
async fn strange(
    tx: &mut Tx,
    family: &Family,
    payment: &Payment,
    reading: &IntentReading,
    now: UnixSeconds,
) -> Result<()> {
    let evidence = format!("a held payment has become {:?} at the payment provider", reading.status);
    tracing::error!(order = %family.order.id, payment = %payment.id, evidence);
    let about = format!("{}:{:?}", payment.id, reading.status);
    tx.raise_task(TaskKind::PaymentMismatch, &about, Some(&family.order.id), &evidence, now).await
}
