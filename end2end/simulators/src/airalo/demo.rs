//! The demo operators of Airalo: local, regional and worldwide ones, one that wants papers, one that has no top-ups.

use super::operators::{AiraloOperatorSeed, AiraloPackageSeed};
use crate::countries::{ASIA, EUROPE, name, world};

/// Gigabytes (0 is unlimited), days, net price, least selling price.
type Row = (i64, i64, &'static str, &'static str);

#[rustfmt::skip]
const LOCAL: &[(&str, &str, &[Row])] = &[
    ("Bonbon Mobile", "FR", &[(1, 7, "2.25", "4.50"), (3, 30, "4.60", "8.50"), (10, 30, "11.40", "19.00"), (0, 10, "16.50", "28.50")]),
    ("Guay Mobile", "ES", &[(1, 7, "2.10", "4.50"), (5, 30, "6.20", "11.00")]),
    ("Mamma Mia", "IT", &[(1, 7, "2.20", "4.50"), (10, 30, "10.90", "18.50")]),
    ("Uki Mobile", "GB", &[(3, 30, "5.10", "9.00"), (10, 30, "12.30", "20.50")]),
    ("Hallo Mobil", "DE", &[(3, 30, "4.90", "9.00"), (20, 30, "17.80", "29.50")]),
    ("Change", "US", &[(1, 7, "2.40", "4.50"), (5, 30, "9.10", "16.00"), (20, 30, "24.50", "42.00")]),
    ("Moshi Moshi", "JP", &[(1, 7, "2.30", "4.50"), (10, 30, "10.80", "18.00")]),
    ("Maghreb Link", "MA", &[(1, 7, "4.60", "9.00"), (3, 30, "11.70", "21.00")]),
    ("Merhaba", "TR", &[(1, 7, "2.20", "4.50"), (5, 30, "7.30", "13.00")]),
    ("Maew", "TH", &[(3, 10, "3.70", "7.00"), (15, 10, "5.60", "9.90")]),
];

fn packages(rows: &[Row]) -> Vec<AiraloPackageSeed> {
    let seed = |row: &Row| AiraloPackageSeed {
        gigabytes: row.0,
        days: row.1,
        net_price: row.2.to_owned(),
        price: row.3.to_owned(),
        stock: 500,
    };
    rows.iter().map(seed).collect()
}

fn wide(title: &str, place: &str, codes: &[&str], rows: &[Row]) -> AiraloOperatorSeed {
    AiraloOperatorSeed {
        title: title.to_owned(),
        country: None,
        place: place.to_owned(),
        coverage: codes.iter().map(|code| (*code).to_owned()).collect(),
        packages: packages(rows),
        ..AiraloOperatorSeed::default()
    }
}

pub(crate) fn demo() -> Vec<AiraloOperatorSeed> {
    let mut operators: Vec<AiraloOperatorSeed> = LOCAL
        .iter()
        .map(|(title, code, rows)| AiraloOperatorSeed {
            title: (*title).to_owned(),
            country: Some((*code).to_owned()),
            place: name(code).to_owned(),
            coverage: vec![(*code).to_owned()],
            needs_papers: *code == "TR",
            rechargeable: *code != "TH",
            activation_policy: if *code == "MA" { "installation" } else { "first-usage" }.to_owned(),
            packages: packages(rows),
        })
        .collect();
    operators.push(wide("Eurolink", "Europe", EUROPE, &[(1, 7, "2.80", "5.00"), (10, 30, "21.00", "37.00")]));
    operators.push(wide("Asialink", "Asia", ASIA, &[(1, 7, "2.70", "5.00"), (5, 30, "11.00", "20.00")]));
    operators.push(wide("Discover", "World", &world(), &[(1, 7, "5.00", "9.00"), (5, 60, "19.50", "35.00")]));
    operators
}
