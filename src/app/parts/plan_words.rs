//! A plan's facts in words, the same wherever they stand.

use crate::domain::country::CountryCode;
use crate::domain::lang::Lang;
use crate::domain::offer::{Allowance, Coverage, DataAllowance, PlanFacts, Validity};
use crate::text::{t, t_with};

/// "5 GB", "Unlimited data", "No data".
pub fn data(allowance: &DataAllowance, lang: Lang) -> String {
    match allowance {
        DataAllowance::None => t(lang, "plan-data-none"),
        DataAllowance::Limited(amount) => amount.format(lang),
        DataAllowance::Unlimited { .. } => t(lang, "plan-data-unlimited"),
    }
}

/// What slows unlimited data down; `None` where there is nothing to say.
pub fn daily_cap(allowance: &DataAllowance, lang: Lang) -> Option<String> {
    match allowance {
        DataAllowance::Unlimited { daily_cap: Some(cap) } => {
            Some(t_with(lang, "plan-daily-cap", &[("amount", cap.format(lang).into())]))
        }
        DataAllowance::Unlimited { daily_cap: None } => Some(t(lang, "plan-fair-use")),
        _ => None,
    }
}

/// "30 days", "1 month", "No end date".
pub fn validity(validity: Validity, lang: Lang) -> String {
    match validity {
        Validity::Days(count) => t_with(lang, "plan-days", &[("count", count.into())]),
        Validity::Months(count) => t_with(lang, "plan-months", &[("count", count.into())]),
        Validity::Years(count) => t_with(lang, "plan-years", &[("count", count.into())]),
        Validity::Unlimited => t(lang, "plan-no-end"),
    }
}

/// "30 minutes of calls and 200 texts"; `None` for a plan of data alone.
pub fn calls_and_texts(allowance: &Allowance, lang: Lang) -> Option<String> {
    let minutes = allowance.airtime_seconds.map(|seconds| seconds / 60).filter(|minutes| *minutes > 0);
    let texts = allowance.sms.filter(|count| *count > 0);
    let minutes = minutes.map(|count| t_with(lang, "plan-minutes", &[("count", count.into())]));
    let texts = texts.map(|count| t_with(lang, "plan-texts", &[("count", count.into())]));
    match (minutes, texts) {
        (Some(minutes), Some(texts)) => {
            let both = [("minutes", minutes.into()), ("texts", texts.into())];
            Some(t_with(lang, "plan-minutes-and-texts", &both))
        }
        (minutes, texts) => minutes.or(texts),
    }
}

/// Up to so many countries are named one by one, in the supplier's order: the one that matters comes first.
pub const NAMED: usize = 3;

/// "France", "Italy, San Marino", "Europe, 31 countries", "85 countries", or that only the description says.
pub fn coverage(coverage: &Coverage, lang: Lang) -> String {
    let countries = coverage.countries.as_slice();
    if countries.is_empty() {
        return t(lang, "plan-coverage-described");
    }
    if countries.len() <= NAMED {
        let names: Vec<_> = countries.iter().map(|country| country.name(lang)).collect();
        return names.join(", ");
    }
    let count = t_with(lang, "plan-coverage-countries", &[("count", countries.len().into())]);
    coverage.region().map_or(count.clone(), |region| format!("{}, {count}", region.name(lang)))
}

/// Where a plan works in a word, as its title says it: its countries if they are few, its region, or their number.
pub fn place(coverage: &Coverage, lang: Lang) -> String {
    match coverage.region() {
        Some(region) if coverage.countries.len() > NAMED => region.name(lang).to_owned(),
        _ => self::coverage(coverage, lang),
    }
}

/// The countries' names, as a reader of this language sorts them.
pub fn country_names(countries: &[CountryCode], lang: Lang) -> Vec<&'static str> {
    let mut names: Vec<_> = countries.iter().map(|country| country.name(lang)).collect();
    names.sort_by_cached_key(|name| crate::domain::spelling::fold(name));
    names
}

/// "5 GB, 7 days": a plan in a few words.
pub fn short(facts: &PlanFacts, lang: Lang) -> String {
    format!("{}, {}", data(&facts.allowance.data, lang), validity(facts.validity, lang))
}
