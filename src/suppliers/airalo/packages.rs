//! Airalo's packages in our words.

use super::wire::{self, Entry, Operator, Package, Pricing};
use crate::domain::country::CountryCode;
use crate::domain::ids::SupplierProductId;
use crate::domain::money::{Currency, Money};
use crate::domain::offer::{
    Allowance, Coverage, DataAllowance, IdentityPapers, PlanFacts, ProductKind, SupplierProduct, Validity,
};
use crate::domain::usage::DataAmount;
use crate::suppliers::wire::{Decimal, Text, cost, coverage, plain_text};
use serde_json::Value;

/// Airalo names no day: the operator asks before first use. So long the traveller is reminded.
const PAPERS_WITHIN_DAYS: u16 = 30;

/// Where a package is listed, by which it can be asked for again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// ISO 3166-1 alpha-2, as Airalo writes it.
    Country(String),
    /// A region or the world.
    Abroad,
}

/// A package and its place.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub place: Place,
    pub product: SupplierProduct,
}

/// The packages of one element of the list. One that cannot be read is left out and named in the log.
pub(super) fn of_entry(entry: Value, pricing: &Value) -> Vec<Listed> {
    let entry: Entry = wire::object(entry);
    let place = entry.country_code.0.clone().map_or(Place::Abroad, Place::Country);
    let mut listed = Vec::new();
    for operator in wire::elements(entry.operators.clone()).unwrap_or_default() {
        let mut operator: Operator = wire::object(operator);
        for package in wire::elements(operator.packages.take()).unwrap_or_default() {
            match read(package, Some((&entry, &operator)), pricing) {
                Ok(product) => listed.push(Listed { place: place.clone(), product }),
                Err(reason) => {
                    let operator = operator.title.as_deref().unwrap_or_default();
                    tracing::warn!(operator, reason, "a package of Airalo's cannot be read and is not sold");
                }
            }
        }
    }
    listed
}

/// A package in our words; without an operator where the list is of one SIM. Err says which fact is missing without which
/// it cannot be sold.
pub(super) fn read(
    package: Value,
    of: Option<(&Entry, &Operator)>,
    pricing: &Value,
) -> Result<SupplierProduct, &'static str> {
    let package: Package = wire::object(package);
    let title = package.title.0.clone().ok_or("no title")?;
    let operator = of.map(|(_, operator)| operator);
    let network = of.and_then(|(entry, operator)| operator.title.0.clone().or_else(|| entry.title.0.clone()));
    Ok(SupplierProduct {
        kind: match &package.kind {
            kind if kind.is("sim") => ProductKind::Esim,
            kind if kind.is("topup") => ProductKind::TopUp,
            _ => return Err("an unknown kind of package"),
        },
        // What is out of stock is not listed.
        available: true,
        stock: None,
        cost: cost_of(&package, pricing)?,
        least_prices: least_prices(&package)?,
        facts: PlanFacts {
            name: network.as_ref().map_or(title.clone(), |network| format!("{network} {title}")),
            description: description(&package, operator),
            network: network.unwrap_or_default(),
            allowance: allowance(&package)?,
            validity: validity(&package)?,
            coverage: of
                .map_or_else(|| Coverage { countries: Vec::new() }, |(entry, operator)| covers(entry, operator)),
            identity_papers: match operator.and_then(|operator| operator.is_kyc_verify.0) {
                Some(true) => IdentityPapers::Required { within_days: PAPERS_WITHIN_DAYS, url: None },
                _ => IdentityPapers::NotRequired,
            },
            top_up: operator.and_then(|operator| operator.rechargeability.0),
            hotspot: None,
        },
        product: SupplierProductId::from(package.id.0.ok_or("no id")?),
    })
}

