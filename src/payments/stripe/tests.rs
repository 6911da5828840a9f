//! What the tests of this room share, and the wire against a small server of canned answers.

mod canned;
mod connection;

use super::*;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{RefundStatus, WebhookRefusal};
pub(super) use canned::resource;
use canned::{Canned, answer, page};
use tokio::net::TcpListener;

pub(super) fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// The form that a request sends, decoded and in order of names.
pub(super) fn body_pairs(request: &impl StripeRequest) -> Vec<(String, String)> {
    let body = client::steady(request.build()).body.unwrap();
    let mut pairs: Vec<(String, String)> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    pairs.sort();
    pairs
}

fn stripe_at(api_url: Url) -> Stripe {
    stripe_within(api_url, Duration::from_secs(10))
}

fn stripe_within(api_url: Url, timeout: Duration) -> Stripe {
    Stripe::new(Settings {
        secret_key: Secret::new("sk_test_canned"),
        webhook_secrets: vec![Secret::new("whsec_current_Zk3vRm8q")],
        api_url,
        timeout,
    })
    .unwrap()
}

#[tokio::test]
async fn a_post_carries_our_key_once_and_a_get_none() {
    let server =
        Canned::start(vec![answer("200 OK", &resource("payment_intent")), answer("200 OK", &resource("account"))])
            .await;
    stripe_at(server.url.clone()).cancel("pi_1", "void:pi_1:1").await.unwrap();
    let account = stripe_at(server.url.clone()).account().await.unwrap();
    assert_eq!((account.id.as_str(), account.livemode), ("acct_1PgafTB7WZ01zgkW", None));
    let (post, get) = (server.request(0), server.request(1));
    assert!(post.starts_with("POST /v1/payment_intents/pi_1/cancel HTTP/1.1\r\n"), "{post}");
    assert_eq!(post.matches("idempotency-key: void:pi_1:1\r\n").count(), 1);
    assert!(get.starts_with("GET /v1/account HTTP/1.1\r\n") && !get.contains("idempotency-key"));
    assert!(post.contains("content-type: application/x-www-form-urlencoded\r\n"), "{post}");
    for request in [post, get] {
        assert!(request.contains("authorization: Bearer sk_test_canned\r\n"), "{request}");
        assert!(
            request.contains(&format!("stripe-version: {}\r\n", stripe_client_core::VERSION.as_str())),
            "{request}"
        );
        assert!(request.contains("user-agent: escale/") && request.contains("x-request-id: "), "{request}");
    }
}

#[tokio::test]
async fn what_cannot_be_known_is_unknown_and_is_not_sent_again() {
    let api_error = serde_json::json!({ "error": { "type": "api_error", "message": "An unknown error occurred" } });
    for (what, canned) in [
        ("a server error", answer("500 Internal Server Error", &api_error)),
        ("a proxy's error page", "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 4\r\n\r\n<p/>".to_owned()),
        ("a cut connection", String::new()),
        ("half an answer", "HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{\"id\":".to_owned()),
        ("an answer that is something else", answer("200 OK", &serde_json::json!({ "id": "pi_1" }))),
        ("a redirect", "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n".to_owned()),
    ] {
        // The second answer would be a success: reaching it means that something was tried again.
        let server = Canned::start(vec![canned, answer("200 OK", &resource("payment_intent"))]).await;
        let outcome = stripe_at(server.url.clone()).cancel("pi_1", "void:pi_1:1").await;
        assert!(matches!(outcome, Err(PaymentError::Unknown { .. })), "{what}: {outcome:?}");
        assert_eq!(server.requests.lock().unwrap().len(), 1, "{what}");
    }
}

#[tokio::test]
async fn silence_is_unknown_when_the_time_limit_ends() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let outcome = stripe_within(url, Duration::from_millis(200)).cancel("pi_1", "void:pi_1:1").await;
    assert!(matches!(outcome, Err(PaymentError::Unknown { .. })), "{outcome:?}");
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let outcome = stripe_at(url).cancel("pi_1", "void:pi_1:1").await;
    assert!(matches!(outcome, Err(PaymentError::TryLater { .. })), "{outcome:?}");
}

