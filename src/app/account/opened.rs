//! An order opened by its link: everything that its pages show.

use crate::app::page::PageError;
use crate::domain::order::OrderState;
use crate::fulfilment::advance::advance_order_within;
use crate::secret::OrderToken;
use crate::services::Services;
use crate::store::{Esim, Family, TaskKind, Tx};
use std::time::Duration;

/// A page waits so long for the order's next steps; they go on without it.
const PATIENCE: Duration = Duration::from_millis(2_500);

/// An order, its link, and what was delivered.
pub struct Opened {
    pub family: Family,
    pub token: OrderToken,
    /// In the order of the lines.
    pub esims: Vec<Esim>,
    /// The eSIM of ours that the order tops up.
    pub topped_up: Option<EsimAtHome>,
    /// The top-up brought a new eSIM in place of the old one.
    pub exchanged: bool,
    /// The network sent something that cannot be read, and a person looks at it.
    pub puzzling: bool,
}

/// An eSIM with its place on the page of the order that bought it.
pub struct EsimAtHome {
    pub esim: Esim,
    pub token: OrderToken,
    /// From 1.
    pub position: u32,
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
    let topped_up = topped_up(&mut tx, &family).await?;
    let exchanged = tx.top_ups_of(&order.id).await?.iter().any(|top_up| top_up.exchanged);
    let tasks = tx.tasks_of(&order.id).await?;
    let puzzling = tasks.iter().any(|task| task.kind == TaskKind::UnreadableCode && task.done_at.is_none());
    Ok(Some(Opened { family, token, esims, topped_up, exchanged, puzzling }))
}

impl Opened {
    /// The eSIMs whose figures the page shows.
    pub fn esims_to_show(&self) -> impl Iterator<Item = &Esim> {
        let delivered = self.family.order.state == OrderState::Delivered;
        self.esims.iter().chain(self.topped_up.as_ref().filter(|_| delivered).map(|sim| &sim.esim))
    }
}

async fn topped_up(tx: &mut Tx, family: &Family) -> Result<Option<EsimAtHome>, PageError> {
    let tops_up = family.lines.iter().find_map(|line| line.tops_up.as_ref());
    let Some(id) = tops_up.and_then(|sim| sim.esim.as_ref()) else { return Ok(None) };
    let Some(esim) = tx.esim(id).await? else { return Ok(None) };
    let Some(token) = tx.order_token(&esim.order).await? else { return Ok(None) };
    let siblings = tx.esims_of(&esim.order).await?;
    let position = siblings.iter().zip(1..).find_map(|(sibling, position)| (sibling.id == *id).then_some(position));
    Ok(position.map(|position| EsimAtHome { esim, token, position }))
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
