//! Operators and their packages, made from short seeds, as the list of packages tells them.

use serde_json::{Value, json};

use super::Airalo;
use super::manners::AiraloManners;
use crate::amount::{hundredths, shortest};
use crate::countries::name;

/// An operator of a country, of a region or of the world. `Default` is one in France.
#[derive(Clone, Debug)]
pub struct AiraloOperatorSeed {
    /// The packages' ids begin with it, in lower case and with `-` for spaces.
    pub title: String,
    /// ISO 3166-1 alpha-2 of a local operator; `None` is a region or the world.
    pub country: Option<String>,
    /// Name of the country, region or world, and in lower case its slug.
    pub place: String,
    pub coverage: Vec<String>,
    /// `first-usage` or `installation`
    pub activation_policy: String,
    pub needs_papers: bool,
    pub rechargeable: bool,
    pub packages: Vec<AiraloPackageSeed>,
}

impl Default for AiraloOperatorSeed {
    fn default() -> Self {
        Self {
            title: "Bonbon Mobile".to_owned(),
            country: Some("FR".to_owned()),
            place: "France".to_owned(),
            coverage: vec!["FR".to_owned()],
            activation_policy: "first-usage".to_owned(),
            needs_papers: false,
            rechargeable: true,
            packages: Vec::new(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct AiraloPackageSeed {
    /// 1024 megabytes each; 0 is unlimited.
    pub gigabytes: i64,
    pub days: i64,
    /// What the partner pays, decimal text in US dollars.
    pub net_price: String,
    /// What it must be sold for at least.
    pub price: String,
    pub stock: i64,
}

pub(super) struct Operator {
    pub(super) seed: AiraloOperatorSeed,
    id: u64,
    pub(super) packages: Vec<Package>,
}

/// A package, which can be bought new or, under an id of its own, as a top-up.
#[derive(Clone)]
pub(super) struct Package {
    pub(super) id: String,
    pub(super) gigabytes: i64,
    pub(super) days: i64,
    /// Hundredths of a US dollar.
    pub(super) net: i64,
    pub(super) retail: i64,
    pub(super) stock: i64,
}

impl Package {
    /// `1 GB` or `Unlimited`
    pub(super) fn data(&self) -> String {
        if self.gigabytes == 0 { "Unlimited".to_owned() } else { format!("{} GB", self.gigabytes) }
    }

    /// `1 GB - 7 Days`
    pub(super) fn title(&self) -> String {
        format!("{} - {} Days", self.data(), self.days)
    }

    /// Megabytes; 0 where it is unlimited.
    pub(super) fn megabytes(&self) -> i64 {
        self.gigabytes * 1024
    }

    pub(super) fn top_up_id(&self) -> String {
        format!("{}-topup", self.id)
    }

    pub(super) fn wire(&self, is_top_up: bool, manners: &AiraloManners) -> Value {
        let unlimited = self.gigabytes == 0;
        let policy = unlimited.then_some("Lower speed rate of 1 Mbps after 3 GB usage per day.");
        let mut prices = json!({"recommended_retail_price": currencies(self.retail)});
        if !manners.discount_pricing {
            prices["net_price"] = currencies(self.net);
        }
        json!({
            "id": if is_top_up { self.top_up_id() } else { self.id.clone() },
            "type": if is_top_up { "topup" } else { "sim" },
            "price": shortest(self.retail), "amount": self.megabytes(), "day": self.days,
            "is_unlimited": unlimited, "title": self.title(), "data": self.data(),
            "short_info": "This eSIM doesn't come with a phone number.", "voice": null, "text": null,
            "is_fair_usage_policy": unlimited, "fair_usage_policy": policy,
            "net_price": (!manners.discount_pricing).then(|| shortest(self.net)), "prices": prices,
        })
    }
}

/// At rates that stand still.
fn currencies(dollars: i64) -> Value {
    let at = |percent: i64| shortest(dollars * percent / 100);
    json!({"USD": shortest(dollars), "EUR": at(92), "GBP": at(79)})
}

impl Operator {
    pub(super) fn new(seed: AiraloOperatorSeed, id: u64) -> Self {
        let slug = seed.title.to_lowercase().replace(' ', "-");
        let packages = seed
            .packages
            .iter()
            .map(|package| Package {
                id: match package.gigabytes {
                    0 => format!("{slug}-{}days-unlimited", package.days),
                    gigabytes => format!("{slug}-{}days-{gigabytes}gb", package.days),
                },
                gigabytes: package.gigabytes,
                days: package.days,
                net: hundredths(&package.net_price).unwrap_or_default(),
                retail: hundredths(&package.price).unwrap_or_default(),
                stock: package.stock,
            })
            .collect();
        Self { seed, id, packages }
    }

    /// Packages without stock are not told.
    pub(super) fn wire(&self, with_top_ups: bool, manners: &AiraloManners) -> Value {
        let seed = &self.seed;
        let in_stock = || self.packages.iter().filter(|package| package.stock > 0);
        let mut packages: Vec<Value> = in_stock().map(|package| package.wire(false, manners)).collect();
        if with_top_ups && seed.rechargeable {
            packages.extend(in_stock().map(|package| package.wire(true, manners)));
        }
        let coverages: Vec<Value> = seed
            .coverage
            .iter()
            .map(|code| json!({"name": code, "code": code, "networks": [{"name": format!("{code} 1"), "types": ["4G", "5G"]}]}))
            .collect();
        let countries: Vec<Value> = seed
            .coverage
            .iter()
            .map(|code| json!({"country_code": code, "title": name(code), "image": {"url": "", "width": 132, "height": 99}}))
            .collect();
        json!({
            "id": self.id, "style": "light", "gradient_start": "#0F3CA3", "gradient_end": "#4B9FE1",
            "type": if seed.country.is_some() { "local" } else { "global" },
            "is_prepaid": false, "title": seed.title, "esim_type": "Prepaid", "warning": null,
            "apn_type": "automatic", "apn_value": null, "is_roaming": true, "info": ["LTE Data-only eSIM."],
            "image": {"url": "", "width": 1035, "height": 653}, "plan_type": "data",
            "activation_policy": seed.activation_policy, "is_kyc_verify": seed.needs_papers,
            "rechargeability": seed.rechargeable, "other_info": null,
            "install_window_days": 365, "topup_grace_window_days": 90,
            "apn": {"ios": {"apn_type": "automatic", "apn_value": null}, "android": {"apn_type": "automatic", "apn_value": null}},
            "coverages": coverages, "countries": countries, "packages": packages,
        })
    }
}

impl Airalo {
    pub(super) fn add_operator(&mut self, seed: AiraloOperatorSeed) {
        self.operators.retain(|operator| operator.seed.title != seed.title);
        let id = self.next_number();
        self.operators.push(Operator::new(seed, id));
    }

    /// The package of this id, with its operator's place.
    pub(super) fn package(&self, id: &str) -> Option<(usize, &Package)> {
        let packages = self.operators.iter().enumerate();
        let mut packages = packages.flat_map(|(place, one)| one.packages.iter().map(move |package| (place, package)));
        packages.find(|(_, package)| package.id == id)
    }

    /// Takes units of a package, or gives them back.
    pub(super) fn change_stock(&mut self, id: &str, by: i64) {
        let mut packages = self.operators.iter_mut().flat_map(|operator| &mut operator.packages);
        if let Some(package) = packages.find(|package| package.id == id) {
            package.stock += by;
        }
    }

    /// Ids of all packages, for the page of knobs.
    pub(crate) fn package_ids(&self) -> Vec<String> {
        self.operators.iter().flat_map(|operator| &operator.packages).map(|package| package.id.clone()).collect()
    }
}
