//! The control face's JSON: what the world holds, and `POST /_world/{knob}`.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, body::Bytes};
use serde_json::{Map, Value, json};

use super::knob::{self, Knob};
use super::suppliers;
use crate::world::World;

pub(super) fn router() -> Router<World> {
    Router::new()
        .route("/_world", get(overview))
        .route("/_world/ledger", get(ledger))
        .route("/_world/calls", get(calls))
        .route("/_world/webhooks", get(webhooks))
        .route("/_world/objects/{kind}", get(objects))
        .route("/_world/{knob}", post(turn))
        .route("/_world/{supplier}/{knob}", post(turn_at_supplier))
}

async fn overview(State(world): State<World>) -> Json<Value> {
    let now = world.clock().now();
    let state = world.lock();
    Json(json!({
        "addresses": world.addresses(),
        "now": now,
        "calls": World::call_names(),
        "faults": state.faults.0,
        "webhook_faults": world.post().armed_faults(),
        "mails": state.mailbox.mails.len(),
    }))
}

async fn ledger(State(world): State<World>) -> Json<Value> {
    Json(json!({
        "payments": world.payments(), "esims": world.esims_sold(), "esim_go": world.esim_go_sold(),
        "standard": world.standard_sold(), "airalo": world.airalo_sold(),
    }))
}

async fn calls(State(world): State<World>) -> Json<Value> {
    Json(json!(world.calls()))
}

async fn webhooks(State(world): State<World>) -> Json<Value> {
    Json(json!(world.webhook_deliveries()))
}

/// Stripe's objects of a kind such as `checkout.session`, newest first.
async fn objects(State(world): State<World>, Path(kind): Path<String>) -> Json<Value> {
    Json(world.stripe_objects(&kind).into_iter().collect())
}

async fn turn(State(world): State<World>, Path(name): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    turned(&headers, &body, "/", |fields| knob::read::<Knob>(&name, fields)?.turn(&world))
}

async fn turn_at_supplier(
    State(world): State<World>,
    Path((supplier, name)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    turned(&headers, &body, "/suppliers", |fields| suppliers::turn(&supplier, &name, fields, &world))
}

/// JSON in, JSON out; a form from a page leads back to that page.
fn turned(headers: &HeaderMap, body: &[u8], page: &str, turn: impl FnOnce(Value) -> Result<Value, String>) -> Response {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_form = kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let fields = if is_form {
        Ok(form_fields(&String::from_utf8_lossy(body)))
    } else if body.is_empty() {
        Ok(Value::Null)
    } else {
        // First a value, then the knob: a tagged enum cannot be read from text in one go when
        // numbers have arbitrary precision.
        serde_json::from_slice::<Value>(body).map_err(|error| error.to_string())
    };
    match fields.and_then(turn) {
        Ok(_) if is_form => Redirect::to(page).into_response(),
        Ok(answer) => Json(answer).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, Json(json!({"error": error}))).into_response(),
    }
}

/// Fields whose text is JSON; all others are text. Empty ones count as absent.
const JSON_FIELDS: [&str; 26] = [
    "amount",
    "arrives",
    "assigned_after_seconds",
    "assigns_only",
    "async_after_seconds",
    "at",
    "bucket",
    "buckets",
    "bytes",
    "come_back_after_seconds",
    "fails_after_seconds",
    "fault",
    "held",
    "is_down",
    "is_on",
    "is_won",
    "later",
    "manners",
    "megabytes",
    "refuse_code",
    "remaining",
    "seconds",
    "secrets",
    "stock",
    "succeeds",
    "times",
];

fn form_fields(form: &str) -> Value {
    let fields =
        crate::form::pairs(form).into_iter().filter(|(_, text)| !text.trim().is_empty()).map(|(name, text)| {
            let value = if JSON_FIELDS.contains(&name.as_str()) {
                serde_json::from_str(&text).unwrap_or_else(|_| text.clone().into())
            } else {
                text.clone().into()
            };
            (name, value)
        });
    Value::Object(fields.collect::<Map<_, _>>())
}
