//! The demo catalogue of eSIM Go: countries, regions, all three unlimited families, and one of another profile.

use super::bundles::BundleSeed;
use crate::countries::{ASIA, EUROPE, NORTH_AMERICA, name, world};

/// Gigabytes, days, base country, price, profile family.
type Row = (i64, i64, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const COUNTRIES: &[Row] = &[
    (1, 7, "FR", "1.20", "global"), (5, 30, "FR", "4.10", "global"), (10, 30, "FR", "7.25", "global"),
    (3, 30, "ES", "2.75", "global"), (10, 30, "IT", "6.90", "global"), (5, 30, "GB", "3.95", "global"),
    (10, 30, "DE", "7.10", "global"), (5, 30, "PT", "3.80", "global"), (5, 30, "GR", "4.05", "global"),
    (3, 30, "TR", "3.10", "global"), (5, 30, "US", "6.40", "global"), (10, 30, "US", "11.85", "global"),
    (3, 30, "CA", "5.60", "global"), (3, 30, "MX", "6.15", "global"), (5, 30, "JP", "5.20", "global"),
    (10, 30, "TH", "6.30", "global"), (5, 30, "MA", "8.45", "global"), (3, 30, "EG", "7.70", "global"),
    (3, 30, "AE", "6.95", "global"), (5, 30, "AU", "6.60", "global"), (5, 15, "CN", "9.20", "asia"),
];

fn text(list: &[&str]) -> Vec<String> {
    list.iter().map(|code| (*code).to_owned()).collect()
}

fn regional(slug: &str, base: &str, roaming: Vec<String>, gigabytes: i64, price: &str) -> BundleSeed {
    BundleSeed {
        name: format!("esim_{gigabytes}GB_30D_{slug}_V2"),
        description: format!("eSIM, {gigabytes}GB, 30 Days, {base}, V2"),
        base: vec![base.to_owned()],
        roaming,
        data_mb: gigabytes * 1000,
        days: 30,
        price: price.to_owned(),
        ..BundleSeed::default()
    }
}

/// Family, its words, megabytes as told (of no meaning), days, country, price.
const UNLIMITED: &[(&str, &str, i64, i64, &str, &str)] = &[
    ("UL", "Unlimited Lite", -1, 7, "FR", "9.80"),
    ("ULE", "Unlimited Essential", 0, 7, "US", "14.30"),
    ("ULP", "Unlimited Plus", 1000, 10, "JP", "19.95"),
];

pub(crate) fn demo() -> Vec<BundleSeed> {
    let mut bundles: Vec<BundleSeed> = COUNTRIES
        .iter()
        .map(|(gigabytes, days, code, price, profile)| BundleSeed {
            name: format!("esim_{gigabytes}GB_{days}D_{code}_V2"),
            description: format!("eSIM, {gigabytes}GB, {days} Days, {}, V2", name(code)),
            base: vec![(*code).to_owned()],
            data_mb: gigabytes * 1000,
            days: *days,
            price: (*price).to_owned(),
            profile: (*profile).to_owned(),
            ..BundleSeed::default()
        })
        .collect();
    bundles.extend(UNLIMITED.iter().map(|(family, words, megabytes, days, code, price)| BundleSeed {
        name: format!("esim_{family}_{days}D_{code}_V2"),
        description: format!("eSIM, {words}, {days} Days, {}, V2", name(code)),
        group: format!("Standard {words}"),
        base: vec![(*code).to_owned()],
        data_mb: *megabytes,
        days: *days,
        unlimited: true,
        price: (*price).to_owned(),
        ..BundleSeed::default()
    }));
    // The base of a region is a word of eSIM Go's own, that of the third a country.
    bundles.push(regional("REUP", "Europe+", text(EUROPE), 10, "9.40"));
    bundles.push(regional("RGL", "Global", text(&world()), 5, "21.50"));
    bundles.push(regional("RNA", "US", text(&NORTH_AMERICA[..2]), 10, "13.60"));
    bundles.push(regional("RAS", "JP", text(ASIA), 10, "15.25"));
    bundles
}
