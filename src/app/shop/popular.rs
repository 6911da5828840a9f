//! Which destinations the front page shows first.

use crate::domain::catalogue::Catalogue;
use crate::domain::country::CountryCode;
use std::cmp::Reverse;

/// Countries that many travellers visit, roughly in the order of their numbers; chosen by hand. A shop that has not sold
/// anything yet cannot know better.
const MOST_VISITED: &[&str] = &[
    "FR", "ES", "US", "IT", "TR", "MX", "GB", "DE", "GR", "JP", "TH", "PT", "MA", "AE", "EG", "AT", "HR", "CH", "CA",
    "VN", "MY", "ID", "KR", "AU",
];

/// At most `count` countries of the catalogue: the most visited first, then those with the most plans.
pub(super) fn popular(catalogue: &Catalogue, count: usize) -> Vec<CountryCode> {
    let mut sold: Vec<CountryCode> = catalogue.countries().collect();
    sold.sort_by_key(|country| {
        let visited = MOST_VISITED.iter().position(|code| *code == country.as_str());
        (visited.unwrap_or(usize::MAX), Reverse(catalogue.in_country(*country).len()), *country)
    });
    sold.truncate(count);
    sold
}
