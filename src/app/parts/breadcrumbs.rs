//! The way from the front page to this one.

use super::links;
use crate::domain::lang::Lang;
use crate::text::t;
use leptos::prelude::*;

/// Home, the pages between as address and name, and the name of this page.
#[component]
pub fn Breadcrumbs(lang: Lang, between: Vec<(String, String)>, here: String) -> AnyView {
    let between = between.into_iter().map(|(href, name)| view! { <li><a href=href>{name}</a></li> }).collect_view();
    view! {
        <nav class="crumbs" aria-label=t(lang, "nav-breadcrumbs")>
            <ol>
                <li><a href=links::home(lang)>{t(lang, "nav-home")}</a></li>
                {between}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
    .into_any()
}
