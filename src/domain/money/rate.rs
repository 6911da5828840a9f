//! An exact, non-negative decimal number: an exchange rate, a percentage.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// `units / 10^scale`, kept without trailing zeros, so that equal rates compare equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rate {
    units: u64,
    scale: u8,
}

/// The text is not a plain, non-negative decimal of at most nine digits on either side of the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARate;

impl Rate {
    /// One: the rate of a currency to itself.
    pub const ONE: Self = Self { units: 1, scale: 0 };

    /// A whole number, such as a margin of 25 per cent.
    pub const fn whole(units: u32) -> Self {
        Self { units: units as u64, scale: 0 }
    }

    /// Reads text such as `0.93` exactly. Err: see [`NotARate`].
    pub fn parse(text: &str) -> Result<Self, NotARate> {
        let text = text.trim();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.len() <= 9 && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return Err(NotARate);
        }
        let fraction = fraction.trim_end_matches('0');
        let units = format!("{whole}{fraction}").parse().map_err(|_| NotARate)?;
        Ok(Self { units, scale: fraction.len() as u8 })
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.units == 0
    }

    pub(super) fn numerator(self) -> i128 {
        i128::from(self.units)
    }

    pub(super) fn denominator(self) -> i128 {
        10_i128.pow(u32::from(self.scale))
    }

    /// `1 + self / 100`: what an amount is multiplied by to add this percentage.
    pub fn as_percentage_on_top(self) -> Self {
        let mut units = self.units + 100 * 10_u64.pow(u32::from(self.scale));
        let mut scale = self.scale + 2;
        while scale > 0 && units.is_multiple_of(10) {
            units /= 10;
            scale -= 1;
        }
        Self { units, scale }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let divisor = 10_u64.pow(u32::from(self.scale));
        write!(f, "{}", self.units / divisor)?;
        if self.scale > 0 {
            write!(f, ".{:0width$}", self.units % divisor, width = usize::from(self.scale))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rate({self})")
    }
}

impl fmt::Display for NotARate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number such as \"0.93\" is wanted, in quotation marks")
    }
}

impl std::error::Error for NotARate {}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From text or a whole number. A float is refused: `0.93` would no longer be what the merchant wrote.
impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RateVisitor;

        impl de::Visitor<'_> for RateVisitor {
            type Value = Rate;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&NotARate, f)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Rate, E> {
                Rate::parse(text).map_err(E::custom)
            }

            fn visit_u64<E: de::Error>(self, whole: u64) -> Result<Rate, E> {
                u32::try_from(whole).map(Rate::whole).map_err(|_| E::custom(NotARate))
            }

            fn visit_i64<E: de::Error>(self, whole: i64) -> Result<Rate, E> {
                u32::try_from(whole).map(Rate::whole).map_err(|_| E::custom(NotARate))
            }
        }

        deserializer.deserialize_any(RateVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_rate_is_read_exactly_or_refused() {
        assert_eq!(Rate::parse("0.930"), Rate::parse("0.93"));
        assert_eq!(Rate::parse("25"), Ok(Rate::whole(25)));
        assert_eq!(Rate::parse("25.0").map(|r| r.to_string()), Ok("25".to_owned()));
        for text in ["", ".", ".5", "5.", "-1", "+1", "1e3", "0,93", "1.0000000001", "12345678901", "NaN", "١"] {
            assert_eq!(Rate::parse(text), Err(NotARate), "{text}");
        }
    }

    #[test]
    fn a_percentage_is_added_on_top() {
        let on_top = |text: &str| Rate::parse(text).map(|rate| rate.as_percentage_on_top().to_string());
        assert_eq!(on_top("25"), Ok("1.25".to_owned()));
        assert_eq!(on_top("0"), Ok("1".to_owned()));
        assert_eq!(on_top("12.5"), Ok("1.125".to_owned()));
        assert_eq!(on_top("100"), Ok("2".to_owned()));
        assert_eq!(on_top("999999999.999999999"), Ok("10000000.99999999999".to_owned()));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(whole in 0u64..1_000_000_000, fraction in 0u64..1_000_000_000) {
            let rate = Rate::parse(&format!("{whole}.{fraction:09}")).unwrap();
            prop_assert_eq!(Rate::parse(&rate.to_string()), Ok(rate));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = Rate::parse(&text).map(Rate::as_percentage_on_top);
        }
    }
}
