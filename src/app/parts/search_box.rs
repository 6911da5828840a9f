//! The search for a destination: one field, one button, a plain GET.

use super::links;
use crate::domain::lang::Lang;
use crate::text::t;
use leptos::prelude::*;

/// `value` is what was looked for before.
#[component]
pub fn SearchBox(lang: Lang, #[prop(default = String::new())] value: String) -> AnyView {
    view! {
        <form class="search" action=links::search(lang) role="search">
            <label for="q">{t(lang, "search-label")}</label>
            <div>
                <input
                    class="input"
                    id="q"
                    name="q"
                    type="search"
                    value=value
                    maxlength="60"
                    autocomplete="off"
                    placeholder=t(lang, "search-placeholder")
                />
                <button class="button">{t(lang, "search-button")}</button>
            </div>
        </form>
    }
    .into_any()
}
