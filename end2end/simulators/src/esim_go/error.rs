//! eSIM Go's error answers: always an object with `message`.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::asked::{BadBody, BadParameter};

#[derive(Debug)]
pub(crate) struct EsimGoError {
    status: StatusCode,
    message: String,
    retry_after_seconds: Option<i64>,
}

impl EsimGoError {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), retry_after_seconds: None }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// Bad keys, foreign eSIMs and empty inventories share this status.
    pub(super) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    pub(super) fn processing(seconds: i64) -> Self {
        let error = Self::new(StatusCode::SERVICE_UNAVAILABLE, "Processing, come back later");
        Self { retry_after_seconds: Some(seconds), ..error }
    }

    pub(super) fn too_many(seconds: i64) -> Self {
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded");
        Self { retry_after_seconds: Some(seconds), ..error }
    }
}

impl From<BadParameter> for EsimGoError {
    fn from(BadParameter(name): BadParameter) -> Self {
        Self::bad_request(format!("Invalid value for parameter {name}"))
    }
}

impl From<BadBody> for EsimGoError {
    fn from(_: BadBody) -> Self {
        Self::bad_request("Invalid request body")
    }
}

impl IntoResponse for EsimGoError {
    fn into_response(self) -> Response {
        let mut answer = (self.status, Json(json!({"message": self.message}))).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        answer
    }
}
