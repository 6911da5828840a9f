//! Refunds that the provider knows better than our records: made in its Dashboard, or failed days after they succeeded.

use super::collect::settle_lines;
use super::give_up::CANCELLED_BY_STAFF;
use super::jobs::Job;
use super::next_step::all_lines_ended;
use super::reconcile::is_held_back;
use super::refund::{book_refund, conclude, follow, state_of};
use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::{PaymentId, RefundId};
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{PaymentError, RefundReading};
use crate::secret::new_id;
use crate::services::Services;
use crate::store::{Attempt, Family, MailKind, Payment, Refund, RefundState, Result, TaskKind, Tx};

/// Why our records name a refund that we did not ask for.
pub const MADE_ELSEWHERE: &str = "made at the payment provider";

/// Compares a payment's refunds with the provider's list and follows it. `false` when that cannot be done yet: the
/// provider cannot be asked, or an order is just on its way to a supplier (I4).
pub async fn mirror_refunds(services: &Services, mut family: Family, payment: &PaymentId) -> Result<bool> {
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment).cloned() else {
        return Ok(true);
    };
    let Some(intent) = payment.intent.clone().filter(|_| can_have_refunds(payment.state)) else { return Ok(true) };
    let listed = match services.outside("stripe.refund.list", services.stripe.refunds_of(&intent)).await {
        Ok(listed) => listed,
        Err(PaymentError::NotFound) => return Ok(true),
        Err(error) => {
            tracing::warn!(order = %family.order.id, %error, "could not list a payment's refunds");
            return Ok(false);
        }
    };
    // Oldest first, as our own are.
    let news: Vec<(Option<Refund>, RefundReading)> = listed
        .into_iter()
        .rev()
        .map(|reading| (known(&family, &reading), reading))
        .filter(|(known, reading)| known.as_ref().is_none_or(|refund| refund.state != state_of(reading)))
        .collect();
    if news.is_empty() {
        return Ok(true);
    }
    let open = |attempt: &Attempt| attempt.state.may_become(AttemptState::Abandoned);
    // After an older backup was put back, what is open may have been delivered long ago.
    let may_be_delivered = family.attempts.iter().any(open) && is_held_back(services).await?;
    if may_be_delivered || family.attempts.iter().any(|attempt| attempt.state == AttemptState::Sending) {
        return Ok(false);
    }
    let now = services.clock.now();
    let order = family.order.id.clone();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    for (known, reading) in news {
        match known {
            Some(refund) => follow(&mut tx, &refund, &reading, now).await?,
            None => take_over(&mut tx, &family, &payment, &reading, now).await?,
        }
    }
    give_up_what_was_given_back(&mut tx, &order, &payment.id, now).await?;
    conclude(&mut tx, &order, &payment.id, now).await?;
    Job::AdvanceOrder { order }.ring(&mut tx, now, now).await?;
    tx.commit("refunds_mirrored").await?;
    Ok(true)
}

/// Money was taken, as far as our records know.
fn can_have_refunds(state: PaymentState) -> bool {
    use PaymentState::{Captured, RefundFailed, Refunded, Refunding, Taken};
    matches!(state, Taken | Captured | Refunding | Refunded | RefundFailed)
}

/// Our refund behind the provider's.
fn known(family: &Family, reading: &RefundReading) -> Option<Refund> {
    let is = |refund: &&Refund| {
        reading.refund.as_ref() == Some(&refund.id) || refund.provider.as_deref() == Some(reading.id.as_str())
    };
    family.refunds.iter().find(is).cloned()
}

/// Writes down a refund that our records do not know. One above what was captured stands before a person.
pub async fn take_over(
    tx: &mut Tx,
    family: &Family,
    payment: &Payment,
    reading: &RefundReading,
    now: UnixSeconds,
) -> Result<()> {
    let order = &family.order.id;
    let stands = state_of(reading) != RefundState::Failed;
    let left = tx.family(order).await?.and_then(|family| {
        let now = family.payments.into_iter().find(|candidate| candidate.id == payment.id)?;
        Some(now.captured.minor - now.refund_claimed.minor)
    });
    if stands && left.is_none_or(|left| reading.amount.minor > left) {
        let evidence =
            format!("{} was given back at the payment provider, more than was taken", reading.amount.to_decimal());
        return tx.raise_task(TaskKind::PaymentMismatch, &reading.id, Some(order), &evidence, now).await;
    }
    let refund = Refund {
        // One that names a refund of ours was asked for by records that were lost.
        id: reading.refund.clone().unwrap_or_else(|| new_id::<RefundId>(now)),
        order: order.clone(),
        payment: payment.id.clone(),
        state: state_of(reading),
        amount: reading.amount,
        reason: MADE_ELSEWHERE.to_owned(),
        provider: Some(reading.id.clone()),
        key_number: 1,
        asked_at: now,
        refused_at: None,
        created_at: reading.created,
    };
    tx.insert_known_refund(&refund, now).await?;
    let action = format!("refund.{}", refund.state.as_str());
    tx.note(Some(order), "payment provider", &action, &refund.amount.to_decimal(), now).await?;
    if refund.state == RefundState::Succeeded {
        book_refund(tx, &refund, now).await?;
    }
    if stands {
        super::arrival::tell(tx, family, MailKind::GivenBack, now).await?;
    }
    Ok(())
}

/// Somebody gave money back, be it a part, before all was delivered: what is still open is closed in the same transaction
/// (I4), and the rest goes back as well, as when staff give back here.
async fn give_up_what_was_given_back(
    tx: &mut Tx,
    order: &crate::domain::ids::OrderId,
    payment: &PaymentId,
    now: UnixSeconds,
) -> Result<()> {
    let Some(family) = tx.family(order).await? else { return Ok(()) };
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment) else { return Ok(()) };
    if payment.state != PaymentState::Taken || payment.refund_claimed.is_zero() {
        return Ok(());
    }
    let open: Vec<_> =
        family.attempts.iter().filter(|attempt| attempt.state.may_become(AttemptState::Abandoned)).collect();
    for attempt in &open {
        tx.move_attempt(attempt, AttemptState::Abandoned, Some(CANCELLED_BY_STAFF), now).await?;
        if attempt.state != AttemptState::Prepared {
            let evidence = format!("the money was given back elsewhere; the attempt was {}", attempt.state.as_str());
            tx.raise_task(TaskKind::DeadlinePassed, attempt.id.as_str(), Some(order), &evidence, now).await?;
        }
    }
    let family = tx.settle(order).await?;
    if !open.is_empty() && all_lines_ended(&family) {
        settle_lines(tx, &family, now).await?;
    }
    Ok(())
}
