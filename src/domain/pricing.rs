//! From a supplier's cost to our price: rate, margin, rounding, floor. Every step rounds in the merchant's favour.

use super::money::{Currency, Money, MoneyError, Rate, RoundingMode};
use super::offer::NotSold;
use std::collections::BTreeMap;
use std::fmt;

/// The merchant's rules, from `[pricing]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRules {
    /// The currency of every price.
    pub currency: Currency,
    /// The price of one unit of another currency in ours; a cost in a currency that is absent is not sold.
    pub rates: BTreeMap<Currency, Rate>,
    /// Per cent on top of the cost.
    pub margin_percent: Rate,
    pub rounding: Rounding,
    /// Never sell below cost plus this; in our currency.
    pub floor_margin: Money,
}

/// How a price ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// As it comes out, rounded up to what Stripe can take.
    None,
    /// Up to the next amount whose minor units within the whole unit are these: 99 for "0.99", 0 for "1.00".
    UpToEnding(i64),
}

/// Why a cost has no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPrice {
    /// The supplier's cost is nothing or negative: an error in its catalogue.
    NoCost,
    /// The merchant set no rate for the cost's currency.
    NoRate,
    /// The price would be below cost plus the floor margin.
    BelowFloor,
    /// Stripe does not charge so little.
    BelowMinimumCharge,
    /// The supplier sets a least price, and not in our currency.
    NoLeastPrice,
    /// The amount does not fit.
    Overflow,
}

impl Rounding {
    /// Reads "0.99", "0.50", "1.00" or "none" for prices in `currency`. Err when it is no amount from nothing to one whole
    /// unit, or one that Stripe cannot take.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        if text.trim() == "none" {
            return Ok(Self::None);
        }
        let ending = Money::parse_decimal(text, currency)?;
        ending.stripe_amount()?;
        let whole = whole_unit(currency);
        if !(0..=whole).contains(&ending.minor) {
            return Err(MoneyError::NotADecimal);
        }
        Ok(Self::UpToEnding(ending.minor % whole))
    }

    /// The smallest amount from this one on that ends as asked. Err on overflow.
    fn round_up(self, amount: Money) -> Result<Money, MoneyError> {
        let (ending, period) = match self {
            Self::None => (0, amount.currency.smallest_step()),
            Self::UpToEnding(ending) => (ending, whole_unit(amount.currency)),
        };
        let missing = (ending - amount.minor.rem_euclid(period)).rem_euclid(period);
        amount.checked_add(Money::new(missing, amount.currency))
    }
}

fn whole_unit(currency: Currency) -> i64 {
    10_i64.pow(u32::from(currency.exponent()))
}

impl PriceRules {
    /// The cost in the currency of our prices, rounded up.
    pub fn cost_in_our_currency(&self, cost: Money) -> Result<Money, NoPrice> {
        if cost.currency == self.currency {
            return Ok(cost);
        }
        let rate = *self.rates.get(&cost.currency).ok_or(NoPrice::NoRate)?;
        if rate.is_zero() {
            return Err(NoPrice::NoRate);
        }
        Ok(cost.convert(rate, self.currency, RoundingMode::Up)?)
    }

    /// What to ask for something that costs this much.
    pub fn price(&self, cost: Money) -> Result<Money, NoPrice> {
        self.price_from(cost, &[])
    }

    /// The same where the supplier lets nobody sell it for less than one price, told in several currencies; empty where it
    /// does not mind.
    pub fn price_from(&self, cost: Money, least_prices: &[Money]) -> Result<Money, NoPrice> {
        if cost.minor <= 0 {
            return Err(NoPrice::NoCost);
        }
        let cost = self.cost_in_our_currency(cost)?;
        let with_margin = cost.multiply(self.margin_percent.as_percentage_on_top(), RoundingMode::Up)?;
        let least = least_prices.iter().find(|least| least.currency == self.currency);
        if least.is_none() && !least_prices.is_empty() {
            return Err(NoPrice::NoLeastPrice);
        }
        let least = least.map_or(with_margin.minor, |least| least.minor);
        let price = self.rounding.round_up(Money::new(with_margin.minor.max(least), self.currency))?;
        let floor = cost.checked_add(self.floor_margin)?;
        if price.minor < floor.minor {
            return Err(NoPrice::BelowFloor);
        }
        if self.currency.minimum_charge().is_some_and(|least| price.minor < least) {
            return Err(NoPrice::BelowMinimumCharge);
        }
        Ok(price)
    }
}

impl From<MoneyError> for NoPrice {
    fn from(_: MoneyError) -> Self {
        Self::Overflow
    }
}

impl From<NoPrice> for NotSold {
    fn from(reason: NoPrice) -> Self {
        match reason {
            NoPrice::NoRate => Self::NoRate,
            NoPrice::NoLeastPrice => Self::NoLeastPrice,
            NoPrice::NoCost | NoPrice::BelowFloor | NoPrice::BelowMinimumCharge | NoPrice::Overflow => Self::BelowFloor,
        }
    }
}

impl fmt::Display for NoPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoCost => "the supplier names no cost",
            Self::NoRate => "no rate is set for the cost's currency",
            Self::BelowFloor => "the price would be below cost plus the floor margin",
            Self::BelowMinimumCharge => "the price would be below Stripe's least charge",
            Self::NoLeastPrice => "the supplier sets a least price, and not in our currency",
            Self::Overflow => "the amount is too large",
        })
    }
}

