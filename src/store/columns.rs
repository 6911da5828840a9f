//! How amounts and JSON stand in columns.

use super::{Result, StoreError};
use crate::domain::money::{Currency, Money};

/// An amount from its two columns.
pub(super) fn money(minor: i64, currency: &str) -> Result<Money> {
    let currency = Currency::parse(currency).map_err(|_| StoreError::Unreadable(format!("currency {currency}")))?;
    Ok(Money::new(minor, currency))
}

/// JSON from its column.
pub(super) fn json<T: serde::de::DeserializeOwned>(column: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable(format!("{column}: {error}")))
}

/// JSON for its column.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable(error.to_string()))
}
