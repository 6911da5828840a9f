//! A badge: one or two words about a thing.

use super::tone::Tone;
use leptos::prelude::*;

/// The words in their tone.
#[component]
pub fn Badge(text: String, #[prop(default = Tone::Plain)] tone: Tone) -> AnyView {
    view! { <span class=tone.class("badge")>{text}</span> }.into_any()
}
