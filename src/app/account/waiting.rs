//! The states in which a buyer waits: for the bank, for the network, for one of us. Never "failed" while the outcome is
//! not known; with every wait goes the promise and its clock.

use super::order_page::{Shown, Told};
use crate::app::parts::button::{Button, ButtonKind, ButtonLink};
use crate::app::parts::links;
use crate::app::parts::notice::Notice;
use crate::app::parts::timeline::{StepState, Timeline, TimelineStep};
use crate::app::parts::tone::Tone;
use crate::domain::fulfilment::AttemptState;
use crate::domain::money::Money;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::fulfilment::next_step::deadline_of;
use crate::store::{Attempt, Payment};
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::time::Duration;

/// How soon the page looks again: often at first, then ever more seldom.
pub(super) fn look_again_after(shown: &Shown<'_>) -> Duration {
    let order = shown.order();
    let newest = shown.opened.family.payments.last().map(|payment| payment.created_at);
    let since = order.paid_at.or(newest).unwrap_or(order.created_at);
    Duration::from_secs(match shown.now.since(since).as_secs() {
        0..20 => 2,
        20..60 => 4,
        60..300 => 10,
        _ => 30,
    })
}

/// Nobody has told us of money yet.
pub(super) fn for_payment(shown: &Shown<'_>) -> Told {
    let lang = shown.lang;
    let newest = shown.opened.family.payments.last();
    if shown.opened.family.payments.iter().any(|payment| payment.state == PaymentState::Processing) {
        let body = view! {
            {under_way()}
            <p class="lead">{t(lang, "order-deciding-text")}</p>
            {look_again(shown)}
            {steps(shown)}
        };
        return Told { title: t(lang, "order-deciding-title"), body: body.into_any() };
    }
    match newest.and_then(|payment| payment.session_url.clone().map(|url| (payment, url))) {
        Some((payment, url)) => Told { title: t(lang, "order-open-title"), body: open(shown, payment, url) },
        None => {
            let again = links::checkout(lang, &shown.order().draft);
            let body = view! {
                <p class="lead">{t(lang, "order-making-text")}</p>
                <p class="button-row"><ButtonLink href=again label=t(lang, "order-making-again") /></p>
                {look_again(shown)}
            };
            Told { title: t(lang, "order-making-title"), body: body.into_any() }
        }
    }
}

/// The payment page can still be paid.
fn open(shown: &Shown<'_>, payment: &Payment, url: String) -> AnyView {
    let lang = shown.lang;
    let until = (shown.now < payment.expires_at)
        .then(|| t_with(lang, "order-open-until", &[("time", payment.expires_at.date_time(lang).into())]));
    view! {
        {under_way()}
        <p class="lead">{t(lang, "order-open-text")}</p>
        {look_again(shown)}
        <p>{t(lang, "order-open-else")}" "{until}</p>
        <p class="button-row">
            <ButtonLink href=url label=t(lang, "order-open-pay") kind=ButtonKind::Quiet />
        </p>
        {steps(shown)}
    }
    .into_any()
}

/// Paid; the network has not delivered yet.
pub(super) fn for_delivery(shown: &Shown<'_>) -> Told {
    let lang = shown.lang;
    let late = may_cancel(shown);
    let tops_up = shown.opened.family.tops_up();
    let title = match (late, tops_up) {
        (true, false) => t(lang, "order-late-title"),
        (true, true) => t(lang, "topping-up-late-title"),
        (false, false) => t(lang, "order-preparing-title"),
        (false, true) => t(lang, "topping-up-title"),
    };
    let promise = promise(shown);
    let accepted = accepted(shown).next().is_some();
    let text = match (late || accepted, tops_up) {
        (true, true) => t(lang, "topping-up-accepted-text"),
        (false, true) => t(lang, "topping-up-text"),
        (true, false) if late => t(lang, "order-late-text"),
        (true, false) => t(lang, "order-accepted-text"),
        (false, false) => t(lang, "order-preparing-text"),
    };
    let email = [("email", shown.order().email.clone().into())];
    let cancel = late.then(|| {
        view! {
            <form method="post" action=format!("{}/cancel", shown.path())>
                <Button label=t(lang, "order-cancel") kind=ButtonKind::Danger />
            </form>
        }
    });
    let puzzling = shown.opened.puzzling.then(|| puzzling(shown));
    let body = view! {
        {under_way()}
        <p class="lead">{text}</p>
        <Notice tone=if late { Tone::Warn } else { Tone::Ok }><p>{promise}</p></Notice>
        {puzzling}
        {cancel}
        <p>{if tops_up { t_with(lang, "topping-up-mail-follows", &email) } else { t_with(lang, "order-mail-follows", &email) }}</p>
        {look_again(shown)}
        {steps(shown)}
    };
    Told { title, body: body.into_any() }
}

