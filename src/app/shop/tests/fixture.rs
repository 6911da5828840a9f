//! A small catalogue, as a sync of a few suppliers would leave it.

use crate::domain::catalogue::Catalogue;
use crate::domain::country::CountryCode;
use crate::domain::ids::{OfferId, SupplierId, SupplierProductId};
use crate::domain::money::{Currency, Money};
use crate::domain::offer::{Allowance, Coverage, DataAllowance, IdentityPapers, Offer, PlanFacts, Validity};
use crate::domain::usage::DataAmount;
use std::sync::Arc;

/// A plan of data alone; `countries` are codes apart by spaces, 0 gigabytes stands for unlimited, the price is in cents.
pub(in crate::app::shop) fn plan(name: &str, countries: &str, gigabytes: u32, days: u32, cents: i64) -> Offer {
    let euro = Currency::parse("EUR").unwrap();
    let supplier = SupplierId::from("orange".to_owned());
    let product = SupplierProductId::from(name.to_lowercase().replace(' ', "-"));
    let data = match gigabytes {
        0 => DataAllowance::Unlimited { daily_cap: None },
        count => DataAllowance::Limited(DataAmount::gigabytes(count)),
    };
    Offer {
        id: OfferId::of(&supplier, &product),
        supplier,
        product,
        facts: PlanFacts {
            name: name.to_owned(),
            description: String::new(),
            network: "Orange F".to_owned(),
            allowance: Allowance { data, airtime_seconds: None, sms: None },
            validity: Validity::Days(days),
            coverage: Coverage {
                countries: countries.split_whitespace().map(|code| CountryCode::parse(code).unwrap()).collect(),
            },
            identity_papers: IdentityPapers::Required { within_days: 30, url: None },
            top_up: Some(true),
            hotspot: None,
        },
        cost: Money::new(cents / 2, euro),
        price: Money::new(cents, euro),
        stock: Some(40),
    }
}

const EUROPE: &str = "AL AT BA BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL \
                      NO PL PT RO RS SE SI SK SM TR UA VA XK";

/// Plans for one country, for several, without end, with calls, with the last few left.
pub(in crate::app::shop) fn catalogue() -> Arc<Catalogue> {
    let mut holiday = plan("Orange Holiday Europe 30GB", EUROPE, 30, 14, 3999);
    holiday.facts.allowance.airtime_seconds = Some(120 * 60);
    holiday.facts.allowance.sms = Some(1000);
    holiday.facts.description = "This eSIM includes: 30 GB of data, 120 minutes, 1000 texts.".to_owned();
    holiday.stock = Some(3);
    let mut world = plan("Orange Travel World 20GB", &format!("{EUROPE} US CA MX JP TH AU BR MA TN"), 20, 365, 7999);
    world.facts.validity = Validity::Years(1);
    let mut usa = plan("Orange Travel USA Unlimited", "US", 0, 15, 4199);
    usa.facts.identity_papers = IdentityPapers::NotRequired;
    Arc::new(Catalogue::new(
        1,
        vec![
            plan("Orange Holiday France 5GB", "FR", 5, 7, 899),
            plan("Orange Holiday France 20GB", "FR", 20, 14, 1799),
            plan("Welcome Travelers Europe 1GB", EUROPE, 1, 7, 499),
            holiday,
            world,
            plan("Orange Travel USA 3GB", "US", 3, 7, 699),
            usa,
            plan("Orange Travel Japan 20GB", "JP", 20, 30, 1999),
            plan("Orange Travel Ivory Coast 4GB", "CI", 4, 15, 1199),
            plan("Welcome Travelers Morocco 6GB", "MA", 6, 15, 1199),
            plan("Welcome Travelers North Africa 8GB", "MA TN EG", 8, 30, 1899),
            plan("Orange Travel United Arab Emirates 5GB", "AE", 5, 10, 1299),
        ],
    ))
}
