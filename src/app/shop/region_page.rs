//! A region: the plans across its borders, and its countries.

use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::button::{ButtonKind, ButtonLink};
use crate::app::parts::empty_state::EmptyState;
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::place_list::PlaceList;
use crate::app::parts::plan_ticket::PlanTickets;
use crate::domain::catalogue::Catalogue;
use crate::domain::country::{CountryCode, Region};
use crate::domain::lang::Lang;
use crate::domain::offer::Offer;
use crate::domain::spelling::fold;
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::sync::Arc;

/// `GET /{lang}/region/{region}`. A name in the other language leads to the one in this.
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let slug = request.param("region");
    if let Some(region) = Region::from_slug(slug, lang) {
        return Ok(page(lang, &request.services.catalogue(), region).into());
    }
    let region = Region::from_slug(slug, lang.other()).ok_or(PageError::NotFound)?;
    Ok(Answer::SeeOther(links::region(lang, region)))
}

/// The page, from the catalogue alone.
pub(super) fn page(lang: Lang, catalogue: &Arc<Catalogue>, region: Region) -> Page {
    let name = region.name(lang);
    let mut countries: Vec<CountryCode> = catalogue.countries().filter(|country| country.region() == region).collect();
    countries.sort_by_cached_key(|country| fold(country.name(lang)));
    let plans: Vec<Arc<Offer>> =
        catalogue.shown().filter(|offer| offer.facts.coverage.region() == Some(region)).cloned().collect();
    let title = t_with(lang, "region-title", &[("region", name.into())]);
    let lead = t_with(lang, "region-lead", &[("plans", plans.len().into()), ("countries", countries.len().into())]);
    let empty = countries.is_empty();
    let above = view! { <Breadcrumbs lang between=vec![] here=name.to_owned() /> };
    let body = view! {
        <Masthead title=title.clone() lead=(!empty).then_some(lead) above=above.into_any() />
        {empty
            .then(|| {
                view! {
                    <div class="section wrap">
                        <EmptyState title=t(lang, "region-none") text=t(lang, "region-none-text")>
                            <ButtonLink
                                href=links::destinations(lang)
                                label=t(lang, "all-destinations")
                                kind=ButtonKind::Quiet
                            />
                        </EmptyState>
                    </div>
                }
            })}
        {(!plans.is_empty())
            .then(|| {
                view! {
                    <section class="section wrap">
                        <div class="section-head"><h2>{t(lang, "region-plans")}</h2></div>
                        <PlanTickets lang offers=plans />
                    </section>
                }
            })}
        {(!empty)
            .then(|| {
                view! {
                    <section class="section wrap">
                        <div class="section-head"><h2>{t(lang, "region-countries")}</h2></div>
                        <PlaceList lang countries catalogue=Arc::clone(catalogue) />
                    </section>
                }
            })}
    };
    let description = t_with(lang, "region-description", &[("region", name.into())]);
    Page {
        description: Some(description),
        other_language: Some(links::region(lang.other(), region)),
        ..Page::new(title, body.into_any())
    }
}
