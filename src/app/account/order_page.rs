//! An order's own page: waits, says the truth, and turns into the eSIM.

use super::opened::{self, Opened};
use super::{ended, esim_card, topped_up, waiting};
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::facts::{Fact, Facts};
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::notice::Notice;
use crate::app::parts::tone::Tone;
use crate::domain::lang::Lang;
use crate::domain::order::OrderState;
use crate::domain::timestamp::UnixSeconds;
use crate::fulfilment::advance::limits;
use crate::fulfilment::next_step::Limits;
use crate::fulfilment::usage_sync::{EsimUse, refresh_esim_within};
use crate::services::Services;
use crate::store::{Esim, Order};
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::time::Duration;

/// The page waits so long for the network's word on usage; then it shows what is known.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the page is made of.
pub(super) struct Shown<'a> {
    pub lang: Lang,
    pub now: UnixSeconds,
    pub opened: &'a Opened,
    pub limits: &'a Limits,
    pub support_email: &'a str,
    /// Where the same is sold: the plan's page, the SIM's top-ups, else the list of destinations.
    pub plan: String,
}

impl Shown<'_> {
    pub(super) fn order(&self) -> &Order {
        &self.opened.family.order
    }

    /// This page.
    pub(super) fn path(&self) -> String {
        links::order(self.lang, &self.opened.token)
    }
}

/// A state in words: the page's title and what stands below it.
pub(super) struct Told {
    pub title: String,
    pub body: AnyView,
}

/// `GET /{lang}/o/{token}`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let services = &request.services;
    let opened = opened::open(services, request.param("token")).await?.ok_or(PageError::NotFound)?;
    let uses = uses(services, opened.esims_to_show()).await?;
    let shown = Shown {
        lang: request.lang,
        now: request.now(),
        opened: &opened,
        limits: &limits(services),
        support_email: &services.config.merchant.support_email,
        plan: where_it_is_sold(&request, &opened),
    };
    Ok(page(&shown, &uses).into())
}

/// Where the same can be bought again, or something like it.
fn where_it_is_sold(request: &PageRequest, opened: &Opened) -> String {
    let (lang, family) = (request.lang, &opened.family);
    if let Some(sim) = &opened.topped_up {
        return links::top_up_esim(lang, &sim.token, sim.position);
    }
    if family.tops_up() {
        return links::top_up(lang);
    }
    let catalogue = request.services.catalogue();
    let on_sale = family.lines.iter().find(|line| catalogue.offer(&line.offer).is_some());
    on_sale.map_or_else(|| links::destinations(lang), |line| links::plan(lang, &line.offer))
}

/// What is known of each eSIM's use, all asked at the same time.
async fn uses(services: &Services, esims: impl Iterator<Item = &Esim>) -> Result<Vec<EsimUse>, PageError> {
    let asking: Vec<_> = esims
        .map(|esim| {
            let (services, esim) = (services.clone(), esim.clone());
            tokio::spawn(async move { refresh_esim_within(&services, &esim, PATIENCE).await })
        })
        .collect();
    let mut uses = Vec::with_capacity(asking.len());
    for asked in asking {
        uses.push(asked.await.map_err(|error| PageError::Broken(error.to_string()))??);
    }
    Ok(uses)
}

/// The page, from what is known alone.
pub(super) fn page(shown: &Shown<'_>, uses: &[EsimUse]) -> Page {
    let (lang, order) = (shown.lang, shown.order());
    let told = match order.state {
        OrderState::GivingBack | OrderState::GivenBack => ended::given_back(shown),
        OrderState::Closed => ended::closed(shown),
        OrderState::AwaitingPayment => waiting::for_payment(shown),
        OrderState::Delivered if shown.opened.family.tops_up() => topped_up::done(shown, uses),
        OrderState::NeedsAPerson if shown.opened.esims.is_empty() => waiting::for_a_person(shown),
        OrderState::Fulfilling if shown.opened.esims.is_empty() => waiting::for_delivery(shown),
        OrderState::NeedsAPerson | OrderState::Fulfilling | OrderState::Delivered | OrderState::PartlyDelivered => {
            esim_card::ready(shown, uses)
        }
    };
    let disputed = order.disputed.then(|| {
        view! {
            <Notice tone=Tone::Warn title=Some(t(lang, "order-disputed"))>
                <p>{t(lang, "order-disputed-text")}</p>
            </Notice>
        }
    });
    let number = t_with(lang, "order-number", &[("number", order.number.clone().into())]);
    let above = view! { <p class="order-mark">{number}</p> };
    let body = view! {
        <Masthead title=told.title.clone() above=above.into_any() />
        <div class="section wrap columns">
            <div class="flow">{disputed} {told.body}</div>
            {details(shown)}
        </div>
    };
    let refresh = (!opened::has_ended(order.state)).then(|| waiting::look_again_after(shown));
    Page { refresh, ..Page::private(told.title, body.into_any()) }
}

/// What was ordered, the link to keep, where to ask.
fn details(shown: &Shown<'_>) -> AnyView {
    let (lang, order) = (shown.lang, shown.order());
    let names: Vec<_> = shown.opened.family.lines.iter().map(|line| line.facts.name.as_str()).collect();
    let facts = [
        Some(Fact::new(t(lang, "order-detail-number"), order.number.clone())),
        Some(Fact::new(t(lang, "order-detail-plan"), names.join(", "))),
        Some(Fact::new(t(lang, "order-detail-total"), order.total.format(lang))),
        Some(Fact::new(t(lang, "order-detail-ordered"), order.created_at.date_time(lang))),
        order.paid_at.map(|at| Fact::new(t(lang, "order-detail-paid"), at.date_time(lang))),
        Some(Fact::new(t(lang, "order-detail-email"), order.email.clone())),
    ];
    let facts: Vec<Fact> = facts.into_iter().flatten().collect();
    let email = order.email.clone();
    let mailed = order.paid_at.is_some().then(|| t_with(lang, "order-keep-mail", &[("email", email.into())]));
    let questions = t_with(
        lang,
        "order-questions-text",
        &[("email", shown.support_email.into()), ("number", order.number.clone().into())],
    );
    let withdraw = format!("{}?number={}", links::withdraw(lang), order.number);
    view! {
        <aside class="panel order-details" aria-labelledby="order-details">
            <h2 id="order-details">{t(lang, "order-details")}</h2>
            <Facts facts />
            <h3>{t(lang, "order-keep")}</h3>
            <p>{t(lang, "order-keep-text")}" "{mailed}</p>
            <h3>{t(lang, "order-questions")}</h3>
            <p>{questions}</p>
            <p><a href=format!("mailto:{}", shown.support_email)>{shown.support_email.to_owned()}</a></p>
            <p class="no-print"><a href=withdraw>{t(lang, "order-withdraw")}</a></p>
        </aside>
    }
    .into_any()
}
