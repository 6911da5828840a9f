//! Numbered steps: how something is done.

use leptos::prelude::*;

/// Title and text of each step; `across` sets them side by side where there is room.
#[component]
pub fn Steps(steps: Vec<(String, String)>, #[prop(default = false)] across: bool) -> AnyView {
    let steps = steps.into_iter().map(|(title, text)| view! { <li><h3>{title}</h3><p>{text}</p></li> }).collect_view();
    view! { <ol class=if across { "steps across" } else { "steps" }>{steps}</ol> }.into_any()
}
