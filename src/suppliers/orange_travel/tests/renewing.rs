//! Tokens: one for everybody, renewed when its life ends or Orange says so, and no more.

use super::listener::{Asked, Reply, TOKEN, reply};
use super::*;
use crate::suppliers::SupplierError;
use crate::suppliers::http::reading::Tries;
use crate::suppliers::http::token::Tokens;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const LIVE: [&str; 1] = ["live"];

fn expired() -> Value {
    json!({"code": 42, "message": "Expired credentials", "description": "out-of-date"})
}

fn token(text: &str, life: Value) -> Reply {
    reply(200, json!({"token_type": "Bearer", "access_token": text, "expires_in": life}))
}

fn bearer(asked: &Asked) -> &str {
    asked.headers["authorization"].to_str().expect("text")
}

#[tokio::test]
async fn a_hundred_calls_ask_for_one_token() {
    let listener = Listener::new(|_| reply(200, json!({"isAlive": true}))).await;
    let orange = Arc::new(orange(&listener, Clock::standing_at(NOW)));
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let orange = Arc::clone(&orange);
            tokio::spawn(async move {
                orange.api.get("get", Tries::Several, &LIVE, &[], "req").await.map(|answer| answer.status)
            })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.expect("no panic").expect("an answer"), 200);
    }
    assert_eq!(listener.asked(TOKEN).len(), 1);
    let asked = &listener.asked(TOKEN)[0];
    assert_eq!(asked.body, "grant_type=client_credentials");
    assert_eq!(asked.headers["accept"], "application/json");
    // shop:hush-hush
    assert_eq!(bearer(asked), "Basic c2hvcDpodXNoLWh1c2g=");
    assert_eq!(bearer(&listener.asked("/v1/live")[0]), "Bearer t0ken");
}

#[tokio::test]
async fn a_token_is_renewed_shortly_before_the_end_that_orange_named() {
    for life in [json!(600), json!("600")] {
        let listener = Listener::with_tokens(move |asked| match asked.path.as_str() {
            TOKEN => token("t", life.clone()),
            _ => reply(200, json!({})),
        })
        .await;
        let clock = Clock::standing_at(NOW);
        let orange = orange(&listener, clock.clone());
        for (wait, tokens) in [(0, 1), (539, 1), (1, 2), (539, 2)] {
            clock.advance(Duration::from_secs(wait));
            orange.api.get("get", Tries::Several, &LIVE, &[], "req").await.expect("an answer");
            assert_eq!(listener.asked(TOKEN).len(), tokens, "after {wait} s more");
        }
    }
}

#[tokio::test]
async fn an_expired_token_is_replaced_once_for_all_who_hold_it() {
    let issued = AtomicUsize::new(0);
    let listener = Listener::with_tokens(move |asked| match asked.path.as_str() {
        TOKEN => token(&format!("t{}", issued.fetch_add(1, Ordering::SeqCst)), json!(3600)),
        _ if bearer(asked) == "Bearer t0" => reply(401, expired()),
        _ => reply(200, json!({})),
    })
    .await;
    let orange = Arc::new(orange(&listener, Clock::standing_at(NOW)));
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let orange = Arc::clone(&orange);
            tokio::spawn(async move {
                orange.api.get("get", Tries::Several, &LIVE, &[], "req").await.map(|answer| answer.status)
            })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.expect("no panic").expect("an answer"), 200);
    }
    assert_eq!(listener.asked(TOKEN).len(), 2);
}

#[tokio::test]
async fn a_token_that_is_always_expired_is_renewed_only_once_a_call() {
    let listener = Listener::new(|_| reply(401, expired())).await;
    let outcome = orange(&listener, Clock::standing_at(NOW)).api.get("get", Tries::Several, &LIVE, &[], "req").await;
    assert!(matches!(outcome, Err(SupplierError::Refused { status: 401, .. })));
    assert_eq!(listener.asked(TOKEN).len(), 2);
}

