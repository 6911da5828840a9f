//! Packages as the catalogue tells them, made from a short seed.

use serde_json::{Value, json};

use super::Standard;
use super::error::StandardError;
use super::manners::StandardManners;
use crate::amount::number;

/// What a package is made from. `Default` is five gigabytes in France.
#[derive(Clone, Debug)]
pub struct PackageSeed {
    pub id: String,
    pub name: String,
    /// The name in French.
    pub name_fr: String,
    /// ISO 3166-1 alpha-2 codes; one for a country, several for a region.
    pub countries: Vec<String>,
    /// The region's name; `None` for a country.
    pub region: Option<String>,
    /// The whole world instead of a region.
    pub is_world: bool,
    /// Megabytes; `None` is unlimited.
    pub data_mb: Option<i64>,
    pub days: i64,
    /// Decimal text.
    pub price: String,
    pub currency: String,
    pub operators: Vec<String>,
    /// eSIMs of this package can be topped up, with packages for the same countries.
    pub rechargeable: bool,
    pub stock: i64,
}

impl Default for PackageSeed {
    fn default() -> Self {
        Self {
            id: "pkg_fr_5gb_30d".to_owned(),
            name: "France 5 GB".to_owned(),
            name_fr: "France 5 Go".to_owned(),
            countries: vec!["FR".to_owned()],
            region: None,
            is_world: false,
            data_mb: Some(5000),
            days: 30,
            price: "4.90".to_owned(),
            currency: "EUR".to_owned(),
            operators: vec!["FR Mobile 1".to_owned()],
            rechargeable: true,
            stock: 1000,
        }
    }
}

/// A package with its stock, which is not told.
pub(super) struct Package {
    pub(super) seed: PackageSeed,
    pub(super) stock: i64,
}

impl Package {
    pub(super) fn new(seed: PackageSeed) -> Self {
        Self { stock: seed.stock, seed }
    }

    pub(super) fn scope(&self) -> &'static str {
        match (&self.seed.region, self.seed.is_world) {
            (_, true) => "world",
            (Some(_), false) => "region",
            (None, false) => "country",
        }
    }

    /// `iso_country` is null for more than one country.
    pub(super) fn wire(&self, in_french: bool, manners: &StandardManners) -> Value {
        let seed = &self.seed;
        let country = seed.countries.first().filter(|_| self.scope() == "country");
        json!({
            "package_id": seed.id,
            "name": if in_french { &seed.name_fr } else { &seed.name },
            "scope": self.scope(), "iso_country": country, "countries": seed.countries, "region": seed.region,
            "data_volume_mb": seed.data_mb, "unlimited": seed.data_mb.is_none(), "validity_days": seed.days,
            "price": told_price(&seed.price, manners), "currency": seed.currency,
            "network_operators": seed.operators, "rechargeable": seed.rechargeable,
        })
    }
}

pub(super) fn told_price(price: &str, manners: &StandardManners) -> Value {
    if manners.price_as_text { price.into() } else { number(price) }
}

impl Standard {
    pub(super) fn package(&self, id: &str) -> Result<&Package, StandardError> {
        let found = self.packages.iter().find(|package| package.seed.id == id);
        found.ok_or_else(|| StandardError::refused("package_unknown", format!("there is no package {id}")))
    }

    /// Id and name of each, for the page of knobs.
    pub(crate) fn package_names(&self) -> Vec<(String, String)> {
        let seeds = self.packages.iter().map(|package| &package.seed);
        seeds.map(|seed| (seed.id.clone(), seed.name.clone())).collect()
    }

    /// Takes one unit, or gives one back.
    pub(super) fn change_stock(&mut self, id: &str, by: i64) {
        if let Some(package) = self.packages.iter_mut().find(|package| package.seed.id == id) {
            package.stock += by;
        }
    }
}
