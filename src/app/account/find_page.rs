//! "I lost my link": an address is asked for, and its orders' links are mailed to it. Known and unknown addresses get
//! the same answer.

use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::button::Button;
use crate::app::parts::form_errors::{ErrorSummary, FormErrors};
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::notice::Notice;
use crate::app::parts::text_field::TextField;
use crate::app::parts::tone::Tone;
use crate::domain::email_address::EmailAddress;
use crate::domain::lang::Lang;
use crate::fulfilment::find_orders::send_links;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// The route; `web` limits how often one visitor may post there.
pub const FIND: &str = "/{lang}/orders";

/// `GET /{lang}/orders`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let asked = request.query.get("asked").is_some();
    Ok(page(&request, asked, String::new(), FormErrors::default()).into())
}

/// `POST /{lang}/orders`
pub async fn submit(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let typed = request.form.text("email").to_owned();
    let Ok(email) = EmailAddress::parse(&typed) else {
        let key = if typed.is_empty() { "checkout-email-missing" } else { "checkout-email-wrong" };
        let mut errors = FormErrors::default();
        errors.add("email", t(lang, key));
        return Ok(page(&request, false, typed, errors).into());
    };
    // On a task of its own: the answer takes as long whether there are orders or not.
    let services = request.services.clone();
    tokio::spawn(async move {
        if let Err(error) = send_links(&services, &email).await {
            tracing::warn!(%error, "lost links could not be mailed");
        }
    });
    Ok(Answer::SeeOther(format!("{}?asked", links::find_order(lang))))
}

fn page(request: &PageRequest, asked: bool, email: String, errors: FormErrors) -> Page {
    let lang = request.lang;
    let title = t(lang, "find-title");
    let status = errors.status();
    let above =
        view! { <Breadcrumbs lang between=vec![(links::help(lang), t(lang, "nav-help"))] here=title.clone() /> };
    let support = request.services.config.merchant.support_email.clone();
    let content = if asked { sent(lang, support) } else { form(lang, email, &errors) };
    let body = view! {
        <Masthead title=title.clone() lead=Some(t(lang, "find-lead")) above=above.into_any() />
        <div class="section wrap"><div class="reading flow">{content}</div></div>
    };
    Page { status, ..Page::private(errors.title(lang, title), body.into_any()) }
}

fn sent(lang: Lang, support: String) -> AnyView {
    view! {
        <Notice tone=Tone::Ok title=Some(t(lang, "find-sent"))>
            <p>{t(lang, "find-sent-text")}</p>
        </Notice>
        <p>{t_with(lang, "find-sent-else", &[("email", support.into())])}</p>
        <p><a href=links::find_order(lang)>{t(lang, "find-again")}</a></p>
    }
    .into_any()
}

fn form(lang: Lang, email: String, errors: &FormErrors) -> AnyView {
    view! {
        <ErrorSummary lang errors=errors.clone() />
        <form method="post" action=links::find_order(lang) class="flow" novalidate>
            <TextField
                name="email"
                label=t(lang, "find-email")
                hint=Some(t(lang, "find-email-hint"))
                error=errors.of("email")
                value=email
                kind="email"
                autocomplete="email"
                max_length=Some(254)
            />
            <Button label=t(lang, "find-button") />
        </form>
    }
    .into_any()
}
