//! The front page: the search, popular destinations, how it works, regions.

use super::popular::popular;
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::search_box::SearchBox;
use crate::app::parts::steps::Steps;
use crate::app::parts::tile::{CountryTile, RegionTile};
use crate::app::parts::{links, plan_words};
use crate::domain::catalogue::Catalogue;
use crate::domain::country::{CountryCode, Region};
use crate::domain::lang::Lang;
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

const POPULAR: usize = 8;

/// `GET /{lang}`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let catalogue = request.services.catalogue();
    let deadline = request.services.config.delivery_deadline;
    Ok(page(request.lang, &catalogue, deadline).into())
}

/// The page, from the catalogue alone.
pub(super) fn page(lang: Lang, catalogue: &Arc<Catalogue>, deadline: Duration) -> Page {
    let countries = catalogue.countries().count();
    let popular = popular(catalogue, POPULAR);
    let minutes = deadline.as_secs() / 60;
    let body = view! {
        <Hero lang catalogue=Arc::clone(catalogue) first=popular.first().copied() />
        <section class="section wrap" aria-labelledby="popular">
            <div class="section-head">
                <h2 id="popular">{t(lang, "home-popular")}</h2>
                <a href=links::destinations(lang)>
                    {t_with(lang, "home-all-destinations", &[("count", countries.into())])}
                </a>
            </div>
            <ul class="tiles">
                {popular
                    .into_iter()
                    .map(|country| view! { <CountryTile lang country catalogue=Arc::clone(catalogue) /> })
                    .collect_view()}
            </ul>
        </section>
        <section class="section wrap">
            <div class="section-head"><h2>{t(lang, "home-how")}</h2></div>
            <Steps
                across=true
                steps=vec![
                    (t(lang, "home-how-choose"), t(lang, "home-how-choose-text")),
                    (t(lang, "home-how-pay"), t(lang, "home-how-pay-text")),
                    (t(lang, "home-how-go"), t(lang, "home-how-go-text")),
                ]
            />
        </section>
        <section class="section wrap">
            <div class="pledge">
                <p class="figure">
                    {t_with(lang, "home-pledge-figure", &[("minutes", minutes.into())])}
                    <small>{t(lang, "home-pledge-figure-note")}</small>
                </p>
                <div>
                    <h2>{t(lang, "home-pledge")}</h2>
                    <p>{t_with(lang, "home-pledge-text", &[("minutes", minutes.into())])}</p>
                </div>
            </div>
        </section>
        <Regions lang catalogue=Arc::clone(catalogue) />
    };
    let title = t_with(lang, "home-title", &[("count", countries.into())]);
    let description = t_with(lang, "home-description", &[("count", countries.into())]);
    Page { description: Some(description), ..Page::new(title, body.into_any()) }
}

/// The search on the sky, and beside it a boarding pass for the first of the popular destinations.
#[component]
fn Hero(lang: Lang, catalogue: Arc<Catalogue>, first: Option<CountryCode>) -> AnyView {
    view! {
        <div class="masthead home">
            <div class="wrap">
                <div>
                    <h1>{t(lang, "home-hero")}" "<em>{t(lang, "home-hero-end")}</em></h1>
                    <p class="lead">{t(lang, "home-lead")}</p>
                    <SearchBox lang />
                    <ul class="promises">
                        <li>{t(lang, "home-promise-fast")}</li>
                        <li>{t(lang, "home-promise-no-account")}</li>
                        <li>{t(lang, "home-promise-own-number")}</li>
                    </ul>
                </div>
                {first.map(|country| view! { <BoardingPass lang catalogue country /> })}
            </div>
        </div>
    }
    .into_any()
}

/// A real plan, dressed as what one holds at the gate.
#[component]
fn BoardingPass(lang: Lang, catalogue: Arc<Catalogue>, country: CountryCode) -> AnyView {
    let offer = catalogue.in_country(country).first().map(|offer| Arc::clone(offer));
    offer.map(|offer| {
        let facts = &offer.facts;
        view! {
            <a class="pass" href=links::plan(lang, &offer.id)>
                <span class="route"><b>{t(lang, "pass-anywhere")}</b><i aria-hidden="true"></i><b>{country.name(lang)}</b></span>
                <span class="cells">
                    <span><small>{t(lang, "label-data")}</small>{plan_words::data(&facts.allowance.data, lang)}</span>
                    <span><small>{t(lang, "label-validity")}</small>{plan_words::validity(facts.validity, lang)}</span>
                    <span><small>{t(lang, "pass-price")}</small>{offer.price.format(lang)}</span>
                </span>
                <span class="bars" aria-hidden="true"></span>
            </a>
        }
    })
    .into_any()
}

/// The regions in which something is sold.
#[component]
fn Regions(lang: Lang, catalogue: Arc<Catalogue>) -> AnyView {
    let sold = |region: &Region| catalogue.countries().any(|country| country.region() == *region);
    let tiles = Region::ALL
        .into_iter()
        .filter(sold)
        .map(|region| view! { <RegionTile lang region catalogue=Arc::clone(&catalogue) /> })
        .collect_view();
    view! {
        <section class="section wrap">
            <div class="section-head"><h2>{t(lang, "home-regions")}</h2></div>
            <ul class="tiles small">{tiles}</ul>
        </section>
    }
    .into_any()
}
