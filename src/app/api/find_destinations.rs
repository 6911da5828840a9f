//! Finds destinations by what a traveller types, for programs; visitors have a search page.

use crate::domain::lang::Lang;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

/// A destination that fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DestinationView {
    /// In the language asked for.
    pub name: String,
    /// The city or other name that fitted, if it was not the name itself.
    pub via: Option<String>,
    /// Path of its page.
    pub url: String,
    /// Whether anything is sold there at present.
    pub on_sale: bool,
}

/// The eight destinations that fit best.
#[server(prefix = "/sf", endpoint = "find_destinations", input = Json)]
pub async fn find_destinations(query: String, lang: Lang) -> Result<Vec<DestinationView>, ServerFnError> {
    use crate::app::asking;
    use crate::app::parts::links;
    use crate::domain::search::{Place, search};
    const MOST: usize = 8;
    let catalogue = asking::services()?.catalogue();
    let found = search(&query, lang, MOST).into_iter().map(|found| {
        let (url, on_sale) = match found.place {
            Place::Country(country) => (links::destination(lang, country), !catalogue.in_country(country).is_empty()),
            Place::Region(region) => {
                (links::region(lang, region), catalogue.countries().any(|country| country.region() == region))
            }
        };
        DestinationView { name: found.name.to_owned(), via: found.via.map(str::to_owned), url, on_sale }
    });
    Ok(found.collect())
}
