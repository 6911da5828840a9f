//! The shop's mark: two places, the way between them, and the stop on it.

use leptos::prelude::*;

/// The mark as inline SVG; decoration, its name stands beside it.
#[component]
pub fn Mark() -> AnyView {
    view! {
        <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M4.5 23.5a11.5 11.5 0 0 1 23 0" fill="none" stroke="#7fb3b0" stroke-width="2.2" />
            <circle cx="4.5" cy="23.5" r="2.7" fill="#f3f7f4" />
            <circle cx="27.5" cy="23.5" r="2.7" fill="#f3f7f4" />
            <circle cx="16" cy="12" r="5" fill="#082c32" stroke="#ffb648" stroke-width="3" />
        </svg>
    }
    .into_any()
}
