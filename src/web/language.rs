//! The address without a language: `/` leads to the visitor's own.

use crate::domain::lang::Lang;
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, HeaderMap, LOCATION, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// `GET /`: 303 to the best of our languages.
pub(super) async fn lead_on(headers: HeaderMap) -> Response {
    let location = match preferred(&headers) {
        Lang::En => "/en",
        Lang::Fr => "/fr",
    };
    let headers = [
        (LOCATION, HeaderValue::from_static(location)),
        (VARY, HeaderValue::from_static("accept-language")),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// The language of a page: the one in its path, else the one that the visitor prefers.
pub(super) fn of(path: &str, headers: &HeaderMap) -> Lang {
    in_path(path).unwrap_or_else(|| preferred(headers))
}

/// The language that a path begins with.
pub(super) fn in_path(path: &str) -> Option<Lang> {
    Lang::parse(path.strip_prefix('/')?.split('/').next()?)
}

fn preferred(headers: &HeaderMap) -> Lang {
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Lang::from_accept_language(header.unwrap_or(""))
}
