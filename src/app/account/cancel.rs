//! The buyer's button: no longer waiting for an eSIM that the network has only confirmed.

use crate::app::page::{Answer, PageError, PageRequest};
use crate::app::parts::links;
use crate::fulfilment::advance::advance_order_within;
use crate::fulfilment::give_up::cancel_by_buyer;
use crate::secret::OrderToken;
use crate::store::StoreError;
use std::time::Duration;

/// The page that follows shows the money on its way; the steps go on without it.
const PATIENCE: Duration = Duration::from_secs(2);

/// `POST /{lang}/o/{token}/cancel`. Where cancelling is not possible (any more), the order's page says how it is.
pub async fn cancel(request: PageRequest) -> Result<Answer, PageError> {
    let services = &request.services;
    let token = OrderToken::parse(request.param("token")).ok_or(PageError::NotFound)?;
    let mut tx = services.store.snapshot().await?;
    let order = tx.order_of_token(&token).await?.ok_or(PageError::NotFound)?;
    let family = tx.family(&order.id).await?.ok_or(PageError::NotFound)?;
    drop(tx);
    match cancel_by_buyer(services, &family).await {
        Ok(true) => advance_order_within(services, &order.id, PATIENCE).await,
        // It arrived, or went back by itself, at the same moment.
        Ok(false) | Err(StoreError::Conflict) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Answer::SeeOther(links::order(request.lang, &token)))
}
