//! Mails that are owed: composed from the order when they are sent, so that they say what is true by then.

use super::find_orders::orders_to_find;
use super::given_back::given_back;
use super::jobs::Job;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{MailId, OrderId};
use crate::domain::order::OrderState;
use crate::domain::payment::PaymentState;
use crate::mail::messages::{self, AboutOrder, EsimToInstall, Letterhead, NotComposed, OrderLink};
use crate::mail::{Composed, MailError};
use crate::services::Services;
use crate::store::{Esim, Family, Mail, MailKind, Order, Result, TaskKind, Tx};

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mailed {
    /// The relay has it, or it will never go and a task says so.
    Done,
    /// Why not now.
    TryAgain(String),
}

/// Sends one mail, unless it is sent already. `Err` only for the database.
pub async fn send_mail(services: &Services, mail: &MailId) -> Result<Mailed> {
    let mut tx = services.store.snapshot().await?;
    let Some(mail) = tx.mail(mail).await? else { return Ok(Mailed::Done) };
    if mail.state != "waiting" {
        return Ok(Mailed::Done);
    }
    let Some(family) = tx.family(&mail.order).await? else { return Ok(Mailed::Done) };
    let Some(token) = tx.order_token(&mail.order).await? else { return Ok(Mailed::Done) };
    let esims = tx.esims_of(&mail.order).await?;
    let links = match mail.kind {
        MailKind::OrderLinks => links(services, &mut tx, &family.order).await?,
        _ => Vec::new(),
    };
    drop(tx);
    let link = services.config.link(&format!("/{}/o/{}", family.order.lang, token.expose()));
    let composed = match compose(services, &mail, &family, &esims, &links, &link) {
        Ok(Some(composed)) => composed,
        Ok(None) => return end(services, &mail, Err(("there is nothing to tell", true))).await,
        Err(error) => return end(services, &mail, Err((&error.to_string(), true))).await,
    };
    match services.mailer.send(&mail.recipient, &composed).await {
        Ok(()) => end(services, &mail, Ok(())).await,
        Err(MailError::Temporary(error)) => end(services, &mail, Err((&error, false))).await,
        Err(MailError::Permanent(error)) => end(services, &mail, Err((&error, true))).await,
    }
}

/// Owes the buyer the news that the payment is in, if the eSIM is still not there; once an order.
pub async fn tell_if_late(services: &Services, order: &OrderId) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(family) = tx.family(order).await? else { return Ok(()) };
    if !is_late(&family) || tx.mails_of(order).await?.iter().any(|mail| mail.kind == MailKind::PaymentReceived) {
        return Ok(());
    }
    let mail = tx.insert_mail(order, MailKind::PaymentReceived, &family.order.email, now).await?;
    Job::SendMail { mail }.ring(&mut tx, now, now).await?;
    tx.commit().await?;
    services.bell.notify_one();
    Ok(())
}

/// The buyer's money is there, nothing is delivered, and it may still come.
fn is_late(family: &Family) -> bool {
    let waiting = matches!(family.order.state, OrderState::Fulfilling | OrderState::NeedsAPerson);
    let paid = family.payments.iter().any(|payment| matches!(payment.state, PaymentState::Held | PaymentState::Taken));
    waiting && paid && family.delivered_sum().is_zero()
}

/// `None` when the order has moved on and there is nothing to tell any more.
fn compose(
    services: &Services,
    mail: &Mail,
    family: &Family,
    esims: &[Esim],
    links: &[OrderLink],
    link: &str,
) -> std::result::Result<Option<Composed>, NotComposed> {
    let letterhead = Letterhead::of(&services.config);
    let order = &family.order;
    let about = AboutOrder { id: &order.id, number: &order.number, lang: order.lang, link };
    match mail.kind {
        MailKind::EsimReady => {
            let to_install: Vec<_> = esims
                .iter()
                .filter_map(|esim| {
                    let line = family.lines.iter().find(|line| line.id == esim.line)?;
                    Some(EsimToInstall { facts: &line.facts, secrets: &esim.secrets, sold_at: esim.sold_at })
                })
                .collect();
            if to_install.is_empty() {
                return Ok(None);
            }
            messages::esim_ready(&letterhead, about, &to_install).map(Some)
        }
        MailKind::PaymentReceived => match order.deliver_by {
            Some(deliver_by) => messages::payment_received(&letterhead, about, order.total, deliver_by).map(Some),
            None => Ok(None),
        },
        MailKind::GivenBack => match given_back(family) {
            Some(back) => messages::given_back(&letterhead, about, back.amount, back.why, back.how).map(Some),
            None => Ok(None),
        },
        MailKind::WithdrawalReceived => messages::withdrawal_received(&letterhead, about, mail.created_at).map(Some),
        MailKind::OrderLinks => messages::order_links(&letterhead, about, links, mail.created_at).map(Some),
    }
}

/// The links of all orders of the address that `newest` belongs to.
async fn links(services: &Services, tx: &mut Tx, newest: &Order) -> Result<Vec<OrderLink>> {
    let Ok(email) = EmailAddress::parse(&newest.email) else { return Ok(Vec::new()) };
    let mut links = Vec::new();
    for order in orders_to_find(tx, &email).await? {
        let Some(token) = tx.order_token(&order.id).await? else { continue };
        links.push(OrderLink {
            link: services.config.link(&format!("/{}/o/{}", order.lang, token.expose())),
            ordered: order.created_at.date(newest.lang),
            number: order.number,
        });
    }
    Ok(links)
}

/// Writes down what became of it; what will never go waits for a person.
async fn end(services: &Services, mail: &Mail, outcome: std::result::Result<(), (&str, bool)>) -> Result<Mailed> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.mark_mail(&mail.id, outcome, now).await?;
    let order = Some(&mail.order);
    let kind = mail.kind.as_str();
    let mailed = match outcome {
        Ok(()) => Mailed::Done,
        Err((error, true)) => {
            let evidence = format!("the mail {kind} cannot be delivered: {error}");
            tx.raise_task(TaskKind::MailFailed, mail.id.as_str(), order, &evidence, now).await?;
            Mailed::Done
        }
        Err((error, false)) => Mailed::TryAgain(error.to_owned()),
    };
    tx.commit().await?;
    Ok(mailed)
}
