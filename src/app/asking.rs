//! Who asks a server function, and how it is told no: the server's half of `api`. Never says why something broke.

use super::page::PageError;
use crate::domain::lang::Lang;
use crate::services::Services;
use crate::text::t;
use axum::http::StatusCode;
use leptos::prelude::{ServerFnError, use_context};
use leptos_axum::ResponseOptions;

/// What the web layer gives to every server function.
pub fn services() -> Result<Services, ServerFnError> {
    use_context().ok_or_else(|| {
        tracing::error!("a server function was called without its context");
        say(StatusCode::INTERNAL_SERVER_ERROR, t(Lang::default(), "error-broken"))
    })
}

/// 404, without a hint whether it ever was.
pub fn not_found(lang: Lang) -> ServerFnError {
    say(StatusCode::NOT_FOUND, t(lang, "error-not-found"))
}

/// 422: `key` says what has to be mended.
pub fn wrong(lang: Lang, key: &'static str) -> ServerFnError {
    say(StatusCode::UNPROCESSABLE_ENTITY, t(lang, key))
}

/// What a page would answer; the reason is for the log.
pub fn refuse(lang: Lang, error: PageError) -> ServerFnError {
    match error {
        PageError::NotFound => not_found(lang),
        PageError::TooManyTries => say(StatusCode::TOO_MANY_REQUESTS, t(lang, "error-too-many")),
        PageError::Unavailable(reason) => {
            tracing::warn!(reason, "a server function cannot answer now");
            say(StatusCode::SERVICE_UNAVAILABLE, t(lang, "error-unavailable"))
        }
        PageError::Broken(reason) => {
            tracing::error!(reason, "a server function broke");
            say(StatusCode::INTERNAL_SERVER_ERROR, t(lang, "error-broken"))
        }
    }
}

fn say(status: StatusCode, text: String) -> ServerFnError {
    if let Some(answer) = use_context::<ResponseOptions>() {
        answer.set_status(status);
    }
    ServerFnError::ServerError(text)
}
