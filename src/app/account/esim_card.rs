//! The delivered eSIMs: everything that installs each, what is left on it, how it is, what the law asks.

use super::order_page::{Shown, Told};
use super::{install, papers, sim_state, usage_panel, waiting};
use crate::app::parts::button::{ButtonKind, ButtonLink};
use crate::app::parts::links;
use crate::app::parts::notice::Notice;
use crate::app::parts::plan_words;
use crate::app::parts::tone::Tone;
use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::LineId;
use crate::domain::money::Money;
use crate::domain::offer::PlanFacts;
use crate::domain::order::OrderState;
use crate::fulfilment::usage_sync::EsimUse;
use crate::store::Esim;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// One eSIM on the page.
pub(super) struct Card<'a> {
    pub esim: &'a Esim,
    pub facts: &'a PlanFacts,
    pub known: &'a EsimUse,
    /// From 1; also in the ids of its elements.
    pub position: u32,
}

/// The page of an order with at least one eSIM.
pub(super) fn ready(shown: &Shown<'_>, uses: &[EsimUse]) -> Told {
    let lang = shown.lang;
    let esims = &shown.opened.esims;
    let cards: Vec<AnyView> = esims
        .iter()
        .zip(uses)
        .zip(1..)
        .filter_map(|((esim, known), position)| {
            let facts = facts_of(shown, &esim.line)?;
            Some(card(shown, &Card { esim, facts, known, position }))
        })
        .collect();
    let body = view! {
        {the_rest(shown)}
        {cards}
    };
    let title = t_with(lang, "esim-title", &[("count", esims.len().into())]);
    Told { title, body: body.into_any() }
}

/// Whether the plan is another supplier's than the buyer chose.
fn stood_in(shown: &Shown<'_>, card: &Card<'_>) -> bool {
    let family = &shown.opened.family;
    family.lines.iter().any(|line| line.id == card.esim.line && family.is_stood_in_for(line))
}

fn facts_of<'a>(shown: &'a Shown<'_>, line: &LineId) -> Option<&'a PlanFacts> {
    shown.opened.family.lines.iter().find(|candidate| candidate.id == *line).map(|line| &line.facts)
}

/// What became of the lines that are not here: still coming, or given back.
fn the_rest(shown: &Shown<'_>) -> Option<AnyView> {
    let (lang, family) = (shown.lang, &shown.opened.family);
    let missing: Vec<_> = family
        .lines
        .iter()
        .filter(|line| family.newest_attempt(&line.id).is_none_or(|attempt| attempt.state != AttemptState::Delivered))
        .collect();
    if missing.is_empty() {
        return None;
    }
    let (tone, text) = if family.order.state == OrderState::PartlyDelivered {
        let minor = missing.iter().map(|line| line.price.minor).sum();
        let amount = Money::new(minor, family.order.total.currency).format(lang);
        let values = [("count", missing.len().into()), ("amount", amount.into())];
        (Tone::Warn, t_with(lang, "order-partly-back", &values))
    } else {
        (Tone::Plain, format!("{} {}", t(lang, "order-partly-coming"), waiting::promise(shown)))
    };
    Some(view! { <Notice tone><p>{text}</p></Notice> }.into_any())
}

fn card(shown: &Shown<'_>, card: &Card<'_>) -> AnyView {
    let (lang, count) = (shown.lang, shown.opened.esims.len());
    let id = format!("esim-{}", card.position);
    let labelled = id.clone();
    let place = (count > 1).then(|| {
        let values = [("place", card.position.into()), ("count", count.into())];
        view! { <span class="place">{t_with(lang, "esim-heading", &values)}</span> }
    });
    view! {
        <article class="esim flow" aria-labelledby=labelled>
            <h2 id=id>{place} {card.facts.name.clone()}</h2>
            <p class="muted">{plan_words::short(card.facts, lang)}</p>
            {stood_in(shown, card).then(|| view! { <Notice tone=Tone::Plain><p>{t(lang, "esim-stand-in")}</p></Notice> })}
            {install::panel(shown, card)}
            <div class="panels">
                {usage_panel::panel(shown, card)}
                {top_up(shown, card)}
                {sim_state::panel(shown, card)}
                {papers::panel(shown, card)}
                {install::line(lang, card)}
            </div>
        </article>
    }
    .into_any()
}

/// The way to more data, where the plan can be topped up.
fn top_up(shown: &Shown<'_>, card: &Card<'_>) -> Option<AnyView> {
    let lang = shown.lang;
    let href = links::top_up_esim(lang, &shown.opened.token, card.position);
    (card.facts.top_up == Some(true)).then(|| {
        view! {
            <section class="panel flow no-print">
                <h3>{t(lang, "top-up-esim-title")}</h3>
                <p>{t(lang, "top-up-esim-text")}</p>
                <p class="button-row">
                    <ButtonLink href label=t(lang, "top-up-see") kind=ButtonKind::Quiet />
                </p>
            </section>
        }
        .into_any()
    })
}
