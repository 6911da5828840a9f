//! Refunds: asked for under our own id, found again by it, never above what was captured.

use super::arrival::{start_refund, tell};
use super::next_step::{Limits, nothing_may_deliver, owed_back};
use super::refund_mirror::{MADE_ELSEWHERE, take_over};
use crate::domain::ids::{OrderId, PaymentId, RefundId};
use crate::domain::money::Money;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{PaymentError, RefundReading, RefundStatus};
use crate::secret::new_id;
use crate::services::Services;
use crate::store::{Family, LedgerKind, MailKind, Payment, PaymentFacts, Refund, RefundState, Result, TaskKind, Tx};
use std::time::Duration;

/// A refund that could not be asked for so long stands before a person.
const LONGEST_ASKING: Duration = Duration::from_secs(3600);
/// So does one that is under way so long; banks take up to ten days.
const LONGEST_UNDER_WAY: Duration = Duration::from_secs(10 * 86_400);

/// A no is believed when it is said again so long after the first: until then another run, or one that was killed, may
/// still have a request under way that makes the refund.
const DOUBTED_FOR: Duration = Duration::from_secs(45);

/// A refund is asked for under one key at least so long; its job comes every minute.
const LEAST_QUIET: Duration = Duration::from_secs(120);

/// Gives back what was taken for lines that were not delivered (I3), where that was not begun when the last line ended.
pub async fn refund_undelivered(services: &Services, mut family: Family, payment: &PaymentId) -> Result<()> {
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment).cloned() else {
        return Ok(());
    };
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    begin_refund(&mut tx, &family, &payment, now).await?;
    tx.settle(&family.order.id).await?;
    tx.commit("refund_begun").await
}

/// Begins to give back what is owed of a payment and tells the buyer; within the caller's transaction, under its lock.
pub async fn begin_refund(tx: &mut Tx, family: &Family, payment: &Payment, now: UnixSeconds) -> Result<()> {
    let amount = Money::new(owed_back(family, payment), payment.amount.currency);
    start_refund(tx, family, payment, amount, "not delivered", now).await?;
    tell(tx, family, MailKind::GivenBack, now).await
}

/// Asks the provider for each refund that has not ended, and closes the payment's refunding once all have.
pub async fn ask_refunds(services: &Services, family: Family, payment: &PaymentId, limits: &Limits) -> Result<()> {
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment) else { return Ok(()) };
    let Some(intent) = payment.intent.clone() else { return Ok(()) };
    let mut readings = Vec::new();
    for refund in family.refunds.iter().filter(|refund| refund.payment == payment.id) {
        if refund.is_under_way() {
            let asked = if family.order.disputed && refund.provider.is_none() {
                // A disputed charge is never refunded by us, also where the refund was decided before.
                Asked::NoWord
            } else {
                ask(services, &intent, refund, limits.quiet).await
            };
            readings.push((refund.clone(), asked));
        }
    }
    let payment = payment.clone();
    let mut family = family;
    let now = services.clock.now();
    let mut refused_for = Vec::new();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    let order = family.order.id.clone();
    for (refund, asked) in readings {
        match asked {
            Asked::Is(reading) => {
                follow(&mut tx, &refund, &reading, now).await?;
                if state_of(&reading) == RefundState::Pending {
                    tx.ask_refund_again(&refund.id, false, now).await?;
                }
            }
            Asked::Refused { .. } if refund.refused_at.is_none_or(|since| now.since(since) < DOUBTED_FOR) => {
                tx.note_refusal(&refund.id, now).await?;
            }
            Asked::Refused { reason, others } => {
                tx.move_refund(&refund, RefundState::Failed, None, now).await?;
                tx.note(Some(&order), "shop", "refund.refused", &reason, now).await?;
                refused_for.extend(others);
            }
            Asked::Absent => tx.ask_refund_again(&refund.id, true, now).await?,
            Asked::NoWord => {}
        }
        warn_of_slowness(&mut tx, &family, &refund, now).await?;
    }
    give_the_rest_back(&mut tx, &order, &payment.id, refused_for, now).await?;
    conclude(&mut tx, &order, &payment.id, now).await?;
    tx.commit("refunds_asked").await
}

