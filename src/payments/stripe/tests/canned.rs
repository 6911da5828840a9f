//! A small server of canned answers, for what a simulator would never say.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

/// Answers each connection with the next of `answers`, byte for byte; an empty one cuts the connection after the request.
pub(super) struct Canned {
    pub(super) url: Url,
    pub(super) requests: Arc<Mutex<Vec<String>>>,
}

impl Canned {
    pub(super) async fn start(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            for answer in answers {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut request = vec![0; 65_536];
                let mut length = 0;
                // A request of these tests has arrived when its head has, and its body fits the same packet or the next.
                while !complete(&request[..length]) {
                    length += socket.read(&mut request[length..]).await.unwrap();
                }
                seen.lock().unwrap().push(String::from_utf8(request[..length].to_vec()).unwrap());
                socket.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, requests }
    }

    pub(super) fn request(&self, index: usize) -> String {
        self.requests.lock().unwrap()[index].clone()
    }
}

fn complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    body.len() >= length
}

/// A resource of Stripe's published fixtures.
pub(in crate::payments::stripe) fn resource(name: &str) -> serde_json::Value {
    let all: serde_json::Value = serde_json::from_str(include_str!("../fixtures/resources.json")).unwrap();
    all["resources"][name].clone()
}

pub(super) fn answer(status: &str, body: &serde_json::Value) -> String {
    let body = body.to_string();
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

pub(super) fn page(data: &[serde_json::Value], has_more: bool) -> String {
    answer("200 OK", &serde_json::json!({ "object": "list", "url": "/v1/x", "has_more": has_more, "data": data }))
}
