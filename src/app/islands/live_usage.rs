//! Live usage: the figures of an eSIM, asked anew every minute while somebody looks.

use super::usage_figures::{UsageView, usage_figures};
use crate::app::api::esim_usage::esim_usage;
use crate::domain::lang::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// The server asks the network at most every five minutes; a minute is soon enough to see it.
const ASK_EVERY: Duration = Duration::from_secs(60);

/// The figures that the page came with, kept new. The order's token is read from the page's address: as a prop it would
/// stand in the HTML once more.
#[island]
pub fn LiveUsage(
    initial: UsageView,
    /// Of the eSIM within its order, from 1.
    position: u32,
) -> impl IntoView {
    let (usage, set_usage) = signal(initial);
    let (news, set_news) = signal(String::new());
    Effect::new(move |_| {
        set_interval(
            move || {
                let Some((lang, token)) = whose_page().filter(|_| !document().hidden()) else { return };
                spawn_local(async move {
                    // Without an answer the old figures stay; they say of when they are.
                    let Ok(newer) = esim_usage(token, position, lang).await else { return };
                    let before = usage.get_untracked();
                    if newer.spoken != before.spoken {
                        set_news.set(newer.spoken.clone());
                    }
                    if newer != before {
                        set_usage.set(newer);
                    }
                });
            },
            ASK_EVERY,
        );
    });
    view! {
        <div class="usage-figures">{move || usage_figures(usage.get())}</div>
        <p class="visually-hidden" role="status">
            {move || news.get()}
        </p>
    }
}

/// Language and token of `/{lang}/o/{token}`.
fn whose_page() -> Option<(Lang, String)> {
    let path = location_pathname()?;
    let mut parts = path.trim_start_matches('/').split('/');
    let lang = Lang::parse(parts.next()?)?;
    let token = parts.nth(1)?;
    Some((lang, token.to_owned()))
}
