//! What became of a request that got no answer: one status each, one designed page, one line in the log.
//!
//! | cause                                   | status | the visitor reads           | the log       |
//! |-----------------------------------------|--------|-----------------------------|---------------|
//! | no such page, order, language           | 404    | that it is not there        | –             |
//! | malformed address, query or form        | 400, 414, 415 | that it was not understood | –      |
//! | another site's doing                    | 403    | that it was refused         | warning       |
//! | too large a body                        | 413    | that it was too much        | –             |
//! | too many tries                          | 429    | when to come back           | warning       |
//! | records locked or gone, too slow        | 503    | that nothing is lost        | warning, why  |
//! | our own fault, a panic included         | 500    | the request's id, to quote  | error, why    |
//!
//! A visitor never reads why: the reasons are for the log. Machines (webhooks, server functions, health) get the
//! status alone.

use super::limits::COME_BACK_AFTER;
use super::request_id::RequestId;
use super::{Site, language, page};
use crate::app::page::PageError;
use crate::app::parts::error_page::error_page;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;

/// Below these, nobody reads pages.
const MACHINES: &[&str] = &["/webhooks/", "/api/", "/sf/", "/health/", "/pkg/"];

/// The bare answer to an error; `dress` makes a page of it.
pub(super) fn refusal(error: &PageError) -> Response {
    let status = match error {
        PageError::NotFound => StatusCode::NOT_FOUND,
        PageError::TooManyTries => StatusCode::TOO_MANY_REQUESTS,
        PageError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        PageError::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    match error {
        PageError::NotFound => {}
        PageError::TooManyTries | PageError::Unavailable(_) => {
            tracing::warn!(%error, "a page is refused")
        }
        PageError::Broken(_) => tracing::error!(%error, "a page is broken"),
    }
    let mut response = status.into_response();
    if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(COME_BACK_AFTER.as_secs()));
    }
    response
}

/// What a panic outside a page becomes.
pub(super) fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    refusal(&PageError::Broken(panic_text(&*cause)))
}

/// What a panic said, where it said something.
pub(super) fn panic_text(cause: &(dyn Any + Send)) -> String {
    let said = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let said = said.or_else(|| cause.downcast_ref::<String>().cloned());
    format!("panicked: {}", said.unwrap_or_default())
}

/// Makes a designed page of every error that a person will read.
pub(super) async fn dress(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if MACHINES.iter().any(|prefix| path.starts_with(prefix)) {
        return next.run(request).await;
    }
    let lang = language::of(path, request.headers());
    // Not the visitor's own address: it may hold an order's token, and a page that is not there has no twin.
    let url = format!("/{lang}");
    let request_id = request.extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.clone());
    let bare = next.run(request).await;
    let status = bare.status();
    if !(status.is_client_error() || status.is_server_error()) || is_html(bare.headers()) {
        return bare;
    }
    let context = site.render_context(lang, url, None);
    let rendered =
        page::in_scope(async { page::render(error_page(lang, status.as_u16(), &request_id), context) }).await;
    let mut response = rendered.into_response();
    *response.status_mut() = status;
    for (name, value) in bare.headers() {
        // What is said of the bare body does not hold for the page: Allow, Retry-After and cookies do.
        if !response.headers().contains_key(name) && !is_about_body(name.as_str()) {
            response.headers_mut().append(name, value.clone());
        }
    }
    response
}

fn is_html(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

fn is_about_body(name: &str) -> bool {
    name.starts_with("content-") || matches!(name, "etag" | "last-modified" | "transfer-encoding")
}
