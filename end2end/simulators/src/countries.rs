//! The countries that the simulated suppliers' offers cover.

/// ISO 3166-1 alpha-2 code, English name, telephone prefix.
pub(crate) const COUNTRIES: &[(&str, &str, u32)] = &[
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
pub(crate) const EUROPE: &[&str] = &[
    "AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR", "HU",
    "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE",
    "SI", "SK", "SM", "TR", "UA", "VA", "XK",
];

pub(crate) const MAGHREB: &[&str] = &["MA", "TN", "EG"];

pub(crate) const ASIA: &[&str] = &["CN", "HK", "ID", "IN", "JP", "KR", "LK", "MY", "PH", "SG", "TH", "TW", "VN"];

pub(crate) const NORTH_AMERICA: &[&str] = &["CA", "MX", "US"];

/// Every country of the table.
pub(crate) fn world() -> Vec<&'static str> {
    COUNTRIES.iter().map(|(code, ..)| *code).collect()
}

/// English name; a code that the table does not hold is its own name.
pub(crate) fn name(code: &str) -> &str {
    COUNTRIES.iter().find(|(known, ..)| *known == code).map_or(code, |(_, name, _)| *name)
}
