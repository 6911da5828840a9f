//! One id for each request: taken from the caller when it is sane, else made; in the log, in the answer, on to suppliers.

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::http::header::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument;

/// The header in both directions.
pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of the request at hand.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub(super) String);

/// Gives the request its id and a span, and logs how it was answered. The span names the route's template: a path
/// may hold an order's token.
pub(super) async fn give(mut request: Request, next: Next) -> Response {
    let id = wanted(request.headers()).unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string());
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    let span = tracing::info_span!("request", id, method = %request.method(), route);
    request.extensions_mut().insert(RequestId(id.clone()));
    async move {
        let began = Instant::now();
        let mut response = next.run(request).await;
        tracing::info!(status = response.status().as_u16(), ms = began.elapsed().as_millis(), "answered");
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(X_REQUEST_ID, value);
        }
        response
    }
    .instrument(span)
    .await
}

/// The caller's id, if it can stand in a log line and in a header of ours.
fn wanted(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(X_REQUEST_ID)?.to_str().ok()?;
    let sane = (1..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    sane.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sane_id_is_taken_over() {
        let longest = "a".repeat(64);
        let too_long = "a".repeat(65);
        for (id, sane) in
            [("7f3a-B_9.x", true), (&*longest, true), (&*too_long, false), ("", false), ("a b", false), ("é", false)]
        {
            let mut headers = HeaderMap::new();
            headers.insert(X_REQUEST_ID, HeaderValue::from_bytes(id.as_bytes()).unwrap());
            assert_eq!(wanted(&headers).is_some(), sane, "{id}");
        }
        assert_eq!(wanted(&HeaderMap::new()), None);
    }
}
