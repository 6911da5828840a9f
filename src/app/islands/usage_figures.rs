//! What is left on an eSIM, in words that are ready to be read: made on the server, shown by both halves.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// From so many per cent on it is little that is left.
const LITTLE_PERCENT: u8 = 20;

/// Every figure of one eSIM, in the visitor's language. Stands in the page, so it holds no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageView {
    /// Why there are no figures, or why they are old.
    pub note: Option<String>,
    pub balances: Vec<BalanceView>,
    /// "First used: 21 November 2026, 14:05 UTC", name and value.
    pub facts: Vec<(String, String)>,
    /// "As of 21 November 2026, 14:05 UTC"
    pub as_of: Option<String>,
    /// The figures in one sentence, for those who hear that they have changed.
    pub spoken: String,
}

/// One plan or top-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceView {
    /// The network's own name of it.
    pub name: String,
    pub meters: Vec<MeterView>,
    /// "Until 5 December 2026, 10:00 UTC"
    pub expiry: Option<String>,
    pub over: bool,
}

/// Data, calls or texts that are left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeterView {
    /// What is measured, for those who do not see the bar: "Data".
    pub label: String,
    /// "3.2 GB"
    pub left: String,
    /// "left of 5 GB"
    pub rest: String,
    /// 0 to 100; `None` without a known whole.
    pub percent: Option<u8>,
}

/// The figures as a page shows them.
pub fn usage_figures(view: UsageView) -> AnyView {
    let balances = view.balances.into_iter().map(balance).collect::<Vec<_>>();
    let facts = view.facts.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    let facts = facts.collect::<Vec<_>>();
    view! {
        {balances}
        {view.note.map(|note| view! { <p>{note}</p> })}
        {(!facts.is_empty()).then(|| view! { <dl class="facts">{facts}</dl> })}
        {view.as_of.map(|as_of| view! { <p class="muted as-of">{as_of}</p> })}
    }
    .into_any()
}

fn balance(view: BalanceView) -> AnyView {
    let meters = view.meters.into_iter().map(meter).collect::<Vec<_>>();
    view! {
        <div class=if view.over { "balance over" } else { "balance" }>
            <h4>{view.name}</h4>
            {meters}
            {view.expiry.map(|expiry| view! { <p class="muted">{expiry}</p> })}
        </div>
    }
    .into_any()
}

fn meter(view: MeterView) -> AnyView {
    let low = view.percent.is_some_and(|percent| percent <= LITTLE_PERCENT);
    let label = view.label;
    let bar = view.percent.map(|percent| {
        view! { <progress value=percent.to_string() max="100" aria-label=label></progress> }
    });
    view! {
        <div class=if low { "meter low" } else { "meter" }>
            <p><span class="left">{view.left}</span>" "{view.rest}</p>
            {bar}
        </div>
    }
    .into_any()
}
