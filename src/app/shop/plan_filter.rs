//! Which plans a destination's page shows and in what order: read from the URL, so that it can be kept and shared.

use crate::app::page::Values;
use crate::domain::offer::{DataAllowance, Offer};
use crate::domain::usage::DataAmount;
use std::sync::Arc;

/// The choices in the list, in gigabytes.
pub(super) const GIGABYTES: &[u32] = &[1, 3, 5, 10, 20, 50];

/// The choices in the list.
pub(super) const DAYS: &[u32] = &[3, 7, 14, 30];

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sort {
    #[default]
    Price,
    PricePerGigabyte,
    Data,
    Days,
}

impl Sort {
    pub(super) const ALL: [Self; 4] = [Self::Price, Self::PricePerGigabyte, Self::Data, Self::Days];

    /// The word in the URL.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::PricePerGigabyte => "per-gb",
            Self::Data => "data",
            Self::Days => "days",
        }
    }
}

/// What the visitor asked for; a value that makes no sense asks for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PlanFilter {
    /// At least so many gigabytes.
    pub(super) gigabytes: Option<u32>,
    /// Valid for at least so many days.
    pub(super) days: Option<u32>,
    pub(super) sort: Sort,
}

impl PlanFilter {
    /// Reads `data`, `days` and `sort`.
    pub(super) fn read(query: &Values) -> Self {
        let number = |name| query.text(name).parse().ok().filter(|number| *number > 0);
        let sort = Sort::ALL.into_iter().find(|sort| sort.as_str() == query.text("sort"));
        Self { gigabytes: number("data"), days: number("days"), sort: sort.unwrap_or_default() }
    }

    /// The plans that fit, in order; equals stay as the catalogue has them, cheapest first.
    pub(super) fn apply<'a>(self, offers: impl IntoIterator<Item = &'a Arc<Offer>>) -> Vec<Arc<Offer>> {
        let fits = |offer: &&Arc<Offer>| {
            self.gigabytes.is_none_or(|least| data(offer) >= DataAmount::gigabytes(least))
                && self.days.is_none_or(|least| days(offer) >= least)
        };
        let mut fitting: Vec<Arc<Offer>> = offers.into_iter().filter(fits).cloned().collect();
        match self.sort {
            Sort::Price => fitting.sort_by_key(|offer| offer.price.minor),
            Sort::PricePerGigabyte => {
                let key = |offer: &Arc<Offer>| offer.price_per_gigabyte().map_or(i64::MAX, |price| price.minor);
                fitting.sort_by_key(key);
            }
            Sort::Data => fitting.sort_by_key(|offer| std::cmp::Reverse(data(offer))),
            Sort::Days => fitting.sort_by_key(|offer| std::cmp::Reverse(days(offer))),
        }
        fitting
    }
}

/// Unlimited data counts as more than any other.
fn data(offer: &Offer) -> DataAmount {
    match offer.facts.allowance.data {
        DataAllowance::None => DataAmount::default(),
        DataAllowance::Limited(amount) => amount,
        DataAllowance::Unlimited { .. } => DataAmount { bytes: u64::MAX },
    }
}

/// A plan without an end counts as longer than any other.
fn days(offer: &Offer) -> u32 {
    offer.facts.validity.days().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::tests::fixture::plan;
    use super::*;

    fn shown(query: &[(&str, &str)], offers: &[Arc<Offer>]) -> Vec<String> {
        let pairs = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let filter = PlanFilter::read(&Values(pairs.collect()));
        filter.apply(offers).iter().map(|offer| offer.facts.name.clone()).collect()
    }

    fn offers() -> Vec<Arc<Offer>> {
        // Name, countries, gigabytes (0: unlimited), days, price in cents.
        [
            plan("small", "FR", 1, 7, 399),
            plan("middle", "FR", 10, 30, 1199),
            plan("large", "FR", 20, 14, 1999),
            plan("endless", "FR", 0, 5, 2999),
        ]
        .map(Arc::new)
        .to_vec()
    }

    #[test]
    fn the_cheapest_comes_first_unless_asked_otherwise() {
        assert_eq!(shown(&[], &offers()), ["small", "middle", "large", "endless"]);
        assert_eq!(shown(&[("sort", "per-gb")], &offers()), ["large", "middle", "small", "endless"]);
        assert_eq!(shown(&[("sort", "data")], &offers()), ["endless", "large", "middle", "small"]);
        assert_eq!(shown(&[("sort", "days")], &offers()), ["middle", "large", "small", "endless"]);
    }

    #[test]
    fn what_is_too_small_or_too_short_is_hidden() {
        assert_eq!(shown(&[("data", "10")], &offers()), ["middle", "large", "endless"]);
        assert_eq!(shown(&[("data", "10"), ("days", "14")], &offers()), ["middle", "large"]);
        assert!(shown(&[("data", "50"), ("days", "30")], &offers()).is_empty());
    }

    #[test]
    fn nonsense_in_the_url_asks_for_nothing() {
        let nonsense = [("data", "-1"), ("days", "many"), ("sort", "best")];
        assert_eq!(shown(&nonsense, &offers()), shown(&[], &offers()));
    }
}
