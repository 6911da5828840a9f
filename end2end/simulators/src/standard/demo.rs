//! The demo packages: countries, regions, the world, and an unlimited one.

use super::packages::PackageSeed;
use crate::countries::{ASIA, EUROPE, NORTH_AMERICA, name, world};

/// Country, its French name, gigabytes, days, price.
#[rustfmt::skip]
const COUNTRIES: &[(&str, &str, i64, i64, &str)] = &[
    ("FR", "France", 5, 30, "4.90"), ("FR", "France", 20, 30, "11.90"), ("ES", "Espagne", 5, 30, "4.70"),
    ("IT", "Italie", 10, 30, "7.60"), ("GB", "Royaume-Uni", 10, 30, "8.20"), ("DE", "Allemagne", 10, 30, "7.90"),
    ("US", "États-Unis", 5, 30, "7.40"), ("JP", "Japon", 10, 30, "9.10"), ("TH", "Thaïlande", 10, 15, "6.20"),
    ("MA", "Maroc", 3, 15, "8.10"), ("TN", "Tunisie", 3, 15, "7.20"), ("SN", "Sénégal", 3, 30, "9.90"),
];

fn several(id: &str, names: [&str; 2], codes: &[&str], data: Option<i64>, days: i64, price: &str) -> PackageSeed {
    PackageSeed {
        id: id.to_owned(),
        name: names[0].to_owned(),
        name_fr: names[1].to_owned(),
        countries: codes.iter().map(|code| (*code).to_owned()).collect(),
        region: names[0].split_once(' ').map(|(region, _)| region.to_owned()),
        data_mb: data,
        days,
        price: price.to_owned(),
        operators: vec!["Multi".to_owned()],
        ..PackageSeed::default()
    }
}

pub(crate) fn demo() -> Vec<PackageSeed> {
    let mut packages: Vec<PackageSeed> = COUNTRIES
        .iter()
        .map(|(code, french, gigabytes, days, price)| PackageSeed {
            id: format!("pkg_{}_{gigabytes}gb_{days}d", code.to_lowercase()),
            name: format!("{} {gigabytes} GB", name(code)),
            name_fr: format!("{french} {gigabytes} Go"),
            countries: vec![(*code).to_owned()],
            data_mb: Some(gigabytes * 1000),
            days: *days,
            price: (*price).to_owned(),
            operators: vec![format!("{code} Mobile 1"), format!("{code} Mobile 2")],
            ..PackageSeed::default()
        })
        .collect();
    packages.push(several("pkg_europe_10gb_30d", ["Europe 10 GB", "Europe 10 Go"], EUROPE, Some(10_000), 30, "10.40"));
    packages.push(several("pkg_europe_unl_7d", ["Europe unlimited", "Europe illimité"], EUROPE, None, 7, "18.50"));
    packages.push(several("pkg_asia_10gb_30d", ["Asia 10 GB", "Asie 10 Go"], ASIA, Some(10_000), 30, "14.80"));
    packages.push(PackageSeed {
        rechargeable: false,
        currency: "USD".to_owned(),
        ..several("pkg_na_5gb_30d", ["America 5 GB", "Amérique 5 Go"], NORTH_AMERICA, Some(5000), 30, "11.25")
    });
    packages.push(PackageSeed {
        region: None,
        is_world: true,
        ..several("pkg_world_5gb_30d", ["World 5 GB", "Monde 5 Go"], &world(), Some(5000), 30, "24.00")
    });
    packages
}
