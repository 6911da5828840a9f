//! Orange's error answers: `{code, message, description}` with the codes of its error guide.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

#[derive(Debug)]
pub(crate) struct OrangeError {
    status: StatusCode,
    code: u16,
    description: String,
}

impl OrangeError {
    pub(crate) fn new(status: StatusCode, code: u16, description: impl Into<String>) -> Self {
        Self { status, code, description: description.into() }
    }

    pub(crate) fn bad_request(code: u16, description: String) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, description)
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, 60, format!("{what} not found"))
    }

    /// The error type: the reason phrase, but for expired credentials as the seed shows them.
    fn message(&self) -> &'static str {
        match (self.status, self.code) {
            (_, 40) => "Missing credentials",
            (_, 41) => "Invalid credentials",
            (_, 42) => "Expired credentials",
            (StatusCode::METHOD_NOT_ALLOWED, _) => "Method Not Allowed",
            (status, _) => status.canonical_reason().unwrap_or("Bad Request"),
        }
    }
}

impl IntoResponse for OrangeError {
    fn into_response(self) -> Response {
        let body = json!({
            "code": self.code, "message": self.message(), "description": self.description,
        });
        (self.status, Json(body)).into_response()
    }
}
