//! Which of several suppliers' equal plans is shown: the cheapest, then the fastest, then the one with more in stock.

use super::ids::{OfferId, SupplierId};
use super::offer::{IdentityPapers, Offer};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Seconds from an order to its eSIM, as each supplier took of late.
pub type Speeds = BTreeMap<SupplierId, i64>;

/// Why another supplier's equal plan is shown in place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advantage {
    Cheaper,
    Faster,
    MoreInStock,
    /// They are alike; one had to be first.
    None,
}

/// The plan that is shown in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outdone {
    pub by: OfferId,
    pub supplier: SupplierId,
    pub why: Advantage,
}

/// The offers in whose place another supplier's equal one is shown. A supplier's own plans stand side by side.
pub fn outdone(offers: &[Arc<Offer>], speeds: &Speeds) -> HashMap<OfferId, Outdone> {
    let mut groups: BTreeMap<String, Vec<&Offer>> = BTreeMap::new();
    for offer in offers.iter().filter(|offer| !offer.facts.coverage.countries.is_empty()) {
        groups.entry(need(offer)).or_default().push(offer);
    }
    let mut outdone = HashMap::new();
    for group in groups.values() {
        let Some(best) = group.iter().min_by_key(|offer| rank(offer, speeds)) else { continue };
        for offer in group.iter().filter(|offer| offer.supplier != best.supplier) {
            let (ours, theirs) = (rank(offer, speeds), rank(best, speeds));
            let why = if theirs.0 < ours.0 {
                Advantage::Cheaper
            } else if theirs.1 < ours.1 {
                Advantage::Faster
            } else if theirs.2 < ours.2 {
                Advantage::MoreInStock
            } else {
                Advantage::None
            };
            outdone.insert(offer.id.clone(), Outdone { by: best.id.clone(), supplier: best.supplier.clone(), why });
        }
    }
    outdone
}

/// A supplier that has sold nothing yet comes after one that is known; stock that nobody counts is plenty.
fn rank<'a>(offer: &'a Offer, speeds: &Speeds) -> (i64, i64, Reverse<u32>, &'a OfferId) {
    let speed = speeds.get(&offer.supplier).copied().unwrap_or(i64::MAX);
    (offer.price.minor, speed, Reverse(offer.stock.unwrap_or(u32::MAX)), &offer.id)
}

/// What a buyer needs, written so that equal needs are equal texts.
fn need(offer: &Offer) -> String {
    let facts = &offer.facts;
    let mut countries = facts.coverage.countries.clone();
    countries.sort_unstable();
    let papers = match &facts.identity_papers {
        IdentityPapers::NotRequired => None,
        IdentityPapers::Required { within_days, .. } => Some(within_days),
    };
    let (days, allowance) = (facts.validity.days(), &facts.allowance);
    format!("{countries:?} {allowance:?} {days:?} {papers:?} {:?} {:?}", facts.hotspot, facts.top_up)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::country::CountryCode;
    use crate::domain::ids::SupplierProductId;
    use crate::domain::money::{Currency, Money};
    use crate::domain::offer::{Allowance, Coverage, DataAllowance, PlanFacts, Validity};
    use crate::domain::usage::DataAmount;

    fn offer(supplier: &str, product: &str, cents: i64, days: u32, stock: Option<u32>) -> Arc<Offer> {
        let (supplier, product) = (SupplierId::from(supplier), SupplierProductId::from(product));
        let price = Money::new(cents, Currency::EUR);
        let data = DataAllowance::Limited(DataAmount::gigabytes(1));
        let facts = PlanFacts {
            name: String::new(),
            description: String::new(),
            network: String::new(),
            allowance: Allowance { data, airtime_seconds: None, sms: None },
            validity: Validity::Days(days),
            coverage: Coverage { countries: vec![CountryCode::parse("FR").unwrap()] },
            identity_papers: IdentityPapers::NotRequired,
            top_up: None,
            hotspot: None,
        };
        Arc::new(Offer { id: OfferId::of(&supplier, &product), supplier, product, facts, cost: price, price, stock })
    }

    fn why(offers: &[Arc<Offer>], speeds: &[(&str, i64)]) -> Vec<(String, Advantage)> {
        let speeds = speeds.iter().map(|(supplier, seconds)| (SupplierId::from(*supplier), *seconds)).collect();
        let outdone = outdone(offers, &speeds);
        let hidden = offers.iter().filter_map(|offer| Some((offer.supplier.to_string(), outdone.get(&offer.id)?.why)));
        hidden.collect()
    }

    #[test]
    fn cheapest_is_shown_then_the_fastest_then_the_one_with_more_in_stock() {
        let two = |cents, stock| [offer("a", "x", 500, 30, Some(3)), offer("b", "y", cents, 30, stock)];
        assert_eq!(why(&two(400, None), &[("a", 1)]), [("a".to_owned(), Advantage::Cheaper)]);
        assert_eq!(why(&two(500, Some(1)), &[("b", 9), ("a", 10)]), [("a".to_owned(), Advantage::Faster)]);
        assert_eq!(why(&two(500, None), &[]), [("a".to_owned(), Advantage::MoreInStock)]);
        assert_eq!(why(&two(500, Some(3)), &[]).len(), 1);
    }

    #[test]
    fn other_needs_and_a_suppliers_own_plans_stand_side_by_side() {
        let other = [offer("a", "x", 500, 30, None), offer("b", "y", 400, 31, None)];
        let own = [offer("a", "x", 500, 30, None), offer("a", "y", 400, 30, None)];
        assert!(why(&other, &[]).is_empty() && why(&own, &[]).is_empty());
    }
}
