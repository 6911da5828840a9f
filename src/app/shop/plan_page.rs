//! One plan: its label, its price, the way to buy it.

use super::gone_plan_page;
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::button::ButtonLink;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::notice::Notice;
use crate::app::parts::plan_label::PlanLabel;
use crate::app::parts::price::Price;
use crate::app::parts::steps::Steps;
use crate::app::parts::tone::Tone;
use crate::app::parts::{links, plan_words};
use crate::domain::country::Region;
use crate::domain::ids::OfferId;
use crate::domain::lang::Lang;
use crate::domain::offer::Offer;
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// From so many units on the buyer is told that it may be sold out soon.
const FEW_LEFT: u32 = 5;

/// `GET /{lang}/plan/{offer}`. A plan that pauses, or was sold once, leads to others.
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let id = OfferId::from(request.param("offer").to_owned());
    let catalogue = request.services.catalogue();
    if let Some(offer) = catalogue.offer(&id) {
        let deadline = request.services.config.delivery_deadline;
        return Ok(page(request.lang, offer, deadline).into());
    }
    if let Some((offer, _)) = catalogue.paused(&id) {
        return Ok(gone_plan_page::paused(request.lang, &catalogue, &offer.facts).into());
    }
    let facts = request.services.store.snapshot().await?.plan_facts(&id).await?;
    let facts = facts.ok_or(PageError::NotFound)?;
    Ok(gone_plan_page::gone(request.lang, &catalogue, &facts).into())
}

/// The page, from the offer alone.
pub(super) fn page(lang: Lang, offer: &Arc<Offer>, deadline: Duration) -> Page {
    let facts = &offer.facts;
    let data = plan_words::data(&facts.allowance.data, lang);
    let title = if facts.coverage.countries.is_empty() {
        facts.name.clone()
    } else {
        let place = plan_words::place(&facts.coverage, lang);
        t_with(lang, "plan-title", &[("data", data.into()), ("where", place.into())])
    };
    let here = plan_words::short(facts, lang);
    let above = view! { <Breadcrumbs lang between=way(offer, lang) here=here.clone() /> };
    let described = !facts.description.trim().is_empty();
    let description = facts.description.clone();
    let body = view! {
        <Masthead title=title.clone() lead=Some(facts.name.clone()) above=above.into_any() />
        <div class="section wrap columns">
            <BuyBox lang offer=Arc::clone(offer) deadline />
            <div class="flow">
                <PlanLabel lang facts=facts.clone() />
                {described
                    .then(|| {
                        view! {
                            <details class="more">
                                <summary>{t(lang, "plan-own-words")}</summary>
                                <p>{description}</p>
                            </details>
                        }
                    })}
                <Notice title=Some(t(lang, "plan-device"))>
                    <p>{t(lang, "plan-device-text")}</p>
                    <p><a href=links::device(lang)>{t(lang, "plan-device-link")}</a></p>
                </Notice>
                <h2>{t(lang, "plan-next")}</h2>
                <Steps steps=vec![
                    (t(lang, "plan-next-pay"), t(lang, "plan-next-pay-text")),
                    (t(lang, "plan-next-install"), t(lang, "plan-next-install-text")),
                    (t(lang, "plan-next-arrive"), t(lang, "plan-next-arrive-text")),
                ] />
            </div>
        </div>
    };
    let description = t_with(
        lang,
        "plan-description",
        &[("name", facts.name.clone().into()), ("price", offer.price.format(lang).into())],
    );
    Page { description: Some(format!("{here}. {description}")), ..Page::new(title, body.into_any()) }
}

/// The price and the button that begins the purchase.
#[component]
fn BuyBox(lang: Lang, offer: Arc<Offer>, deadline: Duration) -> AnyView {
    let few = offer.stock.filter(|stock| *stock <= FEW_LEFT);
    let minutes = deadline.as_secs() / 60;
    view! {
        <aside class="panel sticky buy" aria-label=t(lang, "plan-buy-label")>
            <div><Price lang offer=Arc::clone(&offer) /></div>
            <ButtonLink href=links::buy(lang, &offer.id) label=t(lang, "plan-buy") />
            {few
                .map(|count| {
                    let text = t_with(lang, "plan-few-left", &[("count", count.into())]);
                    view! { <Notice tone=Tone::Warn><p>{text}</p></Notice> }
                })}
            <ul>
                <li>{t(lang, "plan-buy-fast")}</li>
                <li>{t_with(lang, "plan-buy-pledge", &[("minutes", minutes.into())])}</li>
                <li>{t(lang, "plan-buy-no-account")}</li>
            </ul>
        </aside>
    }
    .into_any()
}

/// The pages above this one: region and country, as far as the plan has them.
fn way(offer: &Offer, lang: Lang) -> Vec<(String, String)> {
    let coverage = &offer.facts.coverage;
    let of_region = |region: Region| (links::region(lang, region), region.name(lang).to_owned());
    match (coverage.countries.as_slice(), coverage.region()) {
        ([country], _) => {
            let of_country = (links::destination(lang, *country), country.name(lang).to_owned());
            vec![of_region(country.region()), of_country]
        }
        (_, Some(region)) => vec![of_region(region)],
        _ => vec![(links::destinations(lang), t(lang, "destinations-title"))],
    }
}
