//! Bearer tokens of the suppliers that give them out, and limits of so many calls a minute.

use std::collections::{HashMap, VecDeque};

/// So many within a minute of the world's clock.
pub(crate) struct PerMinute {
    most: usize,
    /// Unix milliseconds of the last ones.
    times: VecDeque<i64>,
}

impl PerMinute {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, times: VecDeque::new() }
    }

    pub(crate) fn set_most(&mut self, most: usize) {
        self.most = most;
    }

    /// Counts one more; `Err` holds the seconds until the next is free.
    pub(crate) fn take(&mut self, now_millis: i64) -> Result<(), i64> {
        self.times.retain(|at| now_millis - at < 60_000 && *at <= now_millis);
        if self.times.len() >= self.most {
            let oldest = self.times.front().copied().unwrap_or(now_millis);
            return Err((oldest + 60_000 - now_millis).div_euclid(1000).max(1));
        }
        self.times.push_back(now_millis);
        Ok(())
    }

    pub(crate) fn in_the_last_minute(&self, now_millis: i64) -> usize {
        self.times.iter().filter(|at| now_millis - *at < 60_000).count()
    }
}

/// Why a bearer is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadToken {
    Missing,
    NeverGiven,
    Ended,
}

pub(crate) struct Tokens {
    /// Life of a new token in seconds.
    pub(crate) seconds: i64,
    pub(crate) asked: PerMinute,
    /// Token → Unix second at which it ends.
    ends: HashMap<String, i64>,
}

impl Tokens {
    pub(crate) fn new(seconds: i64, per_minute: usize) -> Self {
        Self { seconds, asked: PerMinute::new(per_minute), ends: HashMap::new() }
    }

    /// A fresh token.
    pub(crate) fn give(&mut self, now: i64) -> String {
        let token = hex::encode(rand::random::<[u8; 24]>());
        self.ends.insert(token.clone(), now + self.seconds);
        token
    }

    /// `authorization` is the header's value.
    pub(crate) fn check(&self, authorization: Option<&str>, now: i64) -> Result<(), BadToken> {
        let bearer = authorization.and_then(|value| value.strip_prefix("Bearer ")).ok_or(BadToken::Missing)?;
        match self.ends.get(bearer) {
            None => Err(BadToken::NeverGiven),
            Some(end) if *end <= now => Err(BadToken::Ended),
            Some(_) => Ok(()),
        }
    }

    /// Ends every token that was given out, as a change of policy at the supplier would.
    pub(crate) fn end_all(&mut self) {
        for end in self.ends.values_mut() {
            *end = 0;
        }
    }
}
