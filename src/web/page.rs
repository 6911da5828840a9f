//! The one renderer: a page's view becomes a whole document with its headers.
//!
//! The body is rendered first. Without an island in it the document holds no script element and its policy forbids
//! scripts; with one, the loader of the browser half is added under a nonce.

use super::assets::Assets;
use crate::app::page::Page;
use crate::app::parts::layout::{Frame, document};
use crate::config::{Config, Merchant};
use crate::domain::lang::Lang;
use crate::session::Staff;
use any_spawner::Executor;
use axum::body::Body;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use std::sync::Arc;
use std::time::Duration;

/// What a document needs beside its page.
#[derive(Clone)]
pub struct RenderContext {
    pub lang: Lang,
    /// Path with query, as the visitor sees it.
    pub url: String,
    /// Fresh for each answer; text that may stand in a header.
    pub nonce: String,
    pub staff: Option<Staff>,
    pub assets: Arc<Assets>,
    /// A banner says that nothing here is real.
    pub demo: bool,
    /// Without a slash at its end.
    pub public_url: String,
    /// The payment provider's scheme, host and port.
    pub checkout_origin: String,
    pub merchant: Merchant,
}

impl RenderContext {
    /// The context of one request.
    pub fn new(
        config: &Config,
        assets: Arc<Assets>,
        lang: Lang,
        url: String,
        nonce: String,
        staff: Option<Staff>,
    ) -> Self {
        Self {
            lang,
            url,
            nonce,
            staff,
            assets,
            demo: config.demo,
            public_url: config.link(""),
            checkout_origin: config.stripe.checkout_origin.clone(),
            merchant: config.merchant.clone(),
        }
    }
}

/// A document ready to be sent.
pub struct Rendered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

impl IntoResponse for Rendered {
    fn into_response(self) -> Response<Body> {
        (self.status, self.headers, self.html).into_response()
    }
}

/// Runs a page function, and the rendering of its page, in one reactive scope. Islands are made while the page function
/// builds its view, so both belong inside.
pub async fn in_scope<T>(work: impl Future<Output = T>) -> T {
    // Err only means that it was done before.
    let _ = Executor::init_tokio();
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let result = owner.with(|| ScopedFuture::new_untracked(work)).await;
    owner.unset_with_forced_cleanup();
    result
}

/// Renders a page. To be called within `in_scope`.
pub fn render(page: Page, context: RenderContext) -> Rendered {
    let body = page.body.to_html();
    let with_islands = body.contains("<leptos-island");
    let manner = Manner {
        private: page.private,
        refresh: page.refresh,
        leads_to_checkout: page.leads_to_checkout,
        with_islands,
    };
    let headers = manner.headers(&context);
    let listed = !page.private && page.status == 200;
    let path = context.url.split(['?', '#']).next().unwrap_or_default();
    let frame = Frame {
        lang: context.lang,
        title: page.title,
        description: page.description,
        canonical: listed.then(|| format!("{}{path}", context.public_url)),
        other_language: other_language(page.other_language, &context),
        path: path.to_owned(),
        style: context.assets.url("escale.css"),
        loader: with_islands.then(|| loader(&context.assets)),
        public_url: context.public_url,
        nonce: context.nonce,
        demo: context.demo,
        staff: context.staff,
        merchant: context.merchant,
    };
    let document = document(frame, body).to_html();
    Rendered {
        status: StatusCode::from_u16(page.status).unwrap_or(StatusCode::OK),
        headers,
        html: format!("<!DOCTYPE html>{document}"),
    }
}

/// The same page in the other language: what the page says, or else the same path under the other language's tag.
fn other_language(said: Option<String>, context: &RenderContext) -> String {
    let other = context.lang.other().as_str();
    said.unwrap_or_else(|| {
        let ours = format!("/{}", context.lang.as_str());
        let rest = context.url.strip_prefix(&ours).unwrap_or("");
        let rest = if rest.starts_with(['/', '?']) { rest } else { "" };
        format!("/{other}{rest}")
    })
}

/// Fetches the browser half when the browser has nothing better to do, and wakes each island.
///
/// After leptos' `island_script.js`, without what our islands do not have: children of their own.
fn loader(assets: &Assets) -> String {
    let script = assets.url("escale.js");
    format!(
        "(self.requestIdleCallback||setTimeout)(async()=>{{const m=await import({script:?});await m.default();m.hydrate();\
         for(const e of document.querySelectorAll('leptos-island'))await m[e.dataset.component]?.(e)}})"
    )
}

/// How a document is sent.
struct Manner {
    private: bool,
    refresh: Option<Duration>,
    leads_to_checkout: bool,
    with_islands: bool,
}

impl Manner {
    fn headers(&self, context: &RenderContext) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut set = |name: HeaderName, value: &str| match HeaderValue::from_str(value) {
            Ok(value) => drop(headers.insert(name, value)),
            Err(_) => tracing::error!(%name, "a page's header cannot be sent"),
        };
        set(header::CONTENT_TYPE, "text/html; charset=utf-8");
        set(header::CONTENT_LANGUAGE, context.lang.as_str());
        set(header::CONTENT_SECURITY_POLICY, &self.policy(context));
        let kept = if self.private || context.staff.is_some() { "no-store" } else { "no-cache" };
        set(header::CACHE_CONTROL, kept);
        if self.private {
            set(HeaderName::from_static("x-robots-tag"), "noindex");
        }
        if let Some(interval) = self.refresh {
            set(header::REFRESH, &interval.as_secs().max(1).to_string());
        }
        headers
    }

    /// The content security policy: everything is forbidden but what this document needs.
    fn policy(&self, context: &RenderContext) -> String {
        let scripts = if self.with_islands {
            format!("'nonce-{}' 'self' 'wasm-unsafe-eval'", context.nonce)
        } else {
            "'none'".to_owned()
        };
        // A form's 303 is held against `form-action` as well, so the payment page must be listed where one leads to it.
        let forms =
            if self.leads_to_checkout { format!("'self' {}", context.checkout_origin) } else { "'self'".to_owned() };
        format!(
            "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
             manifest-src 'self'; form-action {forms}; base-uri 'none'; frame-ancestors 'none'"
        )
    }
}

#[cfg(test)]
#[path = "page/tests.rs"]
mod tests;
