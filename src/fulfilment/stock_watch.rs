//! The watch over suppliers' stock: what a sync was told is kept, forecast, and a person is told once when a bucket of what is
//! sold runs out within days.

use super::credit_watch::KEPT_FOR;
use super::standing_alarms;
use crate::domain::ids::{OfferId, SupplierId};
use crate::domain::level::{LATELY, Level, ends_at};
use crate::domain::timestamp::UnixSeconds;
use crate::store::{LevelOf, Result, SyncedOffer, TaskKind, Tx};
use std::collections::HashMap;
use std::time::Duration;

/// A bucket that runs out within this time raises the alarm.
const SOON: Duration = Duration::from_secs(3 * 86_400);
/// So many plans are named in it.
const MOST_NAMED: usize = 10;

/// Keeps the stock that a sync was told of one product.
pub(super) async fn keep(tx: &mut Tx, offer: &SyncedOffer, now: UnixSeconds) -> Result<()> {
    let Some(stock) = offer.stock else { return Ok(()) };
    let level = Level { taken_at: now, amount: stock.into() };
    tx.keep_level(&offer.supplier, LevelOf::Stock(&offer.product), level).await
}

/// When each bucket runs out, as far as its levels say.
pub async fn run_out_at(tx: &mut Tx, now: UnixSeconds) -> Result<HashMap<OfferId, UnixSeconds>> {
    let buckets = tx.stock_levels(now - LATELY).await?;
    let ends = buckets.into_iter().filter_map(|(supplier, product, levels)| {
        let ends_at = ends_at(&levels)?;
        Some((OfferId::of(&supplier, &product), ends_at))
    });
    Ok(ends.collect())
}

/// After a sync: one task while a bucket of what is sold runs out soon.
pub(super) async fn look_at_stock(tx: &mut Tx, supplier: &SupplierId, now: UnixSeconds) -> Result<()> {
    tx.forget_levels(supplier, now - KEPT_FOR).await?;
    let ends = run_out_at(tx, now).await?;
    let sold = tx.sellable_offers().await?;
    let soon = sold.iter().filter(|offer| offer.supplier == *supplier).filter_map(|offer| {
        let at = *ends.get(&offer.id).filter(|at| **at <= now + SOON)?;
        Some((at, format!("{} ({} left, until {})", offer.facts.name, offer.stock.unwrap_or(0), at.iso8601())))
    });
    let mut soon: Vec<_> = soon.collect();
    soon.sort();
    let named: Vec<_> = soon.into_iter().take(MOST_NAMED).map(|(_, text)| text).collect();
    let evidence = (!named.is_empty()).then(|| format!("{supplier}: {}", named.join("; ")));
    standing_alarms::set(tx, TaskKind::StockLow, supplier, evidence.as_deref(), now).await
}
