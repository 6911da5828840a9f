//! The states in which nothing is delivered: the money goes back, or was never there.

use super::order_page::{Shown, Told};
use crate::app::parts::button::{ButtonKind, ButtonLink};
use crate::app::parts::notice::Notice;
use crate::app::parts::tone::Tone;
use crate::domain::lang::Lang;
use crate::domain::order::OrderState;
use crate::fulfilment::given_back;
use crate::mail::messages::{HowGivenBack, WhyGivenBack};
use crate::text::{t, t_with};
use leptos::prelude::*;

/// The money is on its way back, or there: how much, why, and when the bank shows it.
pub(super) fn given_back(shown: &Shown<'_>) -> Told {
    let lang = shown.lang;
    let done = shown.order().state == OrderState::GivenBack;
    let title = if done { t(lang, "order-back-title") } else { t(lang, "order-going-back-title") };
    let told = given_back::given_back(&shown.opened.family).map(|back| {
        let amount = [("amount", back.amount.format(lang).into())];
        let how = match back.how {
            HowGivenBack::Released => t_with(lang, "mail-back-released", &amount),
            HowGivenBack::Refunded => t_with(lang, "mail-back-refunded", &amount),
        };
        view! {
            <p class="lead">{why(lang, back.why)}</p>
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

/// The reason, in the words of the mail that tells the same.
fn why(lang: Lang, why: WhyGivenBack) -> String {
    match why {
        WhyGivenBack::NotInTime => t(lang, "mail-back-not-in-time"),
        WhyGivenBack::NotAvailable => t(lang, "mail-back-not-available"),
        WhyGivenBack::PaidTooLate => t(lang, "mail-back-paid-too-late"),
        WhyGivenBack::CancelledByBuyer => t(lang, "mail-back-cancelled"),
        WhyGivenBack::DecidedByStaff => t(lang, "mail-back-by-staff"),
    }
}
