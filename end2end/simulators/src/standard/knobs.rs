//! What a test or a hand can turn at the generic supplier: stock, the course of orders, eSIMs in use.

use serde::Serialize;

use super::packages::{Package, PackageSeed};
use super::{Standard, StandardManners, StandardOrderPlan};
use crate::world::World;

/// One order or top-up that was accepted: the truth that a shop is checked against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StandardSale {
    pub order_id: String,
    pub is_top_up: bool,
    pub package_id: String,
    pub external_reference: String,
    pub idempotency_key: String,
    pub status: String,
    /// Decimal text.
    pub price: String,
    pub currency: String,
    pub esim_id: Option<String>,
    pub iccid: Option<String>,
    /// `1$<SM-DP+>$<matching id>`
    pub activation_code: Option<String>,
    /// Of the eSIM now, in megabytes; `None` is unlimited.
    pub data_remaining_mb: Option<i64>,
}

impl World {
    /// Adds a package, or replaces the one of that id.
    pub fn add_package(&self, seed: PackageSeed) {
        let packages = &mut self.lock().standard.packages;
        packages.retain(|package| package.seed.id != seed.id);
        packages.push(Package::new(seed));
    }

    /// Takes a package out of the catalogue; what was sold of it stays.
    pub fn remove_package(&self, id: &str) {
        self.lock().standard.packages.retain(|package| package.seed.id != id);
    }

    /// Sets the units left, which the catalogue does not tell; false when there is no such package.
    pub fn set_standard_stock(&self, package: &str, stock: i64) -> bool {
        let packages = &mut self.lock().standard.packages;
        let found = packages.iter_mut().find(|known| known.seed.id == package);
        found.map(|package| package.stock = stock).is_some()
    }

    /// Every order and top-up that was accepted, oldest first.
    #[must_use]
    pub fn standard_sold(&self) -> Vec<StandardSale> {
        self.with_standard(|standard, _| {
            let sales = standard.orders.all.iter().map(|order| {
                let esim = order.esim.map(|place| &standard.esims.all[place]);
                StandardSale {
                    order_id: order.id.clone(),
                    is_top_up: order.is_top_up,
                    package_id: order.package.clone(),
                    external_reference: order.external_reference.clone(),
                    idempotency_key: order.key.clone(),
                    status: order.status.clone(),
                    price: order.price.clone(),
                    currency: order.currency.clone(),
                    esim_id: esim.map(|esim| esim.id.clone()),
                    iccid: esim.map(|esim| esim.profile.iccid.clone()),
                    activation_code: esim.map(|esim| esim.profile.activation_code()),
                    data_remaining_mb: esim.and_then(|esim| Some(esim.total_mb? - esim.used_mb)),
                }
            });
            sales.collect()
        })
    }

    /// The forms of the generic supplier's answers from now on.
    pub fn set_standard_manners(&self, manners: StandardManners) {
        let standard = &mut self.lock().standard;
        standard.tokens.asked.set_most(manners.tokens_per_minute);
        standard.manners = manners;
    }

    #[must_use]
    pub fn standard_manners(&self) -> StandardManners {
        self.lock().standard.manners.clone()
    }

    /// The course of the next order or top-up; plans queue up.
    pub fn plan_next_standard_order(&self, plan: StandardOrderPlan) {
        self.lock().standard.plans.push_back(plan);
    }

    /// An eSIM is installed; false when there is none of this id.
    pub fn standard_install(&self, esim_id: &str) -> bool {
        self.with_standard_esim(esim_id, |standard, place, now| {
            standard.install(place, now);
            true
        })
    }

    /// An eSIM is used for the first time: its days begin.
    pub fn standard_activate(&self, esim_id: &str) -> bool {
        self.with_standard_esim(esim_id, |standard, place, now| {
            standard.activate(place, now);
            true
        })
    }

    /// Data is used, in megabytes; false when there is no such eSIM or it has expired.
    pub fn standard_use(&self, esim_id: &str, megabytes: i64) -> bool {
        self.with_standard_esim(esim_id, |standard, place, now| standard.use_data(place, megabytes, now))
    }

    fn with_standard_esim(&self, id: &str, act: impl FnOnce(&mut Standard, usize, i64) -> bool) -> bool {
        self.with_standard(|standard, now| standard.esim_place(id).is_ok_and(|place| act(standard, place, now)))
    }

    /// Lets what is due happen, then acts.
    fn with_standard<T>(&self, act: impl FnOnce(&mut Standard, i64) -> T) -> T {
        let now = self.clock().now();
        let result = {
            let standard = &mut self.lock().standard;
            standard.let_time_pass(now);
            act(standard, now)
        };
        self.wake_deliveries();
        result
    }
}
