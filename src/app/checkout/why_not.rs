//! Why nothing was ordered although the form was filled in; what was typed stays.

use crate::app::parts::notice::Notice;
use crate::app::parts::tone::Tone;
use crate::domain::lang::Lang;
use crate::domain::timestamp::UnixSeconds;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// Why nothing was ordered although the form was filled in.
pub(in crate::app) enum FormNotice {
    Similar { number: String, made_at: UnixSeconds },
    PriceChanged,
    TooFew { left: u32 },
    NotNow,
    TryAgain,
    Paused,
}

#[component]
pub(super) fn WhyNot(lang: Lang, notice: FormNotice) -> impl IntoView {
    let (title, text) = match notice {
        FormNotice::Similar { number, made_at } => (
            t(lang, "checkout-similar"),
            t_with(
                lang,
                "checkout-similar-text",
                &[("number", number.into()), ("time", made_at.date_time(lang).into())],
            ),
        ),
        FormNotice::PriceChanged => (t(lang, "checkout-price-changed"), t(lang, "checkout-price-changed-text")),
        FormNotice::TooFew { left } => {
            (t_with(lang, "checkout-too-few", &[("count", left.into())]), t(lang, "checkout-too-few-text"))
        }
        FormNotice::NotNow => (t(lang, "checkout-not-now"), t(lang, "checkout-not-now-text")),
        FormNotice::TryAgain => (t(lang, "checkout-try-again"), t(lang, "checkout-try-again-text")),
        FormNotice::Paused => (t(lang, "checkout-paused"), t(lang, "checkout-paused-text")),
    };
    view! {
        <Notice tone=Tone::Warn title=Some(title) status=true>
            <p>{text}</p>
        </Notice>
    }
}
