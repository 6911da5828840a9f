//! The watch over what we have paid to suppliers in advance: read every hour and soon after each purchase, kept, forecast;
//! a person is told once when it runs low, and what it does not cover is not sold.

use super::catalogue_sync::{announce_catalogue, load_catalogue};
use super::pay_in::pay_in_if_low;
use super::provision::new_request_id;
use super::standing_alarms;
use crate::domain::ids::SupplierId;
use crate::domain::level::{Alarm, LATELY, Level, Low, ends_at};
use crate::domain::money::Money;
use crate::domain::timestamp::UnixSeconds;
use crate::services::Services;
use crate::store::{LevelOf, Result, TaskKind, Tx};
use crate::suppliers::Supplier;
use std::time::Duration;

/// Levels are kept so long.
pub(super) const KEPT_FOR: Duration = Duration::from_secs(30 * 86_400);

/// What is left at a supplier, as staff read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    pub left: Money,
    pub read_at: UnixSeconds,
    pub ends_at: Option<UnixSeconds>,
}

/// What was read last, with its forecast; `None` where nothing was.
pub async fn known_credit(tx: &mut Tx, supplier: &SupplierId) -> Result<Option<Credit>> {
    let Some((left, read_at)) = tx.newest_credit(supplier).await? else { return Ok(None) };
    let levels = tx.levels(supplier, LevelOf::Credit(left.currency), read_at - LATELY).await?;
    Ok(Some(Credit { left, read_at, ends_at: ends_at(&levels) }))
}

/// Reads what is left and draws the conclusions. `Ok(false)` when it is to be read again soon: it could
/// not be, and what was known stands; or something was paid in.
pub async fn watch_credit(services: &Services, supplier: &SupplierId) -> Result<bool> {
    let Some(adapter) = services.suppliers.get(supplier) else { return Ok(true) };
    let left = match services.outside("supplier.credit", adapter.credit(&new_request_id())).await {
        Ok(Some(left)) => left,
        Ok(None) => return Ok(true),
        Err(error) => {
            tracing::warn!(%supplier, %error, "could not read what is left of our credit");
            return Ok(false);
        }
    };
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.keep_level(supplier, LevelOf::Credit(left.currency), Level { taken_at: now, amount: left.minor }).await?;
    tx.forget_levels(supplier, now - KEPT_FOR).await?;
    raise_or_settle(services, &mut tx, supplier, now).await?;
    let others_sell = services.catalogue().would_change(supplier, left);
    if others_sell {
        announce_catalogue(&mut tx, now).await?;
    }
    tx.commit("credit_seen").await?;
    if others_sell {
        load_catalogue(services).await?;
    }
    // `false` is asked again soon: then it is seen whether it came in.
    Ok(!pay_in_if_low(services, adapter.as_ref(), left).await?)
}

/// One task for each time that it runs low; it settles by itself.
async fn raise_or_settle(services: &Services, tx: &mut Tx, supplier: &SupplierId, now: UnixSeconds) -> Result<()> {
    let Some(credit) = known_credit(tx, supplier).await? else { return Ok(()) };
    let left = credit.left;
    let was_low = standing_alarms::stands(tx, TaskKind::CreditLow, supplier).await?;
    let low = alarm(services, supplier, left).rings(left, credit.ends_at, was_low, now).map(|low| {
        let why = match low {
            Low::Below(below) => format!("less than {} {}", below.to_decimal(), below.currency.as_str()),
            Low::EndsAt(at) => format!("as it was spent of late it ends on {}", at.iso8601()),
        };
        format!("{supplier}: {} {} are left; {why}", left.to_decimal(), left.currency.as_str())
    });
    standing_alarms::set(tx, TaskKind::CreditLow, supplier, low.as_deref(), now).await
}

/// The configured alarm, in the currency of the credit.
fn alarm(services: &Services, supplier: &SupplierId, left: Money) -> Alarm {
    let config = services.config.credit_alarm(supplier);
    let below = config.below.as_deref().and_then(|text| Money::parse_decimal(text, left.currency).ok());
    Alarm { below, days: config.days }
}

/// Whether the supplier's credit covers a cost this minute. Where it cannot be read the supplier's own word decides: it
/// refuses what it is not paid for.
pub(super) async fn covers(services: &Services, supplier: &dyn Supplier, cost: Money) -> bool {
    if !supplier.capabilities().credit {
        return true;
    }
    match services.outside("supplier.credit", supplier.credit(&new_request_id())).await {
        Ok(credit) => credit.is_none_or(|credit| credit.covers(cost)),
        Err(error) => {
            tracing::warn!(supplier = %supplier.id(), %error, "our credit could not be read before an order");
            true
        }
    }
}
