//! Orange's offers in our words.

use super::OrangeTravel;
use super::networks::{Network, NetworkKind};
use super::wire::{self, Metadata, Offer, Product};
use crate::domain::ids::SupplierProductId;
use crate::domain::money::Currency;
use crate::domain::offer::{
    Allowance, DataAllowance, IdentityPapers, PlanFacts, ProductKind, SupplierProduct, Validity,
};
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::DataAmount;
use crate::suppliers::SupplierError;
use crate::suppliers::http::own_request_id;
use crate::suppliers::http::reading::Tries;
use crate::suppliers::wire::{cost, coverage, plain_text};
use serde_json::Value;
use url::Url;

const OFFERS: [&str; 2] = ["distributors", "offers"];

/// Papers must be registered within so many days of the purchase (seed 004, "Gestion KYC": "dans tous les cas").
const PAPERS_WITHIN_DAYS: u16 = 30;

/// "Unlimited" as Orange writes it in a number.
const UNLIMITED: i64 = -1;

impl OrangeTravel {
    /// All offers. One that cannot be read is left out and named in the log; the others do not suffer.
    pub(super) async fn offers(&self, request_id: &str) -> Result<Vec<SupplierProduct>, SupplierError> {
        let networks = self.networks(request_id).await?;
        let offers =
            self.api.get_list("offers.list", Tries::Several, &OFFERS, &[], request_id).await.map_err(|error| {
                match error {
                    // Seed 004, "URL de base": on 404 the base URL comes first.
                    SupplierError::NotFound => {
                        SupplierError::Refused { status: 404, reason: "no offers there: is base_url right?".into() }
                    }
                    other => other,
                }
            })?;
        let now = self.clock.now();
        let count = offers.len();
        let read: Vec<_> = offers.into_iter().filter_map(|offer| read_or_warn(offer, &networks, now)).collect();
        tracing::info!(offers = count, readable = read.len(), "Orange's catalogue was read");
        Ok(read)
    }

    /// One offer as it stands now; `None` when Orange does not know it.
    pub(super) async fn offer(
        &self,
        product: &SupplierProductId,
        request_id: &str,
    ) -> Result<Option<SupplierProduct>, SupplierError> {
        let [distributors, offers] = OFFERS;
        let answer =
            match self.api.get_json("offers.read", &[distributors, offers, product.as_str()], &[], request_id).await {
                Ok(answer) => answer,
                // Orange's guide (seed 004) shows the list alone: where one offer cannot be read by itself, the list tells.
                Err(SupplierError::NotFound) => {
                    return match self.offers(request_id).await {
                        Ok(offers) => Ok(offers.into_iter().find(|offer| offer.product == *product)),
                        Err(SupplierError::NotFound | SupplierError::Refused { status: 404, .. }) => Ok(None),
                        Err(error) => Err(error),
                    };
                }
                Err(error) => return Err(error),
            };
        let networks = self.known_networks(request_id).await?;
        let ours = |offer: &Value| offer.get("id").and_then(Value::as_str) == Some(product.as_str());
        // The answer is an array in Orange's schema, an object in its samples.
        let Some(offer) = wire::list_of(answer).into_iter().find(ours) else {
            return Ok(None);
        };
        read(offer, &networks, self.clock.now())
            .map(Some)
            .map_err(|reason| SupplierError::Garbled { reason: format!("offer {product}: {reason}") })
    }

    /// An id for reads that no visitor caused.
    pub(super) fn own_request_id(&self) -> String {
        own_request_id()
    }
}

fn read_or_warn(offer: Value, networks: &[Network], now: UnixSeconds) -> Option<SupplierProduct> {
    let id = offer.get("id").map(Value::to_string).unwrap_or_default();
    read(offer, networks, now)
        .map_err(|reason| tracing::warn!(offer = id, reason, "an offer of Orange's cannot be read and is not sold"))
        .ok()
}

