//! The rules of money.

use super::*;
use proptest::prelude::*;

fn eur(text: &str) -> Result<Money, MoneyError> {
    Money::parse_decimal(text, Currency::EUR)
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

#[test]
fn a_suppliers_decimal_text_is_read_exactly() {
    assert_eq!(eur("7.92"), Ok(Money::new(792, Currency::EUR)));
    assert_eq!(eur("43.990"), Ok(Money::new(4399, Currency::EUR)));
    assert_eq!(eur("27.5"), Ok(Money::new(2750, Currency::EUR)));
    assert_eq!(eur("10"), Ok(Money::new(1000, Currency::EUR)));
    assert_eq!(eur("0.0"), Ok(Money::zero(Currency::EUR)));
    assert_eq!(eur("-0.01"), Ok(Money::new(-1, Currency::EUR)));
    assert_eq!(Money::parse_decimal("500.00", Currency::JPY), Ok(Money::new(500, Currency::JPY)));
}

#[test]
fn what_is_not_exact_is_refused_rather_than_rounded() {
    assert_eq!(eur("7.925"), Err(MoneyError::TooPrecise));
    assert_eq!(Money::parse_decimal("500.5", Currency::JPY), Err(MoneyError::TooPrecise));
    for text in ["", "-", ".", "5.", ".5", "1,50", "1e2", "+1", "1.2.3", "--1", "1 000", "NaN", "None", "٣"] {
        assert_eq!(eur(text), Err(MoneyError::NotADecimal), "{text}");
    }
    assert_eq!(eur("92233720368547758.07").map(|m| m.minor), Ok(i64::MAX));
    assert_eq!(eur("-92233720368547758.08").map(|m| m.minor), Ok(i64::MIN));
    assert_eq!(eur("92233720368547758.08"), Err(MoneyError::Overflow));
}

#[test]
fn two_currencies_are_never_added() {
    let (euro, dollar) = (Money::new(1, Currency::EUR), Money::new(1, Currency::USD));
    let mismatch = Err(MoneyError::CurrencyMismatch { left: Currency::EUR, right: Currency::USD });
    assert_eq!(euro.checked_add(dollar), mismatch);
    assert_eq!(euro.checked_sub(dollar), mismatch);
    assert_eq!(Money::sum(Currency::EUR, [euro, dollar]), mismatch);
    assert_eq!(Money::new(i64::MAX, Currency::EUR).checked_add(euro), Err(MoneyError::Overflow));
    assert_eq!(Money::new(i64::MAX, Currency::EUR).times(2), Err(MoneyError::Overflow));
}

#[test]
fn a_rate_is_the_price_of_one_whole_unit() {
    let convert = |text, from, to, by, rounding| {
        Money::parse_decimal(text, from).unwrap().convert(rate(by), to, rounding).unwrap().to_decimal()
    };
    let (eur, usd, jpy) = (Currency::EUR, Currency::USD, Currency::JPY);
    assert_eq!(convert("10.00", usd, eur, "0.93", RoundingMode::Up), "9.30");
    assert_eq!(convert("0.01", usd, eur, "0.93", RoundingMode::Up), "0.01");
    assert_eq!(convert("0.01", usd, eur, "0.93", RoundingMode::Down), "0.00");
    assert_eq!(convert("10.00", eur, jpy, "161.255", RoundingMode::HalfUp), "1613");
    assert_eq!(convert("1000", jpy, eur, "0.0062", RoundingMode::Up), "6.20");
    assert_eq!(convert("-0.50", usd, eur, "0.01", RoundingMode::HalfUp), "-0.01");
    let most = Money::new(i64::MAX, usd);
    assert_eq!(most.convert(rate("2"), eur, RoundingMode::Up), Err(MoneyError::Overflow));
    assert_eq!(most.convert(rate("999999999.999999999"), eur, RoundingMode::Up), Err(MoneyError::Overflow));
}

#[test]
fn stripe_counts_some_currencies_its_own_way() {
    let stripe = |text, code| Money::parse_decimal(text, Currency::parse(code).unwrap()).unwrap().stripe_amount();
    assert_eq!(stripe("12.99", "EUR"), Ok(1299));
    assert_eq!(stripe("500", "JPY"), Ok(500));
    assert_eq!(stripe("5", "ISK"), Ok(500));
    assert_eq!(stripe("5", "UGX"), Ok(500));
    assert_eq!(stripe("1.250", "KWD"), Ok(1250));
    assert_eq!(stripe("1.255", "KWD"), Err(MoneyError::NotAStripeAmount));
    let isk = Currency::parse("ISK").unwrap();
    assert_eq!(Money::from_stripe(550, isk), Err(MoneyError::NotAStripeAmount));
    assert_eq!(Money::from_stripe(500, isk), Ok(Money::new(5, isk)));
}

proptest! {
    #[test]
    fn what_stripe_is_told_is_what_we_read_back(minor in -1_000_000_000_i64..1_000_000_000, index in 0..Currency::all().count()) {
        let currency = Currency::all().nth(index).unwrap();
        let money = Money::new(minor - minor % currency.smallest_step(), currency);
        prop_assert_eq!(Money::from_stripe(money.stripe_amount().unwrap(), currency), Ok(money));
    }

    #[test]
    fn rounding_moves_less_than_one_unit(minor in -1_000_000_000_i64..1_000_000_000, by in "[0-9]{1,3}\\.[0-9]{1,6}") {
        let money = Money::new(minor, Currency::USD);
        let to = |rounding| money.convert(rate(&by), Currency::EUR, rounding).unwrap().minor;
        let (down, half, up) = (to(RoundingMode::Down), to(RoundingMode::HalfUp), to(RoundingMode::Up));
        prop_assert!(down <= half && half <= up && up - down <= 1);
    }

    #[test]
    fn adding_and_taking_away_come_back(a in -1_000_000_000_i64..1_000_000_000, b in -1_000_000_000_i64..1_000_000_000) {
        let (a, b) = (Money::new(a, Currency::EUR), Money::new(b, Currency::EUR));
        prop_assert_eq!(a.checked_add(b).unwrap().checked_sub(b), Ok(a));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        let _ = eur(&text);
    }
}
