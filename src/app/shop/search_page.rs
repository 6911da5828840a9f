//! The search for a destination.

use super::popular::popular;
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::button::{ButtonKind, ButtonLink};
use crate::app::parts::empty_state::EmptyState;
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::search_box::SearchBox;
use crate::app::parts::tile::{CountryTile, RegionTile, Tile};
use crate::domain::catalogue::Catalogue;
use crate::domain::lang::Lang;
use crate::domain::search::{Match, Place, search};
use crate::domain::spelling::fold;
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::sync::Arc;

const MOST_RESULTS: usize = 12;

/// What is shown when nothing is found.
const SUGGESTIONS: usize = 4;

/// `GET /{lang}/search?q=`. Nothing asked for leads to all destinations, one clear hit to its page.
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let asked = request.query.text("q");
    if asked.is_empty() {
        return Ok(Answer::SeeOther(links::destinations(lang)));
    }
    let matches = search(asked, lang, MOST_RESULTS);
    Ok(match clear_hit(asked, lang, &matches) {
        Some(place) => Answer::SeeOther(place),
        None => page(lang, &request.services.catalogue(), asked, matches).into(),
    })
}

/// The only match, or the first if what was typed is its whole name.
fn clear_hit(asked: &str, lang: Lang, matches: &[Match]) -> Option<String> {
    let first = matches.first()?;
    let meant = matches.len() == 1 || fold(asked) == fold(first.name);
    meant.then(|| match first.place {
        Place::Country(country) => links::destination(lang, country),
        Place::Region(region) => links::region(lang, region),
    })
}

/// The page, from the catalogue alone.
pub(super) fn page(lang: Lang, catalogue: &Arc<Catalogue>, asked: &str, mut matches: Vec<Match>) -> Page {
    let title = t_with(lang, "search-title", &[("asked", asked.to_owned().into())]);
    let (value, asked) = (asked.to_owned(), asked.to_owned());
    let nothing = matches.is_empty();
    matches.sort_by_key(|found| !is_sold(catalogue, found.place));
    let results = matches.into_iter().map(|found| result(lang, catalogue, found)).collect_view();
    let body = view! {
        <Masthead title=title.clone()>
            <SearchBox lang value />
        </Masthead>
        {if nothing {
            view! { <NothingFound lang asked catalogue=Arc::clone(catalogue) /> }.into_any()
        } else {
            view! { <section class="section wrap" aria-label=t(lang, "search-results")><ul class="tiles">{results}</ul></section> }
                .into_any()
        }}
    };
    Page { private: true, ..Page::new(title, body.into_any()) }
}

fn is_sold(catalogue: &Catalogue, place: Place) -> bool {
    match place {
        Place::Country(country) => !catalogue.in_country(country).is_empty(),
        Place::Region(region) => catalogue.countries().any(|country| country.region() == region),
    }
}

/// A destination that fits; where a city was typed, the city is named.
fn result(lang: Lang, catalogue: &Arc<Catalogue>, found: Match) -> AnyView {
    let catalogue = Arc::clone(catalogue);
    match (found.place, found.via) {
        (Place::Region(region), _) => view! { <RegionTile lang region catalogue /> }.into_any(),
        (Place::Country(country), None) => view! { <CountryTile lang country catalogue /> }.into_any(),
        (Place::Country(country), Some(via)) => {
            let note = t_with(lang, "search-via", &[("place", via.into())]);
            let (href, name) = (links::destination(lang, country), country.name(lang).to_owned());
            view! { <Tile href name note stamp=Some(country.as_str().to_owned()) /> }.into_any()
        }
    }
}

#[component]
fn NothingFound(lang: Lang, asked: String, catalogue: Arc<Catalogue>) -> AnyView {
    let suggestions = popular(&catalogue, SUGGESTIONS)
        .into_iter()
        .map(|country| view! { <CountryTile lang country catalogue=Arc::clone(&catalogue) /> })
        .collect_view();
    view! {
        <section class="section wrap">
            <EmptyState
                title=t_with(lang, "search-nothing", &[("asked", asked.into())])
                text=t(lang, "search-nothing-text")
            >
                <ButtonLink href=links::destinations(lang) label=t(lang, "all-destinations") kind=ButtonKind::Quiet />
            </EmptyState>
        </section>
        <section class="section wrap">
            <div class="section-head"><h2>{t(lang, "home-popular")}</h2></div>
            <ul class="tiles">{suggestions}</ul>
        </section>
    }
    .into_any()
}
