//! What stands where there is nothing: why, and where to go instead.

use leptos::prelude::*;

/// Title, text, and the ways on as children.
#[component]
pub fn EmptyState(title: String, text: String, children: Children) -> AnyView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{text}</p>
            {children()}
        </div>
    }
    .into_any()
}
