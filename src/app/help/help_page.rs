//! Help: installing, first use, questions, what to do without the link, contact.

use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::button::{ButtonKind, ButtonLink};
use crate::app::parts::install_steps::install_steps;
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::config::Merchant;
use crate::domain::lang::Lang;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// `GET /{lang}/help`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    let config = &request.services.config;
    Ok(page(request.lang, &config.merchant, config.mail.from.email.to_string()).into())
}

/// The page; `sender` is the address that the shop's mails come from.
fn page(lang: Lang, merchant: &Merchant, sender: String) -> Page {
    let title = t(lang, "help-title");
    let above = view! { <Breadcrumbs lang between=vec![] here=title.clone() /> };
    let body = view! {
        <Masthead title=title.clone() lead=Some(t(lang, "help-lead")) above=above.into_any() />
        <div class="section wrap columns">
            <Contact lang merchant=merchant.clone() />
            <div class="flow reading">
                <h2 id="install">{t(lang, "help-install")}</h2>
                <p>{t(lang, "help-install-text")}</p>
                <Guides lang />
                <h2>{t(lang, "help-first-use")}</h2>
                <p>{t(lang, "help-first-use-text")}</p>
                <h2 id="find">{t(lang, "help-find")}</h2>
                <p>{t_with(lang, "help-find-text", &[("sender", sender.into())])}</p>
                <p><a href=links::find_order(lang)>{t(lang, "help-find-link")}</a></p>
                <h2>{t(lang, "help-questions")}</h2>
                <Questions lang />
            </div>
        </div>
    };
    Page { description: Some(t(lang, "help-lead")), ..Page::new(title, body.into_any()) }
}

/// How it is installed, by the phone's maker.
#[component]
fn Guides(lang: Lang) -> AnyView {
    let guide = |title: String, steps: [String; 4]| {
        let steps = steps.map(|step| view! { <li>{step}</li> }).into_iter().collect_view();
        view! { <h3>{title}</h3><ol>{steps}</ol> }
    };
    view! {
        {install_steps(lang).map(|(title, steps)| guide(title, steps)).into_iter().collect_view()}
    }
    .into_any()
}

#[component]
fn Questions(lang: Lang) -> AnyView {
    let question = |question: String, answer: String| {
        view! { <details class="more"><summary>{question}</summary><p>{answer}</p></details> }
    };
    view! {
        <div>
            {question(t(lang, "help-q-when"), t(lang, "help-a-when"))}
            {question(t(lang, "help-q-number"), t(lang, "help-a-number"))}
            {question(t(lang, "help-q-again"), t(lang, "help-a-again"))}
            {question(t(lang, "help-q-papers"), t(lang, "help-a-papers"))}
            {question(t(lang, "help-q-waiting"), t(lang, "help-a-waiting"))}
            {question(t(lang, "help-q-offline"), t(lang, "help-a-offline"))}
        </div>
    }
    .into_any()
}

/// Who can be asked; in the same place on a phone and on a desk.
#[component]
fn Contact(lang: Lang, merchant: Merchant) -> AnyView {
    let mailto = format!("mailto:{}", merchant.support_email);
    view! {
        <aside class="panel sticky flow" aria-label=t(lang, "help-contact")>
            <h2>{t(lang, "help-contact")}</h2>
            <p>{t(lang, "help-contact-text")}</p>
            <p><a href=mailto>{merchant.support_email}</a></p>
            <p><ButtonLink href=links::device(lang) label=t(lang, "plan-device-link") kind=ButtonKind::Quiet /></p>
        </aside>
    }
    .into_any()
}
