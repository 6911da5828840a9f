//! The document around every page: head, banner, header, main, footer.

use super::document_head::DocumentHead;
use super::site_footer::SiteFooter;
use super::site_header::SiteHeader;
use super::staff_bar::StaffBar;
use crate::config::Merchant;
use crate::domain::lang::Lang;
use crate::session::Staff;
use crate::text::t;
use leptos::prelude::*;

/// What stands around a page.
#[derive(Clone)]
pub struct Frame {
    pub lang: Lang,
    pub title: String,
    pub description: Option<String>,
    /// The page's one address; `None` keeps search engines away.
    pub canonical: Option<String>,
    /// Path of the same page in the other language.
    pub other_language: String,
    /// Without a slash at its end.
    pub public_url: String,
    /// Path of this page, without query.
    pub path: String,
    /// The style sheet.
    pub style: String,
    /// The script that wakes the islands, on pages that have one.
    pub loader: Option<String>,
    pub nonce: String,
    pub demo: bool,
    pub staff: Option<Staff>,
    pub merchant: Merchant,
}

/// The whole document but its doctype; `body` is the page's finished HTML.
pub fn document(frame: Frame, body: String) -> impl IntoView {
    let lang = frame.lang;
    view! {
        <html lang=lang.as_str()>
            <DocumentHead frame=frame.clone() />
            <body>
                <a class="skip" href="#main">{t(lang, "layout-skip")}</a>
                {frame.demo.then(|| view! { <DemoBar lang /> })}
                {frame.staff.clone().map(|staff| view! { <StaffBar lang staff /> })}
                <SiteHeader frame=frame.clone() />
                <main id="main" inner_html=body></main>
                <SiteFooter lang merchant=frame.merchant />
                {frame.loader.map(|loader| view! { <script type="module" nonce=frame.nonce inner_html=loader></script> })}
            </body>
        </html>
    }
}

/// Says that nothing here is real.
#[component]
fn DemoBar(lang: Lang) -> AnyView {
    view! {
        <aside class="demo" aria-label=t(lang, "demo-label")>
            <p class="wrap"><strong>{t(lang, "demo-label")}</strong>" "{t(lang, "demo-text")}</p>
        </aside>
    }
    .into_any()
}
