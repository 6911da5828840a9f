//! Money: whole minor units of a named currency, never a float.

mod currency;
mod format;
mod rate;

pub use currency::{Currency, UnknownCurrency};
pub use rate::{NotARate, Rate};

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in the currency's smallest unit (cents for EUR, whole yen for JPY). May be negative in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

/// What to do with a fraction of a minor unit. Costs are rounded up, so that a margin is never eaten by rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundingMode {
    /// Towards the larger amount.
    Up,
    /// Towards the smaller amount.
    Down,
    /// To the nearest, a tie away from zero.
    HalfUp,
}

/// Why an amount could not be read or reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// The text is not a plain decimal number.
    NotADecimal,
    /// The text has more decimals than the currency; nothing is rounded behind anybody's back.
    TooPrecise,
    /// Two currencies met in one sum.
    CurrencyMismatch { left: Currency, right: Currency },
    /// The result does not fit.
    Overflow,
    /// Stripe takes only multiples of a step in this currency.
    NotAStripeAmount,
}

impl Money {
    /// `minor` counts the currency's smallest unit.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in this currency.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Whether the amount is nothing at all.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Err on two currencies or overflow.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor);
        Ok(Self::new(minor.ok_or(MoneyError::Overflow)?, self.currency))
    }

    /// Err on two currencies or overflow.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor);
        Ok(Self::new(minor.ok_or(MoneyError::Overflow)?, self.currency))
    }

    /// Whether a cost can be paid from this; never from another currency.
    pub fn covers(self, cost: Self) -> bool {
        self.currency == cost.currency && self.minor >= cost.minor
    }

    /// This many times the amount. Err on overflow.
    pub fn times(self, count: u32) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(i64::from(count));
        Ok(Self::new(minor.ok_or(MoneyError::Overflow)?, self.currency))
    }

    /// The sum; zero of `currency` when there is nothing to add. Err on another currency or overflow.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }

    /// Reads decimal text exactly, such as a supplier's `7.92` or `43.990`. Err when it is no plain decimal number (a
    /// sign is allowed, an exponent or a comma is not) or when digits beyond the currency's precision are not zero.
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || digits.ends_with('.') {
            return Err(MoneyError::NotADecimal);
        }
        let fraction = fraction.trim_end_matches('0');
        let exponent = usize::from(currency.exponent());
        if fraction.len() > exponent {
            return Err(MoneyError::TooPrecise);
        }
        let mut minor: i64 = 0;
        for digit in whole.bytes().chain(format!("{fraction:0<exponent$}").bytes()) {
            let digit = i64::from(digit - b'0');
            // Counted below zero, where the range is one larger.
            minor = minor.checked_mul(10).and_then(|minor| minor.checked_sub(digit)).ok_or(MoneyError::Overflow)?;
        }
        if !negative {
            minor = minor.checked_neg().ok_or(MoneyError::Overflow)?;
        }
        Ok(Self::new(minor, currency))
    }

    /// The amount in another currency, `rate` being the price of one whole unit of ours in whole units of `target`.
    /// Err on overflow.
    pub fn convert(self, rate: Rate, target: Currency, rounding: RoundingMode) -> Result<Self, MoneyError> {
        let up = 10_i128.pow(u32::from(target.exponent()));
        let down = 10_i128.pow(u32::from(self.currency.exponent()));
        self.scaled(rate.numerator() * up, rate.denominator() * down, target, rounding)
    }

    /// The amount times an exact rate, in the same currency. Err on overflow.
    pub fn multiply(self, rate: Rate, rounding: RoundingMode) -> Result<Self, MoneyError> {
        self.scaled(rate.numerator(), rate.denominator(), self.currency, rounding)
    }

    fn scaled(
        self,
        numerator: i128,
        denominator: i128,
        target: Currency,
        rounding: RoundingMode,
    ) -> Result<Self, MoneyError> {
        let product = i128::from(self.minor).checked_mul(numerator).ok_or(MoneyError::Overflow)?;
        let (floor, rest) = (product.div_euclid(denominator), product.rem_euclid(denominator));
        let further = match rounding {
            RoundingMode::Up => rest > 0,
            RoundingMode::Down => false,
            RoundingMode::HalfUp if product < 0 => 2 * rest > denominator,
            RoundingMode::HalfUp => 2 * rest >= denominator,
        };
        let minor = i64::try_from(floor + i128::from(further)).map_err(|_| MoneyError::Overflow)?;
        Ok(Self::new(minor, target))
    }

    /// The integer that Stripe's API takes for this amount. Err when Stripe cannot take it exactly (a third decimal
    /// that is not 0) or on overflow.
    pub fn stripe_amount(self) -> Result<i64, MoneyError> {
        let widening = i64::from(self.currency.stripe_exponent() - self.currency.exponent());
        let factor = if widening == 0 { 1 } else { 10_i64.pow(widening as u32) };
        let amount = self.minor.checked_mul(factor).ok_or(MoneyError::Overflow)?;
        if amount % self.currency.stripe_step() == 0 { Ok(amount) } else { Err(MoneyError::NotAStripeAmount) }
    }

    /// The amount behind Stripe's integer. Err when it is not a multiple of the currency's step.
    pub fn from_stripe(amount: i64, currency: Currency) -> Result<Self, MoneyError> {
        if amount % currency.stripe_step() != 0 {
            return Err(MoneyError::NotAStripeAmount);
        }
        let narrowing = u32::from(currency.stripe_exponent() - currency.exponent());
        Ok(Self::new(amount / 10_i64.pow(narrowing), currency))
    }
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotADecimal => f.write_str("not a decimal number such as 7.92"),
            Self::TooPrecise => f.write_str("more decimals than the currency has"),
            Self::CurrencyMismatch { left, right } => {
                write!(f, "{left} and {right} cannot be reckoned together")
            }
            Self::Overflow => f.write_str("the amount is too large"),
            Self::NotAStripeAmount => f.write_str("Stripe does not take so small a unit in this currency"),
        }
    }
}

impl std::error::Error for MoneyError {}

#[cfg(test)]
#[path = "money/tests.rs"]
mod tests;
