//! The currencies that can be sold or billed in, and how Stripe wants each of them.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// One row: ISO 4217 code, decimals, decimals in Stripe's API, Stripe's step, least charge in our minor units if known.
type Row = (&'static str, u8, u8, i64, Option<i64>);

/// A currency that we know; inside, its row in the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(u8);

/// The text names no currency of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCurrency;

impl Currency {
    pub const EUR: Self = Self::known("EUR");
    pub const USD: Self = Self::known("USD");
    pub const GBP: Self = Self::known("GBP");
    pub const CHF: Self = Self::known("CHF");
    pub const JPY: Self = Self::known("JPY");

    const fn known(code: &str) -> Self {
        match position(code.as_bytes()) {
            Some(index) => Self(index),
            None => panic!("not in the table of currencies"),
        }
    }

    /// Reads a three-letter code in either case. Err when the table lacks it.
    pub fn parse(code: &str) -> Result<Self, UnknownCurrency> {
        let upper = code.trim().to_ascii_uppercase();
        position(upper.as_bytes()).map(Self).ok_or(UnknownCurrency)
    }

    /// Every currency of the table, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len()).filter_map(|index| u8::try_from(index).ok().map(Self))
    }

    fn row(self) -> &'static Row {
        &TABLE[usize::from(self.0)]
    }

    /// ISO 4217 code, upper case.
    pub fn as_str(self) -> &'static str {
        self.row().0
    }

    /// The code as Stripe writes it, lower case.
    pub fn stripe_code(self) -> String {
        self.as_str().to_ascii_lowercase()
    }

    /// Decimals of our minor unit.
    pub fn exponent(self) -> u8 {
        self.row().1
    }

    /// Decimals of the integer in Stripe's API; never fewer than ours.
    pub fn stripe_exponent(self) -> u8 {
        self.row().2
    }

    /// Stripe's integer must be a multiple of this.
    pub fn stripe_step(self) -> i64 {
        self.row().3
    }

    /// The least that Stripe charges, in our minor units, for the settlement currencies that it publishes one for.
    pub fn minimum_charge(self) -> Option<i64> {
        self.row().4
    }

    /// Our minor unit's step: the smallest amount that Stripe can take, in our minor units.
    pub fn smallest_step(self) -> i64 {
        let widening = u32::from(self.stripe_exponent() - self.exponent());
        (self.stripe_step() / 10_i64.pow(widening)).max(1)
    }
}

const fn position(code: &[u8]) -> Option<u8> {
    let mut index = 0;
    while index < TABLE.len() {
        let row = TABLE[index].0.as_bytes();
        if code.len() == 3 && row[0] == code[0] && row[1] == code[1] && row[2] == code[2] {
            return Some(index as u8);
        }
        index += 1;
    }
    None
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for UnknownCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown currency: a three-letter code such as EUR is wanted")
    }
}

impl std::error::Error for UnknownCurrency {}

impl std::str::FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::parse(code)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).map_err(de::Error::custom)
    }
}

