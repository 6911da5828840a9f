//! Whether a phone takes an eSIM.

use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::breadcrumbs::Breadcrumbs;
use crate::app::parts::links;
use crate::app::parts::masthead::Masthead;
use crate::app::parts::notice::Notice;
use crate::app::parts::steps::Steps;
use crate::app::parts::tone::Tone;
use crate::domain::lang::Lang;
use crate::text::t;
use leptos::prelude::*;

/// `GET /{lang}/help/device`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    Ok(page(request.lang).into())
}

fn page(lang: Lang) -> Page {
    let title = t(lang, "device-title");
    let between = vec![(links::help(lang), t(lang, "help-title"))];
    let above = view! { <Breadcrumbs lang between here=title.clone() /> };
    let families =
        [t(lang, "device-apple"), t(lang, "device-google"), t(lang, "device-samsung"), t(lang, "device-others")];
    let body = view! {
        <Masthead title=title.clone() lead=Some(t(lang, "device-lead")) above=above.into_any() />
        <div class="section wrap">
            <div class="flow reading">
                <h2>{t(lang, "device-check")}</h2>
                <Steps steps=vec![
                    (t(lang, "device-dial"), t(lang, "device-dial-text")),
                    (t(lang, "device-lock"), t(lang, "device-lock-text")),
                ] />
                <Notice tone=Tone::Warn>
                    <p>{t(lang, "device-unsure")}</p>
                </Notice>
                <h2>{t(lang, "device-families")}</h2>
                <ul>{families.map(|family| view! { <li>{family}</li> }).into_iter().collect_view()}</ul>
            </div>
        </div>
    };
    Page { description: Some(t(lang, "device-lead")), ..Page::new(title, body.into_any()) }
}
