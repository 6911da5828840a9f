//! Moments as unix seconds, and their dates in words. Everything is UTC; the clock itself is given from outside.

use super::lang::Lang;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Sub};
use std::time::Duration;

/// Seconds since 1970-01-01T00:00:00Z, as stored in every `*_at` column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnixSeconds(pub i64);

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate {
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// One day.
pub const DAY: Duration = Duration::from_secs(86_400);
const DAY_SECONDS: i64 = 86_400;

impl UnixSeconds {
    /// How long after `earlier` this is; zero when it is before.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_secs(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// So many days later (or earlier, below zero).
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY_SECONDS)))
    }

    /// Whole days left until `end`, a begun day counted as one; 0 once `end` is reached.
    pub fn days_until(self, end: Self) -> i64 {
        let seconds = end.0.saturating_sub(self.0).max(0);
        seconds / DAY_SECONDS + i64::from(seconds % DAY_SECONDS > 0)
    }

    /// The day in UTC.
    pub fn civil_date(self) -> CivilDate {
        CivilDate::from_days(self.0.div_euclid(DAY_SECONDS))
    }

    /// "2026-11-21T14:05:09Z".
    pub fn iso8601(self) -> String {
        let (hour, minute, second) = self.time_of_day();
        format!("{}T{hour:02}:{minute:02}:{second:02}Z", self.civil_date())
    }

    /// "21 November 2026", "21 novembre 2026", "1er mai 2026".
    pub fn date(self, lang: Lang) -> String {
        self.civil_date().in_words(lang)
    }

    /// "21 November 2026, 14:05 UTC", "21 novembre 2026 à 14:05 UTC".
    pub fn date_time(self, lang: Lang) -> String {
        let between = match lang {
            Lang::En => ", ",
            Lang::Fr => " à ",
        };
        format!("{}{between}{}", self.date(lang), self.clock_time())
    }

    /// "14:05 UTC": where the day goes without saying.
    pub fn clock_time(self) -> String {
        let (hour, minute, _) = self.time_of_day();
        format!("{hour:02}:{minute:02} UTC")
    }

    fn time_of_day(self) -> (i64, i64, i64) {
        let second = self.0.rem_euclid(DAY_SECONDS);
        (second / 3600, second / 60 % 60, second % 60)
    }
}

impl Add<Duration> for UnixSeconds {
    type Output = Self;

    /// Fractions of a second are dropped; the ends of the range hold.
    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(whole_seconds(duration)))
    }
}

impl Sub<Duration> for UnixSeconds {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(whole_seconds(duration)))
    }
}

fn whole_seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

impl CivilDate {
    /// The day with this number, 1970-01-01 being 0. After Howard Hinnant, "chrono-compatible low-level date algorithms".
    fn from_days(days: i64) -> Self {
        // Eras of 400 years that begin on 1 March, so that a leap day is the last of its year.
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: month as u8,
            day: (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u8,
        }
    }

    /// Midnight, UTC, at which this day begins.
    pub fn midnight(self) -> UnixSeconds {
        let year = self.year - i64::from(self.month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month_from_march = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        UnixSeconds(0).plus_days(era * 146_097 + day_of_era - 719_468)
    }

    /// "21 November 2026", "21 novembre 2026".
    pub fn in_words(self, lang: Lang) -> String {
        let month = month_name(self.month, lang);
        match (lang, self.day) {
            (Lang::Fr, 1) => format!("1er {month} {}", self.year),
            (_, day) => format!("{day} {month} {}", self.year),
        }
    }
}

/// ISO 8601: "2026-11-21".
impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn month_name(month: u8, lang: Lang) -> &'static str {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const FR: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let names = match lang {
        Lang::En => &EN,
        Lang::Fr => &FR,
    };
    names[usize::from(month.clamp(1, 12)) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_moments_have_their_known_dates() {
        for (seconds, iso) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (1_710_266_358, "2024-03-12T17:59:18Z"),
            (1_795_270_500, "2026-11-21T14:15:00Z"),
        ] {
            assert_eq!(UnixSeconds(seconds).iso8601(), iso);
        }
    }

    #[test]
    fn dates_are_written_as_each_language_writes_them() {
        let moment = UnixSeconds(1_795_270_500);
        assert_eq!(moment.date(Lang::En), "21 November 2026");
        assert_eq!(moment.date_time(Lang::Fr), "21 novembre 2026 à 14:15 UTC");
        assert_eq!(moment.date_time(Lang::En), "21 November 2026, 14:15 UTC");
        let may_day = CivilDate { year: 2026, month: 5, day: 1 };
        assert_eq!(may_day.in_words(Lang::Fr), "1er mai 2026");
        assert_eq!(may_day.in_words(Lang::En), "1 May 2026");
    }

    #[test]
    fn a_begun_day_still_counts() {
        let now = UnixSeconds(1_000_000);
        assert_eq!(now.days_until(now.plus_days(30)), 30);
        assert_eq!(now.days_until(now + Duration::from_secs(1)), 1);
        assert_eq!(now.days_until(now), 0);
        assert_eq!(now.days_until(now - DAY), 0);
    }

    #[test]
    fn the_ends_of_the_range_hold() {
        assert_eq!(UnixSeconds(i64::MAX) + Duration::MAX, UnixSeconds(i64::MAX));
        assert_eq!(UnixSeconds(i64::MIN) - Duration::MAX, UnixSeconds(i64::MIN));
        assert_eq!(UnixSeconds(5).since(UnixSeconds(9)), Duration::ZERO);
        for end in [i64::MIN, i64::MAX] {
            assert!(UnixSeconds(end).iso8601().ends_with('Z'));
        }
    }

    proptest! {
        #[test]
        fn a_date_leads_back_to_its_midnight(days in -1_000_000i64..4_000_000) {
            let midnight = UnixSeconds(0).plus_days(days);
            prop_assert_eq!(midnight.civil_date().midnight(), midnight);
            prop_assert_eq!((midnight + Duration::from_secs(86_399)).civil_date(), midnight.civil_date());
        }

        #[test]
        fn the_day_after_is_never_earlier(seconds in -10_000_000_000i64..300_000_000_000) {
            let moment = UnixSeconds(seconds);
            prop_assert!(moment.civil_date() < moment.plus_days(1).civil_date());
        }
    }
}
