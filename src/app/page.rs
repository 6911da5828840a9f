//! What a page is given and what it answers. Pages know nothing of HTTP; `web` turns requests and answers into it.
//!
//! A page is an async function from a `PageRequest` to an `Answer`. It awaits plain functions of the lower floors
//! and builds its view from what they return, so its HTML is whole when it leaves the server.

use crate::domain::ids::StaffId;
use crate::domain::lang::Lang;
use crate::domain::timestamp::UnixSeconds;
use crate::services::Services;
use crate::session::Staff;
use leptos::prelude::AnyView;
use std::collections::BTreeMap;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::time::Duration;
use thiserror::Error;

/// Everything that a page may look at.
#[derive(Clone)]
pub struct PageRequest {
    pub services: Services,
    pub lang: Lang,
    /// Path with query, as the visitor sees it: a form posts back to it.
    pub url: String,
    /// The values of the route's placeholders, by name; `lang` is not among them.
    pub params: BTreeMap<String, String>,
    pub query: Values,
    /// The posted form; empty on GET.
    pub form: Values,
    /// Who is signed in; always present on staff routes.
    pub staff: Option<Staff>,
    pub client_ip: Option<IpAddr>,
    pub user_agent: String,
    /// The id of this request, for logs and suppliers.
    pub request_id: String,
}

impl PageRequest {
    /// A placeholder of the route; empty text if the route has none of that name.
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// Now.
    pub fn now(&self) -> UnixSeconds {
        self.services.clock.now()
    }
}

/// Names and values of a query or a form, in order; a name may stand more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(pub Vec<(String, String)>);

impl Values {
    /// The first value of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first value of that name, trimmed; empty text when absent.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or("").trim()
    }

    /// All values of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What a page answers.
pub enum Answer {
    Page(Box<Page>),
    /// 303 to a path of our own, or to the payment provider.
    SeeOther(String),
    /// 303, and from now on the visitor is this member of the staff; the session's id is a new one.
    SignedIn {
        staff: StaffId,
        to: String,
    },
    /// 303, and the session is over.
    SignedOut {
        to: String,
    },
    /// A file, such as the QR code's PNG.
    File {
        content_type: &'static str,
        file_name: Option<String>,
        bytes: Vec<u8>,
    },
}

/// A page to be rendered.
pub struct Page {
    pub title: String,
    /// For search engines and link previews; `None` on private pages.
    pub description: Option<String>,
    /// The content of `<main>`.
    pub body: AnyView,
    /// 200, or 422 for a form with errors.
    pub status: u16,
    /// Sent as a `Refresh` header: waiting pages only.
    pub refresh: Option<Duration>,
    /// `Cache-Control: no-store` and no indexing.
    pub private: bool,
    /// The page's form leads to the payment provider by 303: its origin is listed in `form-action`.
    pub leads_to_checkout: bool,
    /// Path of the same page in the other language, where it is more than another language tag (names of countries).
    pub other_language: Option<String>,
}

impl Page {
    /// A public page, 200.
    pub fn new(title: impl Into<String>, body: AnyView) -> Self {
        Self {
            title: title.into(),
            description: None,
            body,
            status: 200,
            refresh: None,
            private: false,
            leads_to_checkout: false,
            other_language: None,
        }
    }

    /// A page that is for one person only.
    pub fn private(title: impl Into<String>, body: AnyView) -> Self {
        Self { private: true, ..Self::new(title, body) }
    }
}

impl From<Page> for Answer {
    fn from(page: Page) -> Self {
        Self::Page(Box::new(page))
    }
}

/// Why there is no answer; `web` makes a designed page of each.
#[derive(Debug, Error)]
pub enum PageError {
    /// 404, without a hint whether it ever was.
    #[error("there is no such page")]
    NotFound,
    /// 429.
    #[error("too many tries")]
    TooManyTries,
    /// 503: try again; nothing is lost.
    #[error("the shop's records cannot be reached: {0}")]
    Unavailable(String),
    /// 500.
    #[error("{0}")]
    Broken(String),
}

impl From<crate::store::StoreError> for PageError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// What a page function returns.
pub type PageFuture = Pin<Box<dyn Future<Output = Result<Answer, PageError>> + Send>>;

/// Who may open a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Everybody,
    /// Signed-in staff; others are led to the sign-in.
    Staff,
}

/// One row of the route table.
#[derive(Clone, Copy)]
pub struct Route {
    /// With placeholders in braces, such as `/{lang}/plan/{offer}`; the first segment is always `{lang}`.
    pub path: &'static str,
    pub audience: Audience,
    pub get: Option<fn(PageRequest) -> PageFuture>,
    pub post: Option<fn(PageRequest) -> PageFuture>,
}

/// Boxes a page function for the route table.
macro_rules! page {
    ($function:path) => {
        |request| Box::pin($function(request))
    };
}
pub(crate) use page;
