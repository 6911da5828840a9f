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
use crate::world::World;

/// Tokens that may be asked for in a minute (S4, "Erreurs 401").
const TOKENS_PER_MINUTE: usize = 50;

pub(super) async fn token(State(world): State<World>, headers: HeaderMap, body: String) -> Response {
    let fault = world.strike("orange.token");
    if let Some(fault) = &fault
        && let Some(struck) = fault.strike_before().await
    {
        world.note_call("orange.token", &headers, struck.status().as_u16());
        return struck;
    }
    let answer = grant(&world, &headers, &body);
    world.note_call("orange.token", &headers, answer.status().as_u16());
    match fault {
        Some(fault) => fault.strike_after(&world, answer).await,
        None => answer,
    }
}

fn grant(world: &World, headers: &HeaderMap, body: &str) -> Response {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if !text(header::ACCEPT).is_some_and(|accept| accept.contains("application/json")) {
        return not_acceptable().into_response();
    }
    let now_millis = world.clock().now_millis();
    let mut state = world.lock();
    let orange = &mut state.orange;
    orange.token_calls.retain(|at| now_millis - at < 60_000 && *at <= now_millis);
    if orange.token_calls.len() >= TOKENS_PER_MINUTE {
        let refused =
            OrangeError::new(StatusCode::TOO_MANY_REQUESTS, 53, "Token requests are limited to 50 per minute");
        return refused.into_response();
    }
    orange.token_calls.push_back(now_millis);

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
    let token = hex::encode(rand::random::<[u8; 24]>());
    let seconds = orange.token_seconds;
    orange.tokens.insert(token.clone(), now_millis / 1000 + seconds);
    let body = json!({
        "token_type": "Bearer", "access_token": token, "expires_in": seconds,
        "scope": "sekapi:manager:access:api",
    });
    Json(body).into_response()
}

impl Orange {
    /// Codes 40 (no token), 41 (never given out) and 42 (its life is over).
    pub(super) fn check_token(&self, bearer: Option<&str>, now: i64) -> Result<(), OrangeError> {
        let refuse = |code, why: &str| Err(OrangeError::new(StatusCode::UNAUTHORIZED, code, why));
        let Some(bearer) = bearer else {
            return refuse(40, "The requested service needs credentials, none were given.");
        };
        match self.tokens.get(bearer) {
            None => refuse(41, "The requested service needs valid credentials."),
            Some(end) if *end <= now => {
                refuse(42, "The requested service needs credentials, and the ones provided were out-of-date.")
            }
            Some(_) => Ok(()),
        }
    }

    /// Ends every token that was given out, as a change of policy at Orange would.
    pub(crate) fn expire_tokens(&mut self) {
        for end in self.tokens.values_mut() {
            *end = 0;
        }
    }

    /// How many tokens were asked for in the last minute.
    pub(crate) fn tokens_in_the_last_minute(&self, now_millis: i64) -> usize {
        self.token_calls.iter().filter(|at| now_millis - *at < 60_000).count()
    }
}
