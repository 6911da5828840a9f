//! Whether each supplier's eSIMs may be sold, and how the networks behind it are: looked at on start and every hour,
//! remembered as facts.

use super::catalogue_sync::announce_catalogue;
use super::provision::new_request_id;
use crate::domain::ids::SupplierId;
use crate::services::Services;
use crate::store::{Result, TaskKind, Tx};
use crate::suppliers::{NetworkState, Supplier};

/// The fact's name; its value is the reason, or empty text.
pub fn obstacle_fact(supplier: &SupplierId) -> String {
    format!("obstacle:{supplier}")
}

/// Asks the supplier (Orange: is its key ours?) and shows or hides its offers accordingly. `Ok(false)` when it cannot
/// be asked: what was known stands.
pub async fn look_at_supplier(services: &Services, supplier: &SupplierId) -> Result<bool> {
    let Some(adapter) = services.suppliers.get(supplier) else { return Ok(true) };
    let obstacle = match services.outside("supplier.obstacle", adapter.obstacle()).await {
        Ok(obstacle) => obstacle.unwrap_or_default(),
        Err(error) => {
            tracing::warn!(%supplier, %error, "could not look whether the supplier's eSIMs may be sold");
            return Ok(false);
        }
    };
    let networks = networks(services, adapter.as_ref()).await;
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let known = tx.fact(&obstacle_fact(supplier)).await?.map(|(text, _)| text);
    if known.as_deref() != Some(obstacle.as_str()) {
        tx.set_fact(&obstacle_fact(supplier), &obstacle, now).await?;
        announce_catalogue(&mut tx, now).await?;
        if !obstacle.is_empty() {
            tracing::error!(%supplier, obstacle, "the supplier's eSIMs are not sold");
            let about = format!("{supplier}:{}", now.0);
            tx.raise_task(TaskKind::SupplierRefuses, &about, None, &obstacle, now).await?;
        }
    }
    if let Some(networks) = networks {
        tx.set_fact(&networks_fact(supplier), &networks, now).await?;
    }
    tx.commit("supplier_seen").await?;
    super::catalogue_sync::load_catalogue(services).await?;
    Ok(true)
}

fn networks_fact(supplier: &SupplierId) -> String {
    format!("networks:{supplier}")
}

/// The networks behind a supplier as they were at the last look.
pub async fn known_networks(tx: &mut Tx, supplier: &SupplierId) -> Result<Vec<NetworkState>> {
    let known = tx.fact(&networks_fact(supplier)).await?;
    // What an older version wrote is read again within the hour.
    Ok(known.and_then(|(text, _)| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// As JSON; `None` where they cannot be asked about, and what was known stands.
async fn networks(services: &Services, supplier: &dyn Supplier) -> Option<String> {
    match services.outside("supplier.network_states", supplier.network_states(&new_request_id())).await {
        Ok(networks) => serde_json::to_string(&networks).ok(),
        Err(error) => {
            tracing::warn!(supplier = %supplier.id(), %error, "the supplier's networks could not be read");
            None
        }
    }
}
