//! Names and values, each with a way to change it: answers to check, an order's details.

use leptos::prelude::*;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub name: String,
    pub value: String,
    /// Where it can be changed and the link's words; the name is read out behind them.
    pub change: Option<(String, String)>,
}

impl Fact {
    /// A row that stands as it is.
    pub fn new(name: String, value: impl Into<String>) -> Self {
        Self { name, value: value.into(), change: None }
    }
}

/// The rows in order.
#[component]
pub fn Facts(facts: Vec<Fact>) -> AnyView {
    let rows = facts
        .into_iter()
        .map(|fact| {
            let hidden = format!(" {}", fact.name.to_lowercase());
            let change = fact.change.map(|(href, words)| {
                view! { <dd><a href=href>{words}<span class="visually-hidden">{hidden}</span></a></dd> }
            });
            view! { <div><dt>{fact.name}</dt><dd>{fact.value}</dd>{change}</div> }
        })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}
