//! A supplier's calls, counted: how each ended, and how long those of late took.

use hdrhistogram::Histogram;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What is of late: two windows of this length, the present one and the one before.
const WINDOW: Duration = Duration::from_secs(30 * 60);
/// Times are kept to so many decimal digits.
const DIGITS: u8 = 2;

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallEnd {
    /// 2xx.
    Ok,
    /// Another answer that is not a fault of the supplier's: 3xx, 4xx.
    Refused,
    /// 429.
    TooMany,
    /// 5xx.
    Fault,
    /// No whole answer: connection, TLS, time-out.
    NoAnswer,
    /// The breaker was open: not even asked.
    LeftAlone,
}

impl CallEnd {
    pub const ALL: [Self; 6] = [Self::Ok, Self::Refused, Self::TooMany, Self::Fault, Self::NoAnswer, Self::LeftAlone];

    pub(super) fn of_status(status: u16) -> Self {
        match status {
            200..300 => Self::Ok,
            429 => Self::TooMany,
            500.. => Self::Fault,
            _ => Self::Refused,
        }
    }

    /// The word in the metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Refused => "4xx",
            Self::TooMany => "429",
            Self::Fault => "5xx",
            Self::NoAnswer => "no_answer",
            Self::LeftAlone => "left_alone",
        }
    }

    /// Whether it is trouble; a definite no is an answer.
    pub fn is_error(self) -> bool {
        matches!(self, Self::TooMany | Self::Fault | Self::NoAnswer | Self::LeftAlone)
    }
}

/// Calls of late, the last half hour at least and an hour at most.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lately {
    pub calls: u64,
    pub errors: u64,
    /// How long half, 95 and 99 of a hundred took at most; `None` where nothing was asked.
    pub p50: Option<Duration>,
    pub p95: Option<Duration>,
    pub p99: Option<Duration>,
}

impl Lately {
    /// 0 to 1; 0 without calls.
    #[expect(clippy::cast_precision_loss, reason = "a share for a gauge")]
    pub fn error_share(&self) -> f64 {
        if self.calls == 0 { 0.0 } else { self.errors as f64 / self.calls as f64 }
    }
}

/// The figures of one kind of call, since the start and of late.
#[derive(Clone, Debug)]
pub struct CallFigures {
    pub call: &'static str,
    /// In the order of `CallEnd::ALL`.
    pub ends: [u64; CallEnd::ALL.len()],
    /// All that were asked, together.
    pub took: Duration,
    pub lately: Lately,
}

