//! The label: the same plain facts in the same order on every plan.

use super::plan_words;
use crate::domain::lang::Lang;
use crate::domain::offer::{Coverage, IdentityPapers, PlanFacts};
use crate::text::{t, t_with};
use leptos::prelude::*;

/// The label of a plan, for sale or bought.
#[component]
pub fn PlanLabel(lang: Lang, facts: PlanFacts) -> AnyView {
    let stated = |known: Option<bool>, yes: String, no: String| match known {
        Some(true) => yes,
        Some(false) => no,
        None => t(lang, "label-not-stated"),
    };
    let top_up = stated(facts.top_up, t(lang, "label-top-up-yes"), t(lang, "label-top-up-no"));
    let hotspot = stated(facts.hotspot, t(lang, "label-hotspot-yes"), t(lang, "label-hotspot-no"));
    let calls = plan_words::calls_and_texts(&facts.allowance, lang).unwrap_or_else(|| t(lang, "label-calls-none"));
    let cap = plan_words::daily_cap(&facts.allowance.data, lang).map(|cap| view! { <small>{cap}</small> });
    view! {
        <section class="label" aria-labelledby="label-title">
            <h2 id="label-title">{t(lang, "label-title")}</h2>
            <dl>
                <div>
                    <dt>{t(lang, "label-data")}</dt>
                    <dd><span class="big">{plan_words::data(&facts.allowance.data, lang)}</span>{cap}</dd>
                </div>
                <div>
                    <dt>{t(lang, "label-validity")}</dt>
                    <dd class="big">{plan_words::validity(facts.validity, lang)}</dd>
                </div>
                <div class="thick"><dt>{t(lang, "label-starts")}</dt><dd>{t(lang, "label-starts-text")}</dd></div>
                <div><dt>{t(lang, "label-coverage")}</dt><dd><Where lang coverage=facts.coverage /></dd></div>
                <div><dt>{t(lang, "label-network")}</dt><dd>{facts.network}</dd></div>
                <div><dt>{t(lang, "label-calls")}</dt><dd>{calls}</dd></div>
                <div><dt>{t(lang, "label-hotspot")}</dt><dd>{hotspot}</dd></div>
                <div><dt>{t(lang, "label-top-up")}</dt><dd>{top_up}</dd></div>
                <div><dt>{t(lang, "label-papers")}</dt><dd><Papers lang papers=facts.identity_papers /></dd></div>
            </dl>
        </section>
    }
    .into_any()
}

/// One country, or their number with the names behind it.
#[component]
fn Where(lang: Lang, coverage: Coverage) -> AnyView {
    let summary = plan_words::coverage(&coverage, lang);
    if coverage.countries.len() <= plan_words::NAMED {
        return summary.into_any();
    }
    let names = plan_words::country_names(&coverage.countries, lang);
    let names = names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
    view! { <details><summary>{summary}</summary><ul>{names}</ul></details> }.into_any()
}

#[component]
fn Papers(lang: Lang, papers: IdentityPapers) -> AnyView {
    match papers {
        IdentityPapers::NotRequired => t(lang, "label-papers-none").into_any(),
        IdentityPapers::Required { within_days, .. } => {
            let needed = t_with(lang, "label-papers-needed", &[("days", within_days.into())]);
            view! { {needed}<small>{t(lang, "label-papers-else")}</small> }.into_any()
        }
    }
    .into_any()
}
