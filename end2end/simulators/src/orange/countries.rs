//! The countries that the simulated offers cover, and the reference lists of countries and currencies.

use serde_json::{Value, json};

use super::{Answer, Asked, Orange, Reply};

/// ISO 3166-1 alpha-2 code, English name, telephone prefix.
pub(super) const COUNTRIES: &[(&str, &str, u32)] = &[
    ("AE", "United Arab Emirates", 971),
    ("AL", "Albania", 355),
    ("AR", "Argentina", 54),
    ("AT", "Austria", 43),
    ("AU", "Australia", 61),
    ("BA", "Bosnia and Herzegovina", 387),
    ("BE", "Belgium", 32),
    ("BG", "Bulgaria", 359),
    ("BR", "Brazil", 55),
    ("CA", "Canada", 1),
    ("CH", "Switzerland", 41),
    ("CI", "Ivory Coast", 225),
    ("CL", "Chile", 56),
    ("CM", "Cameroon", 237),
    ("CN", "China", 86),
    ("CO", "Colombia", 57),
    ("CY", "Cyprus", 357),
    ("CZ", "Czechia", 420),
    ("DE", "Germany", 49),
    ("DK", "Denmark", 45),
    ("DO", "Dominican Republic", 1),
    ("EE", "Estonia", 372),
    ("EG", "Egypt", 20),
    ("ES", "Spain", 34),
    ("FI", "Finland", 358),
    ("FR", "France", 33),
    ("GB", "United Kingdom", 44),
    ("GE", "Georgia", 995),
    ("GI", "Gibraltar", 350),
    ("GR", "Greece", 30),
    ("HK", "Hong Kong", 852),
    ("HR", "Croatia", 385),
    ("HU", "Hungary", 36),
    ("ID", "Indonesia", 62),
    ("IE", "Ireland", 353),
    ("IL", "Israel", 972),
    ("IN", "India", 91),
    ("IS", "Iceland", 354),
    ("IT", "Italy", 39),
    ("JO", "Jordan", 962),
    ("JP", "Japan", 81),
    ("KE", "Kenya", 254),
    ("KR", "South Korea", 82),
    ("LI", "Liechtenstein", 423),
    ("LK", "Sri Lanka", 94),
    ("LT", "Lithuania", 370),
    ("LU", "Luxembourg", 352),
    ("LV", "Latvia", 371),
    ("MA", "Morocco", 212),
    ("MC", "Monaco", 377),
    ("MD", "Moldova", 373),
    ("ME", "Montenegro", 382),
    ("MG", "Madagascar", 261),
    ("MK", "North Macedonia", 389),
    ("MT", "Malta", 356),
    ("MU", "Mauritius", 230),
    ("MX", "Mexico", 52),
    ("MY", "Malaysia", 60),
    ("NL", "Netherlands", 31),
    ("NO", "Norway", 47),
    ("NZ", "New Zealand", 64),
    ("PE", "Peru", 51),
    ("PH", "Philippines", 63),
    ("PL", "Poland", 48),
    ("PT", "Portugal", 351),
    ("QA", "Qatar", 974),
    ("RO", "Romania", 40),
    ("RS", "Serbia", 381),
    ("SA", "Saudi Arabia", 966),
    ("SE", "Sweden", 46),
    ("SG", "Singapore", 65),
    ("SI", "Slovenia", 386),
    ("SK", "Slovakia", 421),
    ("SM", "San Marino", 378),
    ("SN", "Senegal", 221),
    ("TH", "Thailand", 66),
    ("TN", "Tunisia", 216),
    ("TR", "Turkey", 90),
    ("TW", "Taiwan", 886),
    ("UA", "Ukraine", 380),
    ("US", "United States", 1),
    ("VA", "Vatican City", 39),
    ("VN", "Vietnam", 84),
    ("XK", "Kosovo", 383),
    ("ZA", "South Africa", 27),
];

/// The codes of a European offer: the Union, its neighbours and the British Isles.
pub(super) const EUROPE: &[&str] = &[
    "AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR", "HU",
    "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE",
    "SI", "SK", "SM", "TR", "UA", "VA", "XK",
];

pub(super) const MAGHREB: &[&str] = &["MA", "TN", "EG"];

pub(super) const ASIA: &[&str] = &["CN", "HK", "ID", "IN", "JP", "KR", "LK", "MY", "PH", "SG", "TH", "TW", "VN"];

pub(super) const NORTH_AMERICA: &[&str] = &["CA", "MX", "US"];

/// Every country of the table.
pub(super) fn world() -> Vec<&'static str> {
    COUNTRIES.iter().map(|(code, ..)| *code).collect()
}

/// The schema's `Country`; a code that the table does not hold keeps its code as name.
pub(super) fn wire(code: &str) -> Value {
    let (name, prefix) =
        COUNTRIES.iter().find(|(known, ..)| *known == code).map_or((code, 0), |(_, name, prefix)| (*name, *prefix));
    json!({
        "iso_code": code, "name": name, "phone_prefix": prefix,
        "flag": format!("https://flagcdn.com/w160/{}.png", code.to_lowercase()),
    })
}

pub(super) fn countries(_: &mut Orange, asked: &Asked<'_>) -> Reply {
    let all = COUNTRIES.iter().map(|(code, ..)| wire(code)).collect();
    Ok(Answer::ok(Value::Array(asked.page(all)?)))
}

pub(super) fn currencies(_: &mut Orange, asked: &Asked<'_>) -> Reply {
    let all = [
        ("EUR", "Euro", 1.0, 1.08),
        ("USD", "US Dollar", 0.93, 1.0),
        ("GBP", "Pound Sterling", 1.17, 1.26),
        ("CHF", "Swiss Franc", 1.04, 1.12),
        ("XOF", "CFA Franc BCEAO", 0.0015, 0.0016),
        ("MAD", "Moroccan Dirham", 0.092, 0.1),
    ]
    .into_iter()
    .map(|(code, name, euro, dollar)| {
        json!({
            "iso_code": code, "name": name, "euro_exchange_rate": euro,
            "us_dollar_exchange_rate": dollar, "last_change": "2026-11-01 06:00:00",
        })
    })
    .collect();
    Ok(Answer::ok(Value::Array(asked.page(all)?)))
}
