//! Single values of suppliers' JSON: text, whole numbers, decimals, dates, each in all the ways in which it comes.

use crate::domain::timestamp::UnixSeconds;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use time::format_description::well_known::{Iso8601, Rfc2822, Rfc3339};
use time::macros::format_description;
use time::{Date as CalendarDate, OffsetDateTime, PrimitiveDateTime};

/// Text that is there: a number counts as text; empty text, "None" and "null" count as nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Option<String>);

/// A whole number, as a number or as text. A fraction is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whole(pub Option<i64>);

/// A number exactly as it was written, digit by digit; never a float.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decimal(pub Option<String>);

/// A moment: ISO 8601 or RFC 1123; without a time of day its first second, without an offset UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Date(pub Option<UnixSeconds>);

impl Text {
    /// The text, if there is any.
    pub fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Whether it is this word, in any case.
    pub fn is(&self, word: &str) -> bool {
        self.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(word))
    }
}

fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let is_nothing = ["", "none", "null"].iter().any(|word| text.eq_ignore_ascii_case(word));
    (!is_nothing).then_some(text)
}

/// Digits with at most one point and perhaps a sign. No exponent: such a number is nobody's price or volume, and
/// writing it out could fill the memory.
fn decimal_of(value: &Value) -> Option<String> {
    let text = text_of(value)?;
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (all_digits(whole) && all_digits(fraction) && text.len() <= 40).then_some(text)
}

fn whole_of(value: &Value) -> Option<i64> {
    let text = decimal_of(value)?;
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    if fraction.bytes().all(|byte| byte == b'0') { whole.parse().ok() } else { None }
}

fn date_of(value: &Value) -> Option<UnixSeconds> {
    let text = text_of(value)?;
    let seconds = |moment: OffsetDateTime| UnixSeconds(moment.unix_timestamp());
    let in_utc = |moment: PrimitiveDateTime| seconds(moment.assume_utc());
    let spaced = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    OffsetDateTime::parse(&text, &Rfc3339)
        .or_else(|_| OffsetDateTime::parse(&text, &Rfc2822))
        .or_else(|_| OffsetDateTime::parse(&text, &Iso8601::DEFAULT))
        .map(seconds)
        .or_else(|_| PrimitiveDateTime::parse(&text, &Iso8601::DEFAULT).map(in_utc))
        .or_else(|_| PrimitiveDateTime::parse(&text, spaced).map(in_utc))
        .or_else(|_| CalendarDate::parse(&text, &Iso8601::DEFAULT).map(|day| in_utc(day.midnight())))
        .ok()
}

macro_rules! read_without_failing {
    ($($name:ident by $read:path;)*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Value::deserialize(deserializer).map(|value| Self($read(&value)))
            }
        }
    )*};
}

read_without_failing! {
    Text by text_of;
    Whole by whole_of;
    Decimal by decimal_of;
    Date by date_of;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
        serde_json::from_str(text).expect("any JSON is read")
    }

    #[test]
    fn none_in_words_is_nothing() {
        for nothing in [r#""None""#, r#""none""#, r#""""#, r#"" ""#, r#""null""#, "null"] {
            assert_eq!(read::<Text>(nothing), Text(None), "{nothing}");
            assert_eq!(read::<Date>(nothing), Date(None), "{nothing}");
            assert_eq!(read::<Whole>(nothing), Whole(None), "{nothing}");
            assert_eq!(read::<Decimal>(nothing), Decimal(None), "{nothing}");
        }
    }

    #[test]
    fn a_value_of_the_wrong_type_is_nothing_and_no_error() {
        for wrong in ["[]", "{}", "true", r#"{"a":[1,2]}"#] {
            assert_eq!(read::<Text>(wrong), Text(None));
            assert_eq!(read::<Date>(wrong), Date(None));
            assert_eq!(read::<Whole>(wrong), Whole(None));
            assert_eq!(read::<Decimal>(wrong), Decimal(None));
        }
    }

    #[test]
    fn dates_come_in_iso_8601_and_in_rfc_1123() {
        let moment = Date(Some(UnixSeconds(1_710_266_358)));
        for written in [
            "Tue, 12 Mar 2024 17:59:18 GMT",
            "2024-03-12T17:59:18Z",
            "2024-03-12T17:59:18.000Z",
            "2024-03-12T17:59:18.123456+00:00",
            "2024-03-12T18:59:18+01:00",
            "2024-03-12T17:59:18",
            "2024-03-12 17:59:18",
        ] {
            assert_eq!(read::<Date>(&json!(written).to_string()), moment, "{written}");
        }
        assert_eq!(read::<Date>(r#""2024-03-12""#), Date(Some(UnixSeconds(1_710_201_600))));
        assert_eq!(read::<Date>(r#""soon""#), Date(None));
    }

    #[test]
    fn numbers_keep_every_digit_that_was_written() {
        assert_eq!(read::<Decimal>("7.92"), Decimal(Some("7.92".into())));
        assert_eq!(read::<Decimal>("43.990"), Decimal(Some("43.990".into())));
        assert_eq!(
            read::<Decimal>("0.1000000000000000055511151231"),
            Decimal(Some("0.1000000000000000055511151231".into()))
        );
        assert_eq!(read::<Decimal>("8"), Decimal(Some("8".into())));
        assert_eq!(read::<Decimal>(r#""27.5""#), Decimal(Some("27.5".into())));
        assert_eq!(read::<Decimal>("1e400"), Decimal(None));
    }

    #[test]
    fn whole_numbers_may_be_text_or_written_with_a_point() {
        assert_eq!(read::<Whole>("101"), Whole(Some(101)));
        assert_eq!(read::<Whole>("101.0"), Whole(Some(101)));
        assert_eq!(read::<Whole>(r#""101""#), Whole(Some(101)));
        assert_eq!(read::<Whole>("-1"), Whole(Some(-1)));
        assert_eq!(read::<Whole>("1.5"), Whole(None));
        assert_eq!(read::<Whole>("99999999999999999999999999"), Whole(None));
    }

    #[test]
    fn a_long_number_is_text_without_loss() {
        assert_eq!(read::<Text>("89330123456789012345"), Text(Some("89330123456789012345".into())));
    }
}
