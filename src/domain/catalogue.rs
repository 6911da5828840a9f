//! The catalogue as pages read it: an immutable snapshot of every offer that may be sold.

use super::country::CountryCode;
use super::ids::OfferId;
use super::offer::Offer;
use super::ranking::{self, Outdone, Speeds};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// All sellable offers, cheapest first within a country.
#[derive(Debug, Default)]
pub struct Catalogue {
    version: i64,
    offers: Vec<Arc<Offer>>,
    by_id: HashMap<OfferId, usize>,
    /// Those that are shown there.
    by_country: BTreeMap<CountryCode, Vec<usize>>,
    outdone: HashMap<OfferId, Outdone>,
}

impl Catalogue {
    /// Builds the look-ups; `version` is the store's `catalogue_version`.
    pub fn new(version: i64, offers: Vec<Offer>) -> Self {
        Self::ranked(version, offers, &Speeds::new())
    }

    /// As `new`, where it is known how fast suppliers are: of equal plans one is shown.
    pub fn ranked(version: i64, mut offers: Vec<Offer>, speeds: &Speeds) -> Self {
        offers.sort_by(|a, b| (a.price.minor, &a.id).cmp(&(b.price.minor, &b.id)));
        let offers: Vec<_> = offers.into_iter().map(Arc::new).collect();
        let outdone = ranking::outdone(&offers, speeds);
        let mut by_id = HashMap::new();
        let mut by_country: BTreeMap<CountryCode, Vec<usize>> = BTreeMap::new();
        for (index, offer) in offers.iter().enumerate() {
            by_id.insert(offer.id.clone(), index);
            if outdone.contains_key(&offer.id) {
                continue;
            }
            for country in &offer.facts.coverage.countries {
                by_country.entry(*country).or_default().push(index);
            }
        }
        Self { version, offers, by_id, by_country, outdone }
    }

    /// The store's number of this snapshot.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Every offer, cheapest first, also those in whose place an equal one is shown.
    pub fn offers(&self) -> &[Arc<Offer>] {
        &self.offers
    }

    /// What visitors choose from, cheapest first.
    pub fn shown(&self) -> impl Iterator<Item = &Arc<Offer>> {
        self.offers.iter().filter(|offer| !self.outdone.contains_key(&offer.id))
    }

    /// The equal plan that is shown in place of an offer.
    pub fn outdone(&self, id: &OfferId) -> Option<&Outdone> {
        self.outdone.get(id)
    }

    /// One offer, if it is sold at present.
    pub fn offer(&self, id: &OfferId) -> Option<&Arc<Offer>> {
        self.by_id.get(id).map(|&index| &self.offers[index])
    }

    /// The offers that are shown for a country, cheapest first.
    pub fn in_country(&self, country: CountryCode) -> Vec<&Arc<Offer>> {
        self.by_country.get(&country).into_iter().flatten().map(|&index| &self.offers[index]).collect()
    }

    /// The countries that have at least one offer, by code.
    pub fn countries(&self) -> impl Iterator<Item = CountryCode> + '_ {
        self.by_country.keys().copied()
    }
}
