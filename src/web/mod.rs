//! The door to the outside: routes, sessions, headers, webhooks. Errors become status codes here and nowhere else.
//!
//! A request passes, from the outside in: its id and log line, the headers of every answer, compression, the designed
//! page for an error, the net for panics, the time limit, the cross-site layer; then its route.

pub mod assets;
mod client_ip;
mod cross_site;
mod errors;
mod forms;
mod headers;
mod health;
mod language;
mod limits;
mod metrics;
pub mod page;
mod pages;
mod request_id;
mod server_functions;
mod sessions;
mod stripe_webhook;
mod supplier_webhook;

pub use server_functions::server_function_paths;

use crate::domain::lang::Lang;
use crate::secret::random_base32;
use crate::services::Services;
use crate::session::Staff;
use assets::Assets;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use limits::{LONGEST_GOODBYE, LONGEST_REQUEST, Rates};
use page::RenderContext;
use std::future::IntoFuture;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// What the routes and layers share.
#[derive(Clone)]
struct Site {
    services: Services,
    assets: Arc<Assets>,
    rates: Arc<Rates>,
    /// Scheme, host and port of `public_url`, as browsers write an origin.
    origin: Arc<str>,
    https: bool,
}

impl Site {
    fn new(services: Services, assets: Assets) -> Self {
        let public_url = &services.config.public_url;
        Self {
            origin: public_url.origin().ascii_serialization().into(),
            https: public_url.scheme() == "https",
            assets: Arc::new(assets),
            rates: Arc::default(),
            services,
        }
    }

    fn render_context(&self, lang: Lang, url: String, staff: Option<Staff>) -> RenderContext {
        RenderContext::new(&self.services.config, Arc::clone(&self.assets), lang, url, random_base32(26), staff)
    }
}

/// The whole shop as one service.
pub fn router(services: Services, assets: Assets) -> Router {
    let site = Site::new(services, assets);
    let with_sessions = pages::routes()
        .merge(server_functions::routes())
        .layer(sessions::layer(&site))
        .layer(map_response(sessions::mend_removal));
    let layers = ServiceBuilder::new()
        .layer(from_fn(request_id::give))
        .layer(from_fn_with_state(site.clone(), headers::add))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(site.clone(), errors::dress))
        .layer(CatchPanicLayer::custom(errors::panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST_REQUEST))
        .layer(from_fn_with_state(site.clone(), cross_site::refuse));
    with_sessions
        .merge(stripe_webhook::routes())
        .merge(supplier_webhook::routes())
        .merge(health::routes())
        .merge(metrics::routes())
        .route("/", get(language::lead_on))
        .fallback(elsewhere)
        .layer(layers)
        .with_state(site)
}

/// What has no route: a file, or an address with a slash too much.
async fn elsewhere(State(site): State<Site>, request: Request) -> Response {
    let path = request.uri().path();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::NOT_FOUND.into_response();
    }
    if let Some(file) = site.assets.answer(path, request.headers()) {
        return file;
    }
    match path.strip_suffix('/') {
        // Only below a language: `//elsewhere.example/` must not become an address of its own.
        Some(shorter) if language::in_path(path).is_some() => Redirect::permanent(shorter).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Serves until `shutdown` resolves; then takes no new connection and lets open requests finish, within bounds.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // Without it, the second packet of an answer waits for the acknowledgement of the first: up to 40 ms.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY is refused");
        }
    });
    let told = CancellationToken::new();
    let stopping = told.clone();
    let serving = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            shutdown.await;
            stopping.cancel();
        })
        .into_future();
    let patience = async {
        told.cancelled().await;
        tokio::time::sleep(LONGEST_GOODBYE).await;
    };
    tokio::select! {
        served = serving => served,
        () = patience => {
            tracing::warn!("requests that would not end are cut off");
            Ok(())
        }
    }
}