/// What we are billed, in US dollars: the net price, or the price less this account's discount.
fn cost_of(package: &Package, pricing: &Value) -> Result<Money, &'static str> {
    if let Some(net) = &package.net_price.0 {
        return cost(net, Currency::USD).ok_or("a net_price that is no price");
    }
    let price = price(package)?;
    let pricing: Pricing = wire::object(pricing.clone());
    if !pricing.model.is("discount_pricing") {
        return Err("no net_price");
    }
    // An unreadable discount is none: then it is dearer, and nothing is lost.
    let discount = pricing.discount_percentage.0.filter(|percent| (0..100).contains(percent)).unwrap_or(0);
    let hundredfold = i128::from(price.minor) * i128::from(100 - discount);
    let minor = i64::try_from((hundredfold + 99) / 100).map_err(|_| "a price that is too large")?;
    Ok(Money::new(minor, price.currency))
}

fn price(package: &Package) -> Result<Money, &'static str> {
    let price = package.price.0.as_deref().ok_or("no price")?;
    cost(price, Currency::USD).ok_or("a price that is no price")
}

/// What the package must be sold for at least, in each currency that Airalo names; what cannot be read is as if it were not
/// named, and then the package is not sold in that currency.
fn least_prices(package: &Package) -> Result<Vec<Money>, &'static str> {
    let mut least = vec![price(package)?];
    let named = package.prices.get("recommended_retail_price").and_then(Value::as_object);
    for (code, amount) in named.into_iter().flatten() {
        let amount: Decimal = serde_json::from_value(amount.clone()).unwrap_or_default();
        let currency = Currency::parse(code).ok().filter(|currency| *currency != Currency::USD);
        least.extend(currency.zip(amount.0.as_deref()).and_then(|(currency, amount)| cost(amount, currency)));
    }
    Ok(least)
}

fn allowance(package: &Package) -> Result<Allowance, &'static str> {
    let (minutes, sms) = (package.voice.0.filter(|count| *count > 0), package.text.0.filter(|count| *count > 0));
    let data = match (package.is_unlimited.0, package.amount.0) {
        (Some(true), _) => DataAllowance::Unlimited { daily_cap: None },
        (_, Some(amount)) if amount > 0 => {
            DataAllowance::Limited(data_of(amount).ok_or("an amount that is too large")?)
        }
        (_, None | Some(0)) if minutes.is_some() || sms.is_some() => DataAllowance::None,
        _ => return Err("no amount of data"),
    };
    Ok(Allowance { data, airtime_seconds: minutes.and_then(|minutes| minutes.checked_mul(60)), sms })
}

/// Megabytes of which 1024 are a gigabyte on the label; `None` below zero and beyond measure.
pub(super) fn data_of(megabytes: i64) -> Option<DataAmount> {
    let bytes = u128::try_from(megabytes).ok()? * u128::from(DataAmount::gigabytes(1).bytes) / 1024;
    u64::try_from(bytes).ok().map(|bytes| DataAmount { bytes })
}

fn validity(package: &Package) -> Result<Validity, &'static str> {
    let days = package.day.0.and_then(|days| u32::try_from(days).ok()).filter(|days| *days > 0);
    days.map(Validity::Days).ok_or("no days")
}

fn covers(entry: &Entry, operator: &Operator) -> Coverage {
    let covered = coverage::read(&operator.coverages);
    if !covered.countries.is_empty() {
        return covered;
    }
    let code = |country: &Value| country.get("country_code").cloned().unwrap_or_default();
    let codes: Vec<Value> = operator.countries.as_array().into_iter().flatten().map(code).collect();
    let covered = coverage::read(&codes.into());
    if covered.countries.is_empty() {
        let own = entry.country_code.as_deref().and_then(|code| CountryCode::parse(code).ok());
        return Coverage { countries: own.into_iter().collect() };
    }
    covered
}

fn description(package: &Package, operator: Option<&Operator>) -> String {
    let info = operator.and_then(|operator| operator.info.as_array()).into_iter().flatten();
    let mut lines: Vec<&str> = info.filter_map(Value::as_str).collect();
    let more =
        [Some(&package.short_info), operator.map(|operator| &operator.other_info), Some(&package.fair_usage_policy)];
    lines.extend(more.into_iter().flatten().filter_map(Text::as_deref));
    let lines: Vec<String> = lines.into_iter().map(plain_text).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}
