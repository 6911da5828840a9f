//! Airalo's error answers: `{code, reason}` for what cannot be done, `{data, meta}` for what cannot be read.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::asked::{BadBody, BadParameter};

#[derive(Debug)]
pub(crate) struct AiraloError {
    status: StatusCode,
    body: Value,
    retry_after_seconds: Option<i64>,
}

impl AiraloError {
    fn new(status: StatusCode, body: Value) -> Self {
        Self { status, body, retry_after_seconds: None }
    }

    /// 422 with a code of the error guide; `additional` stands where the guide's text has a gap.
    pub(super) fn coded(code: u16, additional: &str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, json!({"code": code, "reason": reason(code, additional)}))
    }

    /// 422: a field is missing or has a value that is not known.
    pub(super) fn field(name: &str, message: impl Into<String>) -> Self {
        let mut data = json!({});
        data[name] = message.into().into();
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({"data": data, "meta": {"message": "the parameter is invalid"}}),
        )
    }

    pub(super) fn unauthorised(message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, json!({"data": [], "meta": {"message": message}}))
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, json!({"data": [], "meta": {"message": "messages.resource_not_found"}}))
    }

    pub(super) fn too_many(seconds: i64) -> Self {
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, json!({"message": "Too Many Attempts."}));
        Self { retry_after_seconds: Some(seconds), ..error }
    }

    pub(super) fn body(&self) -> &Value {
        &self.body
    }
}

/// The error guide's texts.
fn reason(code: u16, additional: &str) -> String {
    match code {
        11 => format!("Insufficient Airalo Credit: {additional}"),
        13 => "The requested operator is currently undergoing maintenance. Please try again later.".to_owned(),
        14 => format!("Invalid checksum: {additional}"),
        23 => format!("The requested top-up has been disabled by the operator. {additional}"),
        33 => {
            format!("Insufficient stock of eSIMs remaining: {additional}. Please try your request again later.")
        }
        34 => {
            "The requested eSIM package is invalid or it is currently out of stock. Please try again later.".to_owned()
        }
        43 => format!("Bad request. {additional} Please check your input and try again."),
        73 => {
            format!("The eSIM with iccid {additional} has been recycled. It can no longer be used or topped up.")
        }
        _ => "Something unexpected happened. We're working to resolve the issue. Please try again later.".to_owned(),
    }
}

impl From<BadParameter> for AiraloError {
    fn from(BadParameter(name): BadParameter) -> Self {
        let message = format!("The {name} must be an integer.");
        Self::field(&name, message)
    }
}

impl From<BadBody> for AiraloError {
    fn from(_: BadBody) -> Self {
        Self::coded(43, "The body cannot be read.")
    }
}

impl IntoResponse for AiraloError {
    fn into_response(self) -> Response {
        let mut answer = (self.status, Json(self.body)).into_response();
        if let Some(seconds) = self.retry_after_seconds {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            answer.headers_mut().insert("x-ratelimit-remaining", 0.into());
        }
        answer
    }
}
