//! Amounts as decimal text: what is read is written as it can be read again, in every currency.
#![no_main]

use escale::domain::money::{Currency, Money};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for currency in Currency::all() {
        let Ok(money) = Money::parse_decimal(text, currency) else { continue };
        let again = Money::parse_decimal(&money.to_decimal(), currency);
        assert_eq!(again.expect("what was written is read"), money);
    }
});
