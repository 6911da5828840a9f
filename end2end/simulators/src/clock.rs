//! The world's clock: real time plus an offset, or a time that stands still until it is moved.

use std::sync::{Arc, Mutex, PoisonError};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// The time that every face of the world goes by. Clones share one time.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Mutex<Setting>>);

#[derive(Debug, Default)]
struct Setting {
    /// Added to the machine's time, in milliseconds.
    offset_millis: i64,
    /// When set, the time stands still here (Unix milliseconds).
    frozen_millis: Option<i64>,
}

impl Clock {
    /// A clock that stands still at `unix_seconds` until it is moved.
    #[must_use]
    pub fn standing_at(unix_seconds: i64) -> Self {
        let clock = Self::default();
        clock.freeze_at(unix_seconds);
        clock
    }

    /// Unix milliseconds.
    #[must_use]
    pub fn now_millis(&self) -> i64 {
        let setting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        setting.frozen_millis.unwrap_or_else(|| machine_millis() + setting.offset_millis)
    }

    /// Unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.now_millis().div_euclid(1000)
    }

    /// Moves the time by `seconds`; negative goes back.
    pub fn advance(&self, seconds: i64) {
        let mut setting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut setting.frozen_millis {
            Some(frozen) => *frozen += seconds * 1000,
            None => setting.offset_millis += seconds * 1000,
        }
    }

    /// Stops the time at `unix_seconds`.
    pub fn freeze_at(&self, unix_seconds: i64) {
        let mut setting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        setting.frozen_millis = Some(unix_seconds * 1000);
    }

    /// Lets the time run again from where it stands.
    pub fn run(&self) {
        let mut setting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(frozen) = setting.frozen_millis.take() {
            setting.offset_millis = frozen - machine_millis();
        }
    }

    /// Back to the machine's own time.
    pub fn reset(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Setting::default();
    }
}

#[allow(clippy::disallowed_methods, reason = "the one place where the simulated world reads the machine's time")]
fn machine_millis() -> i64 {
    i64::try_from(OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

fn moment(unix_seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(unix_seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// `2024-07-16T12:52:11Z`
#[must_use]
pub fn iso_date(unix_seconds: i64) -> String {
    moment(unix_seconds).format(&Rfc3339).unwrap_or_default()
}

/// `2025-03-28T14:47:26.153875019Z`
#[must_use]
pub fn iso_nanos(unix_millis: i64) -> String {
    let nanos = i128::from(unix_millis) * 1_000_000 + 875_019;
    let moment = OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    moment.format(&Rfc3339).unwrap_or_default()
}

/// `2023-02-27 14:09:55`
#[must_use]
pub fn sql_date(unix_seconds: i64) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    moment(unix_seconds).format(format).unwrap_or_default()
}

/// `Tue, 12 Mar 2024 17:59:18 GMT`
#[must_use]
pub fn rfc1123_date(unix_seconds: i64) -> String {
    let format =
        format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
    moment(unix_seconds).format(format).unwrap_or_default()
}

/// Unix seconds of `YYYY-MM-DD` (its midnight, UTC) or of an RFC 3339 instant.
#[must_use]
pub fn read_date(text: &str) -> Option<i64> {
    if let Ok(instant) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some(instant.unix_timestamp());
    }
    time::Date::parse(text, format_description!("[year]-[month]-[day]"))
        .ok()
        .map(|day| day.midnight().assume_utc().unix_timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_moves_only_when_told() {
        let clock = Clock::standing_at(1_710_266_358);
        assert_eq!(clock.now(), 1_710_266_358);
        clock.advance(60);
        assert_eq!(clock.now(), 1_710_266_418);
    }

    #[test]
    fn dates_are_written_as_orange_writes_them() {
        assert_eq!(rfc1123_date(1_710_266_358), "Tue, 12 Mar 2024 17:59:18 GMT");
        assert_eq!(iso_date(1_721_134_331), "2024-07-16T12:52:11Z");
        assert_eq!(read_date("2024-03-12"), Some(1_710_201_600));
        assert_eq!(sql_date(1_677_506_995), "2023-02-27 14:09:55");
        assert_eq!(iso_nanos(1_721_134_331_153), "2024-07-16T12:52:11.153875019Z");
    }
}
