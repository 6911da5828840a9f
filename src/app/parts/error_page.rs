//! The page for an error: what happened, what became of the visitor's doings, the ways on.

use super::button::{ButtonKind, ButtonLink};
use super::links;
use super::search_box::SearchBox;
use crate::app::page::Page;
use crate::domain::lang::Lang;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// The page for an HTTP status. Never says why: the reasons are for the log, under `request_id`.
pub fn error_page(lang: Lang, status: u16, request_id: &str) -> Page {
    let (title, text) = match status {
        404 | 405 | 410 => (t(lang, "error-not-found"), t(lang, "error-not-found-text")),
        403 => (t(lang, "error-refused"), t(lang, "error-refused-text")),
        413 => (t(lang, "error-too-much"), t(lang, "error-too-much-text")),
        429 => (t(lang, "error-too-many"), t(lang, "error-too-many-text")),
        503 => (t(lang, "error-unavailable"), t(lang, "error-unavailable-text")),
        500.. => (t(lang, "error-broken"), t(lang, "error-broken-text")),
        _ => (t(lang, "error-malformed"), t(lang, "error-malformed-text")),
    };
    let lost = matches!(status, 404 | 405 | 410);
    let ours = status >= 500;
    let quote =
        (ours && !request_id.is_empty()).then(|| t_with(lang, "error-quote", &[("id", request_id.to_owned().into())]));
    let body = view! {
        <div class="wrap lost">
            <p class="number" aria-hidden="true">{status}</p>
            <h1>{title.clone()}</h1>
            <p class="lead reading">{text}</p>
            {lost.then(|| view! { <SearchBox lang /> })}
            <p class="button-row">
                <ButtonLink href=links::home(lang) label=t(lang, "error-home") kind=ButtonKind::Quiet />
                <ButtonLink href=links::help(lang) label=t(lang, "nav-help") kind=ButtonKind::Quiet />
            </p>
            {quote.map(|quote| view! { <p class="muted">{quote}</p> })}
        </div>
    };
    Page { status, private: true, ..Page::new(title, body.into_any()) }
}
