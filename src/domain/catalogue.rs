//! The catalogue as pages read it: an immutable snapshot of every offer that may be sold.

use super::country::CountryCode;
use super::ids::OfferId;
use super::offer::Offer;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// All sellable offers, cheapest first within a country.
#[derive(Debug, Default)]
pub struct Catalogue {
    version: i64,
    offers: Vec<Arc<Offer>>,
    by_id: HashMap<OfferId, usize>,
    by_country: BTreeMap<CountryCode, Vec<usize>>,
}

impl Catalogue {
    /// Builds the look-ups; `version` is the store's `catalogue_version`.
    pub fn new(version: i64, mut offers: Vec<Offer>) -> Self {
        offers.sort_by(|a, b| (a.price.minor, &a.id).cmp(&(b.price.minor, &b.id)));
        let mut by_id = HashMap::new();
        let mut by_country: BTreeMap<CountryCode, Vec<usize>> = BTreeMap::new();
        for (index, offer) in offers.iter().enumerate() {
            by_id.insert(offer.id.clone(), index);
            for country in &offer.facts.coverage.countries {
                by_country.entry(*country).or_default().push(index);
            }
        }
        Self { version, offers: offers.into_iter().map(Arc::new).collect(), by_id, by_country }
    }

    /// The store's number of this snapshot.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Every offer, cheapest first.
    pub fn offers(&self) -> &[Arc<Offer>] {
        &self.offers
    }

    /// One offer, if it is sold at present.
    pub fn offer(&self, id: &OfferId) -> Option<&Arc<Offer>> {
        self.by_id.get(id).map(|&index| &self.offers[index])
    }

    /// The offers that work in a country, cheapest first.
    pub fn in_country(&self, country: CountryCode) -> Vec<&Arc<Offer>> {
        self.by_country.get(&country).into_iter().flatten().map(|&index| &self.offers[index]).collect()
    }

    /// The countries that have at least one offer, by code.
    pub fn countries(&self) -> impl Iterator<Item = CountryCode> + '_ {
        self.by_country.keys().copied()
    }
}