/// A person has to look, or owes the buyer money that the bank did not take back.
pub(super) fn for_a_person(shown: &Shown<'_>) -> Told {
    let (lang, family) = (shown.lang, &shown.opened.family);
    let stuck = family.payments.iter().find(|payment| payment.state == PaymentState::RefundFailed);
    if let Some(payment) = stuck {
        let owed = Money::new(
            payment.captured.minor - payment.refunded.minor - family.delivered_sum().minor,
            payment.amount.currency,
        );
        let email = family.order.email.clone();
        let body = view! { <p class="lead">{t_with(lang, "order-stuck-text", &[("email", email.into())])}</p> };
        let title = t_with(lang, "order-stuck-title", &[("amount", owed.format(lang).into())]);
        return Told { title, body: body.into_any() };
    }
    let promise = promise(shown);
    let text = if family.tops_up() { t(lang, "topping-up-person-text") } else { t(lang, "order-person-text") };
    let body = view! {
        <p class="lead">{text}</p>
        <Notice tone=Tone::Ok><p>{promise}</p></Notice>
        {look_again(shown)}
        {steps(shown)}
    };
    Told { title: t(lang, "order-person-title"), body: body.into_any() }
}

/// The network's answer cannot be read.
pub(super) fn puzzling(shown: &Shown<'_>) -> AnyView {
    let lang = shown.lang;
    view! {
        <Notice tone=Tone::Warn title=Some(t(lang, "order-puzzling-title"))>
            <p>{t(lang, "order-puzzling-text")}</p>
        </Notice>
    }
    .into_any()
}

/// When the money goes back by itself.
pub(super) fn promise(shown: &Shown<'_>) -> String {
    let (lang, family) = (shown.lang, &shown.opened.family);
    let first = family.order.deliver_by.unwrap_or(family.order.created_at + shown.limits.delivery);
    let last = accepted(shown).filter_map(|attempt| deadline_of(family, attempt, shown.limits)).max();
    let clock = |at: UnixSeconds| at.clock_time().into();
    match last {
        Some(last) if shown.now >= first => t_with(lang, "order-late-choice", &[("time", clock(last))]),
        Some(last) => t_with(lang, "order-promise-accepted", &[("time", clock(first)), ("last", clock(last))]),
        None => t_with(lang, "order-promise", &[("time", clock(first))]),
    }
}

/// Past the first deadline a buyer need not wait for what the network has only confirmed.
fn may_cancel(shown: &Shown<'_>) -> bool {
    let over = shown.order().deliver_by.is_some_and(|deadline| shown.now >= deadline);
    over && accepted(shown).next().is_some()
}

/// Sold by the network, and not handed over.
fn accepted<'a>(shown: &'a Shown<'_>) -> impl Iterator<Item = &'a Attempt> {
    let family = &shown.opened.family;
    let newest = family.lines.iter().filter_map(|line| family.newest_attempt(&line.id));
    newest.filter(|attempt| attempt.state == AttemptState::Accepted)
}

/// The reload, for those who do not wait for it.
fn look_again(shown: &Shown<'_>) -> AnyView {
    let lang = shown.lang;
    view! {
        <p class="muted no-print">
            {t(lang, "order-looks-itself")}" "<a href=shown.path()>{t(lang, "order-check-again")}</a>
        </p>
    }
    .into_any()
}

fn steps(shown: &Shown<'_>) -> AnyView {
    let (lang, order) = (shown.lang, shown.order());
    let step = |state, title: String, at| TimelineStep { state, title, at, note: None };
    let paid = match order.paid_at {
        Some(at) => step(StepState::Done, t(lang, "order-step-paid"), Some(at)),
        None => step(StepState::Now, t(lang, "order-step-pay"), None),
    };
    let (network_does, then) = if shown.opened.family.tops_up() {
        (t(lang, "topping-up-step-network"), t(lang, "topping-up-step-done"))
    } else {
        (t(lang, "order-step-network"), t(lang, "order-step-here"))
    };
    let network = if order.paid_at.is_some() { StepState::Now } else { StepState::Ahead };
    let steps = vec![
        step(StepState::Done, t(lang, "order-step-ordered"), Some(order.created_at)),
        paid,
        step(network, network_does, None),
        step(StepState::Ahead, then, None),
    ];
    view! { <Timeline lang steps /> }.into_any()
}

/// A stop on its way between two places: decoration that says that something happens.
fn under_way() -> AnyView {
    view! { <div class="under-way" aria-hidden="true"><span></span></div> }.into_any()
}
