//! Bundles as the catalogue tells them, made from a short seed.

use serde_json::{Value, json};

use crate::amount::{hundredths, shortest};
use crate::countries::{ASIA, EUROPE, MAGHREB, NORTH_AMERICA, name};

/// What a bundle is made from. `Default` is a gigabyte in France.
#[derive(Clone, Debug)]
pub struct BundleSeed {
    /// Case-sensitive, such as `esim_1GB_7D_FR_V2`.
    pub name: String,
    pub description: String,
    pub group: String,
    /// Base countries: ISO 3166-1 alpha-2, or a region of eSIM Go's own such as `Europe+`.
    pub base: Vec<String>,
    /// Where it works besides.
    pub roaming: Vec<String>,
    /// Megabytes, base 10; means nothing where `unlimited` is set.
    pub data_mb: i64,
    pub days: i64,
    pub unlimited: bool,
    /// Decimal text in the organisation's currency.
    pub price: String,
    /// The family of eSIM profiles that it fits.
    pub profile: String,
}

impl Default for BundleSeed {
    fn default() -> Self {
        Self {
            name: "esim_1GB_7D_FR_V2".to_owned(),
            description: "eSIM, 1GB, 7 Days, France, V2".to_owned(),
            group: "Standard Fixed".to_owned(),
            base: vec!["FR".to_owned()],
            roaming: Vec::new(),
            data_mb: 1000,
            days: 7,
            unlimited: false,
            price: "1.20".to_owned(),
            profile: "global".to_owned(),
        }
    }
}

pub(crate) struct Bundle {
    pub(crate) seed: BundleSeed,
    /// Hundredths of the organisation's currency.
    pub(super) price: i64,
    wire: Value,
}

impl Bundle {
    pub(super) fn new(seed: BundleSeed) -> Self {
        let price = hundredths(&seed.price).unwrap_or_default();
        let wire = wire(&seed, price);
        Self { seed, price, wire }
    }

    pub(super) fn wire(&self) -> &Value {
        &self.wire
    }

    /// Bytes of one unit, base 10; what an unlimited one counts down from is a day's full speed.
    pub(super) fn bytes(&self) -> i64 {
        let megabytes = if self.seed.unlimited { 1000 } else { self.seed.data_mb };
        megabytes.max(0) * 1_000_000
    }

    pub(super) fn has_base(&self, code: &str) -> bool {
        self.seed.base.iter().any(|base| base == code)
    }

    pub(super) fn is_based_in(&self, wanted: &str) -> bool {
        self.seed.base.iter().any(|base| region(base) == wanted)
    }
}

fn region(code: &str) -> &'static str {
    match code {
        "Europe+" => "Europe",
        "Global" => "Global",
        _ if EUROPE.contains(&code) => "Europe",
        _ if ASIA.contains(&code) => "Asia",
        _ if NORTH_AMERICA.contains(&code) => "North America",
        _ if MAGHREB.contains(&code) => "Africa",
        _ => "Other",
    }
}

fn country(code: &str) -> Value {
    json!({"name": name(code), "region": region(code), "iso": code})
}

fn wire(seed: &BundleSeed, price: i64) -> Value {
    let list = |codes: &[String]| -> Vec<Value> { codes.iter().map(|code| country(code)).collect() };
    json!({
        "name": seed.name,
        "description": seed.description,
        "groups": [seed.group],
        "countries": list(&seed.base),
        "roamingEnabled": list(&seed.roaming),
        "dataAmount": seed.data_mb,
        "duration": seed.days,
        "speed": ["2G", "3G", "4G", "5G"],
        "autostart": true,
        "unlimited": seed.unlimited,
        "price": shortest(price),
        "billingType": "FixedCost",
        "imageUrl": format!("https://esimgo-cms-images.example/{}.png", seed.base.first().map_or("", |code| code)),
    })
}
