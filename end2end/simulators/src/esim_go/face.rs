//! The HTTP face of eSIM Go: the rate limit, the key, then the table of calls under their faults.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, http::request::Parts};

use super::error::EsimGoError;
use super::{Answer, TABLE, call_at};
use crate::asked::{self, Asked, steps};
use crate::call::{happen, knows_path};
use crate::world::World;

/// Where the API's paths begin.
pub(crate) const BASE_PATH: &str = "/v2.4";

const BODY_LIMIT: usize = 1 << 20;

pub(crate) fn router(world: World) -> Router {
    Router::new().fallback(answer).with_state(world)
}

async fn answer(State(world): State<World>, request: Request<Body>) -> Response {
    let _under_way = world.begin_work();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return EsimGoError::bad_request("Invalid request body").into_response();
    };
    let path = parts.uri.path().strip_prefix(BASE_PATH).unwrap_or_default();
    let steps = steps(path);
    let segments: Vec<&str> = steps.iter().map(String::as_str).collect();
    let Some((name, call)) = call_at(parts.method.as_str(), &segments, &body) else {
        let status = if knows_path(TABLE, &segments) { StatusCode::METHOD_NOT_ALLOWED } else { StatusCode::NOT_FOUND };
        return EsimGoError::new(status, status.canonical_reason().unwrap_or_default()).into_response();
    };
    let (told, admitted) = admit(&world, name, &parts.headers);
    let mut answer = match admitted {
        Ok(()) => happen(&world, name, &parts.headers, || execute(&world, call, &parts, &segments, &body)).await,
        Err(refused) => {
            let answer = refused.into_response();
            world.note_call(name, &parts.headers, answer.status().as_u16());
            answer
        }
    };
    told.write(answer.headers_mut());
    answer
}

/// The window first, then the key: a caller without a key is counted too.
fn admit(world: &World, name: &str, headers: &HeaderMap) -> (super::window::Told, Result<(), EsimGoError>) {
    let now = world.clock().now();
    let esim_go = &mut world.lock().esim_go;
    let (told, in_window) = esim_go.take_tokens(name, now);
    let key = asked::header(headers, "x-api-key");
    let admitted = in_window.and_then(|()| match key {
        None => Err(EsimGoError::forbidden("Forbidden")),
        Some(key) if key != esim_go.api_key => Err(EsimGoError::forbidden("access denied")),
        Some(_) => Ok(()),
    });
    (told, admitted)
}

fn execute(world: &World, call: super::Call, parts: &Parts, segments: &[&str], body: &[u8]) -> Response {
    let asked = Asked {
        now_millis: world.clock().now_millis(),
        segments,
        query: crate::form::pairs(parts.uri.query().unwrap_or_default()),
        headers: &parts.headers,
        body,
    };
    let reply = call(&mut world.lock().esim_go, &asked);
    // What happened may have to be told.
    world.wake_deliveries();
    match reply {
        Ok(Answer::Json(status, value)) => (status, Json(value)).into_response(),
        Ok(Answer::Bytes(kind, bytes)) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Err(error) => error.into_response(),
    }
}
