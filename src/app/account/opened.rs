//! An order opened by its link: everything that its pages show.

use crate::app::page::PageError;
use crate::domain::order::OrderState;
use crate::fulfilment::advance::advance_order_within;
use crate::secret::OrderToken;
use crate::services::Services;
use crate::store::{Esim, Family, TaskKind};
use std::time::Duration;

/// A page waits so long for the order's next steps; they go on without it.
const PATIENCE: Duration = Duration::from_millis(2_500);

/// An order, its link, and what was delivered.
pub struct Opened {
    pub family: Family,
    pub token: OrderToken,
    /// In the order of the lines.
    pub esims: Vec<Esim>,
    /// The network sent something that cannot be read, and a person looks at it.
    pub puzzling: bool,
}

/// Opens the order of a link; one that has not ended makes its next steps first. `None` for any other text.
pub async fn open(services: &Services, token: &str) -> Result<Option<Opened>, PageError> {
    let Some(token) = OrderToken::parse(token) else { return Ok(None) };
    let Some(order) = services.store.snapshot().await?.order_of_token(&token).await? else { return Ok(None) };
    if !has_ended(order.state) {
        advance_order_within(services, &order.id, PATIENCE).await;
    }
    let mut tx = services.store.snapshot().await?;
    let Some(family) = tx.family(&order.id).await? else { return Ok(None) };
    let esims = tx.esims_of(&order.id).await?;
    let tasks = tx.tasks_of(&order.id).await?;
    let puzzling = tasks.iter().any(|task| task.kind == TaskKind::UnreadableCode && task.done_at.is_none());
    Ok(Some(Opened { family, token, esims, puzzling }))
}

/// One delivered eSIM of the order that a link opens; `position` counts from 1. Moves nothing on.
pub async fn esim(services: &Services, token: &str, position: u32) -> Result<Option<(Family, Esim)>, PageError> {
    let Some(token) = OrderToken::parse(token) else { return Ok(None) };
    let mut tx = services.store.snapshot().await?;
    let Some(order) = tx.order_of_token(&token).await? else { return Ok(None) };
    let Some(index) = position.checked_sub(1) else { return Ok(None) };
    let esim = tx.esims_of(&order.id).await?.into_iter().nth(index as usize);
    Ok(tx.family(&order.id).await?.zip(esim))
}

/// Nothing that the buyer waits for will change by itself.
pub fn has_ended(state: OrderState) -> bool {
    match state {
        OrderState::Delivered | OrderState::PartlyDelivered | OrderState::GivenBack | OrderState::Closed => true,
        OrderState::AwaitingPayment | OrderState::Fulfilling | OrderState::GivingBack | OrderState::NeedsAPerson => {
            false
        }
    }
}
