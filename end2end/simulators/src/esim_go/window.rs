//! The rate limit: so many tokens in a fixed window of one second, of which heavy calls take several.

use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderValue};

use super::EsimGo;
use super::error::EsimGoError;
use crate::clock::iso_date;

const WINDOW: Duration = Duration::from_secs(1);

/// Counts in real time, as the limit protects a server: under a world's clock that stands still it would never end.
#[derive(Default)]
pub(super) struct Window {
    began: Option<Instant>,
    used: u32,
}

/// What the headers tell of the window.
pub(super) struct Told {
    limit: u32,
    remaining: u32,
    cost: u32,
    reset: String,
}

fn cost(call: &str) -> u32 {
    match call {
        "esim_go.catalogue.list" | "esim_go.networks" => 5,
        _ => 1,
    }
}

impl EsimGo {
    /// Takes the call's tokens out of the window, and says what is left.
    pub(super) fn take_tokens(&mut self, call: &str, now: i64) -> (Told, Result<(), EsimGoError>) {
        let (limit, cost) = (self.manners.tokens_per_second, cost(call));
        if self.window.began.is_none_or(|began| began.elapsed() >= WINDOW) {
            self.window = Window { began: Some(Instant::now()), used: 0 };
        }
        let fits = self.window.used + cost <= limit;
        if fits {
            self.window.used += cost;
        }
        let told = Told { limit, remaining: limit.saturating_sub(self.window.used), cost, reset: iso_date(now + 1) };
        (told, if fits { Ok(()) } else { Err(EsimGoError::too_many(1)) })
    }
}

impl Told {
    pub(super) fn write(&self, headers: &mut HeaderMap) {
        let values = [
            ("x-ratelimit-limit", self.limit.to_string()),
            ("x-ratelimit-remaining", self.remaining.to_string()),
            ("x-ratelimit-reset", self.reset.clone()),
            ("x-ratelimit-cost", self.cost.to_string()),
        ];
        for (name, value) in values {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
}
