//! `escale sync`: reads every supplier's catalogue now. A shop that is running notices by itself.

use super::compose;
use super::output::{complain, say};
use escale::config::Config;
use escale::fulfilment::catalogue_sync::sync_catalogue;
use escale::fulfilment::supplier_watch::look_at_supplier;

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let services = compose::shop(config).await?;
    services.store.migrate().await?;
    let mut failed = 0;
    for supplier in services.suppliers.iter() {
        let id = supplier.id();
        look_at_supplier(&services, id).await?;
        match sync_catalogue(&services, id).await {
            Ok(synced) => say(&format!(
                "{id}: {} offers sold, {} not sold, {} vanished",
                synced.sold, synced.not_sold, synced.vanished
            ))?,
            Err(error) => {
                failed += 1;
                complain(&format!("{id}: {error}"));
            }
        }
    }
    services.store.close().await;
    anyhow::ensure!(failed == 0, "not every catalogue could be read");
    Ok(())
}
