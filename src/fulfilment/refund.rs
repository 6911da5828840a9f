//! Refunds: asked for under our own id, found again by it, never above what was captured.

use super::arrival::{start_refund, tell};
use super::next_step::{Limits, owed_back};
use crate::domain::ids::PaymentId;
use crate::domain::money::Money;
use crate::domain::payment::PaymentState;
use crate::payments::{PaymentError, RefundReading, RefundStatus};
use crate::services::Services;
use crate::store::{Family, LedgerKind, MailKind, PaymentFacts, Refund, RefundState, Result, TaskKind};

/// Begins to give back what was taken for lines that were not delivered (I3).
pub async fn refund_undelivered(services: &Services, mut family: Family, payment: &PaymentId) -> Result<()> {
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment).cloned() else {
        return Ok(());
    };
    let amount = Money::new(owed_back(&family, &payment), payment.amount.currency);
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    start_refund(&mut tx, &family, &payment, amount, "not delivered", now).await?;
    tell(&mut tx, &family, MailKind::GivenBack, now).await?;
    tx.settle(&family.order.id).await?;
    tx.commit().await
}

/// Asks the provider for each refund that has not ended, and closes the payment's refunding once all have.
pub async fn ask_refunds(services: &Services, family: Family, payment: &PaymentId, limits: &Limits) -> Result<()> {
    let Some(payment) = family.payments.iter().find(|candidate| candidate.id == *payment) else { return Ok(()) };
    let Some(intent) = payment.intent.clone() else { return Ok(()) };
    let mut readings = Vec::new();
    for refund in family.refunds.iter().filter(|refund| refund.payment == payment.id) {
        if matches!(refund.state, RefundState::Sending | RefundState::Pending) {
            readings.push((refund.clone(), ask(services, &intent, refund).await));
        }
    }
    let payment = payment.clone();
    let mut family = family;
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    let order = family.order.id.clone();
    for (refund, asked) in readings {
        match asked {
            Asked::Is(reading) => {
                let to = match reading.status {
                    RefundStatus::Pending => RefundState::Pending,
                    RefundStatus::Succeeded => RefundState::Succeeded,
                    RefundStatus::Failed => RefundState::Failed,
                };
                if to != refund.state {
                    tx.move_refund(&refund, to, Some(&reading.id), now).await?;
                }
                if to == RefundState::Succeeded {
                    tx.book(&order, LedgerKind::Refunded, refund.id.as_str(), refund.amount, now).await?;
                }
                if to == RefundState::Pending {
                    tx.ask_refund_again(&refund.id, false, now).await?;
                }
            }
            Asked::Refused(reason) => {
                tx.move_refund(&refund, RefundState::Failed, None, now).await?;
                tx.note(Some(&order), "shop", "refund.refused", &reason, now).await?;
            }
            // A new key only after a quiet time in which it did not appear.
            Asked::Absent if now.since(refund.asked_at) >= limits.quiet => {
                tx.ask_refund_again(&refund.id, true, now).await?;
            }
            Asked::Absent | Asked::NoWord => {}
        }
    }
    let family = tx.settle(&order).await?;
    let refunds: Vec<&Refund> = family.refunds.iter().filter(|refund| refund.payment == payment.id).collect();
    let succeeded: i64 =
        refunds.iter().filter(|refund| refund.state == RefundState::Succeeded).map(|refund| refund.amount.minor).sum();
    tx.set_refunded(&payment.id, Money::new(succeeded, payment.amount.currency)).await?;
    if refunds.iter().all(|refund| matches!(refund.state, RefundState::Succeeded | RefundState::Failed)) {
        let newest_failed = refunds.last().is_some_and(|refund| refund.state == RefundState::Failed);
        let to = if newest_failed {
            PaymentState::RefundFailed
        } else if succeeded == payment.captured.minor {
            PaymentState::Refunded
        } else {
            PaymentState::Captured
        };
        tx.move_payment(&payment, to, &PaymentFacts::default(), now).await?;
        if to == PaymentState::RefundFailed {
            let evidence = "the payment provider could not give the money back; pay the buyer another way";
            tx.raise_task(TaskKind::RefundFailed, payment.id.as_str(), Some(&order), evidence, now).await?;
        }
        tx.settle(&order).await?;
    }
    tx.commit().await
}

enum Asked {
    Is(RefundReading),
    Refused(String),
    /// The answer was lost, and the provider's list does not hold it.
    Absent,
    NoWord,
}

async fn ask(services: &Services, intent: &str, refund: &Refund) -> Asked {
    if let Some(provider) = &refund.provider {
        return services.stripe.refund_reading(provider).await.map_or(Asked::NoWord, Asked::Is);
    }
    let key = format!("refund:{}:{}", refund.id, refund.key_number);
    match services.stripe.refund(intent, refund.amount, &refund.id, &key).await {
        Ok(reading) => Asked::Is(reading),
        Err(PaymentError::Refused { code, reason }) => Asked::Refused(format!("{code}: {reason}")),
        Err(PaymentError::NotFound) => Asked::Refused("the payment is not known there".to_owned()),
        Err(PaymentError::TryLater { .. }) => Asked::NoWord,
        Err(PaymentError::Unknown { .. }) => match services.stripe.refunds_of(intent).await {
            Ok(all) => all
                .into_iter()
                .find(|reading| reading.refund.as_ref() == Some(&refund.id))
                .map_or(Asked::Absent, Asked::Is),
            Err(_) => Asked::NoWord,
        },
    }
}
