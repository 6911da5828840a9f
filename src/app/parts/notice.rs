//! A notice: something that the reader should know before going on.

use super::tone::Tone;
use leptos::prelude::*;

/// A box with an optional title; the children are its text.
#[component]
pub fn Notice(
    #[prop(default = Tone::Plain)] tone: Tone,
    #[prop(default = None)] title: Option<String>,
    /// Announced when it appears, as on a page that reloads itself.
    #[prop(default = false)]
    status: bool,
    children: Children,
) -> AnyView {
    view! {
        <div class=tone.class("notice") role=status.then_some("status")>
            {title.map(|title| view! { <h2>{title}</h2> })}
            {children()}
        </div>
    }
    .into_any()
}
