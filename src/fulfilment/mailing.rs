//! Mails that are owed: composed from the order when they are sent, so that they say what is true by then.

use super::esim_news::{Notice, notice};
use super::find_orders::orders_to_find;
use super::given_back::given_back;
use super::jobs::Job;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{MailId, OrderId};
use crate::domain::order::OrderState;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::mail::messages::{self, AboutOrder, EsimToInstall, Letterhead, NotComposed, OrderLink};
use crate::mail::{Composed, MailError};
use crate::services::Services;
use crate::store::{Esim, Family, Mail, MailKind, Order, Result, TaskKind, TopUp, Tx};

/// What became of a mail; written down together with the end of its job.
pub struct Posted {
    mail: Mail,
    outcome: std::result::Result<(), NotPosted>,
}

/// Why a mail did not go.
enum NotPosted {
    /// Perhaps later.
    Yet(String),
    /// It never will: a person looks.
    Ever(String),
    /// The order has moved on: nothing is left to say, and nobody needs to know.
    Needless,
}

impl Posted {
    /// Why it is worth another try, if it is.
    pub fn try_again(&self) -> Option<&str> {
        match &self.outcome {
            Err(NotPosted::Yet(error)) => Some(error),
            Ok(()) | Err(NotPosted::Ever(_) | NotPosted::Needless) => None,
        }
    }

    /// Writes down what became of it; what will never go waits for a person.
    pub async fn write_down(&self, tx: &mut Tx, now: UnixSeconds) -> Result<()> {
        let outcome = match &self.outcome {
            Ok(()) => Ok(()),
            Err(NotPosted::Yet(error)) => Err((error.as_str(), false)),
            Err(NotPosted::Ever(error)) => Err((error.as_str(), true)),
            Err(NotPosted::Needless) => Err(("there is nothing to tell", true)),
        };
        tx.mark_mail(&self.mail.id, outcome, now).await?;
        if let Err(NotPosted::Ever(error)) = &self.outcome {
            let evidence = format!("the mail {} cannot be delivered: {error}", self.mail.kind.as_str());
            tx.raise_task(TaskKind::MailFailed, self.mail.id.as_str(), Some(&self.mail.order), &evidence, now).await?;
        }
        Ok(())
    }
}

/// Sends one mail; `None` when there is nothing left to send. `Err` only for the database.
pub async fn send_mail(services: &Services, mail: &MailId) -> Result<Option<Posted>> {
    let mut tx = services.store.snapshot().await?;
    let Some(mail) = tx.mail(mail).await?.filter(|mail| mail.state == "waiting") else { return Ok(None) };
    let Some(family) = tx.family(&mail.order).await? else { return Ok(None) };
    let Some(token) = tx.order_token(&mail.order).await? else { return Ok(None) };
    let (esims, top_ups) = (tx.esims_of(&mail.order).await?, tx.top_ups_of(&mail.order).await?);
    let links = match mail.kind {
        MailKind::OrderLinks => links(services, &mut tx, &family.order).await?,
        _ => Vec::new(),
    };
    let notice = match mail.kind {
        MailKind::EsimNotice => notice(&mut tx, &mail, &family, &esims).await?,
        _ => None,
    };
    drop(tx);
    let link = services.config.link(&format!("/{}/o/{}", family.order.lang, token.expose()));
    let outcome = match compose(services, &mail, &family, (&esims, &top_ups), &links, notice.as_ref(), &link) {
        Ok(Some(composed)) => {
            let sent = services.outside("mail.send", services.mailer.send(&mail.recipient, &composed)).await;
            sent.map_err(|error| match error {
                MailError::Temporary(error) => NotPosted::Yet(error),
                MailError::Permanent(error) => NotPosted::Ever(error),
            })
        }
        Ok(None) => Err(NotPosted::Needless),
        Err(error) => Err(NotPosted::Ever(error.to_string())),
    };
    Ok(Some(Posted { mail, outcome }))
}

/// Owes the buyer the news that the payment is in, if the eSIM is still not there; once an order.
pub async fn tell_if_late(services: &Services, order: &OrderId) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let Some(mut family) = tx.family(order).await? else { return Ok(()) };
    if !is_late(&family) || tx.mails_of(order).await?.iter().any(|mail| mail.kind == MailKind::PaymentReceived) {
        return Ok(());
    }
    // A worker that slept through its lease may be here as well: one of the two is told that the other was first.
    tx.lock(&mut family, now).await?;
    let mail = tx.insert_mail(order, MailKind::PaymentReceived, &family.order.email, now).await?;
    Job::SendMail { mail }.ring(&mut tx, now, now).await?;
    tx.commit("late_told").await?;
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
    (esims, top_ups): (&[Esim], &[TopUp]),
    links: &[OrderLink],
    notice: Option<&Notice<'_>>,
    link: &str,
) -> std::result::Result<Option<Composed>, NotComposed> {
    let letterhead = Letterhead::of(&services.config);
    let order = &family.order;
    let tops_up = family.tops_up();
    let about = AboutOrder { mail: &mail.id, number: &order.number, lang: order.lang, link, tops_up };
    match mail.kind {
        MailKind::EsimReady => {
            let to_install: Vec<_> = esims
                .iter()
                .filter_map(|esim| {
                    let line = family.lines.iter().find(|line| line.id == esim.line)?;
                    Some(EsimToInstall {
                        facts: &line.facts,
                        stands_in: family.is_stood_in_for(line),
                        secrets: &esim.secrets,
                        sold_at: esim.sold_at,
                    })
                })
                .collect();
            if to_install.is_empty() {
                return Ok(None);
            }
            messages::esim_ready(&letterhead, about, &to_install).map(Some)
        }
        MailKind::ToppedUp => {
            let Some((top_up, line)) = top_ups
                .first()
                .and_then(|top_up| Some((top_up, family.lines.iter().find(|line| line.id == top_up.line)?)))
            else {
                return Ok(None);
            };
            messages::topped_up(&letterhead, about, &line.facts, top_up.exchanged).map(Some)
        }
        MailKind::PaymentReceived => match order.deliver_by {
            Some(deliver_by) => messages::payment_received(&letterhead, about, order.total, deliver_by).map(Some),
            None => Ok(None),
        },
        MailKind::GivenBack => match given_back(family) {
            Some(back) => messages::given_back(&letterhead, about, back.amount, &back.why, back.how).map(Some),
            None => Ok(None),
        },
        MailKind::WithdrawalReceived => messages::withdrawal_received(&letterhead, about, mail.created_at).map(Some),
        MailKind::EsimNotice => match notice.and_then(|notice| notice.news(services.clock.now())) {
            Some(news) => messages::esim_notice(&letterhead, about, &news).map(Some),
            None => Ok(None),
        },
        MailKind::OrderLinks => messages::order_links(&letterhead, about, links).map(Some),
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
