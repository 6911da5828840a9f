//! eSIM Go's bundles in our words.

use super::EsimGo;
use super::api::List;
use super::buying::order_of;
use super::faults;
use super::wire::{Bundle, Order};
use crate::domain::esim::Wanted;
use crate::domain::ids::SupplierProductId;
use crate::domain::money::Currency;
use crate::domain::offer::{
    Allowance, DataAllowance, IdentityPapers, PlanFacts, ProductKind, SupplierProduct, Validity,
};
use crate::domain::usage::DataAmount;
use crate::suppliers::SupplierError;
use crate::suppliers::http::reading::Tries;
use crate::suppliers::wire::{self, coverage, plain_text};
use serde_json::Value;

/// More on a page has been seen to fail.
const PAGE_SIZE: (&str, &str) = ("perPage", "50");

/// Who carries the traffic differs by country; the travellers' side of it has one name.
const NETWORK: &str = "eSIM Go";

/// The families of unlimited bundles by the word in their names, and the gigabytes of a day at full speed.
const DAILY_CAPS: [(&str, u32); 3] = [("UL", 1), ("ULE", 1), ("ULP", 2)];

impl EsimGo {
    /// All bundles. One that cannot be read is left out and named in the log; the others do not suffer.
    pub(super) async fn read_catalogue(&self, request_id: &str) -> Result<Vec<SupplierProduct>, SupplierError> {
        let currency = self.read_currency(request_id).await?;
        let list = List {
            path: &["catalogue"],
            wrapped: "bundles",
            page_size: PAGE_SIZE,
            filters: &[],
            name: |bundle| bundle.get("name").unwrap_or(bundle).to_string(),
        };
        let bundles =
            self.api.get_list("catalogue", Tries::Several, &list, request_id).await.map_err(|error| match error {
                SupplierError::NotFound => {
                    SupplierError::Refused { status: 404, reason: "no catalogue there: is base_url right?".into() }
                }
                other => other,
            })?;
        let count = bundles.len();
        let products: Vec<_> = bundles.into_iter().filter_map(|bundle| read_or_warn(bundle, currency)).collect();
        tracing::info!(bundles = count, readable = products.len(), "eSIM Go's catalogue was read");
        *self.bundles.lock().await = products.clone().into();
        Ok(products)
    }

