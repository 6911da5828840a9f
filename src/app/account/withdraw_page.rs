//! "Withdraw from a purchase": asked for, checked, confirmed. Without an account, in two steps, for every order.

use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::button::Button;
use crate::app::parts::facts::{Fact, Facts};
use crate::app::parts::form_errors::{ErrorSummary, FormErrors};
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::notice::Notice;
use crate::app::parts::text_field::TextField;
use crate::app::parts::tone::Tone;
use crate::domain::email_address::EmailAddress;
use crate::domain::lang::Lang;
use crate::domain::order::OrderState;
use crate::fulfilment::withdraw::{order_to_withdraw_from, receive_withdrawal};
use crate::store::Order;
use crate::text::t;
use leptos::prelude::*;

/// The route; `web` limits how often one visitor may post there.
pub const WITHDRAW: &str = "/{lang}/withdraw";

/// Letters of a name that are kept.
const LONGEST_NAME: usize = 100;

/// What was typed.
#[derive(Clone, Default)]
struct Declaration {
    number: String,
    email: String,
    name: String,
}

/// `GET /{lang}/withdraw`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    if request.query.get("received").is_some() {
        return Ok(page(lang, FormErrors::default(), received(lang)).into());
    }
    let typed = Declaration { number: request.query.text("number").to_owned(), ..Declaration::default() };
    Ok(page(lang, FormErrors::default(), form(lang, typed, FormErrors::default())).into())
}

/// `POST /{lang}/withdraw`: checks what was typed and shows it, or receives it once it was confirmed.
pub async fn submit(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let typed = Declaration {
        number: request.form.text("number").to_owned(),
        email: request.form.text("email").to_owned(),
        name: request.form.text("name").chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect(),
    };
    let mut errors = FormErrors::default();
    if typed.number.is_empty() {
        errors.add("number", t(lang, "withdraw-number-missing"));
    }
    let email = EmailAddress::parse(&typed.email);
    if email.is_err() {
        let key = if typed.email.is_empty() { "checkout-email-missing" } else { "checkout-email-wrong" };
        errors.add("email", t(lang, key));
    }
    let found = match (email, errors.is_empty()) {
        (Ok(email), true) => {
            let number = typed.number.to_uppercase();
            let found = order_to_withdraw_from(&request.services, &number, &email).await?;
            if found.is_none() {
                errors.add("number", t(lang, "withdraw-unknown"));
            }
            found
        }
        _ => None,
    };
    let Some(order) = found else { return Ok(page(lang, errors.clone(), form(lang, typed, errors)).into()) };
    if request.form.text("step") != "confirm" {
        return Ok(page(lang, FormErrors::default(), check(lang, typed, &order)).into());
    }
    receive_withdrawal(&request.services, &order.id, &typed.name).await?;
    Ok(Answer::SeeOther(format!("{}?received", links::withdraw(lang))))
}

fn page(lang: Lang, errors: FormErrors, content: AnyView) -> Page {
    let title = t(lang, "withdraw-title");
    let above =
        view! { <Breadcrumbs lang between=vec![(links::help(lang), t(lang, "nav-help"))] here=title.clone() /> };
    let body = view! {
        <Masthead title=title.clone() lead=Some(t(lang, "withdraw-lead")) above=above.into_any() />
        <div class="section wrap"><div class="reading flow">{content}</div></div>
    };
    Page { status: errors.status(), ..Page::private(errors.title(lang, title), body.into_any()) }
}

fn form(lang: Lang, typed: Declaration, errors: FormErrors) -> AnyView {
    view! {
        <ErrorSummary lang errors=errors.clone() />
        <form method="post" action=links::withdraw(lang) class="flow" novalidate>
            <TextField
                name="number"
                label=t(lang, "withdraw-number")
                hint=Some(t(lang, "withdraw-number-hint"))
                error=errors.of("number")
                value=typed.number
                max_length=Some(20)
            />
            <TextField
                name="email"
                label=t(lang, "withdraw-email")
                hint=Some(t(lang, "withdraw-email-hint"))
                error=errors.of("email")
                value=typed.email
                kind="email"
                autocomplete="email"
                max_length=Some(254)
            />
            <TextField
                name="name"
                label=t(lang, "withdraw-name")
                value=typed.name
                autocomplete="name"
                max_length=Some(100)
            />
            <Button label=t(lang, "withdraw-continue") />
        </form>
        <p><a href=links::withdrawal(lang)>{t(lang, "withdraw-right")}</a></p>
    }
    .into_any()
}

/// The declaration as it will be received, and what becomes of it.
fn check(lang: Lang, typed: Declaration, order: &Order) -> AnyView {
    let back = Some((format!("{}?number={}", links::withdraw(lang), order.number), t(lang, "change")));
    let mut facts = vec![
        Fact { change: back, ..Fact::new(t(lang, "withdraw-number"), order.number.clone()) },
        Fact::new(t(lang, "withdraw-detail-ordered"), order.created_at.date_time(lang)),
        Fact::new(t(lang, "withdraw-email"), order.email.clone()),
    ];
    if !typed.name.is_empty() {
        facts.push(Fact::new(t(lang, "withdraw-detail-name"), typed.name.clone()));
    }
    let delivered = matches!(order.state, OrderState::Delivered | OrderState::PartlyDelivered).then(|| {
        view! {
            <Notice tone=Tone::Warn title=Some(t(lang, "withdraw-delivered"))>
                <p>{t(lang, "withdraw-delivered-text")}</p>
            </Notice>
        }
    });
    view! {
        <h2>{t(lang, "withdraw-check")}</h2>
        <p class="lead">{t(lang, "withdraw-declare")}</p>
        <Facts facts />
        {delivered}
        <p>{t(lang, "withdraw-then")}</p>
        <form method="post" action=links::withdraw(lang)>
            <input type="hidden" name="step" value="confirm" />
            <input type="hidden" name="number" value=order.number.clone() />
            <input type="hidden" name="email" value=typed.email />
            <input type="hidden" name="name" value=typed.name />
            <Button label=t(lang, "withdraw-confirm") />
        </form>
    }
    .into_any()
}

fn received(lang: Lang) -> AnyView {
    view! {
        <Notice tone=Tone::Ok title=Some(t(lang, "withdraw-received"))>
            <p>{t(lang, "withdraw-received-text")}</p>
        </Notice>
    }
    .into_any()
}
