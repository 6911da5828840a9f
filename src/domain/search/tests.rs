//! What travellers type, and where it must lead.

use super::*;
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn first(query: &str, lang: Lang) -> String {
    match search(query, lang, 1).pop() {
        Some(Match { place: Place::Country(code), via: Some(via), .. }) => format!("{code} via {via}"),
        Some(Match { place: Place::Country(code), .. }) => code.to_string(),
        Some(Match { place: Place::Region(region), .. }) => region.as_str().to_owned(),
        None => "nothing".to_owned(),
    }
}

#[test]
fn a_destination_is_found_under_every_name() {
    for (query, lang, expected) in [
        ("France", Lang::En, "FR"),
        ("fra", Lang::En, "FR"),
        ("jp", Lang::Fr, "JP"),
        ("JPN", Lang::En, "JP"),
        ("etats unis", Lang::Fr, "US"),
        ("ÉTATS-UNIS", Lang::En, "US"),
        ("united st", Lang::En, "US"),
        ("usa", Lang::Fr, "US"),
        ("uk", Lang::En, "GB via UK"),
        ("Angleterre", Lang::Fr, "GB via Angleterre"),
        ("Turkey", Lang::En, "TR via Turkey"),
        ("Holland", Lang::En, "NL via Holland"),
        ("allemagne", Lang::En, "DE"),
        ("cote d'ivoire", Lang::Fr, "CI"),
        ("curacao", Lang::En, "CW"),
        ("Londres", Lang::Fr, "GB via Londres"),
        ("Londres", Lang::En, "GB via London"),
        ("tokyo", Lang::En, "JP via Tokyo"),
        ("marrakech", Lang::Fr, "MA via Marrakech"),
        ("bali", Lang::Fr, "ID via Bali"),
        ("saigon", Lang::En, "VN via Saigon"),
        ("mexico", Lang::Fr, "MX"),
        ("ciudad", Lang::Fr, "nothing"),
        ("dubai", Lang::Fr, "AE via Dubaï"),
        ("europe", Lang::Fr, "europe"),
        ("amérique du n", Lang::Fr, "north-america"),
        ("singapore", Lang::En, "SG"),
        ("reunion", Lang::Fr, "RE"),
    ] {
        assert_eq!(first(query, lang), expected, "{query} ({lang})");
    }
}

#[test]
fn small_slips_are_forgiven() {
    for (query, lang, expected) in [
        ("frnace", Lang::En, "FR"),
        ("jappan", Lang::En, "JP"),
        ("thialand", Lang::En, "TH"),
        ("barcellona", Lang::En, "ES via Barcelona"),
        ("portgual", Lang::Fr, "PT"),
        ("philipines", Lang::Fr, "PH"),
        ("phillipines", Lang::En, "PH"),
        ("switerl", Lang::En, "CH"),
        ("kyrgizstan", Lang::En, "KG"),
        ("untied kingdom", Lang::En, "GB"),
        ("columbia", Lang::En, "CO"),
    ] {
        assert_eq!(first(query, lang), expected, "{query} ({lang})");
    }
    // One letter added to Niger, or one missing in Nigeria: both are shown.
    let both = search("nigera", Lang::En, 2);
    assert_eq!(both.iter().map(|found| found.name).collect::<Vec<_>>(), ["Niger", "Nigeria"]);
    for nonsense in ["xyzzy", "qq", "----", "", "   ", "0", "§§§"] {
        assert_eq!(first(nonsense, Lang::En), "nothing", "{nonsense}");
    }
}

#[test]
fn words_that_no_name_has_are_left_out() {
    for (query, lang, expected) in [
        ("the Netherlands", Lang::En, "NL"),
        ("les Pays-Bas", Lang::Fr, "NL"),
        ("L’Italie", Lang::Fr, "IT"),
        ("Tokyo, Japan", Lang::En, "JP via Tokyo"),
        ("New York USA", Lang::En, "US via New York"),
        ("united kingdon of great britain", Lang::En, "GB"),
        ("le cap", Lang::Fr, "ZA via Le Cap"),
    ] {
        assert_eq!(first(query, lang), expected, "{query} ({lang})");
    }
}

#[test]
fn what_begins_so_comes_before_what_contains_it() {
    let names = |query| -> Vec<_> { search(query, Lang::En, 20).into_iter().map(|found| found.name).collect() };
    let guinea = names("guinea");
    assert_eq!(guinea[..2], ["Guinea", "Guinea-Bissau"]);
    assert!(guinea.contains(&"Equatorial Guinea") && guinea.contains(&"Papua New Guinea"));
    let aust = names("aust");
    assert!(aust[..2].contains(&"Austria") && aust[..2].contains(&"Australia"));
}

#[test]
fn a_destination_is_named_once_and_no_more_than_asked_for() {
    for query in ["s", "san", "united", "a", "paris"] {
        let found = search(query, Lang::En, 8);
        assert!(!found.is_empty() && found.len() <= 8);
        for (position, one) in found.iter().enumerate() {
            assert!(found[..position].iter().all(|other| other.place != one.place), "{query}");
        }
    }
    assert!(search("france", Lang::En, 0).is_empty());
}

#[test]
fn every_country_is_found_by_its_names_and_codes() {
    for country in CountryCode::all() {
        for lang in Lang::ALL {
            for query in [country.as_str(), country.alpha3(), country.name(Lang::En), country.name(Lang::Fr)] {
                let found = search(query, lang, 3);
                assert!(found.iter().any(|found| found.place == Place::Country(country)), "{query} ({lang})");
            }
        }
    }
}

#[test]
fn every_capital_leads_to_its_country() {
    // Lands without a capital: uninhabited ones, and two cities that are their own.
    let without = ["AQ", "BV", "HK", "HM", "MO", "UM"];
    for country in CountryCode::all() {
        let mut capitals = index::cities().filter(|city| city.is_capital && city.country == country).peekable();
        assert_eq!(capitals.peek().is_none(), without.contains(&country.as_str()), "{country}");
        for capital in capitals {
            for (query, lang) in [(capital.english, Lang::En), (capital.french, Lang::Fr)] {
                let found = search(query, lang, 6);
                assert!(found.iter().any(|found| found.place == Place::Country(country)), "{query} ({lang})");
            }
        }
    }
}

#[test]
fn an_answer_takes_a_few_milliseconds_at_most() {
    search("warm up", Lang::En, 1);
    let started = Instant::now();
    for query in ["p", "zzzzzzzzzzzz", "united kingdon of great", "saint petersbourgg"] {
        search(query, Lang::Fr, 10);
    }
    // Four searches, unoptimised, on a machine that has other things to do.
    assert!(started.elapsed() < Duration::from_millis(400), "{:?}", started.elapsed());
}

proptest! {
    // A query that nothing fits costs milliseconds unoptimised.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_query_makes_it_panic(query in "\\PC*") {
        search(&query, Lang::En, 5);
    }
}
