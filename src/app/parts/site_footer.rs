//! The footer: help in the same place on every page, the legal pages, who sells.

use super::links;
use crate::config::Merchant;
use crate::domain::lang::Lang;
use crate::text::t;
use leptos::prelude::*;

/// The footer of every page.
#[component]
pub fn SiteFooter(lang: Lang, merchant: Merchant) -> AnyView {
    let item = |href: String, text: String| view! { <li><a href=href>{text}</a></li> };
    let mailto = format!("mailto:{}", merchant.support_email);
    view! {
        <footer class="foot">
            <div class="wrap">
                <div>
                    <h2>{merchant.name}</h2>
                    <p>{t(lang, "footer-claim")}</p>
                    <p><a href=mailto>{merchant.support_email}</a></p>
                </div>
                <nav aria-label=t(lang, "footer-help")>
                    <h2>{t(lang, "footer-help")}</h2>
                    <ul>
                        {item(links::help(lang), t(lang, "footer-install"))}
                        {item(links::device(lang), t(lang, "footer-device"))}
                        {item(links::top_up(lang), t(lang, "top-up-title"))}
                        {item(links::find_order(lang), t(lang, "footer-find-order"))}
                        {item(links::withdraw(lang), t(lang, "footer-withdraw"))}
                    </ul>
                </nav>
                <nav aria-label=t(lang, "footer-legal")>
                    <h2>{t(lang, "footer-legal")}</h2>
                    <ul>
                        {item(links::terms(lang), t(lang, "footer-terms"))}
                        {item(links::privacy(lang), t(lang, "footer-privacy"))}
                        {item(links::legal(lang), t(lang, "footer-imprint"))}
                    </ul>
                </nav>
            </div>
        </footer>
    }
    .into_any()
}
