//! Finds a destination by what a traveller types: a name in either language, a code, a capital, a city.

mod index;

use super::country::{CountryCode, Region};
use super::lang::Lang;
use super::spelling::{fold, slips};
use index::{Entry, entries};

/// Letters of a query that are looked at; more is no name of a place.
const LONGEST_QUERY: usize = 60;

/// How many words at the end may be left out to find anything.
const MOST_WORDS_LEFT_OUT: usize = 4;

/// Where a search may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Country(CountryCode),
    Region(Region),
}

/// One destination that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub place: Place,
    /// The destination's name in the visitor's language.
    pub name: &'static str,
    /// The city or other name that fitted, if it was not the name itself; in the visitor's language where there is one.
    pub via: Option<&'static str>,
}

/// How well an entry fits; the first is the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// A code or a whole name.
    Whole,
    /// The name begins so.
    Beginning,
    /// A later word of the name begins so.
    WordBeginning,
    /// So many slips of the finger away, from a whole name or its beginning.
    Slips(usize),
}

/// Words before a country's name that the table does not have.
const ARTICLES: [&str; 5] = ["the", "le", "la", "les", "l"];

/// The destinations that fit best, at most `limit` of them, each once. Only when nothing fits what was typed are slips
/// forgiven, then a leading article ("the Netherlands") and, one by one, the last words ("Tokyo, Japan") left out.
pub fn search(query: &str, lang: Lang, limit: usize) -> Vec<Match> {
    let query: String = fold(query).chars().take(LONGEST_QUERY).collect();
    let mut query = query.trim_end();
    let mut fitting = fitting(query, lang);
    if let Some((article, rest)) = query.split_once(' ')
        && fitting.is_empty()
        && ARTICLES.contains(&article)
    {
        query = rest;
        fitting = self::fitting(query, lang);
    }
    for _ in 0..MOST_WORDS_LEFT_OUT {
        let Some((shorter, _)) = query.rsplit_once(' ') else {
            break;
        };
        if !fitting.is_empty() {
            break;
        }
        query = shorter;
        fitting = self::fitting(query, lang);
    }
    let mut matches: Vec<Match> = Vec::new();
    for entry in fitting {
        if matches.len() == limit {
            break;
        }
        if matches.iter().all(|found| found.place != entry.place) {
            matches.push(entry.as_match(lang));
        }
    }
    matches
}

/// The entries that fit as typed, or else those a few slips away.
fn fitting(query: &str, lang: Lang) -> Vec<&'static Entry> {
    if query.is_empty() {
        return Vec::new();
    }
    let exact = fits(query, lang, |entry| exact_fit(query, entry));
    if exact.is_empty() { fits(query, lang, |entry| near_fit(query, entry).map(Fit::Slips)) } else { exact }
}

/// The entries that fit, best first: by fit, then the visitor's language, then what it names (a country before a city), then
/// the shorter name.
fn fits(query: &str, lang: Lang, fit: impl Fn(&Entry) -> Option<Fit>) -> Vec<&'static Entry> {
    let by_code = query.len() <= 3;
    let mut fitting: Vec<_> = entries()
        .iter()
        .filter(|entry| by_code || !entry.is_code())
        .filter_map(|entry| Some((fit(entry)?, entry)))
        .collect();
    fitting.sort_by_key(|(fit, entry)| (*fit, entry.kind, entry.is_foreign_to(lang), entry.folded.len()));
    fitting.into_iter().map(|(_, entry)| entry).collect()
}

fn exact_fit(query: &str, entry: &Entry) -> Option<Fit> {
    let name = entry.folded.as_str();
    if name == query {
        Some(Fit::Whole)
    } else if entry.is_code() {
        None
    } else if name.starts_with(query) {
        Some(Fit::Beginning)
    } else if name.match_indices(' ').any(|(space, _)| name[space + 1..].starts_with(query)) {
        Some(Fit::WordBeginning)
    } else {
        None
    }
}

/// Slips allowed: none up to 3 letters, one up to 6, two beyond.
fn near_fit(query: &str, entry: &Entry) -> Option<usize> {
    let letters = query.chars().count();
    let most = match letters {
        0..=3 => return None,
        4..=6 => 1,
        _ => 2,
    };
    if entry.is_code() {
        return None;
    }
    let whole = slips(query, &entry.folded, most);
    // While it is being typed: a beginning of the name that is as long, or one letter longer or shorter.
    let begun = (letters - 1..=letters + 1).filter_map(|length| {
        let (end, _) = entry.folded.char_indices().nth(length)?;
        slips(query, &entry.folded[..end], 1)
    });
    whole.into_iter().chain(begun.map(|slips| slips + 1)).min()
}

#[cfg(test)]
#[path = "search/tests.rs"]
mod tests;
