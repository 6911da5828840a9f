//! What a test or a hand can turn at eSIM Go: the balance, the forms of answers, the course of orders, eSIMs in use.

use serde::Serialize;

use super::bundles::{Bundle, BundleSeed};
use super::{EsimGo, EsimGoManners, EsimGoOrderPlan};
use crate::amount::{hundredths, two_decimals};
use crate::world::World;

/// One bundle that eSIM Go sold: the truth that a shop is checked against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SoldBundle {
    pub order_reference: String,
    pub bundle: String,
    /// Decimal text in the organisation's currency.
    pub price: String,
    /// `None` while it waits in the inventory.
    pub iccid: Option<String>,
    /// `1$<SM-DP+>$<matching id>` of the eSIM that it is on.
    pub activation_code: Option<String>,
    pub customer_ref: Option<String>,
    /// It went onto an eSIM that was there before.
    pub is_top_up: bool,
    /// `inventory`, or a bundle's state such as `queued`.
    pub state: String,
    /// Bytes left, base 10.
    pub remaining: i64,
    /// Its price was paid back to the balance.
    pub refunded: bool,
}

impl World {
    /// Adds a bundle to eSIM Go's catalogue, or replaces the one of that name.
    pub fn add_bundle(&self, seed: BundleSeed) {
        let bundles = &mut self.lock().esim_go.bundles;
        bundles.retain(|bundle| bundle.seed.name != seed.name);
        bundles.push(Bundle::new(seed));
    }

    /// Takes a bundle out of the catalogue; what was sold of it stays.
    pub fn remove_bundle(&self, name: &str) {
        self.lock().esim_go.bundles.retain(|bundle| bundle.seed.name != name);
    }

    /// Every bundle sold, oldest first.
    #[must_use]
    pub fn esim_go_sold(&self) -> Vec<SoldBundle> {
        let now = self.clock().now();
        let esim_go = &self.lock().esim_go;
        let sold = esim_go.units.iter().map(|unit| {
            let place = unit.place.as_ref();
            let esim = place.and_then(|place| esim_go.esims.get(&place.iccid));
            SoldBundle {
                order_reference: unit.order.clone(),
                bundle: unit.bundle.clone(),
                price: two_decimals(unit.price),
                iccid: place.map(|place| place.iccid.clone()),
                activation_code: esim.map(|esim| esim.profile.activation_code()),
                customer_ref: esim.map(|esim| esim.customer_ref.clone()),
                is_top_up: place.is_some_and(|place| place.tops_up),
                state: unit.state(now, esim_go.manners.processing_seconds).to_owned(),
                remaining: unit.remaining,
                refunded: unit.refunded,
            }
        });
        sold.collect()
    }

    /// The forms of eSIM Go's answers from now on.
    pub fn set_esim_go_manners(&self, manners: EsimGoManners) {
        self.lock().esim_go.manners = manners;
    }

    #[must_use]
    pub fn esim_go_manners(&self) -> EsimGoManners {
        self.lock().esim_go.manners.clone()
    }

    /// The course of the next order; plans queue up.
    pub fn plan_next_esim_go_order(&self, plan: EsimGoOrderPlan) {
        self.lock().esim_go.plans.push_back(plan);
    }

    /// Decimal text in the organisation's currency.
    #[must_use]
    pub fn esim_go_balance(&self) -> String {
        two_decimals(self.lock().esim_go.account.balance)
    }

    /// Sets the prepaid balance to decimal text such as `12.50`; false when it is none.
    pub fn set_esim_go_balance(&self, balance: &str) -> bool {
        let Some(balance) = hundredths(balance) else { return false };
        self.lock().esim_go.account.balance = balance;
        true
    }

    /// The organisation's currency, ISO 4217.
    pub fn set_esim_go_currency(&self, currency: &str) {
        currency.clone_into(&mut self.lock().esim_go.account.currency);
    }

    /// The callback URL of the portal; `None` tells nobody.
    pub fn set_esim_go_callback_url(&self, url: Option<&str>) {
        self.lock().esim_go.callback_url = url.map(str::to_owned);
    }

    /// An eSIM is installed and attaches in a country; false when there is none.
    pub fn esim_go_attach(&self, iccid: &str, country: &str) -> bool {
        self.with_esim_go(|esim_go, now| esim_go.attach(iccid, country, now))
    }

    /// Data is used, in bytes; false when the eSIM has no bundle that can be used.
    pub fn esim_go_use(&self, iccid: &str, bytes: i64) -> bool {
        self.with_esim_go(|esim_go, now| esim_go.use_data(iccid, bytes, now))
    }

    /// Forces the state of the newest assignment of a bundle, such as `expired` or `revoked`.
    pub fn set_esim_go_bundle_state(&self, iccid: &str, bundle: &str, state: &str) -> bool {
        self.with_esim_go(|esim_go, _| {
            let units = esim_go.units.iter_mut().rev();
            let mut places = units.filter(|unit| unit.bundle == bundle).filter_map(|unit| unit.place.as_mut());
            let found = places.find(|place| place.iccid == iccid);
            found.map(|place| place.forced = Some(state.to_owned())).is_some()
        })
    }

    /// Tells that an eSIM without bundles will be deleted.
    pub fn schedule_esim_go_deletion(&self, iccid: &str) {
        self.with_esim_go(|esim_go, now| esim_go.tell_of_end("esim.deletion_scheduled", iccid, now));
    }

    /// Deletes an eSIM at the network and tells it; false when there is none.
    pub fn delete_esim_go_esim(&self, iccid: &str) -> bool {
        self.with_esim_go(|esim_go, now| {
            let found = esim_go.esims.get_mut(iccid).map(|esim| esim.is_gone = true).is_some();
            if found {
                esim_go.tell_of_end("esim.deleted", iccid, now);
            }
            found
        })
    }

    fn with_esim_go<T>(&self, act: impl FnOnce(&mut EsimGo, i64) -> T) -> T {
        let now = self.clock().now();
        let result = act(&mut self.lock().esim_go, now);
        self.wake_deliveries();
        result
    }
}
