//! Where a plan works, from whatever a supplier lists.

use crate::domain::country::CountryCode;
use crate::domain::lang::Lang;
use crate::domain::offer::Coverage;
use crate::domain::spelling::fold;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

/// Reads a list of countries: codes of two or three letters or names, as text or as objects that hold one. What names no
/// country (a zone such as "Europe") is left out: then only the description says.
pub fn read(zone: &Value) -> Coverage {
    let elements = zone.as_array().map(Vec::as_slice).unwrap_or_default();
    let countries: BTreeSet<_> = elements.iter().filter_map(country).collect();
    Coverage { countries: countries.into_iter().collect() }
}

fn country(element: &Value) -> Option<CountryCode> {
    match element {
        Value::String(text) => named(text),
        Value::Object(fields) => {
            ["iso_code", "iso", "code", "name"].iter().find_map(|key| named(fields.get(*key)?.as_str()?))
        }
        _ => None,
    }
}

fn named(text: &str) -> Option<CountryCode> {
    CountryCode::parse(text)
        .ok()
        .or_else(|| CountryCode::from_alpha3(text))
        .or_else(|| names().get(&fold(text)).copied())
}

/// Every name of every country in both languages, folded.
fn names() -> &'static HashMap<String, CountryCode> {
    static NAMES: OnceLock<HashMap<String, CountryCode>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = HashMap::new();
        for code in CountryCode::all() {
            let own = [code.name(Lang::En), code.name(Lang::Fr)];
            for name in own.into_iter().chain(code.other_names()) {
                names.entry(fold(name)).or_insert(code);
            }
        }
        names
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn codes(zone: Value) -> String {
        read(&zone).countries.iter().map(CountryCode::as_str).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn countries_come_as_codes_or_names_as_text_or_objects() {
        assert_eq!(codes(json!(["FR", "es"])), "ES FR");
        assert_eq!(codes(json!(["FRA", "ESP"])), "ES FR");
        assert_eq!(codes(json!(["France", "Espagne", "côte d'ivoire"])), "CI ES FR");
        assert_eq!(codes(json!([{"iso_code": "JP", "name": "Japan", "phone_prefix": 81}])), "JP");
        assert_eq!(codes(json!([{"iso_code": "JPN"}, {"code": "US"}, {"name": "Italie"}])), "IT JP US");
        assert_eq!(codes(json!([{"iso_code": "", "name": "Italy"}])), "IT");
    }

    #[test]
    fn a_country_is_listed_once_however_often_it_is_named() {
        assert_eq!(codes(json!(["FR", "FRA", "France", {"iso_code": "FR"}])), "FR");
    }

    #[test]
    fn an_empty_or_unreadable_zone_is_no_coverage_and_no_error() {
        for zone in
            [json!([]), json!(null), json!(""), json!("world"), json!({"zone": 1}), json!([1, null, "Europe", []])]
        {
            assert_eq!(codes(zone), "");
        }
    }
}