    /// One bundle as it can be bought now: an order is rehearsed, which costs nothing and tells whether the balance covers
    /// it. `None` when eSIM Go does not know it.
    pub(super) async fn bundle(
        &self,
        product: &SupplierProductId,
        request_id: &str,
    ) -> Result<Option<SupplierProduct>, SupplierError> {
        let path = ["catalogue", "bundle", product.as_str()];
        let answer = match self.api.get_json("bundle", &path, &[], request_id).await {
            Ok(answer) => answer,
            Err(SupplierError::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        let currency = self.known_currency(request_id).await?;
        let bundle = read(answer, currency).map_err(|reason| garbled(product, reason))?;
        if bundle.product != *product {
            return Err(garbled(product, "another bundle was answered"));
        }
        self.rehearsed(bundle, request_id).await.map(Some)
    }

    async fn rehearsed(&self, bundle: SupplierProduct, request_id: &str) -> Result<SupplierProduct, SupplierError> {
        let Some(order) = order_of("validate", &bundle.product, &Wanted::Esim) else { return Ok(bundle) };
        let answer = match self.api.validate(&order, request_id).await {
            Ok(answer) => answer,
            Err(SupplierError::Refused { status: 400, reason }) => {
                tracing::warn!(product = %bundle.product, reason, "eSIM Go would not sell it");
                return Ok(SupplierProduct { available: false, ..bundle });
            }
            Err(error) => return Err(error),
        };
        let rehearsal: Order = wire::object(wire::json_of(&answer)?);
        if rehearsal.total.0.is_none() {
            let reason = faults::message(&answer).unwrap_or_else(|| "a rehearsal without a total".to_owned());
            return Err(SupplierError::Garbled { reason });
        }
        // What it would really cost, in the currency of the balance that pays for it.
        let currency = match rehearsal.currency.as_deref() {
            Some(code) => Currency::parse(code).map_err(|_| garbled(&bundle.product, "an unknown currency"))?,
            None => bundle.cost.currency,
        };
        let cost = rehearsal.total.0.as_deref().and_then(|total| wire::cost(total, currency));
        let cost = cost.ok_or_else(|| garbled(&bundle.product, "a total that is no price"))?;
        Ok(SupplierProduct { available: rehearsal.valid != Value::Bool(false), cost, ..bundle })
    }
}

fn garbled(product: &SupplierProductId, reason: &str) -> SupplierError {
    SupplierError::Garbled { reason: format!("bundle {product}: {reason}") }
}

fn read_or_warn(bundle: Value, currency: Currency) -> Option<SupplierProduct> {
    let name = bundle.get("name").map(Value::to_string).unwrap_or_default();
    read(bundle, currency)
        .map_err(|reason| tracing::warn!(bundle = name, reason, "a bundle of eSIM Go's cannot be read and is not sold"))
        .ok()
}

/// A bundle in our words. Err says which fact is missing without which it cannot be sold.
pub(super) fn read(bundle: Value, currency: Currency) -> Result<SupplierProduct, &'static str> {
    let bundle: Bundle = wire::object(bundle);
    let name = bundle.name.0.clone().ok_or("no name")?;
    let description = bundle.description.as_deref().map(plain_text).unwrap_or_default();
    let duration = bundle.duration.0.and_then(|days| u32::try_from(days).ok()).filter(|days| *days > 0);
    Ok(SupplierProduct {
        least_prices: Vec::new(),
        kind: ProductKind::Esim,
        available: true,
        cost: bundle.price.0.as_deref().and_then(|text| wire::cost(text, currency)).ok_or("a price that is none")?,
        stock: None,
        facts: PlanFacts {
            name: shown_name(&description).unwrap_or_else(|| name.clone()),
            description,
            network: NETWORK.to_owned(),
            allowance: Allowance { data: data(&bundle, &name)?, airtime_seconds: None, sms: None },
            validity: Validity::Days(duration.ok_or("no duration")?),
            coverage: coverage::read(&places(bundle)),
            identity_papers: IdentityPapers::NotRequired,
            top_up: Some(true),
            hotspot: None,
        },
        product: SupplierProductId::from(name),
    })
}

/// "1GB, 7 Days, France" of "eSIM, 1GB, 7 Days, France, V2".
fn shown_name(description: &str) -> Option<String> {
    let is_version = |part: &str| part.strip_prefix('V').is_some_and(|number| number.parse::<u8>().is_ok());
    let parts = description.lines().next()?.split(',').map(str::trim);
    let told: Vec<_> = parts.filter(|part| !part.is_empty() && *part != "eSIM" && !is_version(part)).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// `unlimited` comes first: beside it the amount means nothing.
fn data(bundle: &Bundle, name: &str) -> Result<DataAllowance, &'static str> {
    if bundle.unlimited == Value::Bool(true) || bundle.unlimited == "true" {
        let family = name.split('_').find_map(|part| DAILY_CAPS.iter().find(|(family, _)| *family == part));
        return Ok(DataAllowance::Unlimited { daily_cap: family.map(|(_, cap)| DataAmount::gigabytes(*cap)) });
    }
    let megabytes = bundle.data_amount.0.and_then(|amount| u32::try_from(amount).ok()).filter(|amount| *amount > 0);
    megabytes.map(|amount| DataAllowance::Limited(DataAmount::megabytes(amount))).ok_or("no amount of data")
}

fn places(bundle: Bundle) -> Value {
    let mut places = wire::list_of(bundle.countries);
    places.extend(wire::list_of(bundle.roaming_enabled));
    Value::Array(places)
}
