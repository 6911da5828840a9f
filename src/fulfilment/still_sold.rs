//! Whether a plan is still sold, at which price, and whether enough is left: asked before anybody pays.

use super::catalogue_sync::{price_of_plan, replace_offer};
use super::checkout::CheckedOut;
use crate::domain::checkout::Quantity;
use crate::domain::ids::OfferId;
use crate::domain::offer::Offer;
use crate::services::Services;
use crate::store::{Result, SyncedOffer};
use crate::suppliers::{OrderIdempotency, SupplierError};

/// The plan as it is sold this minute: the supplier is asked for stock and cost before anybody pays.
pub async fn look_at_offer(
    services: &Services,
    offer: &OfferId,
    quantity: Quantity,
    draft: &str,
) -> Result<std::result::Result<Offer, CheckedOut>> {
    let catalogue = services.catalogue();
    let Some(offer) = catalogue.offer(offer) else {
        let pauses = catalogue.paused(offer).is_some();
        return Ok(Err(if pauses { CheckedOut::NotNow } else { CheckedOut::Gone }));
    };
    let Some(supplier) = services.suppliers.get(&offer.supplier) else { return Ok(Err(CheckedOut::Gone)) };
    let product = match services.outside("supplier.product", supplier.product(&offer.product)).await {
        Ok(Some(product)) => product,
        Ok(None) | Err(SupplierError::NotFound) => return Ok(Err(CheckedOut::Gone)),
        Err(SupplierError::LeftAlone) => return Ok(Err(CheckedOut::NotNow)),
        Err(error) => {
            tracing::warn!(offer = %offer.id, %error, "not sold now: stock and cost are not known");
            return Ok(Err(CheckedOut::TryAgain));
        }
    };
    let price = price_of_plan(services, &product);
    if price != Ok(offer.price) {
        let synced = SyncedOffer {
            supplier: offer.supplier.clone(),
            product: product.product.clone(),
            facts: product.facts,
            cost: product.cost,
            stock: product.stock,
            price,
        };
        replace_offer(services, &synced).await?;
        return Ok(Err(if price.is_ok() { CheckedOut::PriceChanged } else { CheckedOut::Gone }));
    }
    let offer = Offer { cost: product.cost, stock: product.stock, ..offer.as_ref().clone() };
    Ok(match obstacle_to_buying(services, &offer, quantity, draft).await? {
        Some(outcome) => Err(outcome),
        None => Ok(offer),
    })
}

/// Why what is sold cannot be ordered this minute: no order would go out, one of it is in doubt, our credit does not cover
/// it, or fewer are left, beside those of other open orders, than are wanted.
pub async fn obstacle_to_buying(
    services: &Services,
    offer: &Offer,
    quantity: Quantity,
    draft: &str,
) -> Result<Option<CheckedOut>> {
    let supplier = services.suppliers.get(&offer.supplier);
    if supplier.is_some_and(|supplier| supplier.line().is_open()) {
        return Ok(Some(CheckedOut::NotNow));
    }
    let mut tx = services.store.snapshot().await?;
    // While one may have been sold unseen, another would only wait behind it.
    let one_at_a_time =
        supplier.is_some_and(|supplier| supplier.capabilities().order_idempotency == OrderIdempotency::None);
    if one_at_a_time && tx.is_in_doubt(&offer.supplier, &offer.product).await? {
        return Ok(Some(CheckedOut::TryAgain));
    }
    if supplier.is_some_and(|supplier| supplier.capabilities().credit)
        && let Some(credit) = tx.spendable_credit(&offer.supplier, draft).await?
        && !offer.cost.times(quantity.get().into()).is_ok_and(|cost| credit.covers(cost))
    {
        return Ok(Some(CheckedOut::NotNow));
    }
    let Some(stock) = offer.stock else { return Ok(None) };
    let spoken_for = tx.units_spoken_for(offer.supplier.as_str(), offer.product.as_str(), draft).await?;
    let left = u32::try_from(i64::from(stock) - spoken_for).unwrap_or(0);
    Ok(match left {
        0 => Some(CheckedOut::Gone),
        left if left < u32::from(quantity.get()) => Some(CheckedOut::TooFew { left }),
        _ => None,
    })
}
