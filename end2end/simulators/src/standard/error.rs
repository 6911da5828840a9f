//! Error answers: problem details (RFC 9457) with a `code` for programs.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::asked::{BadBody, BadParameter};

#[derive(Debug)]
pub(crate) struct StandardError {
    status: StatusCode,
    code: &'static str,
    detail: String,
    retry_after_seconds: Option<i64>,
}

impl StandardError {
    pub(super) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), retry_after_seconds: None }
    }

    /// 400: a field, header or parameter is missing or cannot be read.
    pub(super) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", detail)
    }

    /// 422: understood, and not possible.
    pub(super) fn refused(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail)
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("{what} not found"))
    }

    pub(super) fn too_many(seconds: i64) -> Self {
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", "Too many requests");
        Self { retry_after_seconds: Some(seconds), ..error }
    }
}

impl From<BadParameter> for StandardError {
    fn from(BadParameter(name): BadParameter) -> Self {
        Self::invalid(format!("invalid parameter {name}"))
    }
}

impl From<BadBody> for StandardError {
    fn from(_: BadBody) -> Self {
        Self::invalid("the body is no JSON")
    }
}

impl IntoResponse for StandardError {
    fn into_response(self) -> Response {
        let body = json!({
            "type": "about:blank", "title": self.status.canonical_reason(), "status": self.status.as_u16(),
            "code": self.code, "detail": self.detail,
        });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut answer = (self.status, kind, body.to_string()).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        answer
    }
}
