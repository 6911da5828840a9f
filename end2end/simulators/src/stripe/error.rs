//! Stripe's error answers.

use axum::http::StatusCode;
use serde_json::{Value, json};

#[derive(Debug)]
pub(crate) struct StripeError {
    pub(crate) status: StatusCode,
    body: Value,
    /// Whether execution had begun: only then the answer is kept under the idempotency key.
    pub(crate) began: bool,
}

impl StripeError {
    fn new(status: StatusCode, kind: &str, code: Option<&str>, message: impl Into<String>) -> Self {
        let mut body = json!({"type": kind, "message": message.into()});
        if let Some(code) = code {
            body["code"] = code.into();
            body["doc_url"] = format!("https://stripe.com/docs/error-codes/{code}").into();
        }
        Self { status, body, began: false }
    }

    /// 400 before execution began: a parameter is wrong.
    pub(crate) fn parameter(code: &str, param: &str, message: impl Into<String>) -> Self {
        let mut error = Self::new(StatusCode::BAD_REQUEST, "invalid_request_error", Some(code), message);
        error.body["param"] = param.into();
        error
    }

    pub(crate) fn missing(param: &str) -> Self {
        Self::parameter("parameter_missing", param, format!("Missing required param: {param}."))
    }

    pub(crate) fn invalid(param: &str, message: impl Into<String>) -> Self {
        Self::parameter("parameter_invalid_value", param, message)
    }

    /// 400 from execution: the object's state forbids it.
    pub(crate) fn refused(code: &str, message: impl Into<String>) -> Self {
        let mut error = Self::new(StatusCode::BAD_REQUEST, "invalid_request_error", Some(code), message);
        error.began = true;
        error
    }

    /// 402 from execution: the card was declined.
    pub(crate) fn card(code: &str, message: &str, intent: Value) -> Self {
        let mut error = Self::new(StatusCode::PAYMENT_REQUIRED, "card_error", Some(code), message);
        error.began = true;
        error.with("payment_intent", intent)
    }

    pub(crate) fn no_such(what: &str, id: &str, param: &str) -> Self {
        let mut error = Self::new(
            StatusCode::NOT_FOUND,
            "invalid_request_error",
            Some("resource_missing"),
            format!("No such {what}: '{id}'"),
        );
        error.body["param"] = param.into();
        error
    }

    pub(crate) fn unknown_route(method: &str, path: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "invalid_request_error",
            None,
            format!("Unrecognized request URL ({method}: {path})."),
        )
    }

    pub(crate) fn unauthorised(message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "invalid_request_error", None, message)
    }

    /// The restricted key may not make this call.
    pub(crate) fn forbidden(call: &str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "invalid_request_error",
            None,
            format!("The provided key does not have the required permissions for this endpoint ({call})."),
        )
    }

    /// The key was used for another request.
    pub(crate) fn key_reused(key: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "idempotency_error",
            None,
            format!(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request."
            ),
        )
    }

    /// The first request with the key still runs.
    pub(crate) fn key_in_use(key: &str) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "idempotency_error",
            Some("idempotency_key_in_use"),
            format!("There is currently another in-progress request using the key '{key}'."),
        )
    }

    /// An unexpected error of the service; what it left behind is for the caller to find out.
    pub(crate) fn unexpected() -> Self {
        let mut error =
            Self::new(StatusCode::INTERNAL_SERVER_ERROR, "api_error", None, "An unexpected error occurred.");
        error.began = true;
        error
    }

    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        self.body[name] = value;
        self
    }

    pub(crate) fn message(&self) -> &str {
        self.body["message"].as_str().unwrap_or_default()
    }

    pub(crate) fn body(&self) -> Value {
        json!({"error": self.body})
    }
}
