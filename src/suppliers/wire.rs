//! Suppliers' JSON, read as loosely as it is written. Reading a field never fails: what cannot be read is absent, and the
//! caller decides whether it can do without.

pub mod coverage;
mod plain_text;
mod values;

pub use plain_text::plain_text;
pub use values::{Date, Decimal, Text, Whole};

use super::{RawAnswer, SupplierError};
use crate::domain::money::{Currency, Money, MoneyError};
use serde_json::Value;

/// The elements of a list; one object counts as a list of one, anything else as an empty list.
pub fn list_of(value: Value) -> Vec<Value> {
    match value {
        Value::Array(elements) => elements,
        Value::Object(_) => vec![value],
        _ => Vec::new(),
    }
}

/// Reads an object; anything else is as an object without fields.
pub fn object<T: Default + serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap_or_default()
}

/// The answer's body as JSON.
pub fn json_of(answer: &RawAnswer) -> Result<Value, SupplierError> {
    serde_json::from_slice(&answer.body).map_err(|error| SupplierError::Garbled {
        reason: format!("no JSON ({error}) in {} bytes of {}", answer.body.len(), answer.content_type),
    })
}

/// An amount of a decimal, without what is less than the currency's smallest unit. Err: not a number.
pub fn rounded_down(text: &str, currency: Currency) -> Result<Money, MoneyError> {
    match Money::parse_decimal(text, currency) {
        Err(MoneyError::TooPrecise) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            let kept = fraction.get(..usize::from(currency.exponent())).unwrap_or_default();
            let cut = if kept.is_empty() { whole.to_owned() } else { format!("{whole}.{kept}") };
            Money::parse_decimal(&cut, currency)
        }
        other => other,
    }
}

/// What a supplier bills us, of a decimal. A fraction of the smallest unit (a float's dust, say) is rounded up: a margin
/// is never eaten by rounding. `None` for what is no price: nothing, less than nothing, not a number.
pub fn cost(text: &str, currency: Currency) -> Option<Money> {
    let cost = match Money::parse_decimal(text, currency) {
        Err(MoneyError::TooPrecise) => {
            rounded_down(text, currency).and_then(|cut| cut.checked_add(Money::new(1, currency)))
        }
        other => other,
    };
    cost.ok().filter(|cost| cost.minor > 0)
}
