//! Withdrawal from a purchase (Directive 2011/83/EU, article 11a): received with its time, acknowledged by mail, and
//! decided by a person. No money moves by itself.

use super::jobs::Job;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::OrderId;
use crate::domain::timestamp::UnixSeconds;
use crate::services::Services;
use crate::store::{MailKind, Order, Result, TaskKind};

/// The order of that number, if it was made with that address.
pub async fn order_to_withdraw_from(services: &Services, number: &str, email: &EmailAddress) -> Result<Option<Order>> {
    let mut tx = services.store.snapshot().await?;
    let Some(id) = tx.order_of_number(number).await? else { return Ok(None) };
    let order = tx.order(&id).await?;
    Ok(order
        .filter(|order| EmailAddress::parse(&order.email).is_ok_and(|known| known.lookup_key() == email.lookup_key())))
}

/// Writes the declaration down and owes its acknowledgement; the first one of an order counts. Returns its time.
pub async fn receive_withdrawal(services: &Services, order: &OrderId, name: &str) -> Result<Option<UnixSeconds>> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(withdrawn) = tx.order(order).await? else { return Ok(None) };
    let mails = tx.mails_of(order).await?;
    if let Some(first) = mails.iter().find(|mail| mail.kind == MailKind::WithdrawalReceived) {
        return Ok(Some(first.created_at));
    }
    let mail = tx.insert_mail(order, MailKind::WithdrawalReceived, &withdrawn.email, now).await?;
    Job::SendMail { mail }.ring(&mut tx, now, now).await?;
    let who = if name.is_empty() { "the buyer" } else { name };
    let evidence = format!("{who} withdraws; the order was {}", withdrawn.state.as_str());
    tx.raise_task(TaskKind::Withdrawal, order.as_str(), Some(order), &evidence, now).await?;
    tx.note(Some(order), "buyer", "withdrawal.received", &evidence, now).await?;
    tx.commit("withdrawal_received").await?;
    services.bell.notify_one();
    Ok(Some(now))
}
