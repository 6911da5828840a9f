//! Health: `/health/live` says that the process answers, `/health/ready` that visitors can be sent here.

use super::Site;
use crate::services::Services;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// The two routes.
pub(super) fn routes() -> Router<Site> {
    Router::new().route("/health/live", get(async || "live\n")).route("/health/ready", get(ready))
}

async fn ready(State(site): State<Site>) -> Response {
    match obstacle(&site.services).await {
        None => "ready\n".into_response(),
        Some(obstacle) => {
            tracing::warn!(obstacle, "not ready");
            // The reason is for the log: whoever asks from outside learns nothing of the database.
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}

/// Why visitors should be sent elsewhere: the database is gone or its schema is another one.
async fn obstacle(services: &Services) -> Option<String> {
    let read = async { services.store.snapshot().await?.fact("catalogue_version").await };
    read.await.err().map(|error| error.to_string())
}
