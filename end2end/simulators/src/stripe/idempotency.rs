//! Idempotency keys: what was answered once execution had begun is answered again for a day.

use std::collections::{BTreeSet, HashMap};

use axum::http::StatusCode;

use super::error::StripeError;
use super::params::Params;

/// How long a key is kept, in seconds of the world's clock.
const KEPT_SECONDS: i64 = 24 * 3600;

/// What a caller asked under a key: path and parameters.
type Request = (String, Params);

struct Entry {
    at: i64,
    request: Request,
    /// Status and JSON; `None` while the first request runs.
    answer: Option<(StatusCode, String)>,
}

#[derive(Default)]
pub(crate) struct Keys {
    entries: HashMap<String, Entry>,
    /// The keys that were answered, by when they were first used.
    ages: BTreeSet<(i64, String)>,
}

/// What a key means for a request.
pub(crate) enum Verdict {
    /// Never seen: execute, then call [`Keys::keep`] or [`Keys::forget`].
    Fresh,
    /// Seen and answered: answer the same, status and JSON.
    Replay(StatusCode, String),
}

impl Keys {
    /// `Err`: the key runs (409) or was used for another request (400).
    pub(crate) fn begin(&mut self, key: &str, path: &str, params: &Params, now: i64) -> Result<Verdict, StripeError> {
        self.forget_old(now);
        let request = (path.to_owned(), params.clone());
        match self.entries.get(key) {
            None => {
                let entry = Entry { at: now, request, answer: None };
                self.entries.insert(key.to_owned(), entry);
                Ok(Verdict::Fresh)
            }
            Some(entry) if entry.request != request => Err(StripeError::key_reused(key)),
            Some(Entry { answer: None, .. }) => Err(StripeError::key_in_use(key)),
            Some(Entry { answer: Some((status, body)), .. }) => Ok(Verdict::Replay(*status, body.clone())),
        }
    }

    fn forget_old(&mut self, now: i64) {
        while self.ages.first().is_some_and(|(at, _)| now - at >= KEPT_SECONDS) {
            if let Some((_, key)) = self.ages.pop_first() {
                self.entries.remove(&key);
            }
        }
    }

    /// The answer once execution had begun.
    pub(crate) fn keep(&mut self, key: &str, status: StatusCode, body: &str) {
        if let Some(entry) = self.entries.get_mut(key) {
            entry.answer = Some((status, body.to_owned()));
            self.ages.insert((entry.at, key.to_owned()));
        }
    }

    /// Execution did not begin: the key stays free.
    pub(crate) fn forget(&mut self, key: &str) {
        self.entries.remove(key);
    }
}
