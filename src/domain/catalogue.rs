//! The catalogue as pages read it: an immutable snapshot of every offer that may be sold, and of those that pause.

use super::country::CountryCode;
use super::ids::{OfferId, SupplierId};
use super::money::Money;
use super::offer::Offer;
use super::ranking::{self, Outdone, Speeds};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Why an offer of the catalogue is not sold for the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// Its supplier fails and is left alone.
    SupplierAway,
    /// What is left of the money paid to its supplier in advance does not cover its cost, or is of another currency.
    NoCredit,
}

/// What is known of the suppliers when a snapshot is made.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    pub speeds: Speeds,
    /// Those that are left alone.
    pub away: BTreeSet<SupplierId>,
    /// What is left at those that are paid in advance, where it was read.
    pub credit: BTreeMap<SupplierId, Money>,
}

impl Conditions {
    fn pause_of(&self, offer: &Offer) -> Option<Pause> {
        if self.away.contains(&offer.supplier) {
            return Some(Pause::SupplierAway);
        }
        let credit = self.credit.get(&offer.supplier)?;
        (!credit.covers(offer.cost)).then_some(Pause::NoCredit)
    }
}

/// All sellable offers, cheapest first within a country.
#[derive(Debug, Default)]
pub struct Catalogue {
    version: i64,
    offers: Vec<Arc<Offer>>,
    by_id: HashMap<OfferId, usize>,
    /// Those that are shown there.
    by_country: BTreeMap<CountryCode, Vec<usize>>,
    outdone: HashMap<OfferId, Outdone>,
    paused: HashMap<OfferId, (Arc<Offer>, Pause)>,
    away: BTreeSet<SupplierId>,
}

impl Catalogue {
    /// Builds the look-ups; `version` is the store's `catalogue_version`.
    pub fn new(version: i64, offers: Vec<Offer>) -> Self {
        Self::under(version, offers, &Conditions::default())
    }

    /// As `new`, with what is known of the suppliers: some offers pause, and of equal ones that are left one is shown.
    pub fn under(version: i64, mut offers: Vec<Offer>, conditions: &Conditions) -> Self {
        offers.sort_by(|a, b| (a.price.minor, &a.id).cmp(&(b.price.minor, &b.id)));
        let mut paused = HashMap::new();
        let mut selling = Vec::new();
        for offer in offers.into_iter().map(Arc::new) {
            match conditions.pause_of(&offer) {
                Some(pause) => drop(paused.insert(offer.id.clone(), (offer, pause))),
                None => selling.push(offer),
            }
        }
        let offers = selling;
        let outdone = ranking::outdone(&offers, &conditions.speeds);
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
        Self { version, offers, by_id, by_country, outdone, paused, away: conditions.away.clone() }
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

    /// An offer that is not sold for the moment, and why.
    pub fn paused(&self, id: &OfferId) -> Option<(&Arc<Offer>, Pause)> {
        self.paused.get(id).map(|(offer, pause)| (offer, *pause))
    }

    /// Whether other offers of a supplier would pause, or none any more, with this credit.
    pub fn would_change(&self, supplier: &SupplierId, credit: Money) -> bool {
        let of = |offer: &Arc<Offer>| offer.supplier == *supplier;
        let too_dear = self.offers.iter().any(|offer| of(offer) && !credit.covers(offer.cost));
        let no_credit = self.paused.values().filter(|(_, pause)| *pause == Pause::NoCredit);
        too_dear || no_credit.map(|(offer, _)| offer).any(|offer| of(offer) && credit.covers(offer.cost))
    }

    /// The suppliers that were left alone when the snapshot was made.
    pub fn away(&self) -> &BTreeSet<SupplierId> {
        &self.away
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::SupplierProductId;
    use crate::domain::money::Currency;
    use crate::domain::offer::{Allowance, Coverage, DataAllowance, IdentityPapers, PlanFacts, Validity};
    use crate::domain::usage::DataAmount;

    fn offer(supplier: &str, cents: i64) -> Offer {
        let (supplier, product) = (SupplierId::from(supplier), SupplierProductId::from("x"));
        let data = DataAllowance::Limited(DataAmount::gigabytes(1));
        let facts = PlanFacts {
            name: String::new(),
            description: String::new(),
            network: String::new(),
            allowance: Allowance { data, airtime_seconds: None, sms: None },
            validity: Validity::Days(7),
            coverage: Coverage { countries: vec![CountryCode::parse("FR").unwrap()] },
            identity_papers: IdentityPapers::NotRequired,
            top_up: None,
            hotspot: None,
        };
        let (cost, price) = (Money::new(cents, Currency::USD), Money::new(2 * cents, Currency::EUR));
        Offer { id: OfferId::of(&supplier, &product), supplier, product, facts, cost, price, stock: None }
    }

    fn under(conditions: &Conditions) -> Catalogue {
        Catalogue::under(1, vec![offer("a", 300), offer("b", 400)], conditions)
    }

    fn shown(catalogue: &Catalogue) -> Vec<&str> {
        catalogue.in_country(CountryCode::parse("FR").unwrap()).iter().map(|offer| offer.supplier.as_str()).collect()
    }

    #[test]
    fn where_the_best_suppliers_line_is_down_an_equal_plan_is_shown_and_its_own_pauses() {
        let (a, b) = (offer("a", 0).id, offer("b", 0).id);
        let well = under(&Conditions::default());
        assert_eq!((shown(&well), well.outdone(&b).map(|outdone| &outdone.by)), (vec!["a"], Some(&a)));
        let away = under(&Conditions { away: ["a".into()].into(), ..Conditions::default() });
        assert_eq!((shown(&away), away.outdone(&b)), (vec!["b"], None));
        assert!(away.offer(&a).is_none() && away.offers().len() == 1);
        assert_eq!(away.paused(&a).map(|(_, pause)| pause), Some(Pause::SupplierAway));
        assert!(away.paused(&b).is_none());
    }

    #[test]
    fn what_the_credit_does_not_cover_pauses() {
        let a = offer("a", 0).id;
        for (credit, pause) in [
            (Money::new(300, Currency::USD), None),
            (Money::new(299, Currency::USD), Some(Pause::NoCredit)),
            (Money::new(9999, Currency::EUR), Some(Pause::NoCredit)),
        ] {
            let catalogue = under(&Conditions { credit: [("a".into(), credit)].into(), ..Conditions::default() });
            assert_eq!(catalogue.paused(&a).map(|(_, pause)| pause), pause, "{credit:?}");
        }
    }
}
