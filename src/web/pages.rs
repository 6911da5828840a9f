//! The route table in axum's terms: a request becomes a `PageRequest`, a page's `Answer` becomes a response.

use super::client_ip::client_ip;
use super::limits::LARGEST_FORM;
use super::request_id::RequestId;
use super::{Site, elsewhere, errors, forms, language, page, sessions};
use crate::app::account;
use crate::app::admin;
use crate::app::page::{Answer, Audience, Page, PageError, PageFuture, PageRequest, Route, Values};
use crate::app::routes::ROUTES;
use crate::app::top_up;
use crate::session::Staff;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::header::{self, HeaderMap, HeaderValue, LOCATION};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use std::collections::BTreeMap;
use tower_sessions::Session;
use tracing::Instrument;

type PageFunction = fn(PageRequest) -> PageFuture;

/// Every row of the table.
pub(super) fn routes() -> Router<Site> {
    ROUTES.iter().fold(Router::new(), |router, route| router.route(route.path, methods(route)))
}

fn methods(route: &'static Route) -> MethodRouter<Site> {
    let open = move |function: PageFunction| {
        move |State(site): State<Site>, session: Session, request: Request| async move {
            // `/{lang}` fits any single name, and so the names of our files too.
            if language::in_path(request.uri().path()).is_none() {
                return elsewhere(State(site), request).await;
            }
            match answer(site, route, function, session, request).await {
                Ok(response) => response,
                Err(refused) => refused,
            }
        }
    };
    let mut methods = MethodRouter::new();
    if let Some(show) = route.get {
        methods = methods.merge(get(open(show)));
    }
    if let Some(submit) = route.post {
        methods = methods.merge(post(open(submit)));
    }
    methods
}

/// Err is an answer as well: a bare refusal, or the way to the sign-in.
async fn answer(
    site: Site,
    route: &'static Route,
    function: PageFunction,
    session: Session,
    request: Request,
) -> Result<Response, Response> {
    let (mut parts, body) = request.into_parts();
    let unavailable = |error: crate::store::StoreError| errors::refusal(&error.into());
    let staff = sessions::signed_in(&session, &site.services).await.map_err(unavailable)?;
    let for_staff = route.audience == Audience::Staff;
    if for_staff && staff.is_none() {
        return Err(to_sign_in(&parts));
    }
    let asked = read(&site, &mut parts, body, staff.clone()).await?;
    if !within_rates(&site, route, &parts.method, &asked) {
        return Err(errors::refusal(&PageError::TooManyTries));
    }
    let (lang, url) = (asked.lang, asked.url.clone());
    let context = site.render_context(lang, url, staff);
    // On a task of its own the work runs to its end even if the visitor hangs up: a half-made purchase would have to
    // be looked up before it could go on.
    let work = page::in_scope(async move {
        let answer = function(asked).await?;
        Ok(match answer {
            Answer::Page(page) => {
                let page = if for_staff { Page { private: true, ..*page } } else { *page };
                Outcome::Ready(page::render(page, context).into_response())
            }
            Answer::SeeOther(to) => Outcome::Ready(see_other(&to)),
            Answer::File { content_type, file_name, bytes } => Outcome::Ready(file(content_type, file_name, bytes)),
            Answer::SignedIn { staff, to } => Outcome::SignedIn(staff, to),
            Answer::SignedOut { to } => Outcome::SignedOut(to),
        })
    });
    let outcome: Result<Outcome, PageError> = match tokio::spawn(work.in_current_span()).await {
        Ok(outcome) => outcome,
        Err(failed) => Err(PageError::Broken(match failed.try_into_panic() {
            Ok(cause) => errors::panic_text(&*cause),
            Err(_) => "cut short".to_owned(),
        })),
    };
    match outcome.map_err(|error| errors::refusal(&error))? {
        Outcome::Ready(response) => Ok(response),
        Outcome::SignedIn(staff, to) => {
            sessions::begin(&session, &site.services, staff).await.map_err(unavailable)?;
            Ok(see_other(&to))
        }
        Outcome::SignedOut(to) => {
            sessions::end(&session).await.map_err(unavailable)?;
            Ok(see_other(&to))
        }
    }
}

enum Outcome {
    Ready(Response),
    SignedIn(crate::domain::ids::StaffId, String),
    SignedOut(String),
}

/// What the page may look at. Err is a bare refusal.
async fn read(site: &Site, parts: &mut Parts, body: Body, staff: Option<Staff>) -> Result<PageRequest, Response> {
    let not_found = || StatusCode::NOT_FOUND.into_response();
    let lang = language::in_path(parts.uri.path()).ok_or_else(not_found)?;
    let placeholders = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| not_found())?;
    let params: BTreeMap<String, String> =
        placeholders.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    // No record's name holds a NUL, and PostgreSQL takes none.
    if params.values().any(|value| value.contains('\0')) {
        return Err(not_found());
    }
    let query = forms::query(parts.uri.query()).map_err(IntoResponse::into_response)?;
    let form = if parts.method == Method::POST {
        let body = to_bytes(body, LARGEST_FORM).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE.into_response())?;
        forms::form(&parts.headers, &body).map_err(IntoResponse::into_response)?
    } else {
        Values::default()
    };
    Ok(PageRequest {
        services: site.services.clone(),
        lang,
        url: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
        params,
        query,
        form,
        staff,
        client_ip: client_ip(&site.services.config, &parts.extensions, &parts.headers),
        user_agent: user_agent(&parts.headers),
        request_id: parts.extensions.get::<RequestId>().map_or_else(String::new, |id| id.0.clone()),
    })
}

/// What the browser calls itself, cut to what a record would keep.
fn user_agent(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    agent.chars().take(300).collect()
}

fn within_rates(site: &Site, route: &Route, method: &Method, asked: &PageRequest) -> bool {
    let ip = asked.client_ip;
    if route.path == admin::SIGN_IN && *method == Method::POST {
        return site.rates.allow_sign_in(ip, asked.form.text("email"));
    }
    if [account::find_page::FIND, account::withdraw_page::WITHDRAW].contains(&route.path) && *method == Method::POST {
        return site.rates.allow_asking_by_address(ip);
    }
    if route.path == top_up::sim_page::SIM && *method == Method::POST {
        return site.rates.allow_asking_by_number(ip);
    }
    if route.path.contains("{token}") {
        return site.rates.allow_look_up(ip);
    }
    asked.query.text("q").is_empty() || site.rates.allow_search(ip)
}

/// Leads to the sign-in, and from there back to what was asked for, if that was only looked at.
fn to_sign_in(parts: &Parts) -> Response {
    let lang = language::of(parts.uri.path(), &parts.headers);
    let asked = parts.uri.path_and_query().filter(|_| parts.method == Method::GET);
    see_other(&admin::sign_in_path(lang, asked.map(|path| path.as_str())))
}

fn see_other(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response(),
        Err(_) => errors::refusal(&PageError::Broken("a redirect leads to no address".to_owned())),
    }
}

fn file(content_type: &'static str, file_name: Option<String>, bytes: Vec<u8>) -> Response {
    let mut response = ([(header::CONTENT_TYPE, content_type)], bytes).into_response();
    let disposition = file_name.and_then(|name| {
        let sane = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        sane.then(|| HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).ok())?
    });
    if let Some(disposition) = disposition {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
