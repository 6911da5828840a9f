//! Refuses what another site makes a visitor's browser send: one layer before every route, instead of a token a form.
//!
//! Every browser of today says where a request comes from (`Sec-Fetch-Site`), and an older one says it of a POST by
//! `Origin`. Machines that sign or carry a bearer key of their own are exempt: no browser adds those by itself.

use super::Site;
use axum::extract::{Request, State};
use axum::http::header::{HeaderMap, ORIGIN};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Where requests are signed or carry a key, so that a cross-site browser could not make them.
const EXEMPT: &[&str] = &["/webhooks/", "/api/webhooks/", "/api/v1/"];

/// Refuses an unsafe method from elsewhere with 403.
pub(super) async fn refuse(State(site): State<Site>, request: Request, next: Next) -> Response {
    let exempt = EXEMPT.iter().any(|prefix| request.uri().path().starts_with(prefix));
    if is_safe(request.method()) || exempt || comes_from_here(request.headers(), &site.origin) {
        return next.run(request).await;
    }
    tracing::warn!(
        origin = ?request.headers().get(ORIGIN),
        sec_fetch_site = ?request.headers().get("sec-fetch-site"),
        "a request from another site is refused"
    );
    StatusCode::FORBIDDEN.into_response()
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// `none` is a person's own doing: an address typed, a bookmark.
fn comes_from_here(headers: &HeaderMap, our_origin: &str) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin" || site == "none",
        None => headers.get(ORIGIN).is_some_and(|origin| origin == our_origin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_our_own_pages_may_post() {
        for (sec_fetch_site, origin, expected) in [
            (Some("same-origin"), None, true),
            (Some("none"), None, true),
            // What the browser says of the whole path wins over an origin that only looks like ours.
            (Some("same-site"), Some("https://shop.example"), false),
            (Some("cross-site"), Some("https://shop.example"), false),
            (Some(""), None, false),
            (None, Some("https://shop.example"), true),
            (None, Some("https://shop.example.evil.test"), false),
            (None, Some("http://shop.example"), false),
            (None, Some("null"), false),
            (None, None, false),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(value) = sec_fetch_site {
                headers.insert("sec-fetch-site", HeaderValue::from_static(value));
            }
            if let Some(value) = origin {
                headers.insert(ORIGIN, HeaderValue::from_static(value));
            }
            let allowed = comes_from_here(&headers, "https://shop.example");
            assert_eq!(allowed, expected, "{sec_fetch_site:?} {origin:?}");
        }
    }
}
