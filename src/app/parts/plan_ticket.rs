//! A plan in a list, as a ticket: what it is, a perforation, what it costs.

use super::price::Price;
use super::{links, plan_words};
use crate::domain::lang::Lang;
use crate::domain::offer::{IdentityPapers, Offer};
use crate::text::t;
use leptos::prelude::*;
use std::sync::Arc;

/// A list entry that leads to the plan's page.
#[component]
pub fn PlanTicket(lang: Lang, offer: Arc<Offer>) -> AnyView {
    let facts = &offer.facts;
    let papers = matches!(facts.identity_papers, IdentityPapers::Required { .. });
    let traits = [
        Some(plan_words::coverage(&facts.coverage, lang)),
        plan_words::calls_and_texts(&facts.allowance, lang),
        (facts.top_up == Some(true)).then(|| t(lang, "plan-badge-top-up")),
        papers.then(|| t(lang, "plan-badge-papers")),
    ]
    .into_iter()
    .flatten()
    .map(|text| view! { <li>{text}</li> })
    .collect_view();
    let about = format!(" {}", plan_words::short(facts, lang));
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
                <Price lang offer=Arc::clone(&offer) />
                <a class="go" href=links::plan(lang, &offer.id)>
                    {t(lang, "plan-see")}<span class="visually-hidden">{about}</span>
                </a>
            </div>
        </li>
    }
    .into_any()
}

/// Tickets below each other.
#[component]
pub fn PlanTickets(lang: Lang, offers: Vec<Arc<Offer>>) -> AnyView {
    let tickets = offers.into_iter().map(|offer| view! { <PlanTicket lang offer /> }).collect_view();
    view! { <ul class="tickets">{tickets}</ul> }.into_any()
}
