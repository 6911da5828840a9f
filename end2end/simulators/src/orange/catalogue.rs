//! Offers as Orange keeps them for the distributor, made from a short seed.

use serde_json::{Value, json};

use super::countries;
use super::suppliers::Supplier;
use crate::amount::number;

pub(super) const DISTRIBUTOR_ID: &str = "8822b635-f710-47f1-a24c-5b9e58a84e7e";
pub(super) const DISTRIBUTOR_NAME: &str = "FakeDistributor";

/// What an offer is made from. `Default` is a sellable eSIM for France.
#[derive(Clone, Debug)]
pub struct OfferSeed {
    pub name: String,
    pub supplier: Supplier,
    /// `eSim`, `topup` or `simCard`.
    pub product_type: String,
    /// `available`, or any other word for an offer that cannot be sold.
    pub status: String,
    /// ISO 3166-1 alpha-2 codes; empty stands for "see the description".
    pub coverage: Vec<String>,
    /// Amount as written in the answer (`-1` is unlimited) and unit: `Mo`, `Go`, `Mb`, `Gb`.
    pub data: (String, String),
    /// Duration (`-1` is unlimited) and unit: `days`, `months`, `years`, `unlimited`.
    pub validity: (i64, String),
    /// Minutes of calls.
    pub airtime_minutes: i64,
    pub sms: i64,
    /// What Orange bills, a decimal text such as `7.92`.
    pub resell_value: String,
    /// Reference currency.
    pub currency: String,
    pub bucket: i64,
    pub kyc_url: Option<String>,
    pub network: String,
    /// Write `distribution_fees` (the schema's spelling) instead of `distributor_fees` (the sample's).
    pub schema_fee_spelling: bool,
}

impl Default for OfferSeed {
    fn default() -> Self {
        Self {
            name: "Orange Holiday France 10GB".to_owned(),
            supplier: Supplier::OrangeFrance,
            product_type: "eSim".to_owned(),
            status: "available".to_owned(),
            coverage: vec!["FR".to_owned()],
            data: ("10".to_owned(), "Gb".to_owned()),
            validity: (14, "days".to_owned()),
            airtime_minutes: 0,
            sms: 0,
            resell_value: "10.00".to_owned(),
            currency: "EUR".to_owned(),
            bucket: 100,
            kyc_url: None,
            network: "Orange".to_owned(),
            schema_fee_spelling: false,
        }
    }
}

/// An offer with its stock.
pub(crate) struct Offer {
    pub(crate) id: String,
    pub(crate) bucket: i64,
    pub(crate) supplier: Supplier,
    pub(crate) seed: OfferSeed,
    /// The offer as answered, without the bucket.
    wire: Value,
}

impl Offer {
    /// The identifier follows from the name, so that it is the same in every world.
    pub(crate) fn new(seed: OfferSeed, created: &str) -> Self {
        let id = stable_uuid("offer", &seed.name);
        let wire = wire(&id, &seed, created);
        Self { id, bucket: seed.bucket, supplier: seed.supplier, seed, wire }
    }

    pub(super) fn wire(&self) -> Value {
        let mut wire = self.wire.clone();
        wire["bucket"] = self.bucket.into();
        wire
    }

    pub(super) fn wire_mut(&mut self) -> &mut Value {
        &mut self.wire
    }

    pub(super) fn product_id(&self) -> &str {
        self.wire["product"]["id"].as_str().unwrap_or_default()
    }

    /// The distributor's fees and their type, as one object with the spelling of this offer.
    pub(super) fn fees(&self) -> (Value, Value) {
        let [fees, fees_type] = fee_names(&self.seed);
        (self.wire[fees].clone(), self.wire[fees_type].clone())
    }
}

pub(super) fn fee_names(seed: &OfferSeed) -> [&'static str; 2] {
    if seed.schema_fee_spelling {
        ["distribution_fees", "distribution_fees_type"]
    } else {
        ["distributor_fees", "distributor_fees_type"]
    }
}

/// A version 4 shaped UUID that depends on nothing but the texts (FNV-1a, twice).
pub(super) fn stable_uuid(kind: &str, name: &str) -> String {
    let hash = |seed: u64| {
        kind.bytes()
            .chain([b'/'])
            .chain(name.bytes())
            .fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    let high = hash(0xcbf2_9ce4_8422_2325).to_be_bytes();
    let low = hash(0x9ae1_6a3b_2f90_404f).to_be_bytes();
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&high);
    bytes[8..].copy_from_slice(&low);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

fn wire(id: &str, seed: &OfferSeed, created: &str) -> Value {
    let (data, unit) = &seed.data;
    let is_topup = seed.product_type == "topup";
    let mut metadata = json!({
        "validity_duration": seed.validity.0, "validity_unit": seed.validity.1,
        "sms": seed.sms, "sms_cost": null,
        "airtime_duration": seed.airtime_minutes, "airtime_unit": "minutes", "airtime_cost": null,
        "data_amount": number(data), "data_unit": unit,
    });
    if !is_topup {
        metadata["network"] = seed.network.clone().into();
        metadata["kyc_level"] = i64::from(seed.kyc_url.is_some()).into();
        if let Some(url) = &seed.kyc_url {
            metadata["kyc_url"] = url.clone().into();
        }
    }
    let coverage: Vec<Value> = seed.coverage.iter().map(|code| countries::wire(code)).collect();
    let described_data = if data == "-1" { "Unlimited data".to_owned() } else { format!("{data}{unit} of data") };
    let what = if is_topup { "top up" } else { "eSIM" };
    let mut offer = json!({
        "id": id,
        "name": seed.name,
        "product": {
            "id": stable_uuid("product", &seed.name),
            "orange_travel_id": format!("OT{:09}", 456_360_478 + seed.name.len() * 37 + data.len()),
            "name": seed.name,
            "description": format!(
                "<b>This {what} includes: </b></br>{described_data}</br><b>card validity for {} {}.</b>",
                seed.validity.0, seed.validity.1
            ),
            "type": seed.product_type,
            "status": seed.status,
            "delivery": ["api"],
            "reference_currency": seed.currency,
            "bonus_value": 0.0,
            "bonus_activation_date": "None",
            "bonus_expiration_date": null,
            "supplier_id": seed.supplier.id(),
            "metadata": metadata,
            "coverage_zone": coverage,
        },
        "distributor_id": DISTRIBUTOR_ID,
        "bucket_update_date": null,
        "tags": "",
        "creation_date": created,
        "expiration_date": "None",
        "bucket": seed.bucket,
        "resell_value": number(&seed.resell_value),
        "metadata": null,
    });
    let [fees, fees_type] = fee_names(seed);
    offer[fees] = 0.0.into();
    offer[fees_type] = "value".into();
    offer
}
