//! More data on an eSIM of an order: what fits it, and the purchase, with the order's own address.

use super::counter::{Counter, Step};
use crate::app::account::opened;
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::sim_words::sim_in_words;
use crate::fulfilment::top_up::sim_of;
use crate::secret::OrderToken;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// `GET` and `POST /{lang}/o/{token}/top-up/{position}`: the form says which step.
pub async fn serve(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let position = request.param("position").parse().map_err(|_| PageError::NotFound)?;
    let token = OrderToken::parse(request.param("token")).ok_or(PageError::NotFound)?;
    let found = opened::esim(&request.services, request.param("token"), position).await?;
    let (family, esim) = found.ok_or(PageError::NotFound)?;
    let counter = Counter {
        request: &request,
        sim: sim_of(&esim),
        supplier: Some(esim.supplier.clone()),
        email: family.order.email.clone(),
        path: links::top_up_esim(lang, &token, position),
        kept: Vec::new(),
    };
    let (fitting, gone) = match counter.step().await? {
        Step::Answer(answer) => return Ok(answer),
        Step::Choose { fitting, gone } => (fitting, gone),
    };
    let title = t(lang, "top-up-esim-title");
    let number = t_with(lang, "order-number", &[("number", family.order.number.clone().into())]);
    let above = view! { <Breadcrumbs lang between=vec![(links::order(lang, &token), number)] here=title.clone() /> };
    let body = view! {
        <Masthead title=title.clone() lead=Some(sim_in_words(lang, &counter.sim)) above=above.into_any() />
        <div class="section wrap flow">
            <h2>{t(lang, "top-up-fitting")}</h2>
            {counter.choice(fitting, gone)}
            <p><a href=links::order(lang, &token)>{t(lang, "top-up-back-to-esim")}</a></p>
        </div>
    };
    Ok(Page::private(title, body.into_any()).into())
}
