//! Amounts as people read them, per language (Unicode CLDR's patterns, written out).

use super::{Currency, Money};
use crate::domain::lang::Lang;

const NO_BREAK_SPACE: char = '\u{a0}';
const NARROW_NO_BREAK_SPACE: char = '\u{202f}';

impl Money {
    /// "€1,299.00" in English, "1 299,00 €" in French with no-break spaces (a narrow one between thousands).
    pub fn format(self, lang: Lang) -> String {
        let sign = if self.minor < 0 { "-" } else { "" };
        let symbol = symbol(self.currency, lang);
        match lang {
            Lang::En => {
                let number = self.number(',', '.');
                // A symbol that is a word stands apart from the number.
                if symbol.ends_with(|c: char| c.is_ascii_alphabetic()) {
                    format!("{sign}{symbol}{NO_BREAK_SPACE}{number}")
                } else {
                    format!("{sign}{symbol}{number}")
                }
            }
            Lang::Fr => format!("{sign}{}{NO_BREAK_SPACE}{symbol}", self.number(NARROW_NO_BREAK_SPACE, ',')),
        }
    }

    /// Plain decimal text with all of the currency's decimals, such as "12.90": what `parse_decimal` reads, and machines.
    pub fn to_decimal(self) -> String {
        let sign = if self.minor < 0 { "-" } else { "" };
        let (whole, fraction) = self.digits();
        format!("{sign}{whole}{}", with_point('.', &fraction))
    }

    fn number(self, group: char, point: char) -> String {
        let (whole, fraction) = self.digits();
        let mut grouped = String::with_capacity(whole.len() * 2);
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position) % 3 == 0 {
                grouped.push(group);
            }
            grouped.push(digit);
        }
        grouped + &with_point(point, &fraction)
    }

    fn digits(self) -> (String, String) {
        let exponent = usize::from(self.currency.exponent());
        let digits = format!("{:0width$}", self.minor.unsigned_abs(), width = exponent + 1);
        let (whole, fraction) = digits.split_at(digits.len() - exponent);
        (whole.to_owned(), fraction.to_owned())
    }
}

fn with_point(point: char, fraction: &str) -> String {
    if fraction.is_empty() { String::new() } else { format!("{point}{fraction}") }
}

/// Symbols after CLDR 48 for `en` and `fr`; every other currency is shown by its code.
fn symbol(currency: Currency, lang: Lang) -> &'static str {
    let code = currency.as_str();
    match (code, lang) {
        ("EUR", _) => "€",
        ("GBP", Lang::En) => "£",
        ("GBP", Lang::Fr) => "£GB",
        ("USD", Lang::En) => "$",
        ("USD", Lang::Fr) => "$US",
        ("JPY", Lang::En) => "¥",
        ("JPY", Lang::Fr) => "¥",
        ("AUD", Lang::En) => "A$",
        ("AUD", Lang::Fr) => "$AU",
        ("CAD", Lang::En) => "CA$",
        ("CAD", Lang::Fr) => "$CA",
        ("NZD", Lang::En) => "NZ$",
        ("NZD", Lang::Fr) => "$NZ",
        ("HKD", Lang::En) => "HK$",
        ("HKD", Lang::Fr) => "$HK",
        ("INR", _) => "₹",
        ("ILS", _) => "₪",
        ("KRW", _) => "₩",
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amount(text: &str, code: &str) -> Money {
        Money::parse_decimal(text, Currency::parse(code).unwrap()).unwrap()
    }

    #[test]
    fn amounts_are_written_as_each_language_writes_them() {
        for (text, code, en, fr) in [
            ("12.99", "EUR", "€12.99", "12,99\u{a0}€"),
            ("0.05", "EUR", "€0.05", "0,05\u{a0}€"),
            ("-3.5", "EUR", "-€3.50", "-3,50\u{a0}€"),
            ("1234567.8", "EUR", "€1,234,567.80", "1\u{202f}234\u{202f}567,80\u{a0}€"),
            ("999", "USD", "$999.00", "999,00\u{a0}$US"),
            ("1500", "JPY", "¥1,500", "1\u{202f}500\u{a0}¥"),
            ("9.9", "CHF", "CHF\u{a0}9.90", "9,90\u{a0}CHF"),
            ("1.25", "KWD", "KWD\u{a0}1.250", "1,250\u{a0}KWD"),
        ] {
            assert_eq!(amount(text, code).format(Lang::En), en);
            assert_eq!(amount(text, code).format(Lang::Fr), fr);
        }
    }

    proptest! {
        #[test]
        fn decimal_text_is_read_back_as_the_same_amount(minor: i64, index in 0..Currency::all().count()) {
            let money = Money::new(minor, Currency::all().nth(index).unwrap());
            prop_assert_eq!(Money::parse_decimal(&money.to_decimal(), money.currency), Ok(money));
        }
    }
}
