//! What Airalo sends, as it names things and as loosely as it writes them: the same number is text in one answer and a
//! number in the next. Reading a field never fails: what cannot be read is absent.
//!
//! Sources: Airalo's OpenAPI of the Partner API v2, its SDKs for PHP, Node and Python, developers.partners.airalo.com.

pub(super) use crate::suppliers::wire::{list_of, object};

use crate::suppliers::wire::{Date, Decimal, Text, Whole};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Yes or no, as a truth value, as 1 or 0, or as text of either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flag(pub Option<bool>);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::Bool(flag) => return Ok(Self(Some(flag))),
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.trim().to_lowercase(),
            _ => return Ok(Self(None)),
        };
        Ok(Self(match text.as_str() {
            "1" | "true" => Some(true),
            "0" | "false" => Some(false),
            _ => None,
        }))
    }
}

/// A country, region or the world, with its operators.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Entry {
    /// Empty where it is no single country.
    pub country_code: Text,
    pub title: Text,
    pub operators: Value,
}

/// Who runs the line.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Operator {
    pub title: Text,
    pub is_kyc_verify: Flag,
    pub rechargeability: Flag,
    /// Lines of text.
    pub info: Value,
    pub other_info: Text,
    /// `{code, name, networks}`
    pub coverages: Value,
    /// `{country_code, title}`
    pub countries: Value,
    pub packages: Value,
}

/// A plan: in the catalogue, or one of those that fit a SIM.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Package {
    pub id: Text,
    /// `sim`, `topup`
    #[serde(rename = "type")]
    pub kind: Text,
    /// What it must be sold for at least, in US dollars.
    pub price: Decimal,
    /// What we are billed, in US dollars; null where the account has a discount instead.
    pub net_price: Decimal,
    pub prices: Value,
    /// Megabytes, 1024 to the gigabyte; 0 where it is unlimited.
    pub amount: Whole,
    pub day: Whole,
    pub is_unlimited: Flag,
    pub title: Text,
    pub short_info: Text,
    pub fair_usage_policy: Text,
    /// Minutes.
    pub voice: Whole,
    pub text: Whole,
}

/// How an account is billed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pricing {
    /// `net_pricing`, `discount_pricing`
    pub model: Text,
    pub discount_percentage: Whole,
}

/// An order or a top-up: as answered, as listed, or in a notification. No `Debug`: secrets.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Order {
    pub id: Text,
    /// Of an order that was accepted and is made later.
    pub request_id: Text,
    /// `sim`, `topup`
    #[serde(rename = "type")]
    pub kind: Text,
    /// Our reference.
    pub description: Text,
    pub created_at: Date,
    pub quantity: Whole,
    /// Absent from lists unless it is asked for, and from top-ups.
    pub sims: Value,
    /// `{name, slug}`, where it is asked for.
    pub status: Value,
    /// Why an order that had been accepted was not made.
    pub reason: Text,
}

/// An eSIM as it was sold. No `Debug`: secrets.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Sim {
    pub iccid: Text,
    /// The SM-DP+ host alone.
    pub lpa: Text,
    pub matching_id: Text,
    /// The whole activation code.
    pub qrcode: Text,
    pub confirmation_code: Text,
    pub msisdn: Text,
}

/// What is left on a SIM.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Usage {
    /// Megabytes.
    pub remaining: Whole,
    pub total: Whole,
    pub expired_at: Date,
    pub is_unlimited: Flag,
    pub status: Text,
    /// Minutes.
    pub remaining_voice: Whole,
    pub total_voice: Whole,
    pub remaining_text: Whole,
    pub total_text: Whole,
}

/// The prepaid credit.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Balance {
    #[serde(rename = "availableBalance")]
    pub available: Amount,
}

/// An amount of money.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Amount {
    pub amount: Decimal,
    pub currency: Text,
}

/// Where a kind of notification goes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Notification {
    #[serde(rename = "type")]
    pub kind: Text,
    pub contact_point: Text,
}

/// A notification that is about no order.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Notice {
    /// `75%`, `90%`, `3days`, `1days`
    pub level: Text,
    pub iccid: Text,
    pub message: Text,
    pub remaining: Decimal,
}

/// An error: `{code, reason}` for what cannot be done, `{data, meta}` for what is not understood.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fault {
    pub code: Whole,
    pub reason: Text,
    /// By field.
    pub data: Value,
    pub meta: Value,
}

/// The `data` of an answer where it is an object, else the answer itself: notifications come in both shapes.
pub(super) fn inner(mut body: Value) -> Value {
    match body.get_mut("data") {
        Some(data) if data.is_object() => data.take(),
        _ => body,
    }
}

/// The elements of a list, which from its second page on may be an object with places for names. `None`: no list.
pub(super) fn elements(list: Value) -> Option<Vec<Value>> {
    match list {
        Value::Array(elements) => Some(elements),
        Value::Object(fields) if fields.keys().all(|place| place.bytes().all(|byte| byte.is_ascii_digit())) => {
            Some(fields.into_iter().map(|(_, element)| element).collect())
        }
        _ => None,
    }
}
