//! The frame of every staff page. The way between the rooms is the bar above it.

use crate::app::page::Page;
use leptos::prelude::*;

/// A staff page; `beside` stands beside the title.
pub(super) fn desk(title: String, beside: impl IntoView, content: impl IntoView) -> Page {
    let body = view! {
        <div class="wrap desk">
            <div class="desk-head">
                <h1>{title.clone()}</h1>
                {beside.into_view()}
            </div>
            {content.into_view()}
        </div>
    };
    Page::private(title, body.into_any())
}
