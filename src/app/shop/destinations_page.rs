//! Every destination, by its first letter.

use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::empty_state::EmptyState;
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::search_box::SearchBox;
use crate::domain::catalogue::Catalogue;
use crate::domain::country::CountryCode;
use crate::domain::lang::Lang;
use crate::domain::spelling::fold;
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// `GET /{lang}/destinations`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    Ok(page(request.lang, &request.services.catalogue()).into())
}

/// The page, from the catalogue alone.
pub(super) fn page(lang: Lang, catalogue: &Arc<Catalogue>) -> Page {
    let title = t(lang, "destinations-title");
    let count = catalogue.countries().count();
    let sections = by_letter(lang, catalogue)
        .into_iter()
        .map(|(letter, countries)| {
            let id = format!("letter-{}", letter.to_ascii_lowercase());
            let places = countries.into_iter().map(|country| place(lang, catalogue, country)).collect_view();
            view! {
                <section aria-labelledby=id.clone()>
                    <h2 id=id.clone()>{letter.to_string()}</h2>
                    <ul class="places">{places}</ul>
                </section>
            }
        })
        .collect_view();
    let above = view! { <Breadcrumbs lang between=vec![] here=title.clone() /> };
    let body = view! {
        <Masthead
            title=title.clone()
            lead=Some(t_with(lang, "destinations-lead", &[("count", count.into())]))
            above=above.into_any()
        >
            <SearchBox lang />
        </Masthead>
        <div class="section wrap letters">
            {(count == 0)
                .then(|| {
                    view! {
                        <EmptyState title=t(lang, "destinations-none") text=t(lang, "destinations-none-text")>""</EmptyState>
                    }
                })}
            {sections}
        </div>
    };
    let description = t_with(lang, "destinations-description", &[("count", count.into())]);
    Page { description: Some(description), ..Page::new(title, body.into_any()) }
}

/// A line of the list: the name, and where its prices begin.
fn place(lang: Lang, catalogue: &Catalogue, country: CountryCode) -> impl IntoView {
    let from = catalogue
        .in_country(country)
        .first()
        .map(|offer| t_with(lang, "tile-from", &[("price", offer.price.format(lang).into())]));
    view! { <li><a href=links::destination(lang, country)>{country.name(lang)}</a>" "<small>{from}</small></li> }
}

/// The countries that something is sold for, as a reader of this language looks them up: accents do not count.
fn by_letter(lang: Lang, catalogue: &Catalogue) -> BTreeMap<char, Vec<CountryCode>> {
    let mut countries: Vec<_> = catalogue.countries().map(|country| (fold(country.name(lang)), country)).collect();
    countries.sort();
    let mut letters: BTreeMap<char, Vec<CountryCode>> = BTreeMap::new();
    for (name, country) in countries {
        let letter = name.chars().next().unwrap_or('-').to_ascii_uppercase();
        letters.entry(letter).or_default().push(country);
    }
    letters
}
