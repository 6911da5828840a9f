//! How the SIM is, in human words, with the next step.

use super::esim_card::Card;
use super::order_page::Shown;
use crate::app::parts::notice::Notice;
use crate::app::parts::tone::Tone;
use crate::domain::sim_status::SimStatus;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// The network's word; nothing until it was asked for the first time.
pub(super) fn panel(shown: &Shown<'_>, card: &Card<'_>) -> Option<AnyView> {
    let lang = shown.lang;
    let read = &card.known.read;
    read.asked_at?;
    let told = card.known.sim.as_ref().map(|sim| {
        let status = sim.status();
        let step = t_with(lang, status.next_step().key(), &[("email", shown.support_email.into())]);
        view! { <Notice tone=tone(&status)><p><strong>{t(lang, status.key())}</strong></p><p>{step}</p></Notice> }
    });
    let as_of = read.sim_at.filter(|_| told.is_some()).map(|at| {
        let text = t_with(lang, "sim-as-of", &[("time", at.date_time(lang).into())]);
        view! { <p class="muted">{text}</p> }
    });
    let silence = told.is_none().then(|| view! { <p>{t(lang, "sim-not-told")}</p> });
    let panel = view! {
        <section class="panel flow">
            <h3>{t(lang, "sim-title")}</h3>
            {told} {silence} {as_of}
        </section>
    };
    Some(panel.into_any())
}

fn tone(status: &SimStatus) -> Tone {
    match status {
        SimStatus::Available => Tone::Ok,
        SimStatus::Free | SimStatus::NotInstalled => Tone::Plain,
        status if status.is_problem() => Tone::Bad,
        _ => Tone::Warn,
    }
}
