//! What is left at a supplier, of our money or of its units, and when it ends if it goes on as of late. Whole numbers only.

use super::money::Money;
use super::timestamp::UnixSeconds;
use std::time::Duration;

/// What was left at one time: minor units of a currency, or units of stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    pub taken_at: UnixSeconds,
    pub amount: i64,
}

const DAY: Duration = Duration::from_secs(86_400);
/// What went is judged by so much of the past.
pub const LATELY: Duration = Duration::from_secs(7 * DAY.as_secs());
/// Levels nearer together say nothing yet.
const SHORTEST: Duration = Duration::from_secs(12 * 3600);
/// A forecast beyond it says nothing.
const FARTHEST: Duration = Duration::from_secs(90 * DAY.as_secs());

/// When nothing is left any more; `None` while the levels (oldest first) do not say. What was added between two levels
/// is no use: only what went counts.
pub fn ends_at(levels: &[Level]) -> Option<UnixSeconds> {
    let last = levels.last()?;
    if last.amount <= 0 {
        return Some(last.taken_at);
    }
    let began = levels.iter().position(|level| last.taken_at.since(level.taken_at) <= LATELY)?;
    let lately = &levels[began..];
    let span = last.taken_at.since(lately.first()?.taken_at);
    let went: i128 = lately.windows(2).map(|two| (i128::from(two[0].amount) - i128::from(two[1].amount)).max(0)).sum();
    if span < SHORTEST || went == 0 {
        return None;
    }
    let seconds = i128::from(last.amount).checked_mul(i128::from(span.as_secs()))? / went;
    let lasts = Duration::from_secs(u64::try_from(seconds).ok()?);
    (lasts <= FARTHEST).then(|| last.taken_at + lasts)
}

/// When what is left is called low.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Below this amount.
    pub below: Option<Money>,
    /// When it ends within so many days.
    pub days: u32,
}

/// Why what is left is low.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Low {
    Below(Money),
    EndsAt(UnixSeconds),
}

impl Alarm {
    /// Why `left` is low, if it is. Once it `was_low`, it is so until it lasts twice as long: no alarm flickers.
    pub fn rings(&self, left: Money, ends_at: Option<UnixSeconds>, was_low: bool, now: UnixSeconds) -> Option<Low> {
        if let Some(below) = self.below.filter(|below| !left.covers(*below)) {
            return Some(Low::Below(below));
        }
        let within = DAY * self.days * if was_low { 2 } else { 1 };
        ends_at.filter(|at| *at <= now + within).map(Low::EndsAt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;
    use proptest::prelude::*;

    const HOUR: i64 = 3600;

    fn levels(of: &[(i64, i64)]) -> Vec<Level> {
        of.iter().map(|(hours, amount)| Level { taken_at: UnixSeconds(hours * HOUR), amount: *amount }).collect()
    }

    #[test]
    fn it_ends_when_what_is_left_is_spent_as_of_late() {
        assert_eq!(ends_at(&levels(&[(0, 300), (24, 200)])), Some(UnixSeconds(72 * HOUR)));
        // Of what was spent more than a week ago nothing is heard.
        let slower = levels(&[(0, 9000), (24, 300), (192, 200)]);
        assert_eq!(ends_at(&slower), Some(UnixSeconds((192 + 336) * HOUR)));
        assert_eq!(ends_at(&levels(&[(5, 0)])), Some(UnixSeconds(5 * HOUR)), "it has ended");
    }

    #[test]
    fn what_was_added_between_two_looks_is_no_negative_spending() {
        let filled = levels(&[(0, 300), (12, 200), (13, 1200), (24, 1100)]);
        assert_eq!(ends_at(&filled), Some(UnixSeconds(24 * HOUR + 1100 * 24 * HOUR / 200)));
        assert_eq!(ends_at(&levels(&[(0, 100), (24, 1000)])), None, "only filled");
    }

    #[test]
    fn too_little_says_nothing() {
        for few in
            [&[][..], &[(0, 300)], &[(0, 300), (1, 200)], &[(0, 300), (24, 300)], &[(0, 1_000_000), (24, 999_999)]]
        {
            assert_eq!(ends_at(&levels(few)), None, "{few:?}");
        }
    }

    #[test]
    fn low_is_below_the_amount_or_ending_soon_and_stays_so_until_it_is_well() {
        let euros = |euros: i64| Money::new(euros * 100, Currency::EUR);
        let alarm = Alarm { below: Some(euros(50)), days: 7 };
        let now = UnixSeconds(0);
        let day = |days: i64| Some(now.plus_days(days));
        assert_eq!(alarm.rings(euros(49), None, false, now), Some(Low::Below(euros(50))));
        assert_eq!(alarm.rings(euros(50), None, false, now), None);
        assert_eq!(alarm.rings(Money::new(9999, Currency::USD), None, false, now), Some(Low::Below(euros(50))));
        assert_eq!(alarm.rings(euros(90), day(7), false, now), Some(Low::EndsAt(now.plus_days(7))));
        assert_eq!(alarm.rings(euros(90), day(8), false, now), None);
        assert!(alarm.rings(euros(90), day(8), true, now).is_some(), "still low");
        assert_eq!(alarm.rings(euros(90), day(15), true, now), None);
    }

    proptest! {
        #[test]
        fn a_forecast_is_never_before_the_last_look_and_more_left_lasts_longer(
            steps in prop::collection::vec((1..40_i64, 0..i64::MAX), 0..40),
            more in 0..1_000_000_i64,
        ) {
            let mut hours = 0;
            let of: Vec<_> = steps.iter().map(|(step, amount)| { hours += step; (hours, *amount) }).collect();
            let levels = levels(&of);
            if let (Some(ends), Some(last)) = (ends_at(&levels), levels.last()) {
                prop_assert!(ends >= last.taken_at && ends <= last.taken_at + FARTHEST);
                // As much more at every look: spent alike, and more is left.
                let richer: Vec<_> =
                    levels.iter().map(|level| Level { amount: level.amount.saturating_add(more), ..*level }).collect();
                let kept = richer.iter().zip(&levels).all(|(richer, level)| richer.amount - level.amount == more);
                if kept && let Some(later) = ends_at(&richer) {
                    prop_assert!(later >= ends);
                }
            }
        }
    }
}
