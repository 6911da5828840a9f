//! `GET /metrics`: the suppliers' calls in the text format of Prometheus (OpenMetrics 1.0), for whoever shows the token of
//! the configuration. Without a configured token there is no such page: 404.
//!
//! The figures are this server's own, as its breakers are: each server is asked.

use super::Site;
use crate::secret::Secret;
use crate::suppliers::http::breaker::Circuit;
use crate::suppliers::http::calls::CallEnd;
use crate::suppliers::{Supplier, Suppliers};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};
use std::fmt;
use std::sync::atomic::AtomicU64;

/// OpenMetrics 1.0, 3.2.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The route.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/metrics", get(show))
}

async fn show(State(site): State<Site>, headers: HeaderMap) -> Response {
    let Some(token) = &site.services.config.metrics_token else { return StatusCode::NOT_FOUND.into_response() };
    if !is_shown(token, &headers) {
        return (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")]).into_response();
    }
    match text(&site.services.suppliers) {
        Ok(text) => ([(CONTENT_TYPE, OPEN_METRICS), (CACHE_CONTROL, "no-store")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn is_shown(token: &Secret, headers: &HeaderMap) -> bool {
    let shown = headers.get(AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    shown.is_some_and(|shown| verify_slices_are_equal(shown, token.expose().as_bytes()).is_ok())
}

/// Of one kind of call.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfCall {
    supplier: String,
    call: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfEnd {
    supplier: String,
    call: &'static str,
    end: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfShare {
    supplier: String,
    call: &'static str,
    quantile: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfCircuit {
    supplier: String,
    circuit: &'static str,
    state: &'static str,
}

type Amount = Gauge<f64, AtomicU64>;

#[derive(Default)]
struct Figures {
    calls: Family<OfEnd, Counter>,
    took: Family<OfCall, Counter<f64, AtomicU64>>,
    within: Family<OfShare, Amount>,
    error_share: Family<OfCall, Amount>,
    circuits: Family<OfCircuit, Gauge>,
}

/// Every figure of every supplier.
fn text(suppliers: &Suppliers) -> Result<String, fmt::Error> {
    let figures = Figures::default();
    suppliers.iter().for_each(|supplier| figures.read(supplier.as_ref()));
    let mut registry = Registry::with_prefix("escale_supplier");
    registry.register("calls", "Calls since the start, by how they ended", figures.calls);
    registry.register_with_unit("call", "Time that calls took since the start, together", Unit::Seconds, figures.took);
    registry.register_with_unit(
        "call_lately",
        "Within which so great a share of the calls of the last half hour to hour ended",
        Unit::Seconds,
        figures.within,
    );
    registry.register(
        "call_errors_lately",
        "Share of the calls of the last half hour to hour that had no answer, 429, 5xx, or met an open breaker",
        figures.error_share,
    );
    registry.register("circuit", "1 for the state in which the circuit breaker is", figures.circuits);
    let mut text = String::new();
    encode(&mut text, &registry)?;
    Ok(text)
}

impl Figures {
    fn read(&self, supplier: &dyn Supplier) {
        let line = supplier.line();
        let name = || supplier.id().to_string();
        for figures in line.calls.figures() {
            let call = figures.call;
            for (end, count) in CallEnd::ALL.into_iter().zip(figures.ends) {
                self.calls.get_or_create(&OfEnd { supplier: name(), call, end: end.as_str() }).inc_by(count);
            }
            self.took.get_or_create(&OfCall { supplier: name(), call }).inc_by(figures.took.as_secs_f64());
            let lately = &figures.lately;
            for (quantile, within) in [("0.5", lately.p50), ("0.95", lately.p95), ("0.99", lately.p99)] {
                if let Some(within) = within {
                    let label = OfShare { supplier: name(), call, quantile };
                    self.within.get_or_create(&label).set(within.as_secs_f64());
                }
            }
            self.error_share.get_or_create(&OfCall { supplier: name(), call }).set(lately.error_share());
        }
        for (circuit, now) in line.circuits() {
            for state in Circuit::ALL {
                let label = OfCircuit { supplier: name(), circuit, state: state.as_str() };
                self.circuits.get_or_create(&label).set(i64::from(state == now));
            }
        }
    }
}
