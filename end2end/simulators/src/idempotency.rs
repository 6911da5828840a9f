//! Idempotency keys: what was answered under a key is answered again for a day.

use std::collections::{BTreeSet, HashMap};

use axum::http::StatusCode;

/// How long a key is kept, in seconds of the world's clock.
const KEPT_SECONDS: i64 = 24 * 3600;

struct Entry<R> {
    at: i64,
    request: R,
    /// Status and JSON; `None` while the first request runs.
    answer: Option<(StatusCode, String)>,
}

/// `R` is what tells one request from another.
pub(crate) struct Keys<R> {
    entries: HashMap<String, Entry<R>>,
    /// The keys that were answered, by when they were first used.
    ages: BTreeSet<(i64, String)>,
}

impl<R> Default for Keys<R> {
    fn default() -> Self {
        Self { entries: HashMap::new(), ages: BTreeSet::new() }
    }
}

/// What a key means for a request.
pub(crate) enum Verdict {
    /// Never seen: execute, then call [`Keys::keep`] or [`Keys::forget`].
    Fresh,
    /// Seen and answered: answer the same, status and JSON.
    Replay(StatusCode, String),
    /// The first request with the key still runs.
    Running,
    /// The key was used for another request.
    OtherRequest,
}

impl<R: PartialEq> Keys<R> {
    pub(crate) fn begin(&mut self, key: &str, request: R, now: i64) -> Verdict {
        self.forget_old(now);
        match self.entries.get(key) {
            None => {
                let entry = Entry { at: now, request, answer: None };
                self.entries.insert(key.to_owned(), entry);
                Verdict::Fresh
            }
            Some(entry) if entry.request != request => Verdict::OtherRequest,
            Some(Entry { answer: None, .. }) => Verdict::Running,
            Some(Entry { answer: Some((status, body)), .. }) => Verdict::Replay(*status, body.clone()),
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

    /// Execution did not begin, or ended without an answer to keep: the key is free again.
    pub(crate) fn forget(&mut self, key: &str) {
        if self.entries.get(key).is_some_and(|entry| entry.answer.is_none()) {
            self.entries.remove(key);
        }
    }
}
