//! Suppliers' pushes: `POST /webhooks/suppliers/{id}` and, as the generic protocol names it, `POST /api/webhooks/esim`. A
//! push is believed once its signature is good, stored once, and looked into by a job.
//!
//! 404: no such supplier, or it pushes nothing. 401: no good signature. 400: signed, and not to be understood; nothing is
//! stored. 200: stored, or known. 500: not stored, so that it is sent again. HEAD is answered 200: some suppliers try
//! an address so before they use it.

use super::Site;
use super::limits::LARGEST_WEBHOOK;
use crate::fulfilment::pushes::receive_push;
use crate::suppliers::{PushRefused, Supplier};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::routing::post;
use std::sync::Arc;

/// The two routes.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/webhooks/suppliers/{id}", post(receive).head(try_address))
        .route("/api/webhooks/esim", post(receive_from_anyone).head(try_any_address))
        .layer(DefaultBodyLimit::max(LARGEST_WEBHOOK))
}

fn pushing(site: &Site) -> impl Iterator<Item = &Arc<dyn Supplier>> {
    site.services.suppliers.iter().filter(|supplier| supplier.capabilities().pushes)
}

fn named<'a>(site: &'a Site, id: &str) -> Option<&'a Arc<dyn Supplier>> {
    pushing(site).find(|supplier| supplier.id().as_str() == id)
}

async fn try_address(State(site): State<Site>, Path(id): Path<String>) -> StatusCode {
    if named(&site, &id).is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND }
}

async fn try_any_address(State(site): State<Site>) -> StatusCode {
    if pushing(&site).next().is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND }
}

async fn receive(State(site): State<Site>, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> StatusCode {
    match named(&site, &id) {
        Some(supplier) => take(&site, supplier.as_ref(), &headers, &body).await,
        None => nobody(),
    }
}

/// From whichever supplier's secret fits.
async fn receive_from_anyone(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signed = |supplier: &&Arc<dyn Supplier>| {
        !matches!(supplier.understand_push(&headers, &body), Err(PushRefused::BadSignature | PushRefused::NotExpected))
    };
    match pushing(&site).find(signed).or_else(|| pushing(&site).next()) {
        Some(supplier) => take(&site, supplier.as_ref(), &headers, &body).await,
        None => nobody(),
    }
}

fn nobody() -> StatusCode {
    tracing::warn!("a push is refused: no such supplier pushes");
    StatusCode::NOT_FOUND
}

async fn take(site: &Site, supplier: &dyn Supplier, headers: &HeaderMap, body: &[u8]) -> StatusCode {
    let id = supplier.id();
    let push = match supplier.understand_push(headers, body) {
        Ok(push) => push,
        Err(refusal) => {
            tracing::warn!(supplier = %id, %refusal, "a push is refused");
            return match refusal {
                PushRefused::NotExpected => StatusCode::NOT_FOUND,
                PushRefused::BadSignature => StatusCode::UNAUTHORIZED,
                PushRefused::Unreadable => StatusCode::BAD_REQUEST,
            };
        }
    };
    match receive_push(&site.services, id, &push).await {
        Ok(_) => StatusCode::OK,
        Err(error) => {
            tracing::error!(supplier = %id, %error, push = push.id, "a push could not be stored");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}