#[tokio::test]
async fn a_key_that_no_header_can_hold_is_refused_and_nothing_is_sent() {
    let stripe = stripe_at(Url::parse("http://127.0.0.1:1").unwrap());
    for key in ["", &"k".repeat(256), "void:pi_1\r\nx: y"] {
        let outcome = stripe.cancel("pi_1", key).await;
        assert!(matches!(outcome, Err(PaymentError::Refused { .. })), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_list_is_read_to_its_end() {
    let intent = |id: &str| {
        let mut intent = resource("payment_intent");
        intent["id"] = id.into();
        intent
    };
    let server =
        Canned::start(vec![page(&[intent("pi_3"), intent("pi_2")], true), page(&[intent("pi_1")], false)]).await;
    let all = stripe_at(server.url.clone()).intents_created(UnixSeconds(10), UnixSeconds(20)).await.unwrap();
    assert_eq!(all.iter().map(|intent| intent.id.as_str()).collect::<Vec<_>>(), ["pi_3", "pi_2", "pi_1"]);
    let target = |index| server.request(index).split(' ').nth(1).unwrap().replace("%5B", "[").replace("%5D", "]");
    assert_eq!(target(0), "/v1/payment_intents?created[gte]=10&created[lte]=20&expand[0]=data.latest_charge&limit=100");
    assert!(target(1).ends_with("&limit=100&starting_after=pi_2"), "{}", target(1));
}

#[tokio::test]
async fn a_list_that_fails_half_way_proves_nothing() {
    let refund = resource("refund");
    let server = Canned::start(vec![page(std::slice::from_ref(&refund), true), String::new()]).await;
    assert!(matches!(stripe_at(server.url.clone()).refunds_of("pi_1").await, Err(PaymentError::Unknown { .. })));

    let for_ever = page(&[refund], true);
    let server = Canned::start(vec![for_ever.clone(), for_ever.clone(), for_ever]).await;
    assert!(matches!(stripe_at(server.url.clone()).refunds_of("pi_1").await, Err(PaymentError::Unknown { .. })));
}

#[tokio::test]
async fn a_refund_reads_with_our_id() {
    let mut ours = resource("refund");
    ours["metadata"]["escale_refund"] = "ref_7".into();
    ours["status"] = "canceled".into();
    let server = Canned::start(vec![page(&[ours, resource("refund")], false)]).await;
    let refunds = stripe_at(server.url.clone()).refunds_of("pi_1").await.unwrap();
    assert_eq!(refunds[0].refund.as_ref().map(|id| id.as_str()), Some("ref_7"));
    assert_eq!(refunds[0].status, RefundStatus::Failed);
    assert_eq!((refunds[1].status, &refunds[1].refund), (RefundStatus::Succeeded, &None));
}

#[tokio::test]
async fn what_was_not_expanded_is_asked_for() {
    let mut intent = resource("payment_intent");
    intent["latest_charge"] = "ch_1".into();
    let answers = vec![
        answer("200 OK", &resource("checkout.session")),
        answer("200 OK", &intent),
        answer("200 OK", &resource("charge")),
    ];
    let server = Canned::start(answers).await;
    let session = stripe_at(server.url.clone()).session("cs_test_1").await.unwrap();
    assert_eq!(session.intent.unwrap().charge.unwrap().id, "ch_1PgafuB7WZ01zgkWXYmPNZs8");
    assert!(server.request(1).starts_with("GET /v1/payment_intents/pi_1PgafyB7WZ01zgkWSjxsAJo3"));
    assert!(server.request(2).starts_with("GET /v1/charges/ch_1"));
}

#[tokio::test]
async fn an_id_that_is_none_of_stripes_is_never_asked_for() {
    let stripe = stripe_at(Url::parse("http://127.0.0.1:1").unwrap());
    for id in ["", "../refunds", "pi_1/capture", "pi_1?x=y", "pi 1"] {
        assert!(matches!(stripe.intent(id).await, Err(PaymentError::NotFound)), "{id}");
    }
}

#[tokio::test]
async fn a_signed_body_that_is_no_event_is_refused() {
    let stripe = stripe_at(Url::parse("http://127.0.0.1:1").unwrap());
    let vectors: serde_json::Value = serde_json::from_str(include_str!("fixtures/webhook_vectors.json")).unwrap();
    let now = UnixSeconds(vectors["now"].as_i64().unwrap());
    let open = |name: &str| {
        let case = vectors["cases"].as_array().unwrap().iter().find(|case| case["name"] == name).unwrap().clone();
        stripe.open_webhook(case["header"].as_str(), case["body"].as_str().unwrap().as_bytes(), now)
    };
    let envelope = open("good").unwrap();
    assert_eq!((envelope.id.as_str(), envelope.kind.as_str()), ("evt_1SVectors", "checkout.session.completed"));
    assert_eq!((envelope.object_id.as_deref(), envelope.livemode), (Some("cs_test_vectors"), false));
    assert_eq!(envelope.created, UnixSeconds(now.0 - 2));
    assert_eq!(open("empty body, signed"), Err(WebhookRefusal::NotAnEvent));
}

#[test]
fn no_secret_shows_itself() {
    let shown = format!("{:?}", stripe_at(Url::parse("http://127.0.0.1:1").unwrap()));
    assert!(!shown.contains("sk_test_canned") && !shown.contains("whsec_current"), "{shown}");
}
