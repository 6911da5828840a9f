//! What a test or a hand can turn at Orange: stock, the course of sales, SIMs, tokens, outages.

use serde::Serialize;
use serde_json::Value;

use super::catalogue::{Offer, OfferSeed};
use super::keys::PublishedKey;
use super::plan::{CodeForm, SalePlan};
use super::selling::write_code;
use super::suppliers::Supplier;
use crate::clock::iso_date;
use crate::later::Later;
use crate::world::World;

/// One eSIM that Orange handed out, with the code in clear: the truth that a shop is checked against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SoldEsim {
    pub transaction_id: String,
    pub offer_id: String,
    pub user_id: String,
    /// The status as it stands now.
    pub status: String,
    /// `1$<SM-DP+>$<matching id>`
    pub activation_code: String,
    pub msisdn: String,
    pub nsce: String,
    pub puk: String,
}

/// One top-up that Orange booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SoldTopUp {
    pub transaction_id: String,
    pub offer_id: String,
    pub user_id: String,
    /// The status as it stands now.
    pub status: String,
    /// What was topped up: `{"msisdn": …}` or `{"simId": …}`.
    pub target: Value,
}

impl World {
    /// Adds an offer; answers its id, which follows from the name.
    pub fn add_offer(&self, seed: OfferSeed) -> String {
        let offer = Offer::new(seed, &iso_date(self.clock().now()));
        let id = offer.id.clone();
        let offers = &mut self.lock().orange.offers;
        offers.retain(|known| known.id != id);
        offers.push(offer);
        id
    }

    /// Id of the offer with this name.
    #[must_use]
    pub fn offer_id(&self, name: &str) -> Option<String> {
        let state = self.lock();
        let found = state.orange.offers.iter().find(|offer| offer.seed.name == name);
        found.map(|offer| offer.id.clone())
    }

    /// Units left of an offer.
    #[must_use]
    pub fn stock(&self, offer_id: &str) -> Option<i64> {
        let state = self.lock();
        let found = state.orange.offers.iter().find(|offer| offer.id == offer_id);
        found.map(|offer| offer.bucket)
    }

    /// Sets the units left; false when there is no such offer.
    pub fn set_stock(&self, offer_id: &str, bucket: i64) -> bool {
        let mut state = self.lock();
        let found = state.orange.offers.iter_mut().find(|offer| offer.id == offer_id);
        found.map(|offer| offer.bucket = bucket).is_some()
    }

    /// Takes an offer off the distributor's list.
    pub fn remove_offer(&self, offer_id: &str) {
        self.lock().orange.offers.retain(|offer| offer.id != offer_id);
    }

    /// The course of the next sale; plans queue up.
    pub fn plan_next_sale(&self, plan: SalePlan) {
        self.lock().orange.plans.push_back(plan);
    }

    /// The course of every sale that has no plan of its own.
    pub fn plan_every_sale(&self, plan: SalePlan) {
        self.lock().orange.usual_plan = plan;
    }

    /// Changes a sale's status at the next look; false when there is no such sale.
    /// `sale` is a transaction id or a `user_id`.
    pub fn set_sale_status(&self, sale: &str, status: &str) -> bool {
        let later = Later { after_seconds: 0, status: status.to_owned() };
        self.lock().orange.transactions.plan_change(sale, later)
    }

    /// From now on the sale's activation code can be read; false when there is no such eSIM, or no key to write it with.
    pub fn mend_code(&self, sale: &str) -> bool {
        let mut state = self.lock();
        let super::Orange { transactions, key, .. } = &mut state.orange;
        let found = transactions.meant_by(sale);
        let code = found.and_then(|one| {
            let code = write_code(one.sim.as_ref()?, key.as_ref()?, CodeForm::Plain, false);
            Some((one, code))
        });
        code.map(|(one, code)| one.code_on_the_wire = code).is_some()
    }