/// A refund that has no answer for long stands before a person, and is tried on.
async fn warn_of_slowness(tx: &mut Tx, family: &Family, refund: &Refund, now: UnixSeconds) -> Result<()> {
    let (waits_for, longest) = match refund.state {
        RefundState::Sending if refund.provider.is_none() && !family.order.disputed => {
            ("could not be asked for", LONGEST_ASKING)
        }
        RefundState::Pending => ("has not arrived", LONGEST_UNDER_WAY),
        _ => return Ok(()),
    };
    if now.since(refund.created_at) < longest {
        return Ok(());
    }
    let evidence = format!("{} {waits_for} since {}", refund.amount.to_decimal(), refund.created_at.iso8601());
    tx.raise_task(TaskKind::RefundSlow, refund.id.as_str(), Some(&family.order.id), &evidence, now).await
}

/// A refund is refused where somebody gave the money back elsewhere and we did not know: that is written down, and what is
/// still owed is asked for anew.
async fn give_the_rest_back(
    tx: &mut Tx,
    order: &OrderId,
    payment: &PaymentId,
    others: Vec<RefundReading>,
    now: UnixSeconds,
) -> Result<()> {
    for reading in &others {
        let Some(family) = tx.family(order).await? else { return Ok(()) };
        let known = family.refunds.iter().any(|refund| refund.provider.as_deref() == Some(&reading.id));
        let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment) else { return Ok(()) };
        if !known && state_of(reading) != RefundState::Failed {
            take_over(tx, &family, payment, reading, now).await?;
        }
    }
    let Some(family) = tx.family(order).await?.filter(|_| !others.is_empty()) else { return Ok(()) };
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment) else { return Ok(()) };
    let owed = owed_back(&family, payment);
    if owed > 0 && nothing_may_deliver(&family) {
        let amount = Money::new(owed, payment.amount.currency);
        tx.insert_refund(order, &payment.id, &new_id::<RefundId>(now), amount, MADE_ELSEWHERE, now).await?;
    }
    Ok(())
}

/// A refund's state as the provider says it.
pub fn state_of(reading: &RefundReading) -> RefundState {
    match reading.status {
        RefundStatus::Pending => RefundState::Pending,
        RefundStatus::Succeeded => RefundState::Succeeded,
        RefundStatus::Failed => RefundState::Failed,
    }
}

/// Brings a refund of ours in line with the provider's word and books what that means; under the order's lock. A refund
/// can fail days after it succeeded: the buyer's bank sent it back.
pub async fn follow(tx: &mut Tx, refund: &Refund, reading: &RefundReading, now: UnixSeconds) -> Result<()> {
    let to = state_of(reading);
    if to == refund.state || refund.state == RefundState::Failed {
        return Ok(());
    }
    tx.move_refund(refund, to, Some(&reading.id), now).await?;
    match (refund.state, to) {
        (_, RefundState::Succeeded) => book_refund(tx, refund, now).await,
        (RefundState::Succeeded, RefundState::Failed) => {
            tx.book(&refund.order, LedgerKind::RefundFailed, refund.id.as_str(), refund.amount, now).await
        }
        _ => Ok(()),
    }
}

/// Books a refund that has arrived. What goes beyond what we owed the buyer was delivered and is not charged after all.
pub async fn book_refund(tx: &mut Tx, refund: &Refund, now: UnixSeconds) -> Result<()> {
    tx.book(&refund.order, LedgerKind::Refunded, refund.id.as_str(), refund.amount, now).await?;
    let due = tx.balance_of(&refund.order).await?.due.min(refund.amount.minor);
    if due > 0 {
        let returned = Money::new(due, refund.amount.currency);
        tx.book(&refund.order, LedgerKind::Returned, refund.id.as_str(), returned, now).await?;
    }
    Ok(())
}

