//! Countries: ISO 3166-1 codes, names in both languages, regions, and the words of their pages' URLs.

mod table;

use super::lang::Lang;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// Every code of ISO 3166-1 alpha-2 in order, and XK, by which suppliers and CLDR mean Kosovo. Apart from the table, so
/// that reading a code does not pull all names into the browser half.
const CODES: &str = "\
    ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCR\
    CUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHU\
    IDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQ\
    MRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSI\
    SJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

/// An ISO 3166-1 alpha-2 code that exists (or XK, Kosovo).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

/// The text is no country's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCountry;

/// A part of the world, as eSIM shops divide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Region {
    Europe,
    Asia,
    MiddleEast,
    Africa,
    /// With Central America and the Caribbean.
    NorthAmerica,
    SouthAmerica,
    Oceania,
    /// AQ alone.
    Antarctica,
}

impl CountryCode {
    /// Reads an alpha-2 code in either case. Err when no country has it.
    pub fn parse(code: &str) -> Result<Self, UnknownCountry> {
        let &[first, second] = code.trim().as_bytes() else {
            return Err(UnknownCountry);
        };
        let code = [first.to_ascii_uppercase(), second.to_ascii_uppercase()];
        let (pairs, _) = CODES.as_bytes().as_chunks::<2>();
        pairs.binary_search(&code).map(|_| Self(code)).map_err(|_| UnknownCountry)
    }

    /// Reads an alpha-3 code in either case; `None` when no country has it.
    pub fn from_alpha3(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_uppercase();
        table::rows().iter().find(|row| row.alpha3 == code).map(|row| row.code)
    }

    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        let (pairs, _) = CODES.as_bytes().as_chunks::<2>();
        pairs.iter().map(|&pair| Self(pair))
    }

    /// The alpha-2 code, upper case.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The alpha-3 code, upper case.
    pub fn alpha3(self) -> &'static str {
        table::row(self).alpha3
    }

    /// The country's name (CLDR).
    pub fn name(self, lang: Lang) -> &'static str {
        let row = table::row(self);
        match lang {
            Lang::En => row.english,
            Lang::Fr => row.french,
        }
    }

    /// Further names by which people look for it, in any language ("Holland", "Angleterre").
    pub fn other_names(self) -> impl Iterator<Item = &'static str> {
        table::row(self).other_names.split(';').filter(|name| !name.is_empty())
    }

    /// The region under which the shop lists it.
    pub fn region(self) -> Region {
        table::row(self).region
    }

    /// The flag as a pair of regional indicator symbols.
    pub fn flag(self) -> String {
        let indicator = |letter: u8| char::from_u32(0x1F1E6 + u32::from(letter - b'A'));
        self.0.into_iter().filter_map(indicator).collect()
    }

    /// The country in a page's URL: "etats-unis".
    pub fn slug(self, lang: Lang) -> &'static str {
        let row = table::row(self);
        match lang {
            Lang::En => &row.english_slug,
            Lang::Fr => &row.french_slug,
        }
    }

    /// The country behind a URL's word in this language; `None` when there is none.
    pub fn from_slug(slug: &str, lang: Lang) -> Option<Self> {
        Self::all().find(|code| code.slug(lang) == slug)
    }
}

impl Region {
    /// In the order in which the shop lists them.
    pub const ALL: [Self; 8] = [
        Self::Europe,
        Self::Asia,
        Self::NorthAmerica,
        Self::MiddleEast,
        Self::Africa,
        Self::SouthAmerica,
        Self::Oceania,
        Self::Antarctica,
    ];

    /// The stable key, as in data and stored text: "north-america".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Europe => "europe",
            Self::Asia => "asia",
            Self::MiddleEast => "middle-east",
            Self::Africa => "africa",
            Self::NorthAmerica => "north-america",
            Self::SouthAmerica => "south-america",
            Self::Oceania => "oceania",
            Self::Antarctica => "antarctica",
        }
    }

    /// Reads the stable key; `None` for anything else.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.as_str() == key)
    }

    /// The region's name (CLDR; the Middle East, which CLDR lacks, in everyday words).
    pub fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Europe, _) => "Europe",
            (Self::Asia, Lang::En) => "Asia",
            (Self::Asia, Lang::Fr) => "Asie",
            (Self::MiddleEast, Lang::En) => "Middle East",
            (Self::MiddleEast, Lang::Fr) => "Moyen-Orient",
            (Self::Africa, Lang::En) => "Africa",
            (Self::Africa, Lang::Fr) => "Afrique",
            (Self::NorthAmerica, Lang::En) => "North America",
            (Self::NorthAmerica, Lang::Fr) => "Amérique du Nord",
            (Self::SouthAmerica, Lang::En) => "South America",
            (Self::SouthAmerica, Lang::Fr) => "Amérique du Sud",
            (Self::Oceania, Lang::En) => "Oceania",
            (Self::Oceania, Lang::Fr) => "Océanie",
            (Self::Antarctica, Lang::En) => "Antarctica",
            (Self::Antarctica, Lang::Fr) => "Antarctique",
        }
    }

    /// The region in a page's URL: "amerique-du-nord".
    pub fn slug(self, lang: Lang) -> String {
        table::slug(self.name(lang))
    }

    /// The region behind a URL's word in this language; `None` when there is none.
    pub fn from_slug(slug: &str, lang: Lang) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.slug(lang) == slug)
    }

    /// Its countries, by code.
    pub fn countries(self) -> impl Iterator<Item = CountryCode> {
        CountryCode::all().filter(move |code| code.region() == self)
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for UnknownCountry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no country has this code")
    }
}

impl std::error::Error for UnknownCountry {}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).map_err(de::Error::custom)
    }
}
