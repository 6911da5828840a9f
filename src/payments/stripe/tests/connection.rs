//! How a request travels: the version of TLS, one connection each, the headers of both ways, what the log keeps.

use super::canned::{Canned, answer};
use super::{resource, stripe_at};
use crate::payments::PaymentError;
use std::sync::Mutex;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

#[tokio::test]
async fn tls_1_3_alone_is_offered_and_a_failed_handshake_sends_nothing() {
    // The extension `supported_versions` (RFC 8446, 4.2.1): its number, its length, the list's length, the version.
    const ONLY_1_3: &[u8] = &[0x00, 0x2b, 0x00, 0x03, 0x02, 0x03, 0x04];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("https://{}", listener.local_addr().unwrap())).unwrap();
    let greeted = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut hello = vec![0; 8192];
        let length = socket.read(&mut hello).await.unwrap();
        hello.truncate(length);
        hello
    });
    let outcome = stripe_at(url).cancel("pi_1", "void:pi_1:1").await;
    assert!(matches!(outcome, Err(PaymentError::TryLater { .. })), "{outcome:?}");
    assert!(greeted.await.unwrap().windows(ONLY_1_3.len()).any(|bytes| bytes == ONLY_1_3));
}

#[tokio::test]
async fn every_request_has_a_connection_of_its_own() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let served = tokio::spawn(async move {
        let mut kept_open = Vec::new();
        for _ in 0..2 {
            let (mut socket, _) = listener.accept().await.unwrap();
            let length = socket.read(&mut [0; 8192]).await.unwrap();
            assert!(length > 0);
            socket.write_all(answer("200 OK", &resource("account")).as_bytes()).await.unwrap();
            kept_open.push(socket);
        }
        kept_open.len()
    });
    let stripe = stripe_at(url);
    stripe.account().await.unwrap();
    stripe.account().await.unwrap();
    assert_eq!(served.await.unwrap(), 2);
}

fn crowded() -> String {
    let said = serde_json::json!({ "error": { "type": "invalid_request_error", "code": "rate_limit", "message": "Slow down" } });
    answer("429 Too Many Requests", &said).replacen("\r\n", "\r\nrequest-id: req_crowd\r\nretry-after: 7\r\n", 1)
}

#[tokio::test]
async fn the_caller_learns_how_long_to_wait() {
    let server = Canned::start(vec![crowded()]).await;
    let outcome = stripe_at(server.url.clone()).cancel("pi_1", "void:pi_1:1").await;
    let Err(PaymentError::TryLater { retry_after, .. }) = outcome else { panic!("{outcome:?}") };
    assert_eq!(retry_after, Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn the_log_names_the_request_as_stripe_does_and_no_secret() {
    const REFUSED: &str = "Stripe did not do it";
    let server = Canned::start(vec![crowded(); 20]).await;
    let stripe = stripe_at(server.url.clone());
    let file = tempfile::NamedTempFile::new().unwrap();
    let written = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(Mutex::new(file.reopen().unwrap()))
        .finish();
    let listening = tracing::subscriber::set_default(written);
    let mut log = String::new();
    // A test without a log that meets this line for the first time switches it off for all: look again.
    while !log.contains(REFUSED) {
        tracing::callsite::rebuild_interest_cache();
        let refused = stripe.cancel("pi_1", "void:pi_1:1").await;
        assert!(
            matches!(refused, Err(PaymentError::TryLater { retry_after: Some(_), .. })),
            "no line in any log: {refused:?}"
        );
        log = std::fs::read_to_string(file.path()).unwrap();
    }
    drop(listening);

    let line = log.lines().find(|line| line.contains(REFUSED)).unwrap();
    let request = server.requests.lock().unwrap().last().unwrap().clone();
    let ours = request.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap();
    for part in ["req_crowd", ours, "POST", "/payment_intents/pi_1/cancel", "Slow down"] {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert!(!log.contains("sk_test_canned"), "{log}");
}
