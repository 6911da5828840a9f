//! Orange's reference lists of countries and currencies.

use serde_json::{Value, json};

use super::{Answer, Asked, Orange, Reply};
use crate::countries::COUNTRIES;

/// The schema's `Country`; a code that the table does not hold keeps its code as name.
pub(super) fn wire(code: &str) -> Value {
    let (name, prefix) =
        COUNTRIES.iter().find(|(known, ..)| *known == code).map_or((code, 0), |(_, name, prefix)| (*name, *prefix));
    json!({
        "iso_code": code, "name": name, "phone_prefix": prefix,
        "flag": format!("https://flagcdn.com/w160/{}.png", code.to_lowercase()),
    })
}

pub(super) fn countries(_: &mut Orange, asked: &Asked<'_>) -> Reply {
    let all = COUNTRIES.iter().map(|(code, ..)| wire(code)).collect();
    Ok(Answer::ok(Value::Array(asked.page(all)?)))
}

pub(super) fn currencies(_: &mut Orange, asked: &Asked<'_>) -> Reply {
    let all = [
        ("EUR", "Euro", 1.0, 1.08),
        ("USD", "US Dollar", 0.93, 1.0),
        ("GBP", "Pound Sterling", 1.17, 1.26),
        ("CHF", "Swiss Franc", 1.04, 1.12),
        ("XOF", "CFA Franc BCEAO", 0.0015, 0.0016),
        ("MAD", "Moroccan Dirham", 0.092, 0.1),
    ]
    .into_iter()
    .map(|(code, name, euro, dollar)| {
        json!({
            "iso_code": code, "name": name, "euro_exchange_rate": euro,
            "us_dollar_exchange_rate": dollar, "last_change": "2026-11-01 06:00:00",
        })
    })
    .collect();
    Ok(Answer::ok(Value::Array(asked.page(all)?)))
}
