//! More data on a SIM that was not sold here: asked for by its number, or by the SIM's own number, which alone also shows
//! how it is. Whoever types a phone number may not be its owner: of a bare number nothing is told.

use super::counter::{Counter, Step};
use crate::app::account::usage_panel::usage_view;
use crate::app::islands::usage_figures::usage_figures;
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::button::Button;
use crate::app::parts::form_errors::{ErrorSummary, FormErrors};
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::sim_words::sim_in_words;
use crate::app::parts::text_field::TextField;
use crate::domain::esim::{SimNames, SimToTopUp};
use crate::domain::lang::Lang;
use crate::domain::sim_number::{Msisdn, SimId};
use crate::fulfilment::top_up::look_at_sim;
use crate::fulfilment::usage_sync::EsimUse;
use crate::text::t;
use leptos::prelude::*;

/// The route; `web` limits how often one visitor may post there.
pub const SIM: &str = "/{lang}/top-up";

/// `GET /{lang}/top-up`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    Ok(page(lang, &FormErrors::default(), form(lang, String::new(), String::new(), &FormErrors::default())).into())
}

/// `POST /{lang}/top-up`: the form says which step. Numbers are personal: they never stand in an address.
pub async fn submit(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let (number, sim_id) = (request.form.text("number").to_owned(), request.form.text("sim").to_owned());
    let names = match names(lang, &number, &sim_id) {
        Ok(names) => names,
        Err(errors) => return Ok(page(lang, &errors, form(lang, number, sim_id, &errors)).into()),
    };
    let counter = Counter {
        request: &request,
        sim: SimToTopUp { esim: None, names },
        supplier: None,
        email: String::new(),
        path: links::top_up(lang),
        kept: vec![("number", number), ("sim", sim_id)],
    };
    let (fitting, gone) = match counter.step().await? {
        Step::Answer(answer) => return Ok(answer),
        Step::Choose { fitting, gone } => (fitting, gone),
    };
    let known = look_at_sim(&request.services, &counter.sim, &fitting).await;
    let content = view! {
        <h2>{sim_in_words(lang, &counter.sim)}</h2>
        {known.map(|known| how_it_is(&request, &known))}
        <h2>{t(lang, "top-up-fitting")}</h2>
        {counter.choice(fitting, gone)}
        <p><a href=links::top_up(lang)>{t(lang, "top-up-another-sim")}</a></p>
    };
    Ok(page(lang, &FormErrors::default(), content.into_any()).into())
}

/// The one name that was given. Err says what has to be mended.
fn names(lang: Lang, number: &str, sim_id: &str) -> Result<SimNames, FormErrors> {
    let mut errors = FormErrors::default();
    match (number.is_empty(), sim_id.is_empty()) {
        (false, true) => match Msisdn::parse(number) {
            Ok(number) => return Ok(SimNames { msisdn: Some(number.as_str().to_owned()), ..SimNames::default() }),
            Err(_) => errors.add("number", t(lang, "top-up-number-wrong")),
        },
        (true, false) => match SimId::parse(sim_id) {
            Ok(sim_id) => return Ok(SimNames { sim_id: Some(sim_id.as_str().to_owned()), ..SimNames::default() }),
            Err(_) => errors.add("sim", t(lang, "top-up-sim-wrong")),
        },
        (true, true) => errors.add("number", t(lang, "top-up-missing")),
        (false, false) => errors.add("sim", t(lang, "top-up-one-of-two")),
    }
    Err(errors)
}

fn page(lang: Lang, errors: &FormErrors, content: AnyView) -> Page {
    let title = t(lang, "top-up-title");
    let above =
        view! { <Breadcrumbs lang between=vec![(links::help(lang), t(lang, "nav-help"))] here=title.clone() /> };
    let body = view! {
        <Masthead title=title.clone() lead=Some(t(lang, "top-up-lead")) above=above.into_any() />
        <div class="section wrap"><div class="reading flow">{content}</div></div>
    };
    Page { status: errors.status(), ..Page::private(errors.title(lang, title), body.into_any()) }
}

fn form(lang: Lang, number: String, sim_id: String, errors: &FormErrors) -> AnyView {
    view! {
        <ErrorSummary lang errors=errors.clone() />
        <form method="post" action=links::top_up(lang) class="flow" novalidate>
            <TextField
                name="number"
                label=t(lang, "top-up-number")
                hint=Some(t(lang, "top-up-number-hint"))
                error=errors.of("number")
                value=number
                kind="tel"
                autocomplete="tel"
                max_length=Some(30)
            />
            <p>{t(lang, "top-up-or")}</p>
            <TextField
                name="sim"
                label=t(lang, "top-up-sim-id")
                hint=Some(t(lang, "top-up-sim-id-hint"))
                error=errors.of("sim")
                value=sim_id
                max_length=Some(30)
            />
            <Button label=t(lang, "top-up-look") />
        </form>
        <p>{t(lang, "top-up-ours")}" "<a href=links::find_order(lang)>{t(lang, "footer-find-order")}</a></p>
    }
    .into_any()
}

/// The network's word: the SIM's state, and what is left.
fn how_it_is(request: &PageRequest, known: &EsimUse) -> AnyView {
    let lang = request.lang;
    let status = match &known.sim {
        Some(sim) => t(lang, sim.status().key()),
        None => t(lang, "sim-not-told"),
    };
    view! {
        <section class="panel usage flow" aria-labelledby="how-it-is">
            <h3 id="how-it-is">{t(lang, "sim-title")}</h3>
            <p>{status}</p>
            {usage_figures(usage_view(lang, request.now(), None, known))}
        </section>
    }
    .into_any()
}
