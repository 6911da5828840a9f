//! What eSIM Go sends, as it names things and as loosely as it writes them. Reading a field never fails: see
//! `suppliers::wire`.
//!
//! Sources: seed 001, and eSIM Go's OpenAPI v2.4; where they differ both are taken.

use crate::suppliers::wire::{Date, Decimal, Text, Whole};
use serde::Deserialize;
use serde_json::Value;

/// A bundle of the catalogue.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Bundle {
    pub name: Text,
    pub description: Text,
    /// Where it is sold for: `{name, region, iso}`.
    pub countries: Value,
    /// Where it works besides.
    pub roaming_enabled: Value,
    /// Megabytes, base 10; of no meaning where `unlimited` is set.
    pub data_amount: Whole,
    /// Days.
    pub duration: Whole,
    pub unlimited: Value,
    /// In major units of the organisation's currency.
    pub price: Decimal,
}

/// The organisation. The answer holds the API key, which is not even read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Organisation {
    pub currency: Text,
    pub balance: Decimal,
}

/// The answer to an order, and an order in the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Order {
    pub order_reference: Text,
    /// The same in seed 001.
    pub reference: Text,
    /// `completed`.
    pub status: Text,
    pub created_date: Date,
    /// The same in other samples.
    pub create_date: Date,
    pub currency: Text,
    pub total: Decimal,
    /// Of a rehearsal.
    pub valid: Value,
    /// Its items.
    pub order: Value,
}

impl Order {
    pub(super) fn reference(&self) -> Option<&str> {
        self.order_reference.as_deref().or(self.reference.as_deref())
    }

    pub(super) fn sold_at(&self) -> Option<crate::domain::timestamp::UnixSeconds> {
        self.created_date.0.or(self.create_date.0)
    }
}

/// One item of an order.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Item {
    pub item: Text,
    pub quantity: Whole,
    /// `{iccid, matchingId, smdpAddress}`; older answers leave them out.
    pub esims: Value,
    /// Of top-ups, and where the list is asked for them.
    pub iccids: Value,
}

impl Item {
    /// The eSIMs that it went to, by number alone.
    pub(super) fn named(&self) -> Vec<String> {
        let numbers = self.iccids.as_array().into_iter().flatten();
        numbers.filter_map(|number| serde_json::from_value::<Text>(number.clone()).ok()?.0).collect()
    }
}

/// A bundle on an eSIM, once for each time that it was bought.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BundleOnEsim {
    pub name: Text,
    pub description: Text,
    pub assignments: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Assignment {
    /// Bytes.
    pub initial_quantity: Whole,
    pub remaining_quantity: Whole,
    /// `processing`, `queued`, `active`, `depleted`, `expired`, `revoked`, `lapsed`.
    pub bundle_state: Text,
    pub unlimited: Value,
    pub start_time: Date,
    pub end_time: Date,
}

/// An eSIM.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Esim {
    /// `Released` and the states of a profile.
    pub profile_status: Text,
}

/// Every error.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fault {
    pub message: Text,
}

/// A callback, as far as it says what is read again.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Callback {
    pub iccid: Text,
    pub alert_type: Text,
    /// Of those without an `alertType`: `esim.deletion_scheduled`, `esim.deleted`.
    pub event: Text,
}