/// The calls of one supplier by their names, of which there are few.
#[derive(Debug, Default)]
pub struct Calls(Mutex<BTreeMap<&'static str, Kind>>);

#[derive(Debug)]
struct Kind {
    ends: [u64; CallEnd::ALL.len()],
    took: Duration,
    present: Window,
    before: Window,
}

#[derive(Debug)]
struct Window {
    since: Instant,
    calls: u64,
    errors: u64,
    /// In milliseconds; `None` only if the library refuses `DIGITS`.
    times: Option<Histogram<u32>>,
}

impl Calls {
    /// A call that begins now.
    pub(super) fn begin(&self, call: &'static str) -> UnderWay<'_> {
        UnderWay { calls: self, call, since: Instant::now(), over: false }
    }

    /// Counts a call that the breaker did not let through.
    pub(super) fn left_alone(&self, call: &'static str) {
        self.count_at(call, CallEnd::LeftAlone, None, Instant::now());
    }

    fn count_at(&self, call: &'static str, end: CallEnd, took: Option<Duration>, now: Instant) {
        let mut kinds = self.kinds();
        let kind = kinds.entry(call).or_insert_with(|| Kind {
            ends: Default::default(),
            took: Duration::ZERO,
            present: Window::new(now),
            before: Window::new(now),
        });
        kind.turn(now);
        kind.ends[end as usize] += 1;
        kind.present.calls += 1;
        kind.present.errors += u64::from(end.is_error());
        if let Some(took) = took {
            kind.took += took;
            if let Some(times) = &mut kind.present.times {
                // It grows as it must; a time that does not fit into a u64 of milliseconds does not occur.
                let _ = times.record(u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
            }
        }
    }

    /// The figures of every kind, by name.
    pub fn figures(&self) -> Vec<CallFigures> {
        let now = Instant::now();
        let mut kinds = self.kinds();
        let figures = kinds.iter_mut().map(|(call, kind)| {
            kind.turn(now);
            CallFigures { call, ends: kind.ends, took: kind.took, lately: together([&kind.before, &kind.present]) }
        });
        figures.collect()
    }

    /// All calls of late as if they were of one kind.
    pub fn lately(&self) -> Lately {
        self.lately_at(Instant::now())
    }

    fn lately_at(&self, now: Instant) -> Lately {
        let mut kinds = self.kinds();
        kinds.values_mut().for_each(|kind| kind.turn(now));
        together(kinds.values().flat_map(|kind| [&kind.before, &kind.present]))
    }

    fn kinds(&self) -> MutexGuard<'_, BTreeMap<&'static str, Kind>> {
        // Numbers alone: whoever panicked left nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call under way. One that is dropped, as whoever waited gave up, had no answer.
pub(super) struct UnderWay<'a> {
    calls: &'a Calls,
    call: &'static str,
    pub(super) since: Instant,
    over: bool,
}

impl UnderWay<'_> {
    pub(super) fn answered(mut self, status: u16) {
        self.end(CallEnd::of_status(status));
    }

    /// Nothing was asked in the end: not counted.
    pub(super) fn was_none(mut self) {
        self.over = true;
    }

    fn end(&mut self, end: CallEnd) {
        if !std::mem::replace(&mut self.over, true) {
            let now = Instant::now();
            self.calls.count_at(self.call, end, Some(now.saturating_duration_since(self.since)), now);
        }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.end(CallEnd::NoAnswer);
    }
}

impl Kind {
    /// Opens a new window when the present one is over.
    fn turn(&mut self, now: Instant) {
        let age = now.saturating_duration_since(self.present.since);
        if age >= WINDOW {
            self.before = std::mem::replace(&mut self.present, Window::new(now));
        }
        if age >= 2 * WINDOW {
            self.before = Window::new(now);
        }
    }
}

impl Window {
    fn new(since: Instant) -> Self {
        Self { since, calls: 0, errors: 0, times: Histogram::new(DIGITS).ok() }
    }
}

fn together<'a>(windows: impl IntoIterator<Item = &'a Window>) -> Lately {
    let mut lately = Lately::default();
    let mut times: Option<Histogram<u32>> = Histogram::new(DIGITS).ok();
    for window in windows {
        lately.calls += window.calls;
        lately.errors += window.errors;
        if let (Some(all), Some(some)) = (&mut times, &window.times) {
            // It grows as it must.
            let _ = all.add(some);
        }
    }
    let times = times.filter(|times| !times.is_empty());
    let within = |share: f64| times.as_ref().map(|times| Duration::from_millis(times.value_at_quantile(share)));
    Lately { p50: within(0.5), p95: within(0.95), p99: within(0.99), ..lately }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn times_and_errors_of_late_are_told_and_what_is_older_than_an_hour_is_not() {
        let calls = Calls::default();
        let start = Instant::now();
        for number in 1..=100 {
            calls.count_at("offers.list", CallEnd::Ok, Some(number * MS), start);
        }
        calls.count_at("token", CallEnd::LeftAlone, None, start);
        let lately = calls.lately_at(start);
        assert_eq!((lately.calls, lately.errors), (101, 1));
        assert_eq!((lately.p50, lately.p95, lately.p99), (Some(50 * MS), Some(95 * MS), Some(99 * MS)));
        assert!(lately.error_share() > 0.009 && lately.error_share() < 0.01);
        assert_eq!(calls.lately_at(start + WINDOW).calls, 101);
        let later = calls.lately_at(start + 3 * WINDOW);
        assert_eq!((later.calls, later.p95, later.error_share()), (0, None, 0.0));
        let figures = calls.figures();
        assert_eq!(figures.iter().map(|figures| figures.call).collect::<Vec<_>>(), ["offers.list", "token"]);
        assert_eq!((figures[0].ends[CallEnd::Ok as usize], figures[0].took), (100, 5050 * MS));
    }

    #[test]
    fn a_status_is_an_answer_a_no_or_trouble() {
        let told = [200, 201, 302, 404, 408, 429, 500, 503].map(CallEnd::of_status);
        use CallEnd::{Fault, Ok, Refused, TooMany};
        assert_eq!(told, [Ok, Ok, Refused, Refused, Refused, TooMany, Fault, Fault]);
        assert!(!Refused.is_error() && TooMany.is_error());
    }
}
