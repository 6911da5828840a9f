//! Tiles: places, and where their prices begin.

use super::links;
use crate::domain::catalogue::Catalogue;
use crate::domain::country::{CountryCode, Region};
use crate::domain::lang::Lang;
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::sync::Arc;

/// A link with a name and a note below it.
#[component]
pub fn Tile(href: String, name: String, note: String, #[prop(default = None)] stamp: Option<String>) -> AnyView {
    view! {
        <li>
            <a class="tile" href=href>
                {stamp.map(|letters| view! { <span class="stamp" aria-hidden="true">{letters}</span> })}
                <span><b>{name}</b><small>{note}</small></span>
            </a>
        </li>
    }
    .into_any()
}

/// A country, and its cheapest plan's price.
#[component]
pub fn CountryTile(lang: Lang, country: CountryCode, catalogue: Arc<Catalogue>) -> AnyView {
    let cheapest = catalogue.in_country(country).first().map(|offer| offer.price.format(lang));
    let note = match cheapest {
        Some(price) => t_with(lang, "tile-from", &[("price", price.into())]),
        None => t(lang, "tile-no-plan"),
    };
    let stamp = Some(country.as_str().to_owned());
    view! { <Tile href=links::destination(lang, country) name=country.name(lang).to_owned() note stamp /> }.into_any()
}

/// A region, and in how many of its countries something is sold.
#[component]
pub fn RegionTile(lang: Lang, region: Region, catalogue: Arc<Catalogue>) -> AnyView {
    let count = catalogue.countries().filter(|country| country.region() == region).count();
    let note = t_with(lang, "tile-countries", &[("count", count.into())]);
    view! { <Tile href=links::region(lang, region) name=region.name(lang).to_owned() note /> }.into_any()
}
