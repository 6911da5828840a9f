//! The access token: one for everybody, fetched once however many ask, renewed no more often than it must.
//!
//! OAuth 2.0 client credentials (RFC 6749, 4.4). Suppliers limit how often a token may be asked for.

use super::reading::{Answer, Reader};
use crate::clock::Clock;
use crate::domain::timestamp::UnixSeconds;
use crate::secret::Secret;
use crate::suppliers::SupplierError;
use crate::suppliers::wire::{Text, Whole, object};
use reqwest::Method;
use serde::Deserialize;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::Url;

/// What a fetch is counted as.
const CALL: &str = "token";
const MINUTE: Duration = Duration::from_secs(60);
/// A token is renewed this long before its end, or a tenth of its life where that is shorter.
const LONGEST_EARLINESS: i64 = 60;

/// Where, as whom and how tokens are asked for.
pub struct Credentials {
    pub url: Url,
    pub client_id: String,
    pub client_secret: Secret,
    pub shown: Shown,
    /// Our own limit for each server, so that two servers and a person with curl stay below the supplier's.
    pub calls_a_minute: usize,
    /// A token is not believed to live longer, whatever the answer says; `None` where the answer alone counts.
    pub longest_life: Option<Duration>,
}

/// How the client's name and secret travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// `Authorization: Basic` (RFC 6749, 2.3.1).
    InHeader,
    /// As fields of the form.
    InForm,
}

/// A token and its number in our count.
#[derive(Clone, Debug)]
pub struct Token {
    pub text: Secret,
    number: u64,
}

/// The cache of one account.
pub struct Tokens {
    credentials: Credentials,
    clock: Clock,
    /// Fetches that have ended, so that whoever waited for one shares its failure as well.
    landed: AtomicU64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    failure: Option<SupplierError>,
    calls: VecDeque<Instant>,
    issued: u64,
}

struct Current {
    token: Token,
    /// `None` where the answer names no end: then it is used until it is refused.
    renew_at: Option<UnixSeconds>,
}

/// RFC 6749, 5.1 and 5.2.
#[derive(Default, Deserialize)]
#[serde(default)]
struct TokenAnswer {
    access_token: Text,
    expires_in: Whole,
    error: Text,
    error_description: Text,
}

impl TokenAnswer {
    /// Reads the answer; some suppliers put it into `data`. What cannot be read is absent.
    fn of(body: &[u8]) -> Self {
        let mut answer: Value = serde_json::from_slice(body).unwrap_or_default();
        let inner = answer.get_mut("data").filter(|data| data.is_object()).map(Value::take);
        object(inner.unwrap_or(answer))
    }
}

impl Tokens {
    /// Asks nothing yet.
    pub fn new(credentials: Credentials, clock: Clock) -> Self {
        Self { credentials, clock, landed: AtomicU64::new(0), state: Mutex::default() }
    }

    /// The present token, or a fresh one. One try: repeating is the caller's choice.
    pub async fn get(&self, reader: &Reader, request_id: &str) -> Result<Token, SupplierError> {
        let landed_before = self.landed.load(Ordering::SeqCst);
        let mut state = self.state.lock().await;
        let now = self.clock.now();
        if let Some(current) = &state.current
            && current.renew_at.is_none_or(|renew_at| now < renew_at)
        {
            return Ok(current.token.clone());
        }
        if self.landed.load(Ordering::SeqCst) != landed_before
            && let Some(failure) = &state.failure
        {
            return Err(failure.clone());
        }
        state.count_a_call(self.credentials.calls_a_minute)?;
        let fetched = self.fetch(reader, request_id).await;
        self.landed.fetch_add(1, Ordering::SeqCst);
        match fetched {
            Ok((text, life)) => {
                state.issued += 1;
                let token = Token { text, number: state.issued };
                let renew_at = life.map(|life| UnixSeconds(now.0.saturating_add(life - earliness(life))));
                state.current = Some(Current { token: token.clone(), renew_at });
                state.failure = None;
                Ok(token)
            }
            Err(failure) => {
                state.failure = Some(failure.clone());
                Err(failure)
            }
        }
    }

    /// Drops a token that the supplier calls expired, unless it has been replaced already.
    pub async fn forget(&self, refused: &Token) {
        let mut state = self.state.lock().await;
        if state.current.as_ref().is_some_and(|current| current.token.number == refused.number) {
            state.current = None;
        }
    }

    /// Text and life in seconds, as the answer says it.
    async fn fetch(&self, reader: &Reader, request_id: &str) -> Result<(Secret, Option<i64>), SupplierError> {
        let Credentials { url, client_id, client_secret, shown, longest_life, .. } = &self.credentials;
        let grant = ("grant_type", "client_credentials");
        let request = reader.request(Method::POST, url.clone(), request_id);
        let request = match shown {
            Shown::InHeader => request.basic_auth(client_id, Some(client_secret.expose())).form(&[grant]),
            Shown::InForm => {
                request.form(&[grant, ("client_id", client_id), ("client_secret", client_secret.expose())])
            }
        };
        let Answer { raw, retry_after, .. } = reader.beside_the_breaker(CALL, request).await?;
        // The answer holds the token: its text never goes into an error, only the two fields that RFC 6749 names.
        let answer = TokenAnswer::of(&raw.body);
        let status = raw.status;
        match (status, answer.access_token.0) {
            (200..300, Some(text)) => {
                let longest = longest_life.and_then(|longest| i64::try_from(longest.as_secs()).ok());
                Ok((Secret::new(text), answer.expires_in.0.into_iter().chain(longest).min()))
            }
            (200..300, None) => {
                Err(SupplierError::Garbled { reason: "the token's answer holds no access_token".into() })
            }
            (408 | 429 | 500.., _) => {
                Err(SupplierError::Unavailable { reason: format!("no token: {status}"), retry_after })
            }
            _ => {
                let words = [answer.error.0, answer.error_description.0].into_iter().flatten().collect::<Vec<_>>();
                let reason = format!("no token: {}", words.join(", ")).replace(client_secret.expose(), "…");
                Err(SupplierError::Refused { status, reason })
            }
        }
    }
}

impl State {
    /// Err when the minute's calls are used up.
    fn count_a_call(&mut self, most: usize) -> Result<(), SupplierError> {
        let now = Instant::now();
        while self.calls.front().is_some_and(|call| now.duration_since(*call) >= MINUTE) {
            self.calls.pop_front();
        }
        match self.calls.front() {
            Some(oldest) if self.calls.len() >= most => Err(SupplierError::Unavailable {
                reason: "too many tokens were asked for within a minute".into(),
                retry_after: Some(MINUTE.saturating_sub(now.duration_since(*oldest))),
            }),
            _ => {
                self.calls.push_back(now);
                Ok(())
            }
        }
    }
}

fn earliness(life: i64) -> i64 {
    (life / 10).clamp(0, LONGEST_EARLINESS)
}
