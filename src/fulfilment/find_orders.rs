//! Lost links: mails the links of all orders of an address to that address, and tells nobody else whether there are any.

use super::jobs::Job;
use crate::domain::email_address::EmailAddress;
use crate::domain::order::OrderState;
use crate::services::Services;
use crate::store::{MailKind, Order, Result, Tx};
use std::time::Duration;

/// Nobody is sent such a mail more often, whoever asks.
const AGAIN_AFTER: Duration = Duration::from_secs(600);

/// Owes the address the links of its orders, if it has any and was not sent them just now.
pub async fn send_links(services: &Services, email: &EmailAddress) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(newest) = orders_to_find(&mut tx, email).await?.into_iter().next() else { return Ok(()) };
    let mails = tx.mails_of(&newest.id).await?;
    if mails.iter().any(|mail| mail.kind == MailKind::OrderLinks && now.since(mail.created_at) < AGAIN_AFTER) {
        return Ok(());
    }
    // To the address as it was given with the order: what was typed now may differ in spelling.
    let mail = tx.insert_mail(&newest.id, MailKind::OrderLinks, &newest.email, now).await?;
    Job::SendMail { mail }.ring(&mut tx, now, now).await?;
    tx.commit("links_owed").await?;
    services.bell.notify_one();
    Ok(())
}

/// The orders of an address that are worth finding, newest first: all but those that were never paid.
pub(super) async fn orders_to_find(tx: &mut Tx, email: &EmailAddress) -> Result<Vec<Order>> {
    let orders = tx.orders_of_email(email).await?;
    Ok(orders.into_iter().filter(|order| order.state != OrderState::Closed).collect())
}
