//! What a test or a hand can turn at Airalo: credit, stock, the course of orders, SIMs in use.

use serde::Serialize;

use super::operators::AiraloOperatorSeed;
use super::{Airalo, AiraloManners, AiraloOrderPlan};
use crate::amount::{hundredths, two_decimals};
use crate::world::World;

/// One order or top-up that was made: the truth that a shop is checked against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AiraloSale {
    pub order_id: u64,
    /// `20230227-009666`
    pub code: String,
    pub is_top_up: bool,
    pub package_id: String,
    pub description: String,
    pub quantity: usize,
    /// What the partner pays for all, decimal text in US dollars.
    pub net_price: String,
    /// What an async order was accepted under.
    pub request_id: Option<String>,
    /// The new SIMs, or the one that was topped up.
    pub iccids: Vec<String>,
    /// `1$<SM-DP+>$<matching id>` of each.
    pub activation_codes: Vec<String>,
}

impl World {
    /// Adds an operator with its packages, or replaces the one of that title.
    pub fn add_airalo_operator(&self, seed: AiraloOperatorSeed) {
        self.lock().airalo.add_operator(seed);
    }

    /// Takes a package out of the catalogue; what was sold of it stays.
    pub fn remove_airalo_package(&self, id: &str) {
        for operator in &mut self.lock().airalo.operators {
            operator.packages.retain(|package| package.id != id);
        }
    }

    /// Sets the units left; false when there is no such package. Packages without stock are not listed.
    pub fn set_airalo_stock(&self, package: &str, stock: i64) -> bool {
        let operators = &mut self.lock().airalo.operators;
        let mut packages = operators.iter_mut().flat_map(|operator| &mut operator.packages);
        packages.find(|known| known.id == package).map(|known| known.stock = stock).is_some()
    }

    /// Every order and top-up that was made, oldest first.
    #[must_use]
    pub fn airalo_sold(&self) -> Vec<AiraloSale> {
        self.with_airalo(|airalo, _| {
            let sales = airalo.orders.all.iter().map(|order| {
                let profiles = || order.sims.iter().map(|place| &airalo.sims.all[*place].profile);
                AiraloSale {
                    order_id: order.id,
                    code: order.code(),
                    is_top_up: order.is_top_up,
                    package_id: order.package.clone(),
                    description: order.description.clone(),
                    quantity: order.quantity,
                    net_price: two_decimals(order.net),
                    request_id: order.request_id.clone(),
                    iccids: profiles().map(|profile| profile.iccid.clone()).collect(),
                    activation_codes: profiles().map(|profile| profile.activation_code()).collect(),
                }
            });
            sales.collect()
        })
    }

    /// The forms of Airalo's answers from now on.
    pub fn set_airalo_manners(&self, manners: AiraloManners) {
        let airalo = &mut self.lock().airalo;
        airalo.tokens.asked.set_most(manners.tokens_per_minute);
        airalo.package_calls.set_most(manners.package_calls_per_minute);
        airalo.manners = manners;
    }

    #[must_use]
    pub fn airalo_manners(&self) -> AiraloManners {
        self.lock().airalo.manners.clone()
    }

    /// The course of the next order or top-up; plans queue up.
    pub fn plan_next_airalo_order(&self, plan: AiraloOrderPlan) {
        self.lock().airalo.plans.push_back(plan);
    }

    /// Decimal text in US dollars.
    #[must_use]
    pub fn airalo_balance(&self) -> String {
        two_decimals(self.lock().airalo.balance)
    }

    /// Fills the credit up to decimal text such as `12.50`, of which levels of use are counted from now on;
    /// false when it is none.
    pub fn set_airalo_balance(&self, balance: &str) -> bool {
        let Some(balance) = hundredths(balance) else { return false };
        let airalo = &mut self.lock().airalo;
        airalo.balance = balance;
        airalo.filled_up_to = balance;
        true
    }

    /// A SIM is used for the first time: its days begin. False when there is none of this ICCID.
    pub fn airalo_activate(&self, iccid: &str) -> bool {
        self.with_airalo_sim(iccid, |airalo, place, now| {
            airalo.activate(place, now);
            true
        })
    }

    /// Data is used, in megabytes; false when there is no such SIM or it can no longer be used.
    pub fn airalo_use(&self, iccid: &str, megabytes: i64) -> bool {
        self.with_airalo_sim(iccid, |airalo, place, now| airalo.use_data(place, megabytes, now))
    }

    /// Sets what the usage says of a SIM, such as `UNKNOWN`.
    pub fn set_airalo_status(&self, iccid: &str, status: &str) -> bool {
        self.with_airalo_sim(iccid, |airalo, place, _| {
            airalo.sims.all[place].forced = Some(status.to_owned());
            true
        })
    }

    /// A SIM is recycled: it can no longer be used or topped up.
    pub fn recycle_airalo_sim(&self, iccid: &str) -> bool {
        self.with_airalo_sim(iccid, |airalo, place, now| {
            airalo.sims.all[place].recycled = Some(now);
            true
        })
    }

    fn with_airalo_sim(&self, iccid: &str, act: impl FnOnce(&mut Airalo, usize, i64) -> bool) -> bool {
        self.with_airalo(|airalo, now| airalo.sim_place(iccid).is_ok_and(|place| act(airalo, place, now)))
    }

    /// Lets what is due happen, then acts.
    fn with_airalo<T>(&self, act: impl FnOnce(&mut Airalo, i64) -> T) -> T {
        let now = self.clock().now();
        let result = {
            let airalo = &mut self.lock().airalo;
            airalo.let_time_pass(now);
            act(airalo, now)
        };
        self.wake_deliveries();
        result
    }
}
