//! An amount of data, in bytes; a gigabyte is 1,000,000,000 of them.

use crate::domain::lang::Lang;
use serde::{Deserialize, Serialize};
use std::fmt;

/// So many bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DataAmount {
    pub bytes: u64,
}

/// The text is no non-negative decimal, the unit is unknown, or the amount does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADataAmount;

const KILO: u64 = 1_000;
const MEGA: u64 = 1_000_000;
const GIGA: u64 = 1_000_000_000;
const TERA: u64 = 1_000_000_000_000;

impl DataAmount {
    /// Gigabytes of a thousand million bytes.
    pub const fn gigabytes(count: u32) -> Self {
        Self { bytes: count as u64 * GIGA }
    }

    /// Megabytes of a million bytes.
    pub const fn megabytes(count: u32) -> Self {
        Self { bytes: count as u64 * MEGA }
    }

    /// Reads a supplier's decimal text and unit exactly: `("13.2", "Gb")`. Units in either case: B, KB, MB, GB, TB, the
    /// French o, Ko, Mo, Go, To. Orange writes Mb and Gb for mega- and gigabytes. A fraction of a byte is dropped.
    pub fn from_unit(amount: &str, unit: &str) -> Result<Self, NotADataAmount> {
        let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
            "b" | "o" | "byte" | "bytes" | "octet" | "octets" => 1,
            "kb" | "ko" => KILO,
            "mb" | "mo" => MEGA,
            "gb" | "go" => GIGA,
            "tb" | "to" => TERA,
            _ => return Err(NotADataAmount),
        };
        let amount = amount.trim();
        let (whole, fraction) = amount.split_once('.').unwrap_or((amount, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return Err(NotADataAmount);
        }
        let whole: u64 = whole.parse().map_err(|_| NotADataAmount)?;
        let mut bytes = whole.checked_mul(factor).ok_or(NotADataAmount)?;
        let mut place = factor;
        for digit in fraction.bytes() {
            place /= 10;
            bytes = bytes.checked_add(u64::from(digit - b'0') * place).ok_or(NotADataAmount)?;
        }
        Ok(Self { bytes })
    }

    /// The two together; holds at the end of the range.
    pub fn plus(self, other: Self) -> Self {
        Self { bytes: self.bytes.saturating_add(other.bytes) }
    }

    /// Whether nothing is left.
    pub fn is_zero(self) -> bool {
        self.bytes == 0
    }

    /// "13.2 GB", in French "13,2 Go", with a no-break space. Three digits at most, rounded down: nobody is promised more
    /// than there is.
    pub fn format(self, lang: Lang) -> String {
        let (unit, english, french) = match self.bytes {
            TERA.. => (TERA, "TB", "To"),
            GIGA.. => (GIGA, "GB", "Go"),
            MEGA.. => (MEGA, "MB", "Mo"),
            KILO.. => (KILO, "kB", "ko"),
            // "0 MB" rather than "0 B": that is how the last drop of a plan is spoken of.
            0 => (MEGA, "MB", "Mo"),
            _ => (1, "B", "o"),
        };
        let whole = self.bytes / unit;
        let decimals = match whole {
            _ if unit == 1 => 0,
            0..10 => 2,
            10..100 => 1,
            _ => 0,
        };
        let mut fraction = String::new();
        let mut rest = self.bytes % unit;
        for _ in 0..decimals {
            rest *= 10;
            fraction.push_str(&(rest / unit).to_string());
            rest %= unit;
        }
        let fraction = fraction.trim_end_matches('0');
        let (point, name) = match lang {
            Lang::En => ('.', english),
            Lang::Fr => (',', french),
        };
        if fraction.is_empty() {
            format!("{whole}\u{a0}{name}")
        } else {
            format!("{whole}{point}{fraction}\u{a0}{name}")
        }
    }
}

impl fmt::Display for NotADataAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an amount of data")
    }
}

impl std::error::Error for NotADataAmount {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_spelling_of_a_unit_is_read_exactly() {
        for (amount, unit, bytes) in [
            ("13.2", "Gb", 13_200_000_000),
            ("13.20", "Go", 13_200_000_000),
            ("5", "GB", 5_000_000_000),
            ("1250", "Mo", 1_250_000_000),
            ("0.0", "Gb", 0),
            ("512", "Mb", 512_000_000),
            ("64", "KB", 64_000),
            ("0.1", "TB", 100_000_000_000),
            ("1.0000000019", "GB", 1_000_000_001),
            ("7", "octets", 7),
        ] {
            assert_eq!(DataAmount::from_unit(amount, unit), Ok(DataAmount { bytes }), "{amount} {unit}");
        }
        for (amount, unit) in [
            ("", "GB"),
            ("-1", "GB"),
            ("1,5", "GB"),
            ("1e3", "MB"),
            ("1.", "MB"),
            (".5", "MB"),
            ("5", ""),
            ("5", "GiB"),
            ("5", "minutes"),
            ("18446744073709551616", "B"),
            ("99999999999999", "GB"),
        ] {
            assert_eq!(DataAmount::from_unit(amount, unit), Err(NotADataAmount), "{amount} {unit}");
        }
    }

    #[test]
    fn amounts_are_written_short_and_never_too_large() {
        for (bytes, en, fr) in [
            (13_200_000_000, "13.2 GB", "13,2 Go"),
            (30_000_000_000, "30 GB", "30 Go"),
            (1_250_000_000, "1.25 GB", "1,25 Go"),
            (1_999_999_999, "1.99 GB", "1,99 Go"),
            (999_999_999, "999 MB", "999 Mo"),
            (500_000_000, "500 MB", "500 Mo"),
            (1_050_000, "1.05 MB", "1,05 Mo"),
            (64_000, "64 kB", "64 ko"),
            (7, "7 B", "7 o"),
            (0, "0 MB", "0 Mo"),
        ] {
            let amount = DataAmount { bytes };
            assert_eq!(amount.format(Lang::En), en.replace(' ', "\u{a0}"));
            assert_eq!(amount.format(Lang::Fr), fr.replace(' ', "\u{a0}"));
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_never_more_than_there_is(bytes: u64) {
            let shown = DataAmount { bytes }.format(Lang::En);
            let (amount, unit) = shown.split_once('\u{a0}').unwrap();
            let read = DataAmount::from_unit(amount, unit).unwrap();
            prop_assert!(read.bytes <= bytes);
            prop_assert!(bytes - read.bytes <= bytes / 100);
        }

        #[test]
        fn no_text_makes_it_panic(amount in "\\PC*", digits in "[0-9.]{0,30}") {
            let _ = (DataAmount::from_unit(&amount, "GB"), DataAmount::from_unit(&digits, "TB"));
        }
    }
}
