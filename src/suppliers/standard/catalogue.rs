//! Packages in our words.

use super::Standard;
use super::api::PACKAGES;
use super::wire::{Package, object_in};
use crate::domain::ids::SupplierProductId;
use crate::domain::money::Currency;
use crate::domain::offer::{
    Allowance, DataAllowance, IdentityPapers, PlanFacts, ProductKind, SupplierProduct, Validity,
};
use crate::domain::usage::DataAmount;
use crate::suppliers::SupplierError;
use crate::suppliers::http::reading::Tries;
use crate::suppliers::wire::{cost, coverage, plain_text};
use serde_json::Value;
use std::sync::PoisonError;

impl Standard {
    /// Packages that pass these filters. One that cannot be read is left out and named in the log; the others do not
    /// suffer.
    pub(super) async fn packages(
        &self,
        filters: &[(&str, &str)],
        request_id: &str,
    ) -> Result<Vec<SupplierProduct>, SupplierError> {
        let listed =
            self.api.list(Tries::Several, &PACKAGES, filters, request_id).await.map_err(|error| match error {
                SupplierError::NotFound => {
                    SupplierError::Refused { status: 404, reason: "no packages there: is base_url right?".into() }
                }
                other => other,
            })?;
        let count = listed.len();
        let read: Vec<_> = listed.into_iter().filter_map(|package| self.read_or_warn(package)).collect();
        tracing::info!(supplier = %self.id, packages = count, readable = read.len(), "the catalogue was read");
        let mut countries = self.countries.lock().unwrap_or_else(PoisonError::into_inner);
        for package in &read {
            if let [country] = package.facts.coverage.countries[..] {
                countries.insert(package.product.clone(), country);
            }
        }
        Ok(read)
    }

    /// One package as it stands now; `None` when it is not sold any more. The protocol tells lists alone: of a package for
    /// one country, that country's.
    pub(super) async fn package(
        &self,
        product: &SupplierProductId,
        request_id: &str,
    ) -> Result<Option<SupplierProduct>, SupplierError> {
        let country = self.countries.lock().unwrap_or_else(PoisonError::into_inner).get(product).copied();
        let filter = country.as_ref().map(|country| ("iso_country", country.as_str()));
        let packages = self.packages(filter.as_slice(), request_id).await?;
        Ok(packages.into_iter().find(|package| package.product == *product))
    }

    fn read_or_warn(&self, package: Value) -> Option<SupplierProduct> {
        let id = package.get("package_id").map(Value::to_string).unwrap_or_default();
        read(package, self.id.as_str())
            .map_err(|reason| tracing::warn!(package = id, reason, "a package cannot be read and is not sold"))
            .ok()
    }
}

/// A package in our words; `seller` stands for a network without a name. Err says which fact is missing without which it
/// cannot be sold.
pub(super) fn read(package: Value, seller: &str) -> Result<SupplierProduct, &'static str> {
    let package: Package = object_in(package).ok_or("no object")?;
    let id = package.package_id.0.clone().ok_or("no package_id")?;
    let currency = Currency::parse(package.currency.as_deref().ok_or("no currency")?);
    let currency = currency.map_err(|_| "an unknown currency")?;
    let days = package.validity_days.0.and_then(|days| u32::try_from(days).ok()).filter(|days| *days > 0);
    Ok(SupplierProduct {
        least_prices: Vec::new(),
        kind: ProductKind::Esim,
        available: package.available != Value::Bool(false),
        cost: cost(package.price.0.as_deref().ok_or("no price")?, currency).ok_or("a price that is none")?,
        stock: None,
        facts: PlanFacts {
            name: package.name.0.clone().unwrap_or_else(|| id.clone()),
            description: plain_text(package.description.as_deref().unwrap_or_default()),
            network: networks(&package.network_operators).unwrap_or_else(|| seller.to_owned()),
            allowance: Allowance { data: data(&package)?, airtime_seconds: None, sms: None },
            validity: Validity::Days(days.ok_or("no validity_days")?),
            coverage: coverage::read(&places(&package)),
            // The protocol knows no papers: a partner that wants them is none for this protocol.
            identity_papers: IdentityPapers::NotRequired,
            top_up: package.rechargeable.as_bool(),
            hotspot: None,
        },
        product: SupplierProductId::from(id),
    })
}

fn data(package: &Package) -> Result<DataAllowance, &'static str> {
    if package.unlimited == Value::Bool(true) {
        return Ok(DataAllowance::Unlimited { daily_cap: None });
    }
    let amount = package.data_volume_mb.0.as_deref().ok_or("no data_volume_mb")?;
    match DataAmount::from_unit(amount, "MB") {
        Ok(amount) if !amount.is_zero() => Ok(DataAllowance::Limited(amount)),
        _ => Err("a data_volume_mb that is none"),
    }
}

/// All countries as a list.
fn places(package: &Package) -> Value {
    match (&package.countries, &package.iso_country) {
        (Value::Array(countries), _) if !countries.is_empty() => package.countries.clone(),
        (_, Value::Array(_)) => package.iso_country.clone(),
        (_, country) => Value::Array(vec![country.clone()]),
    }
}

fn networks(operators: &Value) -> Option<String> {
    let name = |operator: &Value| operator.as_str().or_else(|| operator.get("name")?.as_str()).map(str::to_owned);
    let names: Vec<_> = match operators {
        Value::Array(operators) => operators.iter().filter_map(name).collect(),
        other => name(other).into_iter().collect(),
    };
    Some(names.join(", ")).filter(|names| !names.trim().is_empty())
}
