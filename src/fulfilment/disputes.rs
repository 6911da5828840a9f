//! Disputes: the buyer's bank takes the money back. An order is frozen while one stands, and goes on when it is won.

use super::jobs::Job;
use crate::domain::ids::OrderId;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{DisputeStatus, PaymentError};
use crate::services::Services;
use crate::store::{Result, TaskKind, Tx};

/// Events that by themselves say that a charge is disputed.
const OPENED: [&str; 3] = ["charge.dispute.created", "charge.dispute.updated", "charge.dispute.funds_withdrawn"];

/// Whether an event is about a dispute.
pub fn is_about_a_dispute(kind: &str) -> bool {
    kind.starts_with("charge.dispute.")
}

/// Freezes or unfreezes an order as the provider's list of disputes says; the order of events says nothing. `false` when
/// the provider cannot be asked: a dispute that an event tells of freezes the order all the same.
pub async fn look_at_disputes(services: &Services, order: &OrderId, intent: &str, kind: &str) -> Result<bool> {
    let (frozen, read) = match services.outside("stripe.dispute.list", services.stripe.disputes_of(intent)).await {
        Ok(disputes) => (disputes.iter().any(|dispute| dispute.status.freezes()), true),
        Err(PaymentError::NotFound) => (false, true),
        Err(error) => {
            tracing::warn!(%order, %error, "could not list a payment's disputes");
            if !OPENED.contains(&kind) {
                return Ok(false);
            }
            (true, false)
        }
    };
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(mut family) = tx.family(order).await? else { return Ok(true) };
    if family.order.disputed == frozen {
        return Ok(read);
    }
    tx.lock(&mut family, now).await?;
    if frozen {
        freeze(&mut tx, order, intent, now).await?;
    } else {
        tx.set_disputed(order, false).await?;
        tx.note(Some(order), "payment provider", "dispute.won", "", now).await?;
        Job::AdvanceOrder { order: order.clone() }.ring(&mut tx, now, now).await?;
    }
    tx.commit("dispute_seen").await?;
    Ok(read)
}

/// Freezes an order whose charge is disputed, and puts it before a person; within the caller's transaction, under its lock.
pub async fn freeze(tx: &mut Tx, order: &OrderId, intent: &str, now: UnixSeconds) -> Result<()> {
    tx.set_disputed(order, true).await?;
    let evidence = "the buyer's bank disputes the charge; answer in the payment provider's Dashboard";
    tx.raise_task(TaskKind::Disputed, intent, Some(order), evidence, now).await
}

impl DisputeStatus {
    /// Won, or only asked about: the money is ours again. Lost, it is gone, and nothing may be given back on top.
    fn freezes(self) -> bool {
        matches!(self, Self::Open | Self::Lost)
    }
}
