//! A SIM that has been topped up: what was bought, what is left now, and the way back to the eSIM.

use super::order_page::{Shown, Told};
use super::usage_panel::usage_view;
use crate::app::islands::usage_figures::usage_figures;
use crate::app::parts::button::ButtonLink;
use crate::app::parts::links;
use crate::app::parts::notice::Notice;
use crate::app::parts::plan_words;
use crate::app::parts::sim_words::sim_in_words;
use crate::app::parts::tone::Tone;
use crate::fulfilment::usage_sync::EsimUse;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// The page of a top-up that is done; `uses` holds the eSIM's, where it is one of ours.
pub(super) fn done(shown: &Shown<'_>, uses: &[EsimUse]) -> Told {
    let lang = shown.lang;
    let line = shown.opened.family.lines.first();
    let what = line.map(|line| {
        let sim = line.tops_up.as_ref().map(|sim| sim_in_words(lang, sim)).unwrap_or_default();
        let values = [("plan", line.facts.name.clone().into()), ("sim", sim.into())];
        view! {
            <h2>{line.facts.name.clone()}</h2>
            <p class="muted">{plan_words::short(&line.facts, lang)}</p>
            <Notice tone=Tone::Ok status=true><p>{t_with(lang, "topped-up-text", &values)}</p></Notice>
        }
    });
    let exchanged = shown.opened.exchanged.then(|| {
        view! {
            <Notice tone=Tone::Warn title=Some(t(lang, "topped-up-exchanged"))>
                <p>{t(lang, "topped-up-exchanged-text")}</p>
            </Notice>
        }
    });
    let balance = uses.first().map(|known| {
        view! {
            <section class="panel usage flow" aria-labelledby="usage">
                <h3 id="usage">{t(lang, "usage-title")}</h3>
                {usage_figures(usage_view(lang, shown.now, None, known))}
                <p class="no-print"><a href=shown.path()>{t(lang, "usage-again")}</a></p>
            </section>
        }
    });
    let to_esim = shown.opened.topped_up.as_ref().map(|sim| {
        let href = format!("{}#esim-{}", links::order(lang, &sim.token), sim.position);
        view! { <ButtonLink href label=t(lang, "topped-up-to-esim") /> }
    });
    let elsewhere = to_esim.is_none().then(|| {
        view! { <a href=links::top_up(lang)>{t(lang, "top-up-another-sim")}</a> }
    });
    let body = view! {
        {what} {exchanged} {balance}
        <p class="button-row">{to_esim} {elsewhere}</p>
    };
    Told { title: t(lang, "topped-up-title"), body: body.into_any() }
}
