//! The document's `<head>`.

use super::layout::Frame;
use leptos::prelude::*;

/// Title, description, addresses in both languages, style sheet, icons.
#[component]
pub fn DocumentHead(frame: Frame) -> AnyView {
    let Frame { lang, canonical, other_language, public_url, .. } = frame;
    let other = lang.other();
    // An address for search engines has no query.
    let other_path = other_language.split('?').next().unwrap_or_default();
    let alternate = format!("{public_url}{other_path}");
    let title = format!("{} · {}", frame.title, frame.merchant.name);
    let addresses = canonical.map(|canonical| {
        view! {
            <link rel="canonical" href=canonical.clone() />
            <link rel="alternate" hreflang=lang.as_str() href=canonical />
            <link rel="alternate" hreflang=other.as_str() href=alternate />
        }
    });
    view! {
        <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>{title}</title>
            {frame.description.map(|text| view! { <meta name="description" content=text /> })}
            {match addresses {
                Some(addresses) => addresses.into_any(),
                None => view! { <meta name="robots" content="noindex" /> }.into_any(),
            }}
            <link rel="stylesheet" href=frame.style />
            <meta name="color-scheme" content="light dark" />
            <meta name="theme-color" content="#082c32" />
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
            <link rel="apple-touch-icon" href="/icon-180.png" />
            <link rel="manifest" href="/manifest.webmanifest" />
        </head>
    }
    .into_any()
}