/// An offer in our words. Err says which fact is missing without which it cannot be sold.
pub(super) fn read(offer: Value, networks: &[Network], now: UnixSeconds) -> Result<SupplierProduct, &'static str> {
    let offer: Offer = wire::object(offer);
    let product = offer.product;
    // Null, text or nothing: then the plan's facts are not told.
    let metadata: Metadata = wire::object(product.metadata.clone());
    let kind = kind(&product)?;
    let network = networks.iter().find(|network| product.supplier_id.as_deref() == Some(&network.id));
    let currency = offer.reference_currency.0.or(product.reference_currency.0).ok_or("no currency")?;
    let currency = Currency::parse(&currency).map_err(|_| "an unknown currency")?;
    let over = offer.expiration_date.0.is_some_and(|end| end <= now);
    Ok(SupplierProduct {
        product: SupplierProductId::from(offer.id.0.ok_or("no id")?),
        kind,
        // Without a word about it, as in Orange's schema, the bucket decides.
        available: !over && (product.status.0.is_none() || product.status.is("available")),
        cost: cost(&offer.resell_value.0.ok_or("no resell_value")?, currency)
            .ok_or("a resell_value that is no price")?,
        least_prices: Vec::new(),
        stock: offer.bucket.0.map(|bucket| u32::try_from(bucket.max(0)).unwrap_or(u32::MAX)),
        facts: PlanFacts {
            name: offer.name.0.or(product.name.0).ok_or("no name")?,
            description: product.description.as_deref().map(plain_text).unwrap_or_default(),
            network: network
                .map(|network| network.name.clone())
                .or_else(|| metadata.network.0.clone())
                .unwrap_or_default(),
            allowance: allowance(&metadata)?,
            validity: validity(&metadata)?,
            coverage: coverage::read(&product.coverage_zone),
            identity_papers: identity_papers(&metadata, network),
            top_up: network.and_then(|network| network.kind.top_up()),
            hotspot: None,
        },
    })
}

fn kind(product: &Product) -> Result<ProductKind, &'static str> {
    match &product.kind {
        kind if kind.is("eSim") => Ok(ProductKind::Esim),
        kind if kind.is("topup") => Ok(ProductKind::TopUp),
        kind if kind.is("simCard") => Ok(ProductKind::SimCard),
        _ => Err("an unknown kind of product"),
    }
}

fn allowance(metadata: &Metadata) -> Result<Allowance, &'static str> {
    let data = match (&metadata.data_amount.0, &metadata.data_unit) {
        (_, unit) if unit.is("unlimited") => DataAllowance::Unlimited { daily_cap: None },
        (None, _) => DataAllowance::None,
        (Some(amount), _) if is_unlimited(amount) => DataAllowance::Unlimited { daily_cap: None },
        (Some(amount), _) if is_nothing(amount) => DataAllowance::None,
        (Some(amount), unit) => DataAmount::from_unit(amount, unit.as_deref().unwrap_or_default())
            .map(DataAllowance::Limited)
            .map_err(|_| "an amount of data that cannot be read")?,
    };
    Ok(Allowance {
        data,
        // Unlimited calls or messages cannot be said in a number: less is promised than there is.
        airtime_seconds: seconds(metadata.airtime_duration.0.as_deref(), metadata.airtime_unit.as_deref())
            .filter(|seconds| *seconds > 0),
        sms: metadata.sms.0.filter(|count| *count > 0),
    })
}

/// A duration in seconds; `None` when it is unlimited or not understood.
pub(super) fn seconds(amount: Option<&str>, unit: Option<&str>) -> Option<i64> {
    let factor = match unit?.to_ascii_lowercase().as_str() {
        "seconds" | "second" | "s" => 1,
        "minutes" | "minute" | "min" => 60,
        "hours" | "hour" | "h" => 3600,
        _ => return None,
    };
    let amount = amount?;
    // Tenths of a minute and the like are dropped.
    let whole = amount.split_once('.').map_or(amount, |(whole, _)| whole);
    whole.parse::<i64>().ok().filter(|whole| *whole >= 0)?.checked_mul(factor)
}

fn is_unlimited(amount: &str) -> bool {
    amount.split('.').next().and_then(|whole| whole.parse().ok()) == Some(UNLIMITED)
}

fn is_nothing(amount: &str) -> bool {
    amount.bytes().all(|byte| byte == b'0' || byte == b'.')
}

fn validity(metadata: &Metadata) -> Result<Validity, &'static str> {
    let unit = metadata.validity_unit.as_deref().map(str::to_ascii_lowercase);
    let unit = unit.as_deref();
    let duration = metadata.validity_duration.0;
    if unit == Some("unlimited") || duration == Some(UNLIMITED) {
        return Ok(Validity::Unlimited);
    }
    let duration = duration.and_then(|duration| u32::try_from(duration).ok()).filter(|duration| *duration > 0);
    let duration = duration.ok_or("no validity")?;
    match unit {
        Some("days" | "day") => Ok(Validity::Days(duration)),
        Some("months" | "month") => Ok(Validity::Months(duration)),
        Some("years" | "year") => Ok(Validity::Years(duration)),
        _ => Err("a validity in an unknown unit"),
    }
}

fn identity_papers(metadata: &Metadata, network: Option<&Network>) -> IdentityPapers {
    let own = metadata.kyc_url.as_deref().and_then(|text| Url::parse(text).ok());
    let own = own.filter(|url| url.scheme() == "https" && url.has_host()).map(String::from);
    let kind = network.map_or(NetworkKind::Other, |network| network.kind);
    IdentityPapers::Required {
        within_days: PAPERS_WITHIN_DAYS,
        url: own.or_else(|| kind.papers_page().map(str::to_owned)),
    }
}
