//! The countries of `data/countries.tsv`, read once.

use super::{CountryCode, Region};
use crate::domain::spelling::fold;
use std::sync::OnceLock;

pub(super) struct Row {
    pub(super) code: CountryCode,
    pub(super) alpha3: &'static str,
    pub(super) region: Region,
    pub(super) english: &'static str,
    pub(super) french: &'static str,
    pub(super) other_names: &'static str,
    pub(super) english_slug: String,
    pub(super) french_slug: String,
}

/// All rows, in the order of their codes.
pub(super) fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        include_str!("../../../data/countries.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| read(line).expect("data/countries.tsv is part of the program; a test reads all of it"))
            .collect()
    })
}

/// The row of a code.
pub(super) fn row(code: CountryCode) -> &'static Row {
    let index = rows()
        .binary_search_by(|row| row.code.cmp(&code))
        .expect("the table has a row for each of CODES; a test compares them");
    &rows()[index]
}

fn read(line: &'static str) -> Option<Row> {
    let mut columns = line.split('\t');
    let code = columns.next()?;
    let alpha3 = columns.next()?;
    let region = columns.next()?;
    let english = columns.next()?;
    let french = columns.next()?;
    Some(Row {
        code: CountryCode::parse(code).ok()?,
        alpha3,
        region: Region::parse(region)?,
        english,
        french,
        other_names: columns.next()?,
        english_slug: slug(&english.replace('&', "and")),
        french_slug: slug(french),
    })
}

/// A name as it stands in a URL: plain lower-case letters and hyphens.
pub(super) fn slug(name: &str) -> String {
    fold(name).replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::super::CODES;
    use super::*;
    use crate::domain::lang::Lang;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_its_row_and_there_are_249_beside_kosovo() {
        let codes: Vec<&str> = rows().iter().map(|row| row.code.as_str()).collect();
        assert_eq!(codes.concat(), CODES);
        assert!(codes.is_sorted());
        assert_eq!(codes.iter().filter(|&&code| code != "XK").count(), 249);
    }

    #[test]
    fn every_country_has_its_own_names_codes_and_urls() {
        for lang in Lang::ALL {
            let names: BTreeSet<_> = CountryCode::all().map(|code| code.name(lang)).collect();
            assert_eq!(names.len(), 250);
            let slugs: BTreeSet<_> = CountryCode::all().map(|code| code.slug(lang)).collect();
            assert_eq!(slugs.len(), 250);
            for slug in slugs {
                assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{slug}");
            }
        }
        let alpha3: BTreeSet<_> = CountryCode::all().map(CountryCode::alpha3).collect();
        assert_eq!(alpha3.len(), 250);
        assert!(alpha3.iter().all(|code| code.len() == 3));
    }

    #[test]
    fn a_country_is_found_by_code_and_by_url() {
        let us = CountryCode::parse("us").unwrap();
        assert_eq!(us.name(Lang::Fr), "États-Unis");
        assert_eq!((us.slug(Lang::Fr), us.slug(Lang::En)), ("etats-unis", "united-states"));
        assert_eq!(CountryCode::from_slug("etats-unis", Lang::Fr), Some(us));
        assert_eq!(CountryCode::from_slug("etats-unis", Lang::En), None);
        assert_eq!(CountryCode::from_alpha3("usa"), Some(us));
        assert_eq!((us.flag().as_str(), us.region()), ("🇺🇸", Region::NorthAmerica));
        let ag = CountryCode::parse("AG").unwrap();
        assert_eq!(ag.slug(Lang::En), "antigua-and-barbuda");
        for code in ["", "F", "FRA", "ZZ", "UK", "é", "AC"] {
            assert!(CountryCode::parse(code).is_err(), "{code}");
        }
    }

    #[test]
    fn regions_hold_every_country_once() {
        let total: usize = Region::ALL.iter().map(|region| region.countries().count()).sum();
        assert_eq!(total, 250);
        for region in Region::ALL {
            assert_eq!(Region::parse(region.as_str()), Some(region));
            for lang in Lang::ALL {
                assert_eq!(Region::from_slug(&region.slug(lang), lang), Some(region));
            }
        }
        assert_eq!(Region::NorthAmerica.slug(Lang::Fr), "amerique-du-nord");
    }
}
