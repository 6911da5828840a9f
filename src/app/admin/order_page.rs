//! One order: why it is as it is, what waits for a person, what happened, what was bought.

use super::desk::desk;
use super::esim_facts::esim_facts;
use super::give_back::{self, Typed};
use super::order_timeline::timeline;
use super::reason::reason;
use super::reconciliation_page::{held_back_notice, standing_of_order};
use super::task_list::{Listed, task_list};
use super::words::{attempt_state, mail_kind, order_state, payment_state, refund_state};
use super::{order_path, staff, tasks_page};
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::badge::Badge;
use crate::app::parts::button::{Button, ButtonKind};
use crate::app::parts::facts::{Fact, Facts};
use crate::app::parts::form_errors::{ErrorSummary, FormErrors};
use crate::app::parts::notice::Notice;
use crate::app::parts::timeline::Timeline;
use crate::app::parts::tone::Tone;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::fulfilment::{advance, staff_acts};
use crate::store::{Balance, Esim, Family, Mail, MailKind};
use crate::text::{t, t_with};
use leptos::prelude::*;

/// `GET /{lang}/admin/orders/{number}`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    page(request, &Typed::default(), FormErrors::default()).await
}

async fn page(request: PageRequest, typed: &Typed, errors: FormErrors) -> Result<Answer, PageError> {
    let lang = request.lang;
    let mut tx = request.services.store.snapshot().await?;
    let order = tx.order_of_number(request.param("number")).await?.ok_or(PageError::NotFound)?;
    let family = tx.family(&order).await?.ok_or(PageError::NotFound)?;
    let number = family.order.number.clone();
    let (mails, esims) = (tx.mails_of(&order).await?, tx.esims_of(&order).await?);
    let balance = tx.balance_of(&order).await?;
    let (audit, calls) = (tx.audit_of(&order).await?, tx.supplier_calls_of(&order).await?);
    let tasks = tx.tasks_of(&order).await?;
    let tasks: Vec<Listed> = tasks.into_iter().map(|task| Listed { task, order_number: None }).collect();
    let differing = tx.differences_of(&order).await?;
    let restored = tx.restored().await?;
    let (why, tone) = reason(lang, &family, &advance::limits(&request.services));
    let here = order_path(lang, &number);
    let content = view! {
        <ErrorSummary lang errors=errors.clone() />
        {held_back_notice(lang, restored)}
        <Notice tone><p>{why}</p></Notice>
        {standing_of_order(lang, differing)}
        {(!tasks.is_empty()).then(|| {
            view! {
                <section>
                    <h2>{t(lang, "admin-tasks")}</h2>
                    {task_list(lang, tasks, &here, request.now())}
                </section>
            }
        })}
        <div class="columns">
            <div class="flow">
                {lines(lang, &family, &esims)}
                <section>
                    <h2>{t(lang, "admin-timeline")}</h2>
                    <Timeline lang steps=timeline(lang, &audit, &calls, &mails) />
                </section>
            </div>
            <div class="flow beside">
                <section class="panel">
                    <h2>{t(lang, "admin-order-facts")}</h2>
                    <Facts facts=order_facts(lang, &family) />
                </section>
                {payments(lang, &family, balance)}
                {give_back::panel(lang, &family, &here, typed, &errors)}
                {send_again(lang, &mails, &here)}
            </div>
        </div>
    };
    let status = errors.status();
    Ok(Page { status, ..desk(number, flags(lang, &family), content) }.into())
}

/// `POST /{lang}/admin/orders/{number}`: closes a task of the order, sends a mail again, or gives money back.
pub async fn submit(request: PageRequest) -> Result<Answer, PageError> {
    let mut tx = request.services.store.snapshot().await?;
    let order = tx.order_of_number(request.param("number")).await?.ok_or(PageError::NotFound)?;
    let family = tx.family(&order).await?.ok_or(PageError::NotFound)?;
    drop(tx);
    if request.form.text("act") == "give_back"
        && let Err((typed, errors)) = give_back::submit(&request, &family).await?
    {
        return page(request, &typed, errors).await;
    }
    if request.form.text("act") == "close" {
        tasks_page::close(&request).await?;
    }
    let mail = KINDS.into_iter().find(|kind| kind.as_str() == request.form.text("mail"));
    if let Some(kind) = mail {
        staff_acts::send_mail_again(&request.services, staff(&request)?, &order, kind).await?;
    }
    Ok(Answer::SeeOther(order_path(request.lang, request.param("number"))))
}

const KINDS: [MailKind; 4] = [MailKind::EsimReady, MailKind::ToppedUp, MailKind::PaymentReceived, MailKind::GivenBack];

fn flags(lang: Lang, family: &Family) -> impl IntoView + use<> {
    let (state, tone) = order_state(lang, family.order.state);
    let disputed = family.order.disputed;
    let late = family.order.late_payment;
    view! {
        <p class="badges">
            <Badge text=state tone />
            {disputed.then(|| view! { <Badge text=t(lang, "admin-order-disputed") tone=Tone::Bad /> })}
            {late.then(|| view! { <Badge text=t(lang, "admin-order-late-payment") tone=Tone::Warn /> })}
        </p>
    }
}

