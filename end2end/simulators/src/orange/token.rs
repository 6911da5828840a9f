//! The OAuth 2.0 token endpoint: client credentials, fifty tokens a minute.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::Orange;
use super::error::OrangeError;
use super::face::not_acceptable;
use crate::call::happen;
use crate::tokens::BadToken;
use crate::world::World;

/// Tokens that may be asked for in a minute (S4, "Erreurs 401").
pub(super) const TOKENS_PER_MINUTE: usize = 50;

pub(super) async fn token(State(world): State<World>, headers: HeaderMap, body: String) -> Response {
    happen(&world, "orange.token", &headers, || grant(&world, &headers, &body)).await
}

fn grant(world: &World, headers: &HeaderMap, body: &str) -> Response {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if !text(header::ACCEPT).is_some_and(|accept| accept.contains("application/json")) {
        return not_acceptable().into_response();
    }
    let now_millis = world.clock().now_millis();
    let mut state = world.lock();
    let orange = &mut state.orange;
    if orange.tokens.asked.take(now_millis).is_err() {
        let refused =
            OrangeError::new(StatusCode::TOO_MANY_REQUESTS, 53, "Token requests are limited to 50 per minute");
        return refused.into_response();
    }

    let expected = STANDARD.encode(format!("{}:{}", orange.client_id, orange.client_secret));
    match text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Basic ")) {
        None => {
            return OrangeError::new(StatusCode::UNAUTHORIZED, 40, "Basic credentials are missing").into_response();
        }
        Some(given) if given != expected => {
            return OrangeError::new(StatusCode::UNAUTHORIZED, 41, "The client is not known").into_response();
        }
        Some(_) => {}
    }
    let asks_client_credentials =
        crate::form::pairs(body).iter().any(|(name, value)| name == "grant_type" && value == "client_credentials");
    if !asks_client_credentials {
        return OrangeError::bad_request(23, "grant_type must be client_credentials".to_owned()).into_response();
    }
    let body = json!({
        "token_type": "Bearer", "access_token": orange.tokens.give(now_millis.div_euclid(1000)),
        "expires_in": orange.tokens.seconds, "scope": "sekapi:manager:access:api",
    });
    Json(body).into_response()
}

impl Orange {
    /// Codes 40 (no token), 41 (never given out) and 42 (its life is over).
    pub(super) fn check_token(&self, authorization: Option<&str>, now: i64) -> Result<(), OrangeError> {
        self.tokens.check(authorization, now).map_err(|bad| {
            let (code, why) = match bad {
                BadToken::Missing => (40, "The requested service needs credentials, none were given."),
                BadToken::NeverGiven => (41, "The requested service needs valid credentials."),
                BadToken::Ended => {
                    (42, "The requested service needs credentials, and the ones provided were out-of-date.")
                }
            };
            OrangeError::new(StatusCode::UNAUTHORIZED, code, why)
        })
    }
}
