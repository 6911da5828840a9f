//! Countries below each other, as on a board in a station: the name, and where its prices begin.

use super::links;
use crate::domain::catalogue::Catalogue;
use crate::domain::country::CountryCode;
use crate::domain::lang::Lang;
use crate::text::t_with;
use leptos::prelude::*;
use std::sync::Arc;

/// The countries in the order given.
#[component]
pub fn PlaceList(lang: Lang, countries: Vec<CountryCode>, catalogue: Arc<Catalogue>) -> AnyView {
    let places = countries
        .into_iter()
        .map(|country| {
            let from = catalogue
                .in_country(country)
                .first()
                .map(|offer| t_with(lang, "tile-from", &[("price", offer.price.format(lang).into())]));
            view! { <li><a href=links::destination(lang, country)>{country.name(lang)}</a>" "<small>{from}</small></li> }
        })
        .collect_view();
    view! { <ul class="places">{places}</ul> }.into_any()
}
