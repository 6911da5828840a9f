//! Suppliers' pushes: `POST /webhooks/suppliers/{id}` and, as the generic protocol names it, `POST /api/webhooks/esim`.
//! No supplier that this version can be configured with pushes anything, so both answer 404 and say so in the log.

use super::Site;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;

/// The two routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/webhooks/suppliers/{id}", post(refuse)).route("/api/webhooks/esim", post(refuse))
}

async fn refuse() -> StatusCode {
    tracing::warn!("a supplier's push is refused: no configured supplier pushes");
    StatusCode::NOT_FOUND
}
