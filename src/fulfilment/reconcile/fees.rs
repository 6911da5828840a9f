//! What the payment provider keeps of each payment, booked where it says so. A key that may not read the balance books
//! none: nothing else depends on it.

use super::{PassError, Window, unless_moved};
use crate::domain::ids::OrderId;
use crate::payments::{FeeReading, PaymentError};
use crate::services::Services;
use crate::store::{LedgerKind, LedgerRow, Result};

/// Books the fees of the window that are not booked yet.
pub(super) async fn book(services: &Services, window: Window) -> std::result::Result<(), PassError> {
    let fees = match services.outside("stripe.fee.list", services.stripe.fees_booked(window.from, window.until)).await {
        Ok(fees) => fees,
        Err(PaymentError::Refused { reason, .. }) => {
            tracing::info!(reason, "the payment provider's fees are not booked: its balance may not be read");
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    for fee in fees.into_iter().filter(|fee| !fee.fee.is_zero()) {
        let Some(intent) = &fee.intent else { continue };
        let order = services.store.snapshot().await?.order_of_provider_object(intent).await?;
        if let Some(order) = order {
            unless_moved(book_one(services, &order, &fee).await)?;
        }
    }
    Ok(())
}

async fn book_one(services: &Services, order: &OrderId, fee: &FeeReading) -> Result<()> {
    let entry = format!("{}:{}", LedgerKind::Fee.as_str(), fee.id);
    let is_booked = |rows: Vec<LedgerRow>| rows.iter().any(|row| row.entry == entry);
    if is_booked(services.store.snapshot().await?.ledger_of(order).await?) {
        return Ok(());
    }
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(mut family) = tx.family(order).await? else { return Ok(()) };
    tx.lock(&mut family, now).await?;
    // Another server may have been here between the look and the lock.
    if is_booked(tx.ledger_of(order).await?) {
        return Ok(());
    }
    tx.book(order, LedgerKind::Fee, &fee.id, fee.fee, now).await?;
    tx.commit("fee_booked").await
}
