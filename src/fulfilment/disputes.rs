//! Disputes: the buyer's bank takes the money back. An order is frozen while one stands, and goes on when it is won.

use super::jobs::Job;
use crate::domain::ids::OrderId;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{DisputeReading, DisputeStatus, PaymentError};
use crate::services::Services;
use crate::store::{Family, Result, TaskKind, Tx};
use std::collections::BTreeSet;

/// Events that by themselves say that a charge is disputed.
const OPENED: [&str; 3] = ["charge.dispute.created", "charge.dispute.updated", "charge.dispute.funds_withdrawn"];

/// Whether an event is about a dispute.
pub fn is_about_a_dispute(kind: &str) -> bool {
    kind.starts_with("charge.dispute.")
}

/// Freezes or unfreezes an order as the provider's lists of disputes say; the order of events says nothing. `false` when
/// the provider cannot be asked: a dispute that an event tells of freezes the order all the same.
pub async fn look_at_disputes(services: &Services, order: &OrderId, intent: &str, kind: &str) -> Result<bool> {
    let Some(family) = services.store.snapshot().await?.family(order).await? else { return Ok(true) };
    let (disputed, read) = match standing_dispute(services, &family, Some(intent)).await {
        Ok(dispute) => (dispute.and_then(|dispute| dispute.intent), true),
        Err(error) => {
            tracing::warn!(%order, %error, "could not list a payment's disputes");
            if !OPENED.contains(&kind) {
                return Ok(false);
            }
            (Some(intent.to_owned()), false)
        }
    };
    follow(services, family, disputed.as_deref()).await?;
    Ok(read)
}

/// A dispute that freezes the order, of any payment of it and of the one that was told; `None` where there is none.
pub async fn standing_dispute(
    services: &Services,
    family: &Family,
    told: Option<&str>,
) -> std::result::Result<Option<DisputeReading>, PaymentError> {
    let own = family.payments.iter().filter_map(|payment| payment.intent.as_deref());
    let intents: BTreeSet<&str> = own.chain(told).collect();
    for intent in intents {
        let disputes = match services.outside("stripe.dispute.list", services.stripe.disputes_of(intent)).await {
            Ok(disputes) => disputes,
            Err(PaymentError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        if let Some(dispute) = disputes.into_iter().find(|dispute| dispute.status.freezes()) {
            return Ok(Some(DisputeReading { intent: Some(intent.to_owned()), ..dispute }));
        }
    }
    Ok(None)
}

/// Freezes the order whose charge by this PaymentIntent is `disputed`, or lets it go on where none is.
pub async fn follow(services: &Services, mut family: Family, disputed: Option<&str>) -> Result<()> {
    if family.order.disputed == disputed.is_some() {
        return Ok(());
    }
    let order = family.order.id.clone();
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.lock(&mut family, now).await?;
    if let Some(intent) = disputed {
        freeze(&mut tx, &order, intent, now).await?;
    } else {
        tx.set_disputed(&order, false).await?;
        tx.note(Some(&order), "payment provider", "dispute.won", "", now).await?;
        Job::AdvanceOrder { order: order.clone() }.ring(&mut tx, now, now).await?;
    }
    tx.commit("dispute_seen").await
}

/// Freezes an order whose charge is disputed, and puts it before a person; within the caller's transaction, under its lock.
pub async fn freeze(tx: &mut Tx, order: &OrderId, intent: &str, now: UnixSeconds) -> Result<()> {
    tx.set_disputed(order, true).await?;
    let evidence = "the buyer's bank disputes the charge; answer in the payment provider's Dashboard";
    tx.raise_task(TaskKind::Disputed, intent, Some(order), evidence, now).await
}

impl DisputeStatus {
    /// Won, or only asked about: the money is ours again. Lost, it is gone, and nothing may be given back on top.
    pub fn freezes(self) -> bool {
        matches!(self, Self::Open | Self::Lost)
    }
}
