//! The header: whose shop this is, where to look, the other language.

use super::layout::Frame;
use super::{links, mark::Mark};
use crate::text::t;
use leptos::prelude::*;

/// The header of every page.
#[component]
pub fn SiteHeader(frame: Frame) -> AnyView {
    let Frame { lang, path, .. } = frame;
    let other = lang.other();
    let item = |href: String, text: String| {
        let current = (href == path).then_some("page");
        view! { <li><a href=href aria-current=current>{text}</a></li> }
    };
    view! {
        <header class="head">
            <div class="wrap">
                <a class="brand" href=links::home(lang)><Mark />{frame.merchant.name}</a>
                <nav aria-label=t(lang, "nav-main")>
                    <ul>
                        {item(links::destinations(lang), t(lang, "nav-destinations"))}
                        {item(links::help(lang), t(lang, "nav-help"))}
                        <li>
                            <a href=frame.other_language lang=other.as_str() hreflang=other.as_str()>
                                {other.own_name()}
                            </a>
                        </li>
                    </ul>
                </nav>
            </div>
        </header>
    }
    .into_any()
}
