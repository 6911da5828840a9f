//! POST /token: client credentials in a form, three requests a minute.

use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::error::AiraloError;
use super::{Airalo, success};
use crate::tokens::BadToken;

pub(super) const CALL: &str = "airalo.token";
/// How long a token is good for, as the documentation says, and how long the answer's example says.
pub(super) const LIFE_SECONDS: i64 = 24 * 3600;
const TOLD_SECONDS: i64 = 31_622_400;

impl Airalo {
    pub(super) fn grant(&mut self, body: &[u8], now_millis: i64) -> Response {
        let granted = self.granted(body, now_millis).and_then(|token| {
            success(json!({"token_type": "Bearer", "expires_in": TOLD_SECONDS, "access_token": token}))
        });
        match granted {
            Ok((status, body)) => (status, axum::Json(body)).into_response(),
            Err(error) => error.into_response(),
        }
    }

    fn granted(&mut self, body: &[u8], now_millis: i64) -> Result<String, AiraloError> {
        self.tokens.asked.take(now_millis).map_err(AiraloError::too_many)?;
        let form = crate::form::pairs(&String::from_utf8_lossy(body));
        let field = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        if field("client_id") != Some(&self.client_id) {
            return Err(AiraloError::field("client_id", "The selected client id is invalid."));
        }
        if field("grant_type") != Some("client_credentials") {
            return Err(AiraloError::field("grant_type", "The selected grant type is invalid."));
        }
        if field("client_secret") != Some(&self.client_secret) {
            return Err(AiraloError::unauthorised("Client authentication failed"));
        }
        Ok(self.tokens.give(now_millis.div_euclid(1000)))
    }

    pub(super) fn check_token(&self, authorization: Option<&str>, now: i64) -> Result<(), AiraloError> {
        self.tokens.check(authorization, now).map_err(|bad| {
            AiraloError::unauthorised(match bad {
                BadToken::Missing | BadToken::NeverGiven => "This action is unauthorized.",
                BadToken::Ended => {
                    "Authentication failed. This could be due to an expired token, please generate a new token."
                }
            })
        })
    }
}
