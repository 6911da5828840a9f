//! The HTTP face: version, token, idempotency key, then the table of calls under their faults.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::error::StandardError;
use super::{Call, TABLE, call_at, is_keyed, token};
use crate::asked::{self, Asked, steps};
use crate::call::{happen, knows_path};
use crate::idempotency::Verdict;
use crate::world::World;

pub(crate) const TOKEN_PATH: &str = "/oauth/token";
/// The one version that is spoken, by header or as `/v2/` in the path.
const VERSION: &str = "2024-10";
pub(super) const QR_CALL: &str = "standard.qr";

const BODY_LIMIT: usize = 1 << 20;

pub(crate) fn router(world: World) -> Router {
    Router::new().fallback(answer).with_state(world)
}

async fn answer(State(world): State<World>, request: Request<Body>) -> Response {
    let _under_way = world.begin_work();
    let (parts, body) = request.into_parts();
    let mut answer = match to_bytes(body, BODY_LIMIT).await {
        Ok(body) => routed(&world, &parts, &body).await,
        Err(_) => StandardError::invalid("the body is too long").into_response(),
    };
    let headers = answer.headers_mut();
    headers.insert("x-api-version", HeaderValue::from_static(VERSION));
    let request_id = parts.headers.get("x-request-id").cloned();
    let request_id = request_id.or_else(|| uuid::Uuid::new_v4().to_string().parse().ok());
    if let Some(id) = request_id {
        headers.insert("x-request-id", id);
    }
    let language = if speaks_french(&parts.headers) { "fr" } else { "en" };
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language));
    answer
}

pub(super) fn speaks_french(headers: &HeaderMap) -> bool {
    asked::header(headers, "accept-language").is_some_and(|languages| languages.trim_start().starts_with("fr"))
}

async fn routed(world: &World, parts: &Parts, body: &[u8]) -> Response {
    let (method, path) = (parts.method.as_str(), parts.uri.path());
    if (method, path) == ("POST", TOKEN_PATH) {
        let now_millis = world.clock().now_millis();
        let grant = || world.lock().standard.grant(&parts.headers, body, now_millis);
        return happen(world, token::CALL, &parts.headers, grant).await;
    }
    if let Some(file) = path.strip_prefix("/qr/") {
        return happen(world, QR_CALL, &parts.headers, || world.lock().standard.qr(file)).await;
    }
    match admitted(world, parts, path) {
        Err(refused) => refused.into_response(),
        Ok(path) => {
            let steps = steps(path);
            let segments: Vec<&str> = steps.iter().map(String::as_str).collect();
            let Some((name, call)) = call_at(method, &segments) else {
                return unknown(&segments).into_response();
            };
            called(world, name, call, parts, &segments, body).await
        }
    }
}

fn unknown(segments: &[&str]) -> StandardError {
    if knows_path(TABLE, segments) {
        StandardError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this method is not known here")
    } else {
        StandardError::not_found("resource")
    }
}

/// The path below the version, for a caller with a token that lives.
fn admitted<'p>(world: &World, parts: &Parts, path: &'p str) -> Result<&'p str, StandardError> {
    let below = match (path.strip_prefix("/v2/"), asked::header(&parts.headers, "x-api-version")) {
        (_, Some(version)) if version != VERSION => {
            return Err(StandardError::invalid(format!("version {version} is not spoken, but {VERSION}")));
        }
        (Some(below), _) => below,
        (None, Some(_)) => path,
        (None, None) => return Err(StandardError::invalid("X-API-Version or /v2/ is required")),
    };
    world.lock().standard.check_token(&parts.headers, world.clock().now())?;
    Ok(below)
}

/// Executes once under the key, or answers what was kept under it.
async fn called(
    world: &World,
    name: &'static str,
    call: Call,
    parts: &Parts,
    segments: &[&str],
    body: &[u8],
) -> Response {
    let key = asked::header(&parts.headers, "x-idempotency-key").filter(|_| is_keyed(name));
    if is_keyed(name) && key.is_none() {
        return StandardError::new(StatusCode::BAD_REQUEST, "idempotency_key_missing", "X-Idempotency-Key is required")
            .into_response();
    }
    // The key is held from here on, so that a delayed call is one that runs.
    let request = (segments.join("/"), body.to_vec());
    let verdict = key.map(|key| world.lock().standard.keys.begin(key, request, world.clock().now()));
    let is_first = matches!(verdict, Some(Verdict::Fresh));
    let answer = happen(world, name, &parts.headers, || match verdict {
        Some(Verdict::Replay(status, body)) => {
            let mut answer = in_json(status, body);
            answer.headers_mut().insert("x-idempotent-replayed", HeaderValue::from_static("true"));
            answer
        }
        Some(Verdict::Running) => {
            let detail = "a request with this key still runs";
            StandardError::new(StatusCode::CONFLICT, "idempotency_key_in_use", detail).into_response()
        }
        Some(Verdict::OtherRequest) => {
            StandardError::refused("idempotency_key_reused", "this key was used for another request").into_response()
        }
        Some(Verdict::Fresh) | None => execute(world, call, parts, segments, body, key),
    })
    .await;
    if let Some(key) = key.filter(|_| is_first) {
        world.lock().standard.keys.forget(key);
    }
    answer
}

/// What went well is kept under the key; what was refused may be asked for again.
fn execute(world: &World, call: Call, parts: &Parts, segments: &[&str], body: &[u8], key: Option<&str>) -> Response {
    let asked = Asked {
        now_millis: world.clock().now_millis(),
        segments,
        query: crate::form::pairs(parts.uri.query().unwrap_or_default()),
        headers: &parts.headers,
        body,
    };
    let reply = {
        let standard = &mut world.lock().standard;
        standard.let_time_pass(asked.now());
        let reply = call(standard, &asked);
        if let (Some(key), Ok((status, value))) = (key, &reply) {
            standard.keys.keep(key, *status, &value.to_string());
        }
        reply
    };
    world.wake_deliveries();
    match reply {
        Ok((StatusCode::NO_CONTENT, _)) => StatusCode::NO_CONTENT.into_response(),
        Ok((status, value)) => in_json(status, value.to_string()),
        Err(error) => error.into_response(),
    }
}

fn in_json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
