//! Reads about a delivered eSIM: who is asked, by which number, and what an error means.

use super::listener::{Reply, reply};
use super::samples::suppliers;
use super::*;
use crate::domain::sim_status::SimStatus;
use crate::suppliers::SupplierError;
use crate::suppliers::http::reading::Tries;
use serde_json::json;

const FRANCE: &str = "/v1/distributors/suppliers/7413e966-c97c-11ed-b80c-fa163e78aa28";
const WELCOME: &str = "/v1/distributors/suppliers/92d376d4-0c18-4da8-9e6e-4dd173bc554e";

fn esim(network: &str) -> SimNames {
    SimNames {
        reference: Some("t0".into()),
        network: Some(network.into()),
        sim_id: Some("1956392841179".into()),
        ..SimNames::default()
    }
}

/// Lists the networks; everything else is answered as given.
async fn listener(answer: impl Fn() -> Reply + Send + Sync + 'static) -> Listener {
    Listener::new(move |asked| match asked.path.as_str() {
        "/v1/distributors/suppliers" => reply(200, suppliers()),
        _ => answer(),
    })
    .await
}

#[tokio::test]
async fn usage_is_asked_by_transaction_at_the_network_that_tells() {
    let listener = listener(|| reply(200, json!({"buckets": [{"name": "Holiday", "sms_remaining": 3}]}))).await;
    let orange = orange(&listener, Clock::standing_at(NOW));
    let report = orange.usage(&esim("Orange France"), "req-1").await.expect("an answer").expect("told");
    assert_eq!((report.taken_at, report.balances[0].sms), (NOW, Some(3)));
    let asked = &listener.asked(&format!("{FRANCE}/usagebalances"))[0];
    assert_eq!((asked.query["transaction"].as_str(), asked.query.len()), ("t0", 1));
    assert_eq!(asked.headers["x-request-id"], "req-1");
}

#[tokio::test]
async fn a_network_that_does_not_tell_is_not_asked() {
    let listener = listener(|| reply(500, json!({}))).await;
    let orange = orange(&listener, Clock::standing_at(NOW));
    for network in ["Orange Spain", "Orange Travel B2B", "Somebody New", ""] {
        assert_eq!(orange.usage(&esim(network), "req-1").await.expect("an answer"), None, "{network}");
    }
    assert!(listener.asked("/v1/distributors/suppliers").is_empty());
}

#[tokio::test]
async fn welcome_travelers_is_asked_by_sim_where_the_transaction_is_not_known() {
    for unknown in [404, 400] {
        let listener = Listener::new(move |asked| match asked.path.as_str() {
            "/v1/distributors/suppliers" => reply(200, suppliers()),
            _ if asked.query.contains_key("simId") => reply(200, json!({"buckets": []})),
            _ => reply(unknown, json!({"code": 60, "message": "Not Found"})),
        })
        .await;
        let orange = orange(&listener, Clock::standing_at(NOW));
        assert!(orange.usage(&esim("Welcome Travelers"), "req-1").await.expect("an answer").is_some());
        let asked = listener.asked(&format!("{WELCOME}/usagebalances"));
        assert_eq!((asked.len(), asked[1].query["simId"].as_str()), (2, "1956392841179"));
        // simId means nothing to the others.
        assert!(orange.usage(&esim("Orange France"), "req-1").await.is_err());
        assert_eq!(listener.asked(&format!("{FRANCE}/usagebalances")).len(), 1);
    }
}

#[tokio::test]
async fn every_listed_network_tells_the_sims_state() {
    let listener = listener(|| reply(200, json!({"status": "not installed"}))).await;
    let orange = orange(&listener, Clock::standing_at(NOW));
    for network in ["Orange France", "Welcome Travelers", "Orange Spain", "Orange Espagne", "orange travel b2b"] {
        let report = orange.sim_status(&esim(network), "req-1").await.expect("an answer").expect("told");
        assert_eq!(report.status, SimStatus::NotInstalled, "{network}");
    }
    assert_eq!(orange.sim_status(&esim("Somebody New"), "req-1").await.expect("an answer"), None);
    // The networks are looked up once an hour.
    assert_eq!(listener.asked("/v1/distributors/suppliers").len(), 1);
}

#[tokio::test]
async fn an_error_answer_is_what_it_says() {
    let kind = |error: SupplierError| match error {
        SupplierError::Unavailable { .. } => "unavailable",
        SupplierError::LeftAlone => "left alone",
        SupplierError::Refused { .. } => "refused",
        SupplierError::NotFound => "not found",
        SupplierError::Garbled { .. } => "garbled",
    };
    for (status, code, expected, tries) in [
        (404, 60, "not found", 1),
        (403, 50, "refused", 1),
        (403, 53, "unavailable", 5),
        (400, 28, "refused", 1),
        (406, 0, "refused", 1),
        (429, 0, "unavailable", 5),
        (408, 63, "unavailable", 5),
        (302, 0, "refused", 1),
        (500, 0, "unavailable", 5),
    ] {
        let listener = listener(move || reply(status, json!({"code": code, "message": "no"}))).await;
        let orange = orange(&listener, Clock::standing_at(NOW));
        // Of a job: once, since the job comes again by itself.
        let error = orange.order("t0", "req-1").await.expect_err("an error");
        assert_eq!(kind(error), expected, "{status} {code}");
        assert_eq!(listener.asked("/v1/distributors/transactions/t0").len(), 1, "{status} {code}");
        let path = ["distributors", "transactions", "t1"];
        let error = orange.api.get("get", Tries::Several, &path, &[], "req-1").await.expect_err("an error");
        assert_eq!(kind(error), expected, "{status} {code}");
        assert_eq!(listener.asked("/v1/distributors/transactions/t1").len(), tries, "{status} {code}");
    }
    let listener = listener(|| Reply { status: 200, headers: Vec::new(), body: "<html>".into() }).await;
    let error =
        orange(&listener, Clock::standing_at(NOW)).usage(&esim("Orange France"), "req-1").await.expect_err("an error");
    assert_eq!(kind(error), "garbled");
}

#[tokio::test]
async fn a_visitor_does_not_wait_as_long_as_a_job() {
    let listener = listener(|| reply(503, json!({}))).await;
    let hurried = HttpSettings {
        retry: RetryPolicy { first_wait: Duration::from_secs(30), ..RetryPolicy::default() },
        waiting_limit: Duration::from_millis(50),
        ..HttpSettings::default()
    };
    let orange = orange_with(listener.base_url(), listener.token_url(), hurried, Clock::standing_at(NOW));
    let since = std::time::Instant::now();
    let outcome = orange.usage(&esim("Orange France"), "req-1").await;
    assert!(matches!(outcome, Err(SupplierError::Unavailable { .. })));
    let outcome = orange.product(&SupplierProductId::from("p")).await;
    assert!(matches!(outcome, Err(SupplierError::Unavailable { .. })));
    assert!(since.elapsed() < Duration::from_secs(5));
}
