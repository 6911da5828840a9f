//! The control face: the mailbox, a page of knobs to turn by hand, and the same knobs as JSON.

mod api;
mod form_parts;
mod knob;
mod knobs_page;
mod ledger_page;
mod suppliers;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use html_escape::encode_text;

use crate::mail;
use crate::world::World;

pub(crate) fn router(world: World) -> Router {
    Router::new()
        .route("/", get(knobs_page::show))
        .route("/ledger", get(ledger_page::show))
        .route("/suppliers", get(suppliers::show))
        .merge(api::router())
        .merge(mail::router())
        .with_state(world)
}

const STYLE: &str = "
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:72rem;margin:0 auto;padding:1rem}
nav a{margin-right:1rem}h2{margin:2rem 0 .4rem}h3{margin:1.2rem 0 .2rem;font-size:1rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
form{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;margin:.4rem 0}
td form{margin:0;gap:.3rem}
label{display:grid;gap:.15rem;font-size:.85rem}input,select,button,textarea{font:inherit;padding:.25rem .5rem;max-width:24rem}
pre{white-space:pre-wrap;background:#8881;padding:.8rem;border-radius:.4rem}code{font-size:.85rem;overflow-wrap:anywhere}
iframe{width:100%;height:40rem;border:1px solid #8884;background:#fff}
dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem}dd{margin:0}";

/// A page of this face.
pub(crate) fn page(title: &str, body: &str) -> Html<String> {
    let title = encode_text(title);
    Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">
        <title>{title}</title><style>{STYLE}</style></head><body>
        <nav><a href=\"/\">Knobs</a><a href=\"/suppliers\">Suppliers</a><a href=\"/mailbox\">Mailbox</a><a href=\"/ledger\">Ledger</a></nav>
        <main><h1>{title}</h1>{body}</main></body></html>"
    ))
}
