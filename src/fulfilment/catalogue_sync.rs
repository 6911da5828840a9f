//! The catalogue: read from the supplier, priced, stored, and swapped in whole.

use super::stock_watch;
use super::supplier_watch::obstacle_fact;
use crate::domain::catalogue::{Catalogue, Conditions};
use crate::domain::ids::SupplierId;
use crate::domain::money::Money;
use crate::domain::offer::{NotSold, ProductKind, SupplierProduct};
use crate::domain::timestamp::UnixSeconds;
use crate::services::Services;
use crate::store::{Result, StoreError, SyncedOffer, Tx};
use crate::suppliers::SupplierError;
use std::collections::BTreeMap;
use std::time::Duration;
use thiserror::Error;

/// The fact that counts the changes of the catalogue, for all servers.
const VERSION: &str = "catalogue_version";

/// How fast a supplier is, is judged by what it delivered in this time.
const OF_LATE: Duration = Duration::from_secs(14 * 86_400);

/// Why a sync did not happen; what was known stands.
#[derive(Debug, Error)]
pub enum SyncError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Supplier(#[from] SupplierError),
    #[error("no supplier `{0}` is configured")]
    NotConfigured(SupplierId),
}

/// What a sync found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    pub sold: usize,
    pub not_sold: usize,
    pub vanished: u64,
}

/// Reads one supplier's catalogue, prices it and swaps the snapshot.
pub async fn sync_catalogue(services: &Services, supplier: &SupplierId) -> std::result::Result<Synced, SyncError> {
    let adapter = services.suppliers.get(supplier).ok_or_else(|| SyncError::NotConfigured(supplier.clone()))?;
    let products = services.outside("supplier.catalogue", adapter.catalogue()).await?;
    let now = services.clock.now();
    let mut synced = Synced::default();
    let mut tx = services.store.begin().await?;
    for product in products {
        let offer = SyncedOffer {
            price: price_of_plan(services, &product),
            supplier: supplier.clone(),
            product: product.product,
            facts: product.facts,
            cost: product.cost,
            stock: product.stock,
        };
        if offer.price.is_ok() {
            synced.sold += 1;
        } else {
            synced.not_sold += 1;
        }
        tx.upsert_offer(&offer, now).await?;
        stock_watch::keep(&mut tx, &offer, now).await?;
    }
    synced.vanished = tx.retire_offers(supplier, now).await?;
    tx.set_fact(&format!("synced:{supplier}"), &synced.sold.to_string(), now).await?;
    stock_watch::look_at_stock(&mut tx, supplier, now).await?;
    announce_catalogue(&mut tx, now).await?;
    tx.commit("catalogue_synced").await?;
    load_catalogue(services).await?;
    tracing::info!(%supplier, ?synced, "catalogue synced");
    Ok(synced)
}

/// What a plan in the catalogue is sold for, or why not. A top-up is no plan: it is offered beside the SIM that it fits.
pub fn price_of_plan(services: &Services, product: &SupplierProduct) -> std::result::Result<Money, NotSold> {
    if product.kind == ProductKind::Esim { price(services, product) } else { Err(NotSold::NotAnEsim) }
}

/// What an eSIM or a top-up is sold for, or why not.
pub fn price(services: &Services, product: &SupplierProduct) -> std::result::Result<Money, NotSold> {
    if product.kind == ProductKind::SimCard {
        return Err(NotSold::NotAnEsim);
    }
    if !product.available {
        return Err(NotSold::Unavailable);
    }
    if product.stock == Some(0) {
        return Err(NotSold::NoStock);
    }
    services.config.pricing.price_from(product.cost, &product.least_prices).map_err(NotSold::from)
}

/// Stores one product that was read by itself, and swaps the snapshot.
pub async fn replace_offer(services: &Services, offer: &SyncedOffer) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.upsert_offer(offer, now).await?;
    announce_catalogue(&mut tx, now).await?;
    tx.commit("offer_replaced").await?;
    load_catalogue(services).await
}

/// Tells every server, within the caller's transaction, that the catalogue has changed.
pub async fn announce_catalogue(tx: &mut Tx, now: UnixSeconds) -> Result<()> {
    let version = stored_version(tx).await?;
    tx.set_fact(VERSION, &(version + 1).to_string(), now).await
}

/// Swaps in what is stored.
pub async fn load_catalogue(services: &Services) -> Result<()> {
    let mut tx = services.store.snapshot().await?;
    let version = stored_version(&mut tx).await?;
    let mut offers = tx.sellable_offers().await?;
    for supplier in services.suppliers.iter() {
        // Never looked at, or with an obstacle: not sold.
        let clear = tx.fact(&obstacle_fact(supplier.id())).await?.is_some_and(|(text, _)| text.is_empty());
        if !clear {
            offers.retain(|offer| offer.supplier != *supplier.id());
        }
    }
    offers.retain(|offer| services.suppliers.get(&offer.supplier).is_some());
    let speeds = tx.delivery_speeds(services.clock.now() - OF_LATE).await?.into_iter().collect();
    let mut credit = BTreeMap::new();
    for supplier in services.suppliers.iter().filter(|supplier| supplier.capabilities().credit) {
        // Whoever only opens checkouts takes no plan off the shelf.
        if let Some((left, _)) = tx.newest_credit(supplier.id()).await? {
            credit.insert(supplier.id().clone(), left);
        }
    }
    let conditions = Conditions { speeds, away: services.suppliers.away(), credit };
    services.replace_catalogue(Catalogue::under(version, offers, &conditions));
    Ok(())
}

/// Swaps in what another server has stored, if it has.
pub async fn follow_catalogue(services: &Services) -> Result<()> {
    let stored = stored_version(&mut services.store.snapshot().await?).await?;
    if stored == services.catalogue().version() { Ok(()) } else { load_catalogue(services).await }
}

async fn stored_version(tx: &mut Tx) -> Result<i64> {
    Ok(tx.fact(VERSION).await?.and_then(|(text, _)| text.parse().ok()).unwrap_or(0))
}
