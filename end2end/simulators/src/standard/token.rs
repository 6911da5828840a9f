//! The OAuth 2.0 token endpoint (RFC 6749, 4.4): credentials as Basic or in the form, a limit of requests a minute.

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::Standard;
use super::error::StandardError;
use crate::asked;
use crate::tokens::BadToken;

pub(super) const CALL: &str = "standard.token";

impl Standard {
    pub(super) fn grant(&mut self, headers: &HeaderMap, body: &[u8], now_millis: i64) -> Response {
        if let Err(seconds) = self.tokens.asked.take(now_millis) {
            return StandardError::too_many(seconds).into_response();
        }
        let form = crate::form::pairs(&String::from_utf8_lossy(body));
        let field = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let basic = asked::header(headers, "authorization").and_then(|value| value.strip_prefix("Basic "));
        let expected = STANDARD.encode(format!("{}:{}", self.client_id, self.client_secret));
        let knows = match basic {
            Some(given) => given == expected,
            None => field("client_id") == Some(&self.client_id) && field("client_secret") == Some(&self.client_secret),
        };
        let refused = |status: StatusCode, error: &str| (status, Json(json!({"error": error}))).into_response();
        if !knows {
            return refused(StatusCode::UNAUTHORIZED, "invalid_client");
        }
        if field("grant_type") != Some("client_credentials") {
            return refused(StatusCode::BAD_REQUEST, "unsupported_grant_type");
        }
        let body = json!({
            "access_token": self.tokens.give(now_millis.div_euclid(1000)), "token_type": "Bearer",
            "expires_in": self.tokens.seconds,
        });
        ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
    }

    pub(super) fn check_token(&self, headers: &HeaderMap, now: i64) -> Result<(), StandardError> {
        self.tokens.check(asked::header(headers, "authorization"), now).map_err(|bad| {
            let (code, detail) = match bad {
                BadToken::Missing => ("token_missing", "an access token is required"),
                BadToken::NeverGiven => ("token_invalid", "the access token is not known"),
                BadToken::Ended => ("token_expired", "the access token has expired"),
            };
            StandardError::new(StatusCode::UNAUTHORIZED, code, detail)
        })
    }
}
