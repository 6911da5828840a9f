//! Idempotency keys: what was answered once execution had begun is answered again for a day.

use std::collections::HashMap;

use axum::http::StatusCode;
use serde_json::Value;

use super::error::StripeError;
use super::params::Params;

/// How long a key is kept, in seconds of the world's clock.
const KEPT_SECONDS: i64 = 24 * 3600;

/// What a caller asked under a key: path and parameters.
type Request = (String, Params);

struct Entry {
    at: i64,
    request: Request,
    /// `None` while the first request runs.
    answer: Option<(StatusCode, Value)>,
}

#[derive(Default)]
pub(crate) struct Keys(HashMap<String, Entry>);

/// What a key means for a request.
pub(crate) enum Verdict {
    /// Never seen: execute, then call [`Keys::keep`] or [`Keys::forget`].
    Fresh,
    /// Seen and answered: answer the same.
    Replay(StatusCode, Value),
}

impl Keys {
    /// `Err`: the key runs (409) or was used for another request (400).
    pub(crate) fn begin(&mut self, key: &str, path: &str, params: &Params, now: i64) -> Result<Verdict, StripeError> {
        self.0.retain(|_, entry| entry.answer.is_none() || now - entry.at < KEPT_SECONDS);
        let request = (path.to_owned(), params.clone());
        match self.0.get(key) {
            None => {
                let entry = Entry { at: now, request, answer: None };
                self.0.insert(key.to_owned(), entry);
                Ok(Verdict::Fresh)
            }
            Some(entry) if entry.request != request => Err(StripeError::key_reused(key)),
            Some(Entry { answer: None, .. }) => Err(StripeError::key_in_use(key)),
            Some(Entry { answer: Some((status, body)), .. }) => Ok(Verdict::Replay(*status, body.clone())),
        }
    }

    /// The answer once execution had begun.
    pub(crate) fn keep(&mut self, key: &str, status: StatusCode, body: &Value) {
        if let Some(entry) = self.0.get_mut(key) {
            entry.answer = Some((status, body.clone()));
        }
    }

    /// Execution did not begin: the key stays free.
    pub(crate) fn forget(&mut self, key: &str) {
        self.0.remove(key);
    }
}
