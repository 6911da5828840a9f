//! Serves a router over HTTP/1.1 so that a connection can be cut without an answer.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Put into an answer's extensions, it makes the server close the socket instead of answering.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CutConnection;

#[derive(Debug)]
struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the connection was cut on purpose")
    }
}

impl std::error::Error for Cut {}

/// Accepts until the task is dropped; then every connection ends with it.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => { connections.spawn(converse(stream, router.clone())); }
                Err(error) => {
                    tracing::warn!(%error, "could not accept a connection");
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, router: Router) {
    stream.set_nodelay(true).ok();
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            // A task of its own: like a real server it finishes the work of a caller that hung up.
            let work = tokio::spawn(router.oneshot(request.map(Body::new)));
            match work.await {
                Ok(Ok(answer)) if answer.extensions().get::<CutConnection>().is_none() => Ok(answer),
                _ => Err(Cut),
            }
        }
    });
    if let Err(error) = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!(%error, "a connection ended early");
    }
}
