//! Every word under which a destination is found, folded once.

use super::{Match, Place};
use crate::domain::country::{CountryCode, Region};
use crate::domain::lang::Lang;
use crate::domain::spelling::fold;
use std::sync::OnceLock;

/// What a word names; the first is preferred when two fit equally.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Code,
    Country,
    Region,
    OtherName,
    Capital,
    City,
}

/// One word for one destination.
pub(super) struct Entry {
    pub(super) place: Place,
    pub(super) folded: String,
    pub(super) kind: Kind,
    /// The language of the word; `None` where both write it so.
    lang: Option<Lang>,
    /// How the word is written in English and in French.
    english: &'static str,
    french: &'static str,
}

impl Entry {
    pub(super) fn is_code(&self) -> bool {
        self.kind == Kind::Code
    }

    pub(super) fn is_foreign_to(&self, lang: Lang) -> bool {
        self.lang.is_some_and(|own| own != lang)
    }

    pub(super) fn as_match(&self, lang: Lang) -> Match {
        let name = match self.place {
            Place::Country(country) => country.name(lang),
            Place::Region(region) => region.name(lang),
        };
        let written = match lang {
            Lang::En => self.english,
            Lang::Fr => self.french,
        };
        let names_itself = matches!(self.kind, Kind::Code | Kind::Country | Kind::Region) || written == name;
        Match { place: self.place, name, via: (!names_itself).then_some(written) }
    }
}

/// All entries: names, codes, other names, capitals and cities.
pub(super) fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let mut entries = Vec::new();
        for region in Region::ALL {
            let (english, french) = (region.name(Lang::En), region.name(Lang::Fr));
            add(&mut entries, Place::Region(region), Kind::Region, english, french);
        }
        for country in CountryCode::all() {
            let place = Place::Country(country);
            for code in [country.to_string(), country.alpha3().to_owned()] {
                let (folded, english, french) = (fold(&code), country.name(Lang::En), country.name(Lang::Fr));
                entries.push(Entry { place, folded, kind: Kind::Code, lang: None, english, french });
            }
            add(&mut entries, place, Kind::Country, country.name(Lang::En), country.name(Lang::Fr));
            for other in country.other_names() {
                add(&mut entries, place, Kind::OtherName, other, other);
            }
        }
        for city in cities() {
            let kind = if city.is_capital { Kind::Capital } else { Kind::City };
            add(&mut entries, Place::Country(city.country), kind, city.english, city.french);
        }
        entries
    })
}

fn add(entries: &mut Vec<Entry>, place: Place, kind: Kind, english: &'static str, french: &'static str) {
    let (folded_english, folded_french) = (fold(english), fold(french));
    if folded_english == folded_french {
        entries.push(Entry { place, folded: folded_english, kind, lang: None, english, french });
    } else {
        for (folded, lang) in [(folded_english, Lang::En), (folded_french, Lang::Fr)] {
            entries.push(Entry { place, folded, kind, lang: Some(lang), english, french });
        }
    }
}

/// One row of `data/cities.tsv`.
pub(super) struct City {
    pub(super) country: CountryCode,
    pub(super) english: &'static str,
    pub(super) french: &'static str,
    pub(super) is_capital: bool,
}

/// The rows of `data/cities.tsv`.
pub(super) fn cities() -> impl Iterator<Item = City> {
    include_str!("../../../data/cities.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| read(line).expect("data/cities.tsv is part of the program; a test reads all of it"))
}

fn read(line: &'static str) -> Option<City> {
    let mut columns = line.split('\t');
    let country = CountryCode::parse(columns.next()?).ok()?;
    let english = columns.next()?;
    let french = columns.next().filter(|name| !name.is_empty()).unwrap_or(english);
    Some(City { country, english, french, is_capital: columns.next() == Some("capital") })
}
