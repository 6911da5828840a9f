//! Patience, the breaker, and the connector that looks at the clock.

mod line;

use super::buying::{SendByLayer, sending_until};
use super::*;
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::{Sent, SupplierError};
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tower::{Layer, ServiceExt};
use url::Url;

const NOW: UnixSeconds = UnixSeconds(1_721_134_331);

fn patient() -> RetryPolicy {
    RetryPolicy { first_wait: Duration::from_millis(1), longest_wait: Duration::from_millis(200), tries: 5 }
}

fn unavailable(retry_after: Option<Duration>) -> SupplierError {
    SupplierError::Unavailable { reason: "test".into(), retry_after }
}

/// Answers every connection with these bytes, once each; counts connections.
async fn listener(answer: &'static str) -> (Url, Arc<AtomicUsize>) {
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", socket.local_addr().expect("an address")).parse().expect("an address");
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = socket.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                while stream.read(&mut [0; 8192]).await.is_ok_and(|read| read > 0) {
                    if stream.write_all(answer.as_bytes()).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    (url, connections)
}

fn http(clock: &Clock) -> Http {
    let breaker = BreakerPolicy { window: 4, failing_share: 0.5, rest: Duration::from_millis(100) };
    Http::new(&HttpSettings { retry: patient(), breaker, ..HttpSettings::default() }, clock.clone()).expect("clients")
}

#[tokio::test]
async fn a_read_is_tried_five_times_and_then_says_why() {
    let tries = Cell::new(0);
    let outcome: Result<(), _> = patient()
        .run(|| {
            tries.set(tries.get() + 1);
            async { Err(unavailable(None)) }
        })
        .await;
    assert!(matches!(outcome, Err(SupplierError::Unavailable { .. })));
    assert_eq!(tries.get(), 5);
}

#[tokio::test]
async fn a_definite_answer_is_not_asked_for_again() {
    let definite = [
        SupplierError::NotFound,
        SupplierError::LeftAlone,
        SupplierError::Refused { status: 400, reason: "no".into() },
        SupplierError::Garbled { reason: "odd".into() },
    ];
    for error in definite {
        let tries = Cell::new(0);
        let outcome: Result<(), _> = patient()
            .run(|| {
                tries.set(tries.get() + 1);
                let error = error.clone();
                async { Err(error) }
            })
            .await;
        assert!(outcome.is_err());
        assert_eq!(tries.get(), 1, "{error}");
    }
}

#[tokio::test]
async fn retry_after_is_obeyed_and_when_it_is_too_long_the_read_ends_at_once() {
    let since = Instant::now();
    let tries = Cell::new(0);
    let outcome = patient()
        .run(|| {
            tries.set(tries.get() + 1);
            let second = tries.get() == 2;
            async move { if second { Ok(()) } else { Err(unavailable(Some(Duration::from_millis(80)))) } }
        })
        .await;
    assert!(outcome.is_ok() && since.elapsed() >= Duration::from_millis(80));

    let tries = Cell::new(0);
    let outcome: Result<(), _> = patient()
        .run(|| {
            tries.set(tries.get() + 1);
            async { Err(unavailable(Some(Duration::from_secs(3600)))) }
        })
        .await;
    assert!(matches!(outcome, Err(SupplierError::Unavailable { retry_after: Some(_), .. })));
    assert_eq!(tries.get(), 1);
}

#[tokio::test]
async fn retry_after_is_read_in_seconds_and_as_a_date() {
    for (header, seconds) in [
        ("7", Some(7)),
        ("Tue, 16 Jul 2024 12:52:41 GMT", Some(30)),
        ("Tue, 16 Jul 2019 12:52:41 GMT", Some(0)),
        ("soon", None),
    ] {
        let answer = format!("HTTP/1.1 503 Busy\r\nretry-after: {header}\r\ncontent-length: 0\r\n\r\n");
        let (url, _) = listener(answer.leak()).await;
        let reader = http(&Clock::standing_at(NOW)).reader;
        let answer = reader.once("get", reader.request(reqwest::Method::GET, url, "req")).await.expect("an answer");
        assert_eq!(answer.retry_after, seconds.map(Duration::from_secs), "{header}");
    }
}

#[tokio::test]
async fn a_supplier_that_keeps_failing_is_left_alone_for_a_while() {
    let (url, connections) = listener("HTTP/1.1 500 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    let http = http(&Clock::standing_at(NOW));
    let read = || http.reader.once("get", http.reader.request(reqwest::Method::GET, url.clone(), "req"));
    let mut asked = 0;
    while !matches!(read().await, Err(SupplierError::LeftAlone)) {
        asked += 1;
        assert!(asked < 20, "the breaker never opened");
    }
    let before = connections.load(Ordering::SeqCst);
    assert!(matches!(read().await, Err(SupplierError::LeftAlone)));
    assert_eq!(connections.load(Ordering::SeqCst), before);
    // Buying has a circuit of its own.
    let sent = http.buyer.send("buy", http.buyer.post(url.clone(), "req"), NOW + Duration::from_secs(5)).await;
    assert!(matches!(sent, Sent::Answer(_)), "{sent:?}");
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert!(read().await.is_ok());
}

#[tokio::test]
async fn nothing_is_bought_while_the_breaker_is_open() {
    let (url, _) = listener("HTTP/1.1 500 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    let http = http(&Clock::standing_at(NOW));
    let send = || http.buyer.send("buy", http.buyer.post(url.clone(), "req"), NOW + Duration::from_secs(5));
    for _ in 0..20 {
        if let Sent::NotSent { retry_after, .. } = send().await {
            assert_eq!(retry_after, Some(Duration::from_millis(100)));
            return;
        }
    }
    panic!("the breaker never opened");
}

#[tokio::test]
async fn each_purchase_has_a_connection_of_its_own() {
    let (url, connections) = listener("HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}").await;
    let http = http(&Clock::standing_at(NOW));
    for count in 1..=3 {
        let sent = http.buyer.send("buy", http.buyer.post(url.clone(), "req"), NOW + Duration::from_secs(5)).await;
        assert!(matches!(sent, Sent::Answer(_)), "{sent:?}");
        assert_eq!(connections.load(Ordering::SeqCst), count);
    }
}

#[tokio::test]
async fn the_connector_hands_over_no_connection_after_the_time_to_send() {
    let clock = Clock::standing_at(NOW);
    let connector = SendByLayer::new(clock.clone()).layer(tower::service_fn(move |seconds: u64| {
        let clock = clock.clone();
        async move {
            // DNS, TCP and TLS take their time.
            clock.advance(Duration::from_secs(seconds));
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>("a connection")
        }
    }));
    let send_by = NOW + Duration::from_secs(5);
    let quick = sending_until(send_by, connector.clone().oneshot(4)).await;
    assert!(quick.is_ok());
    let slow = sending_until(send_by, connector.clone().oneshot(1)).await;
    assert!(slow.is_err());
    // Outside of a purchase the buying client sends nothing at all.
    assert!(connector.oneshot(0).await.is_err());
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url: Url = format!("http://{}/", socket.local_addr().expect("an address")).parse().expect("an address");
    tokio::spawn(async move {
        let (mut stream, _) = socket.accept().await.expect("a connection");
        let _ = stream.read(&mut [0; 8192]).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        while stream.write_all(&[b' '; 65_536]).await.is_ok() {}
    });
    let http = http(&Clock::standing_at(NOW));
    let outcome = http.reader.once("get", http.reader.request(reqwest::Method::GET, url, "req")).await;
    assert!(matches!(outcome, Err(SupplierError::Unavailable { .. })));
}

/// The first bytes of a TLS connection that is then closed, and what became of the order.
async fn hello_of_a_purchase(min_tls: MinTls) -> (Vec<u8>, Sent) {
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url: Url = format!("https://{}/", socket.local_addr().expect("an address")).parse().expect("an address");
    let greeted = tokio::spawn(async move {
        let (mut stream, _) = socket.accept().await.expect("a connection");
        let mut hello = vec![0; 8192];
        let length = stream.read(&mut hello).await.expect("a hello");
        hello.truncate(length);
        hello
    });
    let clock = Clock::standing_at(NOW);
    let http = Http::new(&HttpSettings { min_tls, ..HttpSettings::default() }, clock).expect("clients");
    let sent = http.buyer.send("buy", http.buyer.post(url, "req").body("order"), NOW + Duration::from_secs(5)).await;
    (greeted.await.expect("no panic"), sent)
}

#[tokio::test]
async fn tls_1_3_alone_is_offered_unless_less_is_configured_and_a_failed_handshake_sends_nothing() {
    // The extension `supported_versions` (RFC 8446, 4.2.1): its number, its length, the list's length, the versions.
    const ONLY_1_3: &[u8] = &[0x00, 0x2b, 0x00, 0x03, 0x02, 0x03, 0x04];
    const BOTH: &[u8] = &[0x00, 0x2b, 0x00, 0x05, 0x04, 0x03, 0x04, 0x03, 0x03];
    for (min_tls, offered) in [(MinTls::V1_3, ONLY_1_3), (MinTls::V1_2, BOTH)] {
        let (hello, sent) = hello_of_a_purchase(min_tls).await;
        assert!(hello.windows(offered.len()).any(|bytes| bytes == offered), "{min_tls:?}");
        assert!(matches!(sent, Sent::NotSent { .. }), "{sent:?}");
    }
}

#[test]
fn a_client_certificate_is_pem_and_comes_with_its_key() {
    const CERTIFICATE: &str = include_str!("fixtures/client.crt");
    const KEY: &str = include_str!("fixtures/client.key");
    let with = |pem: &str| {
        let settings = HttpSettings { identity: Some(Secret::new(pem)), ..HttpSettings::default() };
        Http::new(&settings, Clock::standing_at(NOW)).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(with(&format!("{CERTIFICATE}\n{KEY}")), Ok(()));
    for pem in [CERTIFICATE, KEY, "no PEM"] {
        let error = with(pem).expect_err("half of it");
        assert!(error.contains("client certificate") && !error.contains("BEGIN"), "{error}");
    }
}
