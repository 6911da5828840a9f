//! The HTTP face of Orange: credentials, the Accept rule, faults, then the table of calls.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, routing};

use super::error::OrangeError;
use super::{Answer, Asked, call_at, token};
use crate::call::happen;
use crate::world::World;

/// Where the API's paths begin.
pub(crate) const BASE_PATH: &str = "/v1";
pub(crate) const TOKEN_PATH: &str = "/oauth/v3/token";

const BODY_LIMIT: usize = 1 << 20;

pub(crate) fn router(world: World) -> Router {
    Router::new().route(TOKEN_PATH, routing::post(token::token)).fallback(answer).with_state(world)
}

async fn answer(State(world): State<World>, request: Request<Body>) -> Response {
    let _under_way = world.begin_work();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return OrangeError::bad_request(22, "unreadable body".to_owned()).into_response();
    };
    let Some(path) = parts.uri.path().strip_prefix(BASE_PATH) else {
        return OrangeError::not_found("resource").into_response();
    };
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let Some((name, call)) = call_at(parts.method.as_str(), &segments) else {
        let elsewhere = ["GET", "POST", "PATCH"].iter().any(|method| call_at(method, &segments).is_some());
        return if elsewhere {
            OrangeError::new(StatusCode::METHOD_NOT_ALLOWED, 61, "Method not allowed")
        } else {
            OrangeError::not_found("resource")
        }
        .into_response();
    };

    if let Err(refused) = admit(&world, &parts.headers) {
        return refused.into_response();
    }
    let mut answer = happen(&world, name, &parts.headers, || {
        let asked = Asked {
            now: world.clock().now(),
            segments: &segments,
            query: read_query(parts.uri.query()),
            body: &body,
            wants_csv: accept(&parts.headers).contains("text/csv"),
            page_cap: world.lock().orange.page_cap,
        };
        let reply = {
            let mut state = world.lock();
            state.orange.settle(asked.now);
            call(&mut state.orange, &asked)
        };
        match reply {
            Ok(Answer::Json(status, value)) => (status, Json(value)).into_response(),
            Ok(Answer::Csv(text)) => ([(header::CONTENT_TYPE, "text/csv")], text).into_response(),
            Err(error) => error.into_response(),
        }
    })
    .await;
    if let Ok(id) = uuid::Uuid::new_v4().to_string().parse() {
        answer.headers_mut().insert("x-request-id", id);
    }
    answer
}

fn accept(headers: &HeaderMap) -> &str {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Accept must name a type that the API gives; the bearer must be ours and alive.
fn admit(world: &World, headers: &HeaderMap) -> Result<(), OrangeError> {
    let accept = accept(headers);
    if !accept.contains("application/json") && !accept.contains("text/csv") {
        return Err(not_acceptable());
    }
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let now = world.clock().now();
    world.lock().orange.check_token(authorization, now)
}

pub(super) fn not_acceptable() -> OrangeError {
    OrangeError::new(StatusCode::NOT_ACCEPTABLE, 0, "The Accept header must name application/json")
}

fn read_query(query: Option<&str>) -> std::collections::HashMap<String, String> {
    crate::form::pairs(query.unwrap_or_default()).into_iter().collect()
}
