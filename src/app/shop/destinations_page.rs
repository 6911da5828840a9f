//! Every destination, by its first letter.

use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::empty_state::EmptyState;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::place_list::PlaceList;
use crate::app::parts::plan_ticket::PlanTickets;
use crate::app::parts::search_box::SearchBox;
use crate::domain::catalogue::Catalogue;
use crate::domain::country::CountryCode;
use crate::domain::lang::Lang;
use crate::domain::offer::Offer;
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
            view! {
                <section aria-labelledby=id.clone()>
                    <h2 id=id.clone()>{letter.to_string()}</h2>
                    <PlaceList lang countries catalogue=Arc::clone(catalogue) />
                </section>
            }
        })
        .collect_view();
    let world = for_the_world(catalogue);
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
        {(!world.is_empty())
            .then(|| {
                view! {
                    <section class="section wrap">
                        <div class="section-head"><h2>{t(lang, "destinations-world")}</h2></div>
                        <PlanTickets lang offers=world />
                    </section>
                }
            })}
    };
    let description = t_with(lang, "destinations-description", &[("count", count.into())]);
    Page { description: Some(description), ..Page::new(title, body.into_any()) }
}

/// Plans that no region's page shows: for the world, and those whose countries only the description names.
fn for_the_world(catalogue: &Catalogue) -> Vec<Arc<Offer>> {
    let anywhere = |offer: &&Arc<Offer>| {
        let coverage = &offer.facts.coverage;
        coverage.countries.len() != 1 && coverage.region().is_none()
    };
    catalogue.shown().filter(anywhere).cloned().collect()
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
