//! What staff do to an order: each act is noted in its timeline under the name of who did it.

use super::jobs::Job;
use crate::domain::ids::{DifferenceId, OrderId, TaskId};
use crate::services::Services;
use crate::session::Staff;
use crate::store::{MailKind, Result};

/// Owes the buyer a mail once more and sends it at once; `false` when no mail of that kind was ever owed to them.
pub async fn send_mail_again(services: &Services, staff: &Staff, order: &OrderId, kind: MailKind) -> Result<bool> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(buyer) = tx.order(order).await? else { return Ok(false) };
    if !tx.mails_of(order).await?.iter().any(|mail| mail.kind == kind) {
        return Ok(false);
    }
    let mail = tx.insert_mail(order, kind, &buyer.email, now).await?;
    Job::SendMail { mail }.ring(&mut tx, now, now).await?;
    tx.note(Some(order), &staff.email, "mail.sent_again", kind.as_str(), now).await?;
    tx.commit("mail_again").await?;
    services.bell.notify_one();
    Ok(true)
}

/// Closes a task with a note of what was done; `false` when somebody has closed it before.
pub async fn close_task(services: &Services, staff: &Staff, task: &TaskId, note: &str) -> Result<bool> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    if !tx.close_task(task, &staff.email, note, now).await? {
        return Ok(false);
    }
    let order = tx.order_of_task(task).await?;
    tx.note(order.as_ref(), &staff.email, "task.done", note, now).await?;
    tx.commit("task_closed").await?;
    Ok(true)
}

/// Settles a difference that stays as it is, with a note of why; `false` when it is gone or was settled before.
pub async fn settle_difference(
    services: &Services,
    staff: &Staff,
    difference: &DifferenceId,
    note: &str,
) -> Result<bool> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    if !tx.settle_difference(difference, &staff.email, note, now).await? {
        return Ok(false);
    }
    let order = tx.order_of_difference(difference).await?;
    tx.note(order.as_ref(), &staff.email, "difference.settled", note, now).await?;
    tx.commit("difference_settled").await?;
    Ok(true)
}
