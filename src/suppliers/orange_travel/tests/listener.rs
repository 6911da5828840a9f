//! An HTTP server on a free port of loopback: notes what it is asked, answers what the test says.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use url::Url;

/// One request as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub method: Method,
    pub path: String,
    pub query: HashMap<String, String>,
    pub headers: HeaderMap,
    pub body: String,
}

/// What is answered.
pub(super) struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

pub(super) fn reply(status: u16, body: Value) -> Reply {
    Reply { status, headers: Vec::new(), body: body.to_string() }
}

type Answering = Box<dyn Fn(&Asked) -> Reply + Send + Sync>;

struct Shared {
    asked: Mutex<Vec<Asked>>,
    answering: Answering,
}

pub(super) struct Listener {
    port: u16,
    shared: Arc<Shared>,
    serving: tokio::task::JoinHandle<()>,
}

pub(super) const TOKEN: &str = "/token";

impl Listener {
    /// Tokens are given to everybody; everything else is the test's.
    pub(super) async fn new(answering: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::with_tokens(move |asked| match asked.path.as_str() {
            TOKEN => reply(200, json!({"token_type": "Bearer", "access_token": "t0ken", "expires_in": 3600})),
            _ => answering(asked),
        })
        .await
    }

    /// Tokens are the test's as well.
    pub(super) async fn with_tokens(answering: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let shared = Arc::new(Shared { asked: Mutex::default(), answering: Box::new(answering) });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = socket.local_addr().expect("an address").port();
        let serving = tokio::spawn(async move { axum::serve(socket, router).await.expect("served") });
        Self { port, shared, serving }
    }

    pub(super) fn base_url(&self) -> Url {
        format!("http://127.0.0.1:{}/v1", self.port).parse().expect("an address")
    }

    pub(super) fn token_url(&self) -> Url {
        format!("http://127.0.0.1:{}{TOKEN}", self.port).parse().expect("an address")
    }

    /// Everything that was asked at this path, in order.
    pub(super) fn asked(&self, path: &str) -> Vec<Asked> {
        self.shared.asked.lock().expect("no panic").iter().filter(|asked| asked.path == path).cloned().collect()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1_000_000).await.expect("a body");
    let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let asked = Asked {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: query.into_owned().collect(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).expect("text"),
    };
    let reply = (shared.answering)(&asked);
    shared.asked.lock().expect("no panic").push(asked);
    let mut response = Response::builder()
        .status(StatusCode::from_u16(reply.status).expect("a status"))
        .header(header::CONTENT_TYPE, "application/json");
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(reply.body)).expect("a response")
}
