//! The access token: one for everybody, fetched once however many ask, renewed no more often than it must.
//!
//! Orange allows 50 token requests a minute and answers 429 beyond (seed 004, "Erreurs 401").

use crate::clock::Clock;
use crate::domain::timestamp::UnixSeconds;
use crate::secret::Secret;
use crate::suppliers::SupplierError;
use crate::suppliers::http::reading::{Answer, Reader};
use crate::suppliers::wire::{Text, Whole};
use reqwest::Method;
use serde::Deserialize;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::Url;

/// Our own limit for each server, so that two servers and a person with curl stay below Orange's 50.
const CALLS_A_MINUTE: usize = 20;
const MINUTE: Duration = Duration::from_secs(60);
/// A token is renewed this long before its end, or a tenth of its life where that is shorter.
const LONGEST_EARLINESS: i64 = 60;

/// Where and as whom tokens are asked for.
pub(super) struct Credentials {
    pub url: Url,
    pub client_id: String,
    pub client_secret: Secret,
}

/// A token and its number in our count.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub text: Secret,
    number: u64,
}

/// The cache of one account.
pub(super) struct Tokens {
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
    /// `None` where Orange names no end: then it is used until it is refused.
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

impl Tokens {
    pub(super) fn new(credentials: Credentials, clock: Clock) -> Self {
        Self { credentials, clock, landed: AtomicU64::new(0), state: Mutex::default() }
    }

    /// The present token, or a fresh one. One try: repeating is the caller's choice.
    pub(super) async fn get(&self, reader: &Reader, request_id: &str) -> Result<Token, SupplierError> {
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
        state.count_a_call()?;
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

    /// Drops a token that Orange calls expired, unless it has been replaced already.
    pub(super) async fn forget(&self, refused: &Token) {
        let mut state = self.state.lock().await;
        if state.current.as_ref().is_some_and(|current| current.token.number == refused.number) {
            state.current = None;
        }
    }

    /// Text and life in seconds, as Orange says it.
    async fn fetch(&self, reader: &Reader, request_id: &str) -> Result<(Secret, Option<i64>), SupplierError> {
        let Credentials { url, client_id, client_secret } = &self.credentials;
        let request = reader
            .request(Method::POST, url.clone(), request_id)
            .basic_auth(client_id, Some(client_secret.expose()))
            .form(&[("grant_type", "client_credentials")]);
        let Answer { raw, retry_after, .. } = reader.beside_the_breaker(request).await?;
        // The answer holds the token: its text never goes into an error, only the two fields that RFC 6749 names.
        let answer: TokenAnswer = serde_json::from_slice(&raw.body).unwrap_or_default();
        let status = raw.status;
        match (status, answer.access_token.0) {
            (200..300, Some(text)) => Ok((Secret::new(text), answer.expires_in.0)),
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
    fn count_a_call(&mut self) -> Result<(), SupplierError> {
        let now = Instant::now();
        while self.calls.front().is_some_and(|call| now.duration_since(*call) >= MINUTE) {
            self.calls.pop_front();
        }
        match self.calls.front() {
            Some(oldest) if self.calls.len() >= CALLS_A_MINUTE => Err(SupplierError::Unavailable {
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