#[tokio::test]
async fn another_401_is_no_reason_for_a_new_token() {
    let listener = Listener::new(|_| reply(401, json!({"code": 41, "message": "Invalid credentials"}))).await;
    let outcome = orange(&listener, Clock::standing_at(NOW)).api.get("get", Tries::Several, &LIVE, &[], "req").await;
    assert!(matches!(outcome, Err(SupplierError::Refused { status: 401, .. })));
    assert_eq!(listener.asked(TOKEN).len(), 1);
}

#[tokio::test]
async fn no_more_than_twenty_tokens_are_asked_for_within_a_minute() {
    let listener = Listener::with_tokens(|asked| match asked.path.as_str() {
        TOKEN => token("t", json!(0)),
        _ => reply(200, json!({})),
    })
    .await;
    let orange = orange(&listener, Clock::standing_at(NOW));
    for _ in 0..20 {
        orange.api.get("get", Tries::Several, &LIVE, &[], "req").await.expect("an answer");
    }
    let reader = Http::new(&HttpSettings::default(), Clock::standing_at(NOW)).expect("clients").reader;
    let tokens = Tokens::new(credentials(&listener), Clock::standing_at(NOW));
    for _ in 0..20 {
        tokens.get(&reader, "req").await.expect("a token");
    }
    let refused = tokens.get(&reader, "req").await;
    assert!(matches!(refused, Err(SupplierError::Unavailable { retry_after: Some(_), .. })));
    assert_eq!(listener.asked(TOKEN).len(), 40);
}

fn credentials(listener: &Listener) -> Credentials {
    Credentials {
        url: listener.token_url(),
        client_id: "shop".into(),
        client_secret: Secret::new("hush-hush"),
        shown: Shown::InHeader,
        calls_a_minute: 20,
        longest_life: None,
    }
}

#[tokio::test]
async fn another_suppliers_token_is_asked_for_in_the_form_read_from_within_and_not_trusted_for_long() {
    let listener = Listener::with_tokens(|_| {
        reply(200, json!({"data": {"token_type": "Bearer", "access_token": "t", "expires_in": 31_622_400}}))
    })
    .await;
    let reader = Http::new(&HttpSettings::default(), Clock::standing_at(NOW)).expect("clients").reader;
    let day = Duration::from_secs(86_400);
    let credentials =
        Credentials { shown: Shown::InForm, longest_life: Some(day), calls_a_minute: 3, ..credentials(&listener) };
    let clock = Clock::standing_at(NOW);
    let tokens = Tokens::new(credentials, clock.clone());
    for (wait, asked) in [(0, 1), (86_339, 1), (1, 2)] {
        clock.advance(Duration::from_secs(wait));
        assert_eq!(tokens.get(&reader, "req").await.expect("a token").text.expose(), "t");
        assert_eq!(listener.asked(TOKEN).len(), asked);
    }
    let asked = &listener.asked(TOKEN)[0];
    assert_eq!(asked.body, "grant_type=client_credentials&client_id=shop&client_secret=hush-hush");
    assert!(!asked.headers.contains_key("authorization"));
}

#[tokio::test]
async fn who_waits_for_a_token_shares_its_failure() {
    let listener = Listener::with_tokens(|_| reply(400, json!({"error": "invalid_client"}))).await;
    let orange = Arc::new(orange(&listener, Clock::standing_at(NOW)));
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let orange = Arc::clone(&orange);
            async move { orange.api.get("get", Tries::Several, &LIVE, &[], "req").await }
        })
        .collect();
    let mut set = tokio::task::JoinSet::new();
    calls.into_iter().for_each(|call| drop(set.spawn(call)));
    for outcome in set.join_all().await {
        assert!(matches!(outcome, Err(SupplierError::Refused { status: 400, .. })));
    }
    assert_eq!(listener.asked(TOKEN).len(), 1);
}

#[tokio::test]
async fn an_error_never_holds_a_secret() {
    let told = json!({"error": "invalid_client", "error_description": "hush-hush is wrong", "access_token": null});
    let listener = Listener::with_tokens(move |_| reply(401, told.clone())).await;
    let error = orange(&listener, Clock::standing_at(NOW))
        .api
        .get("get", Tries::Several, &LIVE, &[], "req")
        .await
        .expect_err("no token");
    assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
    assert!(error.to_string().contains("invalid_client"));
}
