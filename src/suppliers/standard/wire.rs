//! The protocol's answers, as loosely as they may be written. Names are the protocol's own (seed 002, "Endpoints
//! fonctionnels essentiels"); what it leaves open is named as the simulated supplier names it.

use crate::suppliers::wire::{Date, Decimal, Text, Whole, object};
use serde::Deserialize;
use serde_json::Value;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Package {
    pub package_id: Text,
    pub name: Text,
    pub description: Text,
    /// A code, or a list of them; null for several.
    pub iso_country: Value,
    pub countries: Value,
    pub data_volume_mb: Decimal,
    pub unlimited: Value,
    pub validity_days: Whole,
    pub price: Decimal,
    pub currency: Text,
    /// Names, or objects with a name.
    pub network_operators: Value,
    pub rechargeable: Value,
    pub available: Value,
}

/// An order of an eSIM or of a top-up.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Order {
    pub order_id: Text,
    pub topup_id: Text,
    #[serde(rename = "type")]
    pub kind: Text,
    pub status: Text,
    pub esim_id: Text,
    pub package_id: Text,
    pub external_reference: Text,
    pub created_at: Date,
    pub failure_reason: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Esim {
    pub esim_id: Text,
    pub order_id: Text,
    pub status: Text,
    pub iccid: Text,
    pub lpa_code: Text,
    /// The matching id alone, or the whole code.
    pub manual_activation_code: Text,
    pub smdp_address: Text,
    pub confirmation_code: Text,
    pub activated_at: Date,
    pub expiry_date: Date,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Usage {
    pub data_total_mb: Decimal,
    pub data_used_mb: Decimal,
    pub data_remaining_mb: Decimal,
    pub unlimited: Value,
    pub expiry_date: Date,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Webhook {
    pub url: Text,
    pub status: Text,
    pub events: Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Event {
    pub id: Text,
    #[serde(rename = "type")]
    pub kind: Text,
    pub data: Value,
}

/// What an event is about.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct EventData {
    pub iccid: Text,
    pub order_id: Text,
    pub external_reference: Text,
}

/// Problem details (RFC 9457) with a code, or an error in fewer words.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Fault {
    pub code: Text,
    pub title: Text,
    pub detail: Text,
    pub message: Text,
}

/// Reads an object, in `data` or bare; `None` for anything else.
pub(super) fn object_in<T: Default + serde::de::DeserializeOwned>(mut value: Value) -> Option<T> {
    let inner = value.get_mut("data").filter(|data| data.is_object()).map(Value::take);
    Some(inner.unwrap_or(value)).filter(Value::is_object).map(object)
}

impl Order {
    /// The supplier's own reference of the sale.
    pub(super) fn reference(&self) -> Option<String> {
        self.order_id.0.clone().or_else(|| self.topup_id.0.clone())
    }

    pub(super) fn is_top_up(&self) -> bool {
        self.kind.is("topup") || self.kind.is("top_up")
    }

    pub(super) fn standing(&self) -> OrderWord {
        match self.status.as_deref().map(str::to_lowercase).as_deref() {
            Some("completed") => OrderWord::Completed,
            Some("accepted" | "pending" | "processing" | "fulfilling") => OrderWord::UnderWay,
            Some("failed" | "rejected" | "cancelled" | "canceled") => OrderWord::Failed,
            Some(word) => OrderWord::Strange(word.chars().take(40).collect()),
            None => OrderWord::None,
        }
    }
}

/// What an order's status says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OrderWord {
    Completed,
    UnderWay,
    Failed,
    /// A word that nobody knows: it may be sold.
    Strange(String),
    None,
}
