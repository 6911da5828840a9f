//! The HTTP face of Stripe: credentials, faults, the idempotency layer, then the table of calls.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::error::StripeError;
use super::params::Params;
use super::{Asked, Call, call_at, objects, page};
use crate::fault::Fault;
use crate::idempotency::Verdict;
use crate::world::World;

const BODY_LIMIT: usize = 1 << 20;

pub(crate) fn router(world: World) -> Router {
    Router::new().merge(page::router()).fallback(answer).with_state(world)
}

async fn answer(State(world): State<World>, request: Request<Body>) -> Response {
    let _under_way = world.begin_work();
    let (parts, body) = request.into_parts();
    let request_id = objects::new_id("req");
    let mut answer = match to_bytes(body, BODY_LIMIT).await {
        Ok(body) => gated(&world, &parts, &body, &request_id).await,
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    };
    let headers = answer.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        headers.insert("request-id", id);
    }
    for (given, name) in [("stripe-version", "stripe-version"), ("idempotency-key", "idempotency-key")] {
        if let Some(value) = parts.headers.get(given) {
            headers.insert(name, value.clone());
        }
    }
    answer
}

async fn gated(world: &World, parts: &Parts, body: &[u8], request_id: &str) -> Response {
    let method = parts.method.as_str();
    let path = parts.uri.path();
    if let Err(refused) = admit(world, &parts.headers) {
        return told(&refused);
    }
    let segments: Vec<&str> =
        path.strip_prefix("/v1/").unwrap_or_default().split('/').filter(|step| !step.is_empty()).collect();
    let Some((name, call)) = call_at(method, &segments) else {
        return told(&StripeError::unknown_route(method, path));
    };
    if !world.lock().stripe.permits(name) {
        world.note_call(name, &parts.headers, StatusCode::FORBIDDEN.as_u16());
        return told(&StripeError::forbidden(name));
    }
    let form = if method == "GET" {
        parts.uri.query().unwrap_or_default().to_owned()
    } else {
        String::from_utf8_lossy(body).into_owned()
    };
    let asked = Asked {
        now: world.clock().now(),
        segments: &segments,
        params: Params::read(&form),
        version: text(&parts.headers, "stripe-version"),
    };
    let key = text(&parts.headers, "idempotency-key").filter(|_| method == "POST");

    let fault = world.strike(name);
    // A delay belongs to the execution, so that the key is held meanwhile; all else strikes before.
    if let Some(fault) = &fault
        && !matches!(fault, Fault::DelayBefore { .. })
        && let Some(struck) = fault.strike_before().await
    {
        world.note_call(name, &parts.headers, struck.status().as_u16());
        return struck;
    }
    let answer = once(world, call, &asked, path, key, request_id, fault.as_ref()).await;
    world.note_call(name, &parts.headers, answer.status().as_u16());
    match fault {
        Some(fault) => fault.strike_after(world, answer).await,
        None => answer,
    }
}

/// Executes under the key, or answers what was kept under it.
async fn once(
    world: &World,
    call: Call,
    asked: &Asked<'_>,
    path: &str,
    key: Option<&str>,
    request_id: &str,
    fault: Option<&Fault>,
) -> Response {
    if let Some(key) = key {
        let request = (path.to_owned(), asked.params.clone());
        let verdict = world.lock().stripe.keys.begin(key, request, asked.now);
        match verdict {
            Verdict::OtherRequest => return told(&StripeError::key_reused(key)),
            Verdict::Running => return told(&StripeError::key_in_use(key)),
            Verdict::Replay(status, body) => {
                let mut answer = in_json(status, body);
                let yes = HeaderValue::from_static("true");
                answer.headers_mut().insert("idempotent-replayed", yes);
                return answer;
            }
            Verdict::Fresh => {}
        }
    }
    if let Some(fault @ Fault::DelayBefore { .. }) = fault {
        fault.strike_before().await;
    }

    let (status, body, began) = {
        let mut state = world.lock();
        let stripe = &mut state.stripe;
        stripe.request = (Some(request_id.to_owned()), key.map(str::to_owned));
        stripe.let_time_pass(asked.now);
        let reply = match fault {
            Some(Fault::ErrorKept) => Err(StripeError::unexpected()),
            Some(Fault::ErrorAfter) => call(stripe, asked).and(Err(StripeError::unexpected())),
            _ => call(stripe, asked),
        };
        stripe.request = (None, None);
        let (status, body, began) = match reply {
            Ok(mut object) => {
                stripe.objects.expand(&mut object, &asked.params.texts("expand"));
                (StatusCode::OK, object.to_string(), true)
            }
            Err(error) => (error.status, error.body().to_string(), error.began),
        };
        if let Some(key) = key {
            if began {
                stripe.keys.keep(key, status, &body);
            } else {
                stripe.keys.forget(key);
            }
        }
        (status, body, began)
    };
    if began {
        world.wake_deliveries();
    }
    in_json(status, body)
}

fn told(error: &StripeError) -> Response {
    in_json(error.status, error.body().to_string())
}

fn in_json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The secret key as bearer or as the user of Basic.
fn admit(world: &World, headers: &HeaderMap) -> Result<(), StripeError> {
    let given = text(headers, header::AUTHORIZATION.as_str()).unwrap_or_default();
    let key = match given.split_once(' ') {
        Some(("Bearer", key)) => key.to_owned(),
        Some(("Basic", pair)) => STANDARD
            .decode(pair)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|pair| pair.split(':').next().map(str::to_owned))
            .unwrap_or_default(),
        _ => {
            return Err(StripeError::unauthorised(
                "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.",
            ));
        }
    };
    if key != world.lock().stripe.secret_key {
        return Err(StripeError::unauthorised("Invalid API Key provided."));
    }
    Ok(())
}
