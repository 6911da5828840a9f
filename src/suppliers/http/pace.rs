//! A supplier's rate limit, respected before it bites: what its answers say of the window is remembered, and a call that
//! would not fit waits for the next window.

use reqwest::header::HeaderMap;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Windows are short; a longer wait would rest on a clock that is wrong.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// What an answer says of the window, in `X-Ratelimit-Remaining`, `-Cost` and `-Reset` (an ISO 8601 time).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Tokens that are left in the window.
    pub remaining: u32,
    /// Tokens that this call took.
    pub cost: u32,
    pub resets_in: Duration,
}

impl Allowance {
    /// Reads an answer's headers at `now`, in unix seconds; `None` where they do not tell.
    pub fn read(headers: &HeaderMap, now: i64) -> Option<Self> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let remaining = text("x-ratelimit-remaining")?.parse().ok()?;
        let reset = OffsetDateTime::parse(text("x-ratelimit-reset")?, &Rfc3339).ok()?.unix_timestamp();
        let seconds = u64::try_from(reset.saturating_sub(now)).unwrap_or(0);
        Some(Self {
            remaining,
            cost: text("x-ratelimit-cost").and_then(|cost| cost.parse().ok()).unwrap_or(1),
            resets_in: Duration::from_secs(seconds).min(LONGEST_WAIT),
        })
    }
}

/// The pace of one account. Calls go by a name, as each kind costs its own number of tokens.
#[derive(Default)]
pub struct Pace(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// What is left, until when.
    window: Option<(u32, Instant)>,
    costs: HashMap<&'static str, u32>,
}

impl Pace {
    /// Waits until the call fits into the window, and counts it.
    pub async fn before(&self, call: &'static str) {
        while let Some(wait) = self.wait(call, Instant::now()) {
            tracing::debug!(call, wait_ms = wait.as_millis(), "waits for the next window of the rate limit");
            tokio::time::sleep(wait).await;
        }
    }

    /// Remembers what the answer to a call says.
    pub fn learn(&self, call: &'static str, allowance: Allowance) {
        let mut known = self.known();
        known.costs.insert(call, allowance.cost);
        known.window = Some((allowance.remaining, Instant::now() + allowance.resets_in));
    }

    /// How long to wait; `None` when the call may go, and is counted.
    fn wait(&self, call: &'static str, now: Instant) -> Option<Duration> {
        let mut known = self.known();
        let cost = known.costs.get(call).copied().unwrap_or(1);
        match &mut known.window {
            Some((_, end)) if *end <= now => known.window = None,
            Some((remaining, end)) if *remaining < cost => return Some(end.saturating_duration_since(now)),
            Some((remaining, _)) => *remaining -= cost,
            None => {}
        }
        None
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        // Numbers alone: whoever panicked left nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_262_400;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn the_window_is_read_from_the_headers() {
        let told =
            [("x-ratelimit-remaining", "3"), ("x-ratelimit-cost", "5"), ("x-ratelimit-reset", "2026-11-21T12:00:02Z")];
        let wanted = Allowance { remaining: 3, cost: 5, resets_in: Duration::from_secs(2) };
        assert_eq!(Allowance::read(&headers(&told), NOW), Some(wanted));
        // Our clock is a day behind: no wait is as long as that.
        assert_eq!(Allowance::read(&headers(&told), NOW - 86_400).map(|told| told.resets_in), Some(LONGEST_WAIT));
        assert_eq!(Allowance::read(&headers(&told), NOW + 86_400).map(|told| told.resets_in), Some(Duration::ZERO));
        assert_eq!(Allowance::read(&headers(&told[..2]), NOW), None);
    }

    #[test]
    fn a_call_that_does_not_fit_waits_for_the_next_window() {
        let pace = Pace::default();
        let now = Instant::now();
        assert_eq!(pace.wait("list", now), None, "nothing is known yet");
        pace.learn("list", Allowance { remaining: 6, cost: 5, resets_in: Duration::from_secs(1) });
        assert_eq!(pace.wait("list", now), None);
        assert!(pace.wait("list", now).is_some_and(|wait| wait > Duration::from_millis(900)));
        assert_eq!(pace.wait("get", now), None, "one token is left, and this one costs no more");
        assert!(pace.wait("get", now).is_some());
        assert_eq!(pace.wait("list", now + Duration::from_secs(2)), None);
    }
}