    /// Sets the SIM's status, one of [`crate::SIM_STATUSES`] or any other word; the first `available` activates it.
    pub fn set_sim_status(&self, sale: &str, status: &str) -> bool {
        let now = self.clock().now();
        self.with_sim(sale, |sim| {
            status.clone_into(&mut sim.status);
            if status == "available" && sim.activated.is_none() {
                sim.activated = Some(now);
                sim.expires = Some(now + 30 * 86_400);
            }
        })
    }

    /// Replaces the balances of a SIM by these, in the wire form of usagebalances.
    pub fn set_usage(&self, sale: &str, buckets: Vec<Value>) -> bool {
        self.with_sim(sale, |sim| sim.buckets = buckets)
    }

    /// Sets what is left of the first balance's data, in that balance's unit.
    pub fn set_data_remaining(&self, sale: &str, remaining: f64) -> bool {
        self.with_sim(sale, |sim| {
            if let Some(bucket) = sim.buckets.first_mut() {
                bucket["data_remaining"] = remaining.into();
            }
        })
    }

    fn with_sim(&self, sale: &str, change: impl FnOnce(&mut super::sim::Sim)) -> bool {
        let mut state = self.lock();
        let found = state.orange.transactions.meant_by(sale);
        found.and_then(|one| one.sim.as_mut()).map(change).is_some()
    }

    /// Every eSIM sold, oldest first.
    #[must_use]
    pub fn esims_sold(&self) -> Vec<SoldEsim> {
        let now = self.clock().now();
        let mut state = self.lock();
        state.orange.settle(now);
        let sold = state.orange.transactions.iter().filter_map(|one| {
            let sim = one.sim.as_ref()?;
            Some(SoldEsim {
                transaction_id: one.id.clone(),
                offer_id: one.offer_id.clone(),
                user_id: one.user_id.clone(),
                status: one.status.clone(),
                activation_code: sim.activation_code(),
                msisdn: sim.msisdn.clone(),
                nsce: sim.nsce.clone(),
                puk: sim.puk.clone(),
            })
        });
        sold.collect()
    }

    /// Every top-up booked, oldest first.
    #[must_use]
    pub fn top_ups_sold(&self) -> Vec<SoldTopUp> {
        let now = self.clock().now();
        let mut state = self.lock();
        state.orange.settle(now);
        let sold = state.orange.transactions.iter().filter_map(|one| {
            Some(SoldTopUp {
                transaction_id: one.id.clone(),
                offer_id: one.offer_id.clone(),
                user_id: one.user_id.clone(),
                status: one.status.clone(),
                target: one.topped_up.clone()?,
            })
        });
        sold.collect()
    }

    /// Sets or, with `None`, removes the distributor's public key; false when the PEM is none.
    pub fn set_distributor_key(&self, public_key_pem: Option<&str>) -> bool {
        let key = public_key_pem.map(PublishedKey::read);
        let mut state = self.lock();
        match key {
            None => state.orange.key = None,
            Some(Some(key)) => state.orange.key = Some(key),
            Some(None) => return false,
        }
        true
    }

    /// Tokens that Orange was asked for in the last minute.
    #[must_use]
    pub fn tokens_in_the_last_minute(&self) -> usize {
        let now = self.clock().now_millis();
        self.lock().orange.tokens.asked.in_the_last_minute(now)
    }

    /// Whether a supplier's connector works, as the list of suppliers tells it.
    pub fn set_outage(&self, supplier: Supplier, is_down: bool) {
        let now = self.clock().now();
        let mut state = self.lock();
        if is_down {
            state.orange.outages.insert(supplier, now);
        } else {
            state.orange.outages.remove(&supplier);
        }
    }

    /// The most items on a page of Orange's lists, whatever `limit` asks for; `None` is any number.
    pub fn set_orange_page_cap(&self, cap: Option<usize>) {
        self.lock().orange.page_cap = cap;
    }

    /// Seconds of the world's clock until a sale shows in Orange's list and count.
    pub fn set_orange_list_lag(&self, seconds: i64) {
        self.lock().orange.list_lag_seconds = seconds;
    }
}
