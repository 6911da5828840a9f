//! When the data runs out, if it is used on as it was of late. Whole numbers only.

use super::DataAmount;
use crate::domain::timestamp::{DAY, UnixSeconds};
use std::time::Duration;

/// What was left of an eSIM's data at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    pub taken_at: UnixSeconds,
    /// `None` where nothing counts data any more.
    pub data_left: Option<DataAmount>,
    pub data_total: Option<DataAmount>,
    /// The plan's end.
    pub expires_at: Option<UnixSeconds>,
}

impl Sample {
    /// Whether another says the same of another time.
    pub fn says_the_same(&self, other: &Self) -> bool {
        Self { taken_at: other.taken_at, ..*self } == *other
    }
}

/// Use is judged by so much of the past.
const LATELY: Duration = Duration::from_secs(3 * 86_400);
/// Fewer samples, or ones nearer together, say nothing yet.
const FEWEST: usize = 3;
const SHORTEST: Duration = Duration::from_secs(6 * 3600);
/// A forecast beyond it says nothing.
const FARTHEST: Duration = Duration::from_secs(30 * DAY.as_secs());

/// When the data runs out; `None` while the samples (oldest first) do not say: too few, no decline, or the plan ends
/// before that. What was before a top-up does not count.
pub fn runs_out_at(samples: &[Sample]) -> Option<UnixSeconds> {
    let last = samples.last()?;
    let mut began = samples.len() - 1;
    while began > 0 {
        let (earlier, later) = (&samples[began - 1], &samples[began]);
        let lately = last.taken_at.since(earlier.taken_at) <= LATELY;
        if !lately || earlier.data_left? < later.data_left? {
            break;
        }
        began -= 1;
    }
    let first = &samples[began];
    let span = last.taken_at.since(first.taken_at);
    let (before, left) = (first.data_left?.bytes, last.data_left?.bytes);
    let used = before.checked_sub(left).filter(|used| *used > 0 && left > 0)?;
    if samples.len() - began < FEWEST || span < SHORTEST {
        return None;
    }
    let seconds = u128::from(left).checked_mul(u128::from(span.as_secs()))? / u128::from(used);
    let lasts = Duration::from_secs(u64::try_from(seconds).ok()?);
    let at = last.taken_at + lasts;
    let ends_before = last.expires_at.is_some_and(|end| end <= at);
    (lasts <= FARTHEST && !ends_before).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3600;

    fn samples(of: &[(i64, u64)]) -> Vec<Sample> {
        let sample = |(hours, left): &(i64, u64)| Sample {
            taken_at: UnixSeconds(hours * HOUR),
            data_left: Some(DataAmount { bytes: *left }),
            data_total: None,
            expires_at: None,
        };
        of.iter().map(sample).collect()
    }

    #[test]
    fn data_that_is_used_on_runs_out_when_the_rate_says() {
        let even = samples(&[(0, 1000), (6, 900), (12, 800)]);
        assert_eq!(runs_out_at(&even), Some(UnixSeconds((12 + 48) * HOUR)));
        let paused = samples(&[(0, 1000), (6, 800), (24, 800)]);
        assert_eq!(runs_out_at(&paused), Some(UnixSeconds((24 + 96) * HOUR)), "time without use counts");
    }

    #[test]
    fn nothing_is_foretold_from_little() {
        for few in [
            &[][..],
            &[(0, 1000)],
            &[(0, 1000), (12, 500)],
            &[(0, 1000), (1, 900), (2, 800)],
            &[(0, 1000), (6, 1000), (12, 1000)],
            &[(0, 1000), (6, 500), (12, 0)],
            &[(0, u64::MAX), (6, u64::MAX), (12, u64::MAX - 1)],
        ] {
            assert_eq!(runs_out_at(&samples(few)), None, "{few:?}");
        }
        let mut uncounted = samples(&[(0, 1000), (6, 900), (12, 800)]);
        uncounted[1].data_left = None;
        assert_eq!(runs_out_at(&uncounted), None);
    }

    #[test]
    fn what_was_before_a_top_up_or_long_ago_does_not_count() {
        let topped_up = samples(&[(0, 300), (6, 100), (12, 1000), (18, 900)]);
        assert_eq!(runs_out_at(&topped_up), None, "two samples since");
        let later = samples(&[(0, 300), (6, 100), (12, 1000), (18, 900), (24, 800)]);
        assert_eq!(runs_out_at(&later), Some(UnixSeconds((24 + 48) * HOUR)));
        let long_ago = samples(&[(0, 100_000), (100, 1000), (106, 900), (112, 800)]);
        assert_eq!(runs_out_at(&long_ago), Some(UnixSeconds((112 + 48) * HOUR)));
    }

    #[test]
    fn a_plan_that_ends_first_is_no_forecast() {
        let mut ending = samples(&[(0, 1000), (6, 900), (12, 800)]);
        ending[2].expires_at = Some(UnixSeconds(60 * HOUR));
        assert_eq!(runs_out_at(&ending), None);
        ending[2].expires_at = Some(UnixSeconds(61 * HOUR));
        assert!(runs_out_at(&ending).is_some());
    }
}
