//! A plan that is no longer sold, or not for the moment: said so, with others for the same place.

use crate::app::page::Page;
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::button::{ButtonKind, ButtonLink};
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::plan_ticket::PlanTickets;
use crate::domain::catalogue::Catalogue;
use crate::domain::lang::Lang;
use crate::domain::offer::{Offer, PlanFacts};
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::sync::Arc;

const MOST_ALTERNATIVES: usize = 4;

/// The page of a plan that is gone, 404: the address has nothing to sell.
pub(super) fn gone(lang: Lang, catalogue: &Catalogue, facts: &PlanFacts) -> Page {
    let lead = t_with(lang, "gone-lead", &[("name", facts.name.clone().into())]);
    Page { status: 404, ..page(lang, catalogue, facts, [t(lang, "gone-title"), lead]) }
}

/// The page of a plan that comes back by itself.
pub(super) fn paused(lang: Lang, catalogue: &Catalogue, facts: &PlanFacts) -> Page {
    let lead = t_with(lang, "pause-lead", &[("name", facts.name.clone().into())]);
    page(lang, catalogue, facts, [t(lang, "pause-title"), lead])
}

fn page(lang: Lang, catalogue: &Catalogue, facts: &PlanFacts, [title, lead]: [String; 2]) -> Page {
    let others = alternatives(catalogue, facts);
    let some = !others.is_empty();
    let above = view! { <Breadcrumbs lang between=vec![] here=title.clone() /> };
    let body = view! {
        <Masthead title=title.clone() lead=Some(lead) above=above.into_any() />
        <section class="section wrap">
            {some.then(|| view! { <div class="section-head"><h2>{t(lang, "gone-others")}</h2></div> })}
            {some.then(|| view! { <PlanTickets lang offers=others /> })}
        </section>
        <p class="section wrap">
            <ButtonLink href=links::destinations(lang) label=t(lang, "all-destinations") kind=ButtonKind::Quiet />
        </p>
    };
    Page { private: true, ..Page::new(title, body.into_any()) }
}

/// The cheapest plans that work wherever the old one did.
fn alternatives(catalogue: &Catalogue, facts: &PlanFacts) -> Vec<Arc<Offer>> {
    let wanted = &facts.coverage.countries;
    let covers = |offer: &&Arc<Offer>| {
        !wanted.is_empty() && wanted.iter().all(|country| offer.facts.coverage.countries.contains(country))
    };
    catalogue.shown().filter(covers).take(MOST_ALTERNATIVES).cloned().collect()
}
