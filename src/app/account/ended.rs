//! The states in which nothing is delivered: the money goes back, or was never there.

use super::order_page::{Shown, Told};
use crate::app::parts::button::{ButtonKind, ButtonLink};
use crate::app::parts::notice::Notice;
use crate::app::parts::tone::Tone;
use crate::domain::order::OrderState;
use crate::fulfilment::given_back;
use crate::text::t;
use leptos::prelude::*;

/// The money is on its way back, or there: how much, why, and when the bank shows it.
pub(super) fn given_back(shown: &Shown<'_>) -> Told {
    let lang = shown.lang;
    let done = shown.order().state == OrderState::GivenBack;
    let title = if done { t(lang, "order-back-title") } else { t(lang, "order-going-back-title") };
    let told = given_back::given_back(&shown.opened.family).map(|back| {
        let how = back.how.words(lang, back.amount);
        view! {
            <p class="lead">{back.why.words(lang)}</p>
            <Notice tone=Tone::Ok><p>{how}</p></Notice>
        }
    });
    let body = view! {
        {told}
        <p>{t(lang, "mail-back-nothing-to-do")}</p>
        <p class="button-row">
            <ButtonLink href=shown.plan.clone() label=t(lang, "order-back-shop") kind=ButtonKind::Quiet />
        </p>
    };
    Told { title, body: body.into_any() }
}

/// The payment page has closed unpaid.
pub(super) fn closed(shown: &Shown<'_>) -> Told {
    let lang = shown.lang;
    let body = view! {
        <p class="lead">{t(lang, "order-closed-text")}</p>
        <p class="button-row"><ButtonLink href=shown.plan.clone() label=t(lang, "order-closed-again") /></p>
    };
    Told { title: t(lang, "order-closed-title"), body: body.into_any() }
}
