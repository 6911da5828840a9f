//! Disputes at Stripe against our orders: one that stands freezes its order, one that was won lets it go on.

use super::{Cure, PassError, Tally, Window, evidence, unless_moved};
use crate::domain::ids::OrderId;
use crate::domain::reconciliation::DifferenceKind;
use crate::fulfilment::disputes::{follow, standing_dispute};
use crate::payments::DisputeStatus;
use crate::services::Services;
use crate::store::SeenDifference;
use std::collections::BTreeSet;

/// Compares what was opened in the window, and every order that is frozen, whenever it was.
pub(super) async fn compare(services: &Services, window: Window, tally: &mut Tally) -> Result<(), PassError> {
    let opened =
        services.outside("stripe.dispute.opened", services.stripe.disputes_opened(window.from, window.until)).await?;
    let mut tx = services.store.snapshot().await?;
    let mut orders: BTreeSet<OrderId> = tx.frozen_orders().await?.into_iter().collect();
    for dispute in opened {
        let order = match &dispute.intent {
            Some(intent) => tx.order_of_provider_object(intent).await?,
            None => None,
        };
        match order {
            Some(order) => drop(orders.insert(order)),
            None => tally.others += 1,
        }
    }
    drop(tx);
    for order in &orders {
        compare_one(services, order, tally).await?;
    }
    Ok(())
}

async fn compare_one(services: &Services, order: &OrderId, tally: &mut Tally) -> Result<(), PassError> {
    let Some(family) = services.store.snapshot().await?.family(order).await? else { return Ok(()) };
    tally.compared += 1;
    let dispute = standing_dispute(services, &family, None).await?;
    if dispute.is_some() == family.order.disputed {
        return Ok(());
    }
    let ours = if family.order.disputed { "the order is frozen" } else { "the order is not disputed" };
    let theirs = match &dispute {
        Some(dispute) => {
            let status = if dispute.status == DisputeStatus::Lost { "lost" } else { "open" };
            let intent = dispute.intent.as_deref().unwrap_or("nothing");
            format!("Stripe: dispute {} over {intent} is {status}", dispute.id)
        }
        None => "Stripe: no dispute over its payments stands".to_owned(),
    };
    let seen = SeenDifference {
        kind: DifferenceKind::DisputeUnseen,
        subject: order.to_string(),
        subject_at: family.order.created_at,
        order: Some(order.clone()),
        evidence: evidence(ours, &theirs),
    };
    let followed = unless_moved(follow(services, family, dispute.and_then(|dispute| dispute.intent).as_deref()).await)?;
    tally.find(seen, if followed.is_some() { Cure::Done } else { Cure::Nothing });
    Ok(())
}
