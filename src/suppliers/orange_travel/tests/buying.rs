//! Buying: what leaves, and what is said when it did not or may not have left.

use super::listener::{Listener, TOKEN, reply};
use super::samples::{CODE, transaction};
use super::*;
use crate::domain::ids::AttemptId;
use serde_json::{Value, json};

const TRANSACTIONS: &str = "/v1/distributors/transactions";

fn purchase(send_by: UnixSeconds) -> Purchase {
    Purchase {
        wanted: Wanted::Esim,
        attempt: AttemptId::from("att_1"),
        product: SupplierProductId::from("07966928-d3a3-453e-9944-b7ff1081794d"),
        send_by,
        request_id: "req-1".into(),
    }
}

fn in_time() -> Purchase {
    purchase(NOW + Duration::from_secs(5))
}

#[tokio::test]
async fn an_order_carries_our_attempt_and_our_request_id_and_its_answer_comes_home_whole() {
    let answer = transaction(CODE);
    let expected = answer.to_string();
    let listener = Listener::new(move |_| {
        let mut reply = reply(201, answer.clone());
        reply.headers.push(("x-request-id", "theirs".into()));
        reply
    })
    .await;
    let sent = orange(&listener, Clock::standing_at(NOW)).send(&in_time()).await;
    let Sent::Answer(answer) = sent else { panic!("{sent:?}") };
    assert_eq!((answer.status, String::from_utf8(answer.body).expect("text")), (201, expected));
    assert_eq!(answer.request_id.as_deref(), Some("theirs"));
    let asked = listener.asked(TRANSACTIONS);
    let body: Value = serde_json::from_str(&asked[0].body).expect("JSON");
    assert_eq!(asked.len(), 1);
    assert_eq!(body, json!({"offer_id": "07966928-d3a3-453e-9944-b7ff1081794d", "user_id": "att_1"}));
    assert_eq!(asked[0].headers["x-request-id"], "req-1");
    assert_eq!(asked[0].headers["accept"], "application/json");
}

#[tokio::test]
async fn an_order_is_sent_once_whatever_is_answered() {
    for status in [301, 307, 400, 401, 408, 429, 500, 503] {
        let listener = Listener::new(move |_| {
            let mut reply = reply(status, json!({}));
            reply.headers.push(("location", "/v1/elsewhere".into()));
            reply
        })
        .await;
        let sent = orange(&listener, Clock::standing_at(NOW)).send(&in_time()).await;
        assert!(matches!(&sent, Sent::Answer(answer) if answer.status == status), "{sent:?}");
        assert_eq!(listener.asked(TRANSACTIONS).len(), 1, "{status}");
        assert!(listener.asked("/v1/elsewhere").is_empty(), "{status}");
    }
}

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    let listener = Listener::new(|_| reply(200, json!({}))).await;
    // Bound, not listening any more: nobody else gets the port while the test runs.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let base = format!("http://{closed}/v1").parse().expect("an address");
    let sent = orange_at(base, listener.token_url(), Clock::standing_at(NOW)).send(&in_time()).await;
    assert!(matches!(sent, Sent::NotSent { .. }), "{sent:?}");
}

#[tokio::test]
async fn a_connection_cut_after_the_order_leaves_it_unknown() {
    use tokio::io::AsyncReadExt;
    for part_of_an_answer in
        [&b""[..], b"HTTP/1.1 201 Created\r\ncontent-le", b"HTTP/1.1 201 Created\r\ncontent-length: 9\r\n\r\n{\"id"]
    {
        let tokens = Listener::new(|_| reply(200, json!({}))).await;
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}/v1", socket.local_addr().expect("an address")).parse().expect("an address");
        let cutting = tokio::spawn(async move {
            let (mut stream, _) = socket.accept().await.expect("a connection");
            let read = stream.read(&mut [0; 4096]).await.expect("the order");
            tokio::io::AsyncWriteExt::write_all(&mut stream, part_of_an_answer).await.expect("written");
            read
        });
        let sent = orange_at(base, tokens.token_url(), Clock::standing_at(NOW)).send(&in_time()).await;
        assert!(matches!(sent, Sent::Unknown { .. }), "{sent:?}");
        assert!(cutting.await.expect("no panic") > 0);
    }
}

#[tokio::test]
async fn nothing_is_sent_without_a_token_or_after_its_time() {
    let listener = Listener::with_tokens(|asked| match asked.path.as_str() {
        TOKEN => reply(503, json!({})),
        _ => reply(201, json!({})),
    })
    .await;
    let sent = orange(&listener, Clock::standing_at(NOW)).send(&in_time()).await;
    assert!(matches!(sent, Sent::NotSent { .. }), "{sent:?}");
    assert!(listener.asked(TRANSACTIONS).is_empty());

    let clock = Clock::standing_at(NOW);
    let slow = clock.clone();
    let listener = Listener::with_tokens(move |asked| match asked.path.as_str() {
        TOKEN => {
            slow.advance(Duration::from_secs(5));
            reply(200, json!({"access_token": "t"}))
        }
        _ => reply(201, json!({})),
    })
    .await;
    let sent = orange(&listener, clock).send(&in_time()).await;
    assert!(matches!(sent, Sent::NotSent { .. }), "{sent:?}");
    assert!(listener.asked(TRANSACTIONS).is_empty());
}

#[tokio::test]
async fn an_expired_token_is_dropped_but_the_order_is_not_sent_again() {
    let listener = Listener::new(|_| reply(401, json!({"code": 42, "message": "Expired credentials"}))).await;
    let orange = orange(&listener, Clock::standing_at(NOW));
    let Sent::Answer(answer) = orange.send(&in_time()).await else { panic!("no answer") };
    assert!(matches!(orange.read(&answer, &Wanted::Esim), Reading::Refused { may_try_again: true, .. }));
    assert_eq!((listener.asked(TRANSACTIONS).len(), listener.asked(TOKEN).len()), (1, 1));
    orange.send(&in_time()).await;
    assert_eq!((listener.asked(TRANSACTIONS).len(), listener.asked(TOKEN).len()), (2, 2));
}
