//! What we sell (`Offer`) and what we buy (`SupplierProduct`).

use super::country::{CountryCode, Region};
use super::ids::{OfferId, SupplierId, SupplierProductId};
use super::money::Money;
use super::usage::DataAmount;
use serde::{Deserialize, Serialize};

/// How much of everything a plan holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    pub data: DataAllowance,
    /// Calls, in seconds; `None` where the plan has none.
    pub airtime_seconds: Option<i64>,
    /// Text messages; `None` where the plan has none.
    pub sms: Option<i64>,
}

/// Data of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DataAllowance {
    None,
    Limited(DataAmount),
    /// Unlimited; after the daily cap the supplier slows it down.
    Unlimited {
        daily_cap: Option<DataAmount>,
    },
}

/// How long a plan works once it has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Validity {
    Days(u32),
    Months(u32),
    Years(u32),
    Unlimited,
}

impl Validity {
    /// Comparable length in days (a month counts 30, a year 365); `None` without an end.
    pub fn days(self) -> Option<u32> {
        match self {
            Self::Days(n) => Some(n),
            Self::Months(n) => Some(n.saturating_mul(30)),
            Self::Years(n) => Some(n.saturating_mul(365)),
            Self::Unlimited => None,
        }
    }
}

/// Where a plan works. Empty when the supplier names no countries: then only its description says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    pub countries: Vec<CountryCode>,
}

impl Coverage {
    /// The region of a plan across borders: where at least four in five of its countries lie. `None` for a plan for one
    /// country, for the world, and where the supplier names no countries.
    pub fn region(&self) -> Option<Region> {
        let count = |region| self.countries.iter().filter(|country| country.region() == region).count();
        let mostly = |region: &Region| 5 * count(*region) >= 4 * self.countries.len();
        Region::ALL.into_iter().find(mostly).filter(|_| self.countries.len() > 1)
    }
}

/// What the law asks of the traveller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IdentityPapers {
    NotRequired,
    /// Register within so many days of the supplier's sale, or the line is cut.
    Required {
        within_days: u16,
        /// Where to register; `None` where the network names no page.
        url: Option<String>,
    },
}

/// What kind of thing a supplier's product is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProductKind {
    Esim,
    TopUp,
    SimCard,
}

/// The facts of a plan that a buyer reads; snapshotted into the order line at checkout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanFacts {
    pub name: String,
    /// Plain text; the adapter has stripped the supplier's markup.
    pub description: String,
    /// The network that runs the line, such as "Orange France".
    pub network: String,
    pub allowance: Allowance,
    pub validity: Validity,
    pub coverage: Coverage,
    pub identity_papers: IdentityPapers,
    /// Whether data can be bought again on the same eSIM; `None` where the supplier does not say.
    pub top_up: Option<bool>,
    /// Whether the phone may share its connection; `None` where the supplier does not say.
    pub hotspot: Option<bool>,
}

/// What we buy: one row of a supplier's catalogue, in our words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierProduct {
    pub product: SupplierProductId,
    pub kind: ProductKind,
    /// Whether the supplier says that it can be bought now.
    pub available: bool,
    pub facts: PlanFacts,
    /// What the supplier bills us.
    pub cost: Money,
    /// The supplier lets nobody sell it for less: the same price in each currency that it names. Empty where it does not
    /// mind.
    pub least_prices: Vec<Money>,
    /// Units left, where the supplier tells.
    pub stock: Option<u32>,
}

/// What we sell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub id: OfferId,
    pub supplier: SupplierId,
    pub product: SupplierProductId,
    pub facts: PlanFacts,
    pub cost: Money,
    pub price: Money,
    pub stock: Option<u32>,
}

impl Offer {
    /// What a gigabyte comes to, to the nearest minor unit; `None` where the plan does not count its data.
    pub fn price_per_gigabyte(&self) -> Option<Money> {
        let DataAllowance::Limited(data) = &self.facts.allowance.data else {
            return None;
        };
        let bytes = i128::from(data.bytes);
        let gigabyte = i128::from(DataAmount::gigabytes(1).bytes);
        let doubled = (2 * i128::from(self.price.minor) * gigabyte).checked_div(bytes)?;
        let minor = i64::try_from((doubled + 1) / 2).ok()?;
        Some(Money::new(minor, self.price.currency))
    }
}

/// Why a supplier's product is not sold; stored as text and shown to staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotSold {
    NotAnEsim,
    Unavailable,
    NoStock,
    NoRate,
    BelowFloor,
    /// The supplier sets a least price, and not in our currency.
    NoLeastPrice,
    /// It vanished from the supplier's catalogue.
    Vanished,
}

impl NotSold {
    const ALL: [Self; 7] = [
        Self::NotAnEsim,
        Self::Unavailable,
        Self::NoStock,
        Self::NoRate,
        Self::BelowFloor,
        Self::NoLeastPrice,
        Self::Vanished,
    ];

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAnEsim => "not_an_esim",
            Self::Unavailable => "unavailable",
            Self::NoStock => "no_stock",
            Self::NoRate => "no_rate",
            Self::BelowFloor => "below_floor",
            Self::NoLeastPrice => "no_least_price",
            Self::Vanished => "vanished",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    fn over(codes: &str) -> Coverage {
        let countries = codes.split_whitespace().map(|code| CountryCode::parse(code).unwrap());
        Coverage { countries: countries.collect() }
    }

    #[test]
    fn a_plan_across_borders_belongs_to_the_region_of_most_of_its_countries() {
        assert_eq!(over("FR DE ES IT MA").region(), Some(Region::Europe));
        assert_eq!(over("FR DE ES MA").region(), None);
        assert_eq!(over("FR").region(), None);
        assert_eq!(over("").region(), None);
    }

    #[test]
    fn a_gigabytes_price_is_rounded_to_the_nearest_cent() {
        let euro = Currency::parse("EUR").unwrap();
        let facts = |data| PlanFacts {
            name: String::new(),
            description: String::new(),
            network: String::new(),
            allowance: Allowance { data, airtime_seconds: None, sms: None },
            validity: Validity::Unlimited,
            coverage: over("FR"),
            identity_papers: IdentityPapers::NotRequired,
            top_up: None,
            hotspot: None,
        };
        let per_gigabyte = |cents, data| {
            let (supplier, product) = (SupplierId::from("s".to_owned()), SupplierProductId::from("p".to_owned()));
            let id = OfferId::of(&supplier, &product);
            let price = Money::new(cents, euro);
            let offer = Offer { id, supplier, product, facts: facts(data), cost: price, price, stock: None };
            offer.price_per_gigabyte().map(|price| price.minor)
        };
        let limited = |megabytes| DataAllowance::Limited(DataAmount::megabytes(megabytes));
        assert_eq!(per_gigabyte(899, limited(5000)), Some(180));
        assert_eq!(per_gigabyte(299, limited(500)), Some(598));
        assert_eq!(per_gigabyte(100, limited(8000)), Some(13));
        assert_eq!(per_gigabyte(100, limited(0)), None);
        assert_eq!(per_gigabyte(100, DataAllowance::Unlimited { daily_cap: None }), None);
    }
}