/// Moves a payment to where its refunds say that it stands; under the order's lock.
pub async fn conclude(tx: &mut Tx, order: &OrderId, payment: &PaymentId, now: UnixSeconds) -> Result<()> {
    let family = tx.settle(order).await?;
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment).cloned() else {
        return Ok(());
    };
    let refunds: Vec<&Refund> = family.refunds.iter().filter(|refund| refund.payment == payment.id).collect();
    let succeeded: i64 =
        refunds.iter().filter(|refund| refund.state == RefundState::Succeeded).map(|refund| refund.amount.minor).sum();
    tx.set_refunded(&payment.id, Money::new(succeeded, payment.amount.currency)).await?;
    // One that failed stands before a person while it is the last word, or while the buyer is owed what it was to bring.
    let has_failed = |refund: &&&Refund| refund.state == RefundState::Failed;
    let owed = nothing_may_deliver(&family) && owed_back(&family, &payment) > 0;
    let failed = refunds.last().filter(has_failed).or_else(|| refunds.iter().rev().find(has_failed).filter(|_| owed));
    let to = if refunds.iter().any(|refund| refund.is_under_way()) {
        PaymentState::Refunding
    } else if succeeded == payment.captured.minor {
        PaymentState::Refunded
    } else if failed.is_some() && nothing_may_deliver(&family) {
        PaymentState::RefundFailed
    } else if payment.state == PaymentState::Taken {
        // A part of what was taken by itself: the rest is still to be delivered or given back.
        PaymentState::Taken
    } else {
        PaymentState::Captured
    };
    let stands = to != PaymentState::Refunded && (to != payment.state || to == PaymentState::Taken);
    if let Some(failed) = failed.filter(|_| stands) {
        let evidence = "the payment provider could not give the money back; pay the buyer another way";
        tx.raise_task(TaskKind::RefundFailed, failed.id.as_str(), Some(order), evidence, now).await?;
    }
    if to == payment.state {
        return Ok(());
    }
    let nothing = PaymentFacts::default();
    let from = if payment.state.may_become(to) {
        payment.clone()
    } else {
        tx.move_payment(&payment, PaymentState::Refunding, &nothing, now).await?;
        Payment { state: PaymentState::Refunding, ..payment.clone() }
    };
    if to != from.state {
        tx.move_payment(&from, to, &nothing, now).await?;
    }
    tx.settle(order).await.map(drop)
}

enum Asked {
    Is(RefundReading),
    /// `others` are the payment's refunds that are not ours.
    Refused {
        reason: String,
        others: Vec<RefundReading>,
    },
    /// A quiet time after the last try the provider's list still does not hold it: it was not made.
    Absent,
    NoWord,
}

/// Asks under one key for a quiet time, so that the provider still knows the key, then only looks; a quiet time of
/// looking in vain proves that nothing was made under it.
async fn ask(services: &Services, intent: &str, refund: &Refund, quiet: Duration) -> Asked {
    if let Some(provider) = &refund.provider {
        let read = services.outside("stripe.refund.read", services.stripe.refund_reading(provider)).await;
        return read.map_or(Asked::NoWord, Asked::Is);
    }
    // However short the configured time: each new key is asked under before its answer is looked for.
    let quiet = quiet.max(LEAST_QUIET);
    let asked_since = services.clock.now().since(refund.asked_at);
    if asked_since >= quiet {
        let absent = if asked_since >= 2 * quiet { Asked::Absent } else { Asked::NoWord };
        return find(services, intent, refund, absent).await;
    }
    let key = services.provider_key(format!("refund:{}:{}", refund.id, refund.key_number));
    match services.outside("stripe.refund", services.stripe.refund(intent, refund.amount, &refund.id, &key)).await {
        Ok(reading) => Asked::Is(reading),
        Err(PaymentError::TryLater { .. }) => Asked::NoWord,
        Err(PaymentError::Unknown { .. }) => find(services, intent, refund, Asked::NoWord).await,
        // "Already refunded" may be said of the very refund that an earlier key has made.
        Err(error @ (PaymentError::Refused { .. } | PaymentError::NotFound)) => {
            find(services, intent, refund, Asked::Refused { reason: error.to_string(), others: Vec::new() }).await
        }
    }
}

/// Our refund in the provider's list, or what its absence means.
async fn find(services: &Services, intent: &str, refund: &Refund, absent: Asked) -> Asked {
    match services.outside("stripe.refund.list", services.stripe.refunds_of(intent)).await {
        Ok(all) => match (all.iter().find(|reading| reading.refund.as_ref() == Some(&refund.id)), absent) {
            (Some(reading), _) => Asked::Is(reading.clone()),
            (None, Asked::Refused { reason, .. }) => {
                let others = all.into_iter().rev().filter(|reading| reading.refund.is_none()).collect();
                Asked::Refused { reason, others }
            }
            (None, absent) => absent,
        },
        Err(PaymentError::NotFound) => absent,
        Err(_) => Asked::NoWord,
    }
}
