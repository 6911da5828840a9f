//! A receiver of webhooks of any sender: it keeps what came and answers what it is told to.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) method: Method,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Letter {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

#[derive(Clone)]
pub(crate) struct Inbox(Arc<Mutex<Vec<Letter>>>, StatusCode);

impl Inbox {
    /// Answers every call with this status; the URL is any path of the second value.
    pub(crate) async fn answering(status: u16) -> (Self, String) {
        let inbox = Self(Arc::default(), StatusCode::from_u16(status).unwrap());
        let app = axum::Router::new().fallback(receive).with_state(inbox.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (inbox, url)
    }

    /// What was posted.
    pub(crate) fn posts(&self) -> Vec<Letter> {
        let letters = self.0.lock().unwrap();
        letters.iter().filter(|letter| letter.method == Method::POST).cloned().collect()
    }

    /// How often it was called by this method.
    pub(crate) fn calls_by(&self, method: &Method) -> usize {
        self.0.lock().unwrap().iter().filter(|letter| letter.method == method).count()
    }
}

async fn receive(State(inbox): State<Inbox>, method: Method, headers: HeaderMap, body: String) -> StatusCode {
    inbox.0.lock().unwrap().push(Letter { method, headers, body });
    inbox.1
}