fn order_facts(lang: Lang, family: &Family) -> Vec<Fact> {
    let order = &family.order;
    let mut facts = vec![
        Fact::new(t(lang, "admin-orders-buyer"), order.email.clone()),
        Fact::new(t(lang, "admin-order-language"), order.lang.own_name()),
        Fact::new(t(lang, "admin-orders-total"), order.total.format(lang)),
        Fact::new(t(lang, "admin-order-ordered-at"), order.created_at.date_time(lang)),
    ];
    if let Some(at) = order.paid_at {
        facts.push(Fact::new(t(lang, "admin-order-paid-at"), at.date_time(lang)));
    }
    if let Some(at) = order.deliver_by {
        facts.push(Fact::new(t(lang, "admin-order-deliver-by"), at.date_time(lang)));
    }
    let consent = format!("{} · {}", order.consent_version, order.consent_at.date_time(lang));
    facts.push(Fact::new(t(lang, "admin-order-consent"), consent));
    facts.push(Fact::new(t(lang, "admin-order-id"), order.id.as_str()));
    facts
}

/// The lines with their tries to buy and, masked, what came of them.
fn lines(lang: Lang, family: &Family, esims: &[Esim]) -> impl IntoView + use<> {
    let lines: Vec<_> = family
        .lines
        .iter()
        .map(|line| {
            let tries: Vec<_> = family
                .attempts
                .iter()
                .filter(|attempt| attempt.line == line.id)
                .map(|attempt| {
                    let (state, tone) = attempt_state(lang, attempt.state);
                    let reference = attempt.reference.clone().unwrap_or_default();
                    let reason = attempt.reason.clone();
                    view! {
                        <li>
                            <Badge text=state tone />
                            " "<code>{attempt.id.as_str().to_owned()}</code>" "<code>{reference}</code>
                            {reason.map(|reason| view! { <small>{reason}</small> })}
                        </li>
                    }
                })
                .collect();
            let esim = esims.iter().find(|esim| esim.line == line.id);
            let esim = esim.map(|esim| view! { <Facts facts=esim_facts(lang, esim) /> });
            let values = [
                ("price", line.price.format(lang).into()),
                ("cost", line.cost.format(lang).into()),
                ("supplier", line.supplier.as_str().to_owned().into()),
            ];
            let name = line.facts.name.clone();
            view! {
                <section class="panel">
                    <h2>{name}</h2>
                    <p class="muted">{t_with(lang, "admin-line-money", &values)}</p>
                    <ul class="tries">{tries}</ul>
                    {esim}
                </section>
            }
        })
        .collect();
    lines
}

/// Each payment as the provider has it, and below them how the order's ledger stands.
fn payments(lang: Lang, family: &Family, balance: Balance) -> impl IntoView + use<> {
    let payments: Vec<_> = family
        .payments
        .iter()
        .map(|payment| {
            let (state, tone) = payment_state(lang, payment.state);
            let mut facts = vec![
                Fact::new(t(lang, "admin-payment-amount"), payment.amount.format(lang)),
                Fact::new(t(lang, "admin-payment-collected"), payment.captured.format(lang)),
                Fact::new(t(lang, "admin-payment-back"), payment.refunded.format(lang)),
            ];
            if let Some(at) = payment.capture_before {
                facts.push(Fact::new(t(lang, "admin-payment-hold-until"), at.date_time(lang)));
            }
            if let Some(id) = &payment.intent {
                facts.push(Fact::new(t(lang, "admin-payment-intent"), id.clone()));
            }
            for refund in family.refunds.iter().filter(|refund| refund.payment == payment.id) {
                let (state, _) = refund_state(lang, refund.state);
                let text = format!("{} · {state} · {}", refund.amount.format(lang), refund.reason);
                facts.push(Fact::new(t(lang, "admin-payment-refund"), text));
            }
            view! {
                <section class="panel">
                    <h2>{t(lang, "admin-payment")}</h2>
                    <p><Badge text=state tone /></p>
                    <Facts facts />
                </section>
            }
        })
        .collect();
    let money = |minor| Money::new(minor, family.order.total.currency).format(lang);
    let facts = vec![
        Fact::new(t(lang, "admin-ledger-held"), money(balance.held)),
        Fact::new(t(lang, "admin-ledger-paid"), money(balance.paid)),
        Fact::new(t(lang, "admin-ledger-refunded"), money(balance.refunded)),
        Fact::new(t(lang, "admin-ledger-due"), money(balance.due)),
    ];
    view! {
        {payments}
        <section class="panel">
            <h2>{t(lang, "admin-ledger")}</h2>
            <Facts facts />
        </section>
    }
}

/// A button for each kind of mail that the buyer was owed.
fn send_again(lang: Lang, mails: &[Mail], here: &str) -> Option<impl IntoView + use<>> {
    let owed: Vec<MailKind> = KINDS.into_iter().filter(|kind| mails.iter().any(|mail| mail.kind == *kind)).collect();
    let here = here.to_owned();
    (!owed.is_empty()).then(|| {
        let buttons: Vec<_> = owed
            .into_iter()
            .map(|kind| {
                let label = t_with(lang, "admin-mail-again", &[("mail", mail_kind(lang, kind).into())]);
                let value = Some(kind.as_str().to_owned());
                view! { <Button label kind=ButtonKind::Quiet name=Some("mail") value /> }
            })
            .collect();
        view! {
            <section class="panel">
                <h2>{t(lang, "admin-mails")}</h2>
                <form class="button-row" method="post" action=here>{buttons}</form>
            </section>
        }
    })
}
