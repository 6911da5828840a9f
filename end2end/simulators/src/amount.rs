//! Amounts as suppliers write them: whole hundredths inside, decimal JSON numbers outside, never a float.

use serde_json::Value;

/// A JSON number from decimal text, digit for digit.
pub(crate) fn number(text: &str) -> Value {
    text.parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
}

/// Hundredths of decimal text such as `2.28`, `5` or `0.5`; more than two decimals are no amount.
pub(crate) fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    format!("{whole}{part:0<2}").parse().ok()
}

/// `2.28`, `2.5` or `5`, as JavaScript writes them.
pub(crate) fn shortest(hundredths: i64) -> Value {
    let text = two_decimals(hundredths);
    number(text.trim_end_matches('0').trim_end_matches('.'))
}

/// `2.50`
pub(crate) fn two_decimals(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let positive = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", positive / 100, positive % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written_to_the_cent() {
        for (text, cents, shown) in [("2.28", 228, "2.28"), ("5", 500, "5"), ("0.5", 50, "0.5"), ("100", 10_000, "100")]
        {
            assert_eq!(hundredths(text), Some(cents));
            assert_eq!(shortest(cents).to_string(), shown);
        }
        assert_eq!(two_decimals(-5), "-0.05");
        for text in ["", "1.234", "1,5", "-1", ".5"] {
            assert_eq!(hundredths(text), None, "{text}");
        }
    }
}
