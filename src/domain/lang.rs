//! The languages that the shop speaks.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A language of pages and mails; the first segment of every page's URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Fr,
}

impl Lang {
    /// Every language, the default one first.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// The BCP 47 tag, as in URLs and `<html lang>`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The language's own name, for the switch between languages.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
        }
    }

    /// Reads exactly the tag that URLs carry; `None` for anything else.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.as_str() == tag)
    }

    /// The language to offer beside this one.
    pub fn other(self) -> Self {
        match self {
            Self::En => Self::Fr,
            Self::Fr => Self::En,
        }
    }

    /// The best of our languages for an `Accept-Language` header (RFC 9110, 12.5.4); English when it names none of them.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(u16, Self)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
            let Some(lang) = Self::parse(&primary) else {
                continue;
            };
            let quality = parts.find_map(|parameter| parameter.trim().strip_prefix("q=")).map_or(1000, thousandths);
            if quality > 0 && best.is_none_or(|(so_far, _)| quality > so_far) {
                best = Some((quality, lang));
            }
        }
        best.map_or_else(Self::default, |(_, lang)| lang)
    }
}

/// A quality value in thousandths, 0 to 1000; unreadable text counts as 0.
fn thousandths(text: &str) -> u16 {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return 0;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().unwrap_or(0);
    match whole {
        "0" => fraction,
        "1" => 1000,
        _ => 0,
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_quality_among_our_languages_wins() {
        for (header, expected) in [
            ("fr-FR,fr;q=0.9,en;q=0.8", Lang::Fr),
            ("de-DE, en;q=0.3, fr;q=0.4", Lang::Fr),
            ("en-GB,fr", Lang::En),
            ("FR-ca", Lang::Fr),
            ("fr;q=0, en;q=0.1", Lang::En),
            ("fr;q=0", Lang::En),
            ("fr; q=0.001", Lang::Fr),
            ("de", Lang::En),
            ("*", Lang::En),
            ("", Lang::En),
            (";;q=,,fr;q=é", Lang::En),
        ] {
            assert_eq!(Lang::from_accept_language(header), expected, "{header}");
        }
    }

    #[test]
    fn a_url_names_a_language_exactly() {
        for lang in Lang::ALL {
            assert_eq!(Lang::parse(lang.as_str()), Some(lang));
            assert_eq!(lang.other().other(), lang);
        }
        assert_eq!(Lang::parse("FR"), None);
        assert_eq!(Lang::parse("de"), None);
    }
}
