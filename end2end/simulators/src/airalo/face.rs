//! The HTTP face of Airalo: token, the body's checksum, then the table of calls under their faults.

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{Request, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};

use super::error::AiraloError;
use super::ordering::fields;
use super::{Call, OPT_IN, ORDER_LATER, call_at, token};
use crate::asked::{self, Asked, steps};
use crate::call::happen;
use crate::webhooks::{answers_head, sha512_signature};
use crate::world::World;

/// Where the API's paths begin.
pub(crate) const BASE_PATH: &str = "/v2";
pub(super) const QR_CALL: &str = "airalo.qr";

const BODY_LIMIT: usize = 1 << 20;

pub(crate) fn router(world: World) -> Router {
    Router::new().fallback(answer).with_state(world)
}

async fn answer(State(world): State<World>, request: Request<Body>) -> Response {
    let _under_way = world.begin_work();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return AiraloError::coded(43, "The body is too long.").into_response();
    };
    let (method, path) = (parts.method.as_str(), parts.uri.path());
    if path == "/qr" {
        let query = parts.uri.query().unwrap_or_default();
        return happen(&world, QR_CALL, &parts.headers, || world.lock().airalo.qr(query)).await;
    }
    let steps = steps(path.strip_prefix(BASE_PATH).unwrap_or_default());
    let segments: Vec<&str> = steps.iter().map(String::as_str).collect();
    if (method, segments.as_slice()) == ("POST", ["token"].as_slice()) {
        let now_millis = world.clock().now_millis();
        return happen(&world, token::CALL, &parts.headers, || world.lock().airalo.grant(&body, now_millis)).await;
    }
    let Some((name, call)) = call_at(method, &segments) else {
        return AiraloError::not_found().into_response();
    };
    let mut admitted = admit(&world, &parts, &body);
    // The URL is tested outside the world's lock: whoever answers may be calling the world meanwhile.
    if admitted.is_ok()
        && (name == OPT_IN || name == ORDER_LATER)
        && let Some(url) = fields(&body).ok().and_then(|fields| fields.get("webhook_url").cloned())
        && !answers_head(&url).await
    {
        admitted = Err(AiraloError::field("webhook_url", "The webhook url is not reachable."));
    }
    if let Err(refused) = admitted {
        let answer = refused.into_response();
        world.note_call(name, &parts.headers, answer.status().as_u16());
        return answer;
    }
    happen(&world, name, &parts.headers, || execute(&world, call, &parts, &segments, &body)).await
}

/// The token must live; a checksum, where a JSON body has one, must fit.
fn admit(world: &World, parts: &Parts, body: &[u8]) -> Result<(), AiraloError> {
    let airalo = &world.lock().airalo;
    airalo.check_token(asked::header(&parts.headers, "authorization"), world.clock().now())?;
    let checksum = asked::header(&parts.headers, "airalo-signature").filter(|_| body.starts_with(b"{"));
    match checksum {
        Some(given) if given != sha512_signature(&String::from_utf8_lossy(body), &airalo.client_secret) => {
            Err(AiraloError::coded(14, given))
        }
        _ => Ok(()),
    }
}

fn execute(world: &World, call: Call, parts: &Parts, segments: &[&str], body: &[u8]) -> Response {
    let asked = Asked {
        now_millis: world.clock().now_millis(),
        segments,
        query: crate::form::pairs(parts.uri.query().unwrap_or_default()),
        headers: &parts.headers,
        body,
    };
    let reply = {
        let airalo = &mut world.lock().airalo;
        airalo.let_time_pass(asked.now());
        call(airalo, &asked)
    };
    world.wake_deliveries();
    match reply {
        Ok((status, value)) => (status, Json(value)).into_response(),
        Err(error) => error.into_response(),
    }
}

impl super::Airalo {
    /// `id=…&signature=…`
    fn qr(&self, query: &str) -> Response {
        let query = crate::form::pairs(query);
        let field = |name: &str| query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let sim = self.sims.all.iter().find(|sim| field("signature") == Some(&sim.qr));
        match sim {
            Some(sim) => ([(header::CONTENT_TYPE, "image/png")], crate::qr::png(&sim.profile.lpa())).into_response(),
            None => AiraloError::not_found().into_response(),
        }
    }
}
