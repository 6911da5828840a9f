//! What Orange sends, as it names things and as loosely as it writes them. Reading a field never fails: what cannot be
//! read is absent, and the caller decides whether it can do without.
//!
//! Sources: the seeds' samples, and Orange's OpenAPI "Travel B2B API" 1.7; where they differ both are taken.

pub(super) use crate::suppliers::wire::{list_of, object};

use crate::suppliers::wire::{Date, Decimal, Text, Whole};
use serde::Deserialize;
use serde_json::Value;

/// An offer (`OfferLight`) as it is sold. The distributor's own fees, tags and metadata are not read here, so that either
/// spelling and any shape of them will do.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Offer {
    pub id: Text,
    pub name: Text,
    pub product: Product,
    pub bucket: Whole,
    pub expiration_date: Date,
    /// What Orange bills us.
    pub resell_value: Decimal,
    pub reference_currency: Text,
}

/// A product (`ProductLight`, and what the sample has besides).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Product {
    pub id: Text,
    pub name: Text,
    pub description: Text,
    /// `topup`, `eSim`, `simCard`.
    #[serde(rename = "type")]
    pub kind: Text,
    pub status: Text,
    pub supplier_id: Text,
    pub reference_currency: Text,
    /// An object; null or text where there is none.
    pub metadata: Value,
    /// Countries as objects or text; may be empty.
    pub coverage_zone: Value,
}

/// `SimMetadata`, `TopupMetadata`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Metadata {
    pub network: Text,
    /// −1 is unlimited.
    pub validity_duration: Whole,
    pub validity_unit: Text,
    pub airtime_duration: Decimal,
    pub airtime_unit: Text,
    pub data_amount: Decimal,
    pub data_unit: Text,
    pub sms: Whole,
    pub kyc_url: Text,
}

/// What a distributor may change of an offer, in either spelling of the fees.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Terms {
    pub name: Text,
    #[serde(rename = "distributor_fees", alias = "distribution_fees")]
    pub fees: Decimal,
    #[serde(rename = "distributor_fees_type", alias = "distribution_fees_type")]
    pub fees_type: Text,
    pub metadata: Value,
    pub resell_value: Decimal,
}

/// How many transactions fit the filters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Count {
    pub count: Whole,
}

/// What travellers used in a period (`GlobalBalances`).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GlobalBalances {
    pub zones: Value,
}

/// One zone of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Zone {
    pub name: Text,
    pub code: Text,
    pub data_amount: Decimal,
    pub data_unit: Text,
}

/// A transaction (`DistributorTransaction`).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Transaction {
    pub id: Text,
    pub status: Text,
    pub product_type: Text,
    pub creation_date: Date,
    pub user_id: Text,
    pub supplier_name: Text,
    pub parameters: Value,
}

/// `SimParameters`. No `Debug`: secrets.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SimParameters {
    pub msisdn: Text,
    pub activation_code: Text,
    pub iccid: Text,
    pub nsce: Text,
    pub pin_code: Text,
    pub puk: Text,
    pub matching_id: Text,
    pub smdp_url: Text,
}

/// A supplier behind Orange (`SupplierLight`, and what the sample has).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SupplierLight {
    pub id: Text,
    pub name: Text,
    pub connector_status: Option<Value>,
    pub last_outage_date: Date,
}

/// The public key that Orange holds (`DistributorKey`).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DistributorKey {
    pub public_key_value: Text,
}

/// `SimStatus`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SimStatus {
    pub status: Text,
    pub activation_date: Date,
    pub expiration_date: Date,
    pub number_expiration_date: Date,
}

/// `UsageBalance`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct UsageBalance {
    pub first_activation_date: Date,
    pub number_expiration_date: Date,
    pub buckets: Value,
}

/// `BucketBalance`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BucketBalance {
    pub name: Text,
    pub activation_date: Date,
    pub expiration_date: Date,
    pub data_remaining: Decimal,
    pub data_unit: Text,
    pub airtime_remaining: Decimal,
    pub airtime_unit: Text,
    pub sms_remaining: Decimal,
}

/// Every error (`Error`). The sample of code 25 has `message` and `description` swapped: look at both.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fault {
    /// 0 where it says nothing.
    pub code: Whole,
    pub message: Text,
    pub description: Text,
}