impl std::error::Error for NoPrice {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rules(margin: &str, rounding: &str, floor: &str) -> PriceRules {
        PriceRules {
            currency: Currency::EUR,
            rates: BTreeMap::from([(Currency::USD, Rate::parse("0.93").unwrap())]),
            margin_percent: Rate::parse(margin).unwrap(),
            rounding: Rounding::parse(rounding, Currency::EUR).unwrap(),
            floor_margin: Money::parse_decimal(floor, Currency::EUR).unwrap(),
        }
    }

    fn price(rules: &PriceRules, cost: &str, currency: Currency) -> Result<String, NoPrice> {
        rules.price(Money::parse_decimal(cost, currency).unwrap()).map(Money::to_decimal)
    }

    #[test]
    fn margin_then_rounding_make_the_price() {
        let usual = rules("25", "0.99", "1.00");
        assert_eq!(price(&usual, "7.92", Currency::EUR), Ok("9.99".to_owned()));
        assert_eq!(price(&usual, "27.50", Currency::EUR), Ok("34.99".to_owned()));
        // 10.00 USD = 9.30 EUR, + 25 % = 11.625, rounded up = 11.63.
        assert_eq!(price(&usual, "10.00", Currency::USD), Ok("11.99".to_owned()));
        assert_eq!(price(&rules("25", "none", "0"), "10.00", Currency::USD), Ok("11.63".to_owned()));
        assert_eq!(price(&rules("25", "0.50", "0"), "10.00", Currency::USD), Ok("12.50".to_owned()));
        assert_eq!(price(&rules("25", "1.00", "0"), "10.00", Currency::USD), Ok("12.00".to_owned()));
        // An amount that already ends so stays.
        assert_eq!(price(&rules("0", "0.99", "0"), "9.99", Currency::EUR), Ok("9.99".to_owned()));
    }

    #[test]
    fn what_would_be_sold_at_a_loss_is_not_sold() {
        let usual = rules("25", "0.99", "1.00");
        assert_eq!(price(&usual, "2.00", Currency::EUR), Err(NoPrice::BelowFloor));
        assert_eq!(price(&usual, "0.00", Currency::EUR), Err(NoPrice::NoCost));
        assert_eq!(price(&usual, "-5.00", Currency::EUR), Err(NoPrice::NoCost));
        assert_eq!(price(&usual, "5.00", Currency::GBP), Err(NoPrice::NoRate));
        assert_eq!(price(&rules("0", "none", "0"), "0.49", Currency::EUR), Err(NoPrice::BelowMinimumCharge));
        let most = Money::new(i64::MAX, Currency::EUR);
        assert_eq!(usual.price(most), Err(NoPrice::Overflow));
        let mut free = usual;
        free.rates.insert(Currency::USD, Rate::whole(0));
        assert_eq!(price(&free, "5.00", Currency::USD), Err(NoPrice::NoRate));
    }

    #[test]
    fn a_suppliers_least_price_is_obeyed_in_our_currency_or_it_is_not_sold() {
        let euros = |text| Money::parse_decimal(text, Currency::EUR).unwrap();
        let dollars = Money::parse_decimal("30.00", Currency::USD).unwrap();
        let usual = rules("25", "0.99", "1.00");
        let from = |least: &[Money]| usual.price_from(euros("7.92"), least).map(Money::to_decimal);
        assert_eq!(from(&[]), Ok("9.99".to_owned()));
        assert_eq!(from(&[dollars, euros("28.10")]), Ok("28.99".to_owned()));
        assert_eq!(from(&[euros("9.99")]), Ok("9.99".to_owned()));
        assert_eq!(from(&[euros("3.00")]), Ok("9.99".to_owned()), "ours is higher");
        assert_eq!(from(&[dollars]), Err(NoPrice::NoLeastPrice));
        // What is bought too dearly for its least price is sold for more.
        assert_eq!(usual.price_from(euros("27.50"), &[euros("20.00")]).map(Money::to_decimal), Ok("34.99".to_owned()));
    }

    #[test]
    fn a_rounding_that_no_price_can_end_with_is_refused() {
        for text in ["1.01", "-0.01", "0.999", "9.99", "", "often"] {
            assert!(Rounding::parse(text, Currency::EUR).is_err(), "{text}");
        }
        assert_eq!(Rounding::parse("0.00", Currency::EUR), Ok(Rounding::UpToEnding(0)));
        assert!(Rounding::parse("0.99", Currency::JPY).is_err());
        assert_eq!(Rounding::parse("1", Currency::JPY), Ok(Rounding::UpToEnding(0)));
        let dinar = Currency::parse("KWD").unwrap();
        assert!(Rounding::parse("0.999", dinar).is_err());
        assert_eq!(Rounding::parse("0.99", dinar), Ok(Rounding::UpToEnding(990)));
    }

    proptest! {
        #[test]
        fn a_price_is_never_below_cost_plus_floor_and_ends_as_asked(
            minor in 1i64..10_000_000,
            dollars: bool,
            margin in 0u32..400,
            ending in prop::sample::select(vec!["0.99", "0.50", "1.00", "0.95", "none"]),
            floor in 0i64..2_000,
        ) {
            let mut rules = rules(&margin.to_string(), ending, "0");
            rules.floor_margin.minor = floor;
            let cost = Money::new(minor, if dollars { Currency::USD } else { Currency::EUR });
            let ours = rules.cost_in_our_currency(cost).unwrap();
            if let Ok(price) = rules.price(cost) {
                prop_assert!(price.minor >= ours.minor + floor);
                if let Rounding::UpToEnding(end) = rules.rounding {
                    prop_assert_eq!(price.minor % 100, end);
                }
                // Rounding never adds a whole unit or more.
                prop_assert!(price.minor < ours.minor + ours.minor * i64::from(margin) / 100 + 1 + 100);
            }
        }
    }
}
