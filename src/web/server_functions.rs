//! Server functions, for islands and for programs: `POST /sf/…`, never GET. Pages work without them.

use super::client_ip::client_ip;
use super::limits::LARGEST_FORM;
use super::{Site, errors, sessions};
use crate::app::page::PageError;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::REFERER;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use leptos::prelude::provide_context;
use leptos_axum::handle_server_fns_with_context;
use tower_http::limit::RequestBodyLimitLayer;
use tower_sessions::Session;

/// The route below which every server function answers.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/sf/{*name}", post(answer)).layer(RequestBodyLimitLayer::new(LARGEST_FORM))
}

async fn answer(State(site): State<Site>, session: Session, mut request: Request) -> Response {
    if leptos::server_fn::axum::get_server_fn_service(request.uri().path(), request.method().clone()).is_none() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let ip = client_ip(&site.services.config, request.extensions(), request.headers());
    if !site.rates.allow_look_up(ip) {
        return errors::refusal(&PageError::TooManyTries);
    }
    let staff = match sessions::signed_in(&session, &site.services).await {
        Ok(staff) => staff,
        Err(error) => return errors::refusal(&error.into()),
    };
    // With it, a post that accepts HTML would be led back by 302: forms have pages of their own here.
    request.headers_mut().remove(REFERER);
    let services = site.services.clone();
    handle_server_fns_with_context(
        move || {
            provide_context(services.clone());
            provide_context(staff.clone());
        },
        request,
    )
    .await
    .into_response()
}

/// The paths of all server functions that are registered.
pub fn server_function_paths() -> Vec<String> {
    leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect()
}
