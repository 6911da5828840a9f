//! The top-ups that fit a SIM, as tickets: each with the button that leads to its form.

use super::counter::sent_along;
use crate::app::parts::button::{Button, ButtonKind};
use crate::app::parts::notice::Notice;
use crate::app::parts::plan_words;
use crate::app::parts::price::Price;
use crate::app::parts::tone::Tone;
use crate::domain::lang::Lang;
use crate::domain::offer::Offer;
use crate::fulfilment::top_up::Fitting;
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::sync::Arc;

/// The list; `gone`: what was chosen is not there any more.
pub(super) fn offers(lang: Lang, fitting: Fitting, gone: bool, path: &str, kept: &[(&'static str, String)]) -> AnyView {
    let gone = gone.then(|| {
        view! {
            <Notice tone=Tone::Warn title=Some(t(lang, "top-up-gone")) status=true>
                <p>{t(lang, "top-up-gone-text")}</p>
            </Notice>
        }
    });
    let nothing = fitting.offers.is_empty().then(|| {
        let text = if fitting.incomplete { t(lang, "top-up-not-now") } else { t(lang, "top-up-nothing-fits") };
        view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> }
    });
    let tickets: Vec<_> = fitting.offers.into_iter().map(|offer| ticket(lang, offer, path, kept)).collect();
    let list = (!tickets.is_empty()).then(|| view! { <ul class="tickets">{tickets}</ul> });
    view! { {gone} {nothing} {list} }.into_any()
}

fn ticket(lang: Lang, offer: Offer, path: &str, kept: &[(&'static str, String)]) -> AnyView {
    let facts = &offer.facts;
    let traits = [Some(facts.network.clone()), plan_words::calls_and_texts(&facts.allowance, lang)];
    let traits = traits.into_iter().flatten().map(|text| view! { <li>{text}</li> }).collect_view();
    let fields: Vec<_> = kept
        .iter()
        .cloned()
        .chain(sent_along("check", &offer, None))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    let label = t_with(lang, "top-up-choose", &[("plan", facts.name.clone().into())]);
    view! {
        <li class="ticket">
            <div class="what">
                <h3 class="size">
                    <b>{plan_words::data(&facts.allowance.data, lang)}</b>
                    <span>{plan_words::validity(facts.validity, lang)}</span>
                </h3>
                <p class="name">{facts.name.clone()}</p>
                <ul class="traits">{traits}</ul>
            </div>
            <div class="stub">
                <Price lang offer=Arc::new(offer.clone()) />
                <form method="post" action=path.to_owned()>
                    {fields}
                    <Button label kind=ButtonKind::Quiet />
                </form>
            </div>
        </li>
    }
    .into_any()
}
