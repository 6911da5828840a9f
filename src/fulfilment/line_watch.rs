//! The lines to suppliers, as this server finds them: the plans of one whose line is down pause, and are sold again once
//! looks at it have succeeded. Each server has breakers of its own, and so looks for itself.

use super::catalogue_sync::load_catalogue;
use crate::services::Services;
use crate::store::Result;
use crate::suppliers::Supplier;

/// Looks at one supplier in a row: as many as decide a trial, and one that another read took away.
const MOST_LOOKS: usize = 4;

/// Swaps the snapshot when a line has gone down or come up since it was made.
pub async fn follow_lines(services: &Services) -> Result<()> {
    if services.suppliers.away() == *services.catalogue().away() { Ok(()) } else { load_catalogue(services).await }
}

/// Whether a line has rested and waits to be tried.
pub fn wants_a_look(services: &Services) -> bool {
    services.suppliers.iter().any(|supplier| supplier.line().wants_a_look())
}

/// Tries the lines that have rested: nobody else may ask anything there while its plans pause.
pub async fn try_lines(services: &Services) {
    for supplier in services.suppliers.iter() {
        for _ in 0..MOST_LOOKS {
            if !supplier.line().wants_a_look() {
                break;
            }
            look(services, supplier.as_ref()).await;
        }
    }
}

async fn look(services: &Services, supplier: &dyn Supplier) {
    match services.outside("supplier.obstacle", supplier.obstacle()).await {
        Ok(_) => tracing::info!(supplier = %supplier.id(), "the supplier answers again"),
        Err(error) => tracing::warn!(supplier = %supplier.id(), %error, "the supplier still fails"),
    }
}
