//! Health: `/health/live` says that the process answers, `/health/ready` that visitors can be sent here.

use super::Site;
use crate::services::Services;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::time::Duration;

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

/// A job that has been ready for so long shows that no worker is at work.
const OVERDUE: Duration = Duration::from_secs(10 * 60);

/// Why visitors should be sent elsewhere: the database is gone, its schema is another one, or no worker is at work.
async fn obstacle(services: &Services) -> Option<String> {
    let next_job = async { services.store.snapshot().await?.next_job_at().await };
    match next_job.await {
        Err(error) => Some(error.to_string()),
        Ok(Some(at)) if services.clock.now().since(at) >= OVERDUE => Some("jobs are waiting for a worker".to_owned()),
        Ok(_) => None,
    }
}