/// Sorted by code. Decimals: ISO 4217. Stripe's column: docs.stripe.com/currencies. Zero-decimal there are BIF CLP DJF
/// GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF (MGA has fifths by ISO; Stripe counts whole ariary and so do we); ISK and
/// UGX are sent with two decimals that must be 00; of BHD JOD KWD OMR TND the third decimal must be 0.
/// Least charges: docs.stripe.com/currencies, "Minimum and maximum charge amounts".
#[rustfmt::skip]
static TABLE: [Row; TABLE_LEN] = [
    ("AED", 2, 2, 1, Some(200)), ("AFN", 2, 2, 1, None), ("ALL", 2, 2, 1, None), ("AMD", 2, 2, 1, None),
    ("ANG", 2, 2, 1, None), ("AOA", 2, 2, 1, None), ("ARS", 2, 2, 1, None), ("AUD", 2, 2, 1, Some(50)),
    ("AWG", 2, 2, 1, None), ("AZN", 2, 2, 1, None), ("BAM", 2, 2, 1, None), ("BBD", 2, 2, 1, None),
    ("BDT", 2, 2, 1, None), ("BGN", 2, 2, 1, Some(100)), ("BHD", 3, 3, 10, None), ("BIF", 0, 0, 1, None),
    ("BMD", 2, 2, 1, None), ("BND", 2, 2, 1, None), ("BOB", 2, 2, 1, None), ("BRL", 2, 2, 1, Some(50)),
    ("BSD", 2, 2, 1, None), ("BWP", 2, 2, 1, None), ("BYN", 2, 2, 1, None), ("BZD", 2, 2, 1, None),
    ("CAD", 2, 2, 1, Some(50)), ("CDF", 2, 2, 1, None), ("CHF", 2, 2, 1, Some(50)), ("CLP", 0, 0, 1, None),
    ("CNY", 2, 2, 1, None), ("COP", 2, 2, 1, None), ("CRC", 2, 2, 1, None), ("CVE", 2, 2, 1, None),
    ("CZK", 2, 2, 1, Some(1500)), ("DJF", 0, 0, 1, None), ("DKK", 2, 2, 1, Some(250)), ("DOP", 2, 2, 1, None),
    ("DZD", 2, 2, 1, None), ("EGP", 2, 2, 1, None), ("ETB", 2, 2, 1, None), ("EUR", 2, 2, 1, Some(50)),
    ("FJD", 2, 2, 1, None), ("FKP", 2, 2, 1, None), ("GBP", 2, 2, 1, Some(30)), ("GEL", 2, 2, 1, None),
    ("GIP", 2, 2, 1, None), ("GMD", 2, 2, 1, None), ("GNF", 0, 0, 1, None), ("GTQ", 2, 2, 1, None),
    ("GYD", 2, 2, 1, None), ("HKD", 2, 2, 1, Some(400)), ("HNL", 2, 2, 1, None), ("HTG", 2, 2, 1, None),
    ("HUF", 2, 2, 1, Some(17_500)), ("IDR", 2, 2, 1, None), ("ILS", 2, 2, 1, None), ("INR", 2, 2, 1, Some(50)),
    ("ISK", 0, 2, 100, None), ("JMD", 2, 2, 1, None), ("JOD", 3, 3, 10, None), ("JPY", 0, 0, 1, Some(50)),
    ("KES", 2, 2, 1, None), ("KGS", 2, 2, 1, None), ("KHR", 2, 2, 1, None), ("KMF", 0, 0, 1, None),
    ("KRW", 0, 0, 1, None), ("KWD", 3, 3, 10, None), ("KYD", 2, 2, 1, None), ("KZT", 2, 2, 1, None),
    ("LAK", 2, 2, 1, None), ("LBP", 2, 2, 1, None), ("LKR", 2, 2, 1, None), ("LRD", 2, 2, 1, None),
    ("LSL", 2, 2, 1, None), ("MAD", 2, 2, 1, None), ("MDL", 2, 2, 1, None), ("MGA", 0, 0, 1, None),
    ("MKD", 2, 2, 1, None), ("MMK", 2, 2, 1, None), ("MNT", 2, 2, 1, None), ("MOP", 2, 2, 1, None),
    ("MUR", 2, 2, 1, None), ("MVR", 2, 2, 1, None), ("MWK", 2, 2, 1, None), ("MXN", 2, 2, 1, Some(1000)),
    ("MYR", 2, 2, 1, Some(200)), ("MZN", 2, 2, 1, None), ("NAD", 2, 2, 1, None), ("NGN", 2, 2, 1, None),
    ("NIO", 2, 2, 1, None), ("NOK", 2, 2, 1, Some(300)), ("NPR", 2, 2, 1, None), ("NZD", 2, 2, 1, Some(50)),
    ("OMR", 3, 3, 10, None), ("PAB", 2, 2, 1, None), ("PEN", 2, 2, 1, None), ("PGK", 2, 2, 1, None),
    ("PHP", 2, 2, 1, None), ("PKR", 2, 2, 1, None), ("PLN", 2, 2, 1, Some(200)), ("PYG", 0, 0, 1, None),
    ("QAR", 2, 2, 1, None), ("RON", 2, 2, 1, Some(200)), ("RSD", 2, 2, 1, None), ("RUB", 2, 2, 1, None),
    ("RWF", 0, 0, 1, None), ("SAR", 2, 2, 1, None), ("SBD", 2, 2, 1, None), ("SCR", 2, 2, 1, None),
    ("SEK", 2, 2, 1, Some(300)), ("SGD", 2, 2, 1, Some(50)), ("SHP", 2, 2, 1, None), ("SLE", 2, 2, 1, None),
    ("SOS", 2, 2, 1, None), ("SRD", 2, 2, 1, None), ("STN", 2, 2, 1, None), ("SZL", 2, 2, 1, None),
    ("THB", 2, 2, 1, Some(1000)), ("TJS", 2, 2, 1, None), ("TND", 3, 3, 10, None), ("TOP", 2, 2, 1, None),
    ("TRY", 2, 2, 1, None), ("TTD", 2, 2, 1, None), ("TWD", 2, 2, 1, None), ("TZS", 2, 2, 1, None),
    ("UAH", 2, 2, 1, None), ("UGX", 0, 2, 100, None), ("USD", 2, 2, 1, Some(50)), ("UYU", 2, 2, 1, None),
    ("UZS", 2, 2, 1, None), ("VND", 0, 0, 1, None), ("VUV", 0, 0, 1, None), ("WST", 2, 2, 1, None),
    ("XAF", 0, 0, 1, None), ("XCD", 2, 2, 1, None), ("XOF", 0, 0, 1, None), ("XPF", 0, 0, 1, None),
    ("YER", 2, 2, 1, None), ("ZAR", 2, 2, 1, None), ("ZMW", 2, 2, 1, None),
];
const TABLE_LEN: usize = 139;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_each_row_fits_stripe() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for currency in Currency::all() {
            assert!(currency.exponent() <= currency.stripe_exponent(), "{currency}");
            assert!(currency.minimum_charge().is_none_or(|least| least > 0));
            assert_eq!(Currency::parse(&currency.stripe_code()), Ok(currency));
        }
    }

    #[test]
    fn an_unknown_currency_is_refused() {
        for text in ["", "EU", "EURO", "XXX", "€"] {
            assert_eq!(Currency::parse(text), Err(UnknownCurrency), "{text}");
        }
    }
}
