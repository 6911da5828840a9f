//! Looking for an order without an answer, and for one whose number is known.

use super::listener::{Asked, Reply, reply};
use super::samples::{CODE, transaction};
use super::*;
use crate::domain::ids::AttemptId;
use crate::suppliers::{Standing, SupplierError};
use serde_json::{Value, json};

const TRANSACTIONS: &str = "/v1/distributors/transactions";

fn search() -> OrderSearch {
    OrderSearch {
        wanted: Wanted::Esim,
        attempt: AttemptId::from("att_1"),
        product: SupplierProductId::from("p"),
        from: NOW,
        to: NOW + Duration::from_secs(60),
        request_id: "req-1".into(),
    }
}

fn page(all: &[Value], asked: &Asked, most: usize) -> Reply {
    let number = |name: &str| asked.query[name].parse::<usize>().expect("a number");
    let page = all.iter().skip(number("offset")).take(number("limit").min(most));
    reply(200, page.cloned().collect())
}

fn numbered(id: &str, user: &str) -> Value {
    let mut transaction = transaction(CODE);
    transaction["id"] = json!(id);
    transaction["user_id"] = json!(user);
    transaction
}

#[tokio::test]
async fn the_window_is_a_day_wider_on_both_sides_and_asks_for_our_reference() {
    let listener = Listener::new(|_| reply(200, json!([]))).await;
    let found = orange(&listener, Clock::standing_at(NOW)).find_order(&search()).await.expect("an answer");
    let query = &listener.asked(TRANSACTIONS)[0].query;
    assert!(found.is_empty());
    assert_eq!((query["startDate"].as_str(), query["endDate"].as_str()), ("2024-07-15", "2024-07-17"));
    assert_eq!(query["user"], "att_1");
}

#[tokio::test]
async fn every_page_is_read_and_only_our_own_reference_counts() {
    // A supplier whose filter matches parts, and whose pages are shorter than asked for.
    let all = ["att_1", "att_10", "", "att_1", "ATT_1"];
    let all: Vec<_> = all.iter().enumerate().map(|(number, user)| numbered(&format!("t{number}"), user)).collect();
    let listener = Listener::new(move |asked| page(&all, asked, 2)).await;
    let orange = orange(&listener, Clock::standing_at(NOW));
    let found = orange.find_order(&search()).await.expect("an answer");
    let references: Vec<_> = found.iter().map(|order| order.reference.as_str()).collect();
    assert_eq!(references, ["t0", "t3"]);
    assert!(found.iter().all(|order| matches!(orange.read(&order.answer, &Wanted::Esim), Reading::Delivered(_))));
}

#[tokio::test]
async fn a_list_that_ignores_the_offset_ends_all_the_same() {
    let listener = Listener::new(|_| reply(200, json!([numbered("t0", "att_1")]))).await;
    let found = orange(&listener, Clock::standing_at(NOW)).find_order(&search()).await.expect("an answer");
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn a_listed_order_without_its_code_is_read_in_detail() {
    for missing in [json!(""), json!(null)] {
        let listener = Listener::new(move |asked| {
            let mut listed = numbered("t0", "att_1");
            listed["parameters"]["activation_code"] = missing.clone();
            match asked.path.as_str() {
                TRANSACTIONS => page(&[listed], asked, 100),
                _ => reply(200, numbered("t0", "att_1")),
            }
        })
        .await;
        let orange = orange(&listener, Clock::standing_at(NOW));
        let found = orange.find_order(&search()).await.expect("an answer");
        assert!(matches!(orange.read(&found[0].answer, &Wanted::Esim), Reading::Delivered(_)));
        assert_eq!(listener.asked("/v1/distributors/transactions/t0").len(), 1);
    }
}

#[tokio::test]
async fn an_order_is_found_even_if_its_detail_is_not() {
    let listener = Listener::new(|asked| {
        let mut listed = numbered("t0", "att_1");
        listed["parameters"] = json!(null);
        match asked.path.as_str() {
            TRANSACTIONS => page(&[listed], asked, 100),
            _ => reply(404, json!({})),
        }
    })
    .await;
    let orange = orange(&listener, Clock::standing_at(NOW));
    let found = orange.find_order(&search()).await.expect("an answer");
    assert!(matches!(orange.read(&found[0].answer, &Wanted::Esim), Reading::Accepted { problem: Some(_), .. }));
}

#[tokio::test]
async fn a_list_that_cannot_be_believed_proves_nothing() {
    for body in [json!({"transactions": []}), json!("none"), json!([{"user_id": "att_1"}]), json!([null])] {
        let listener = Listener::new(move |asked| match asked.query["offset"].as_str() {
            "0" => reply(200, body.clone()),
            _ => reply(200, json!([])),
        })
        .await;
        let outcome = orange(&listener, Clock::standing_at(NOW)).find_order(&search()).await;
        assert!(matches!(outcome, Err(SupplierError::Garbled { .. })), "{outcome:?}");
    }
}

#[tokio::test]
async fn an_order_is_read_by_its_number_alone() {
    let listener = Listener::new(|_| reply(200, numbered("t0", "att_1"))).await;
    let orange = orange(&listener, Clock::standing_at(NOW));
    let answer = orange.order("a/../b", "req-1").await.expect("an answer");
    assert!(matches!(orange.read(&answer, &Wanted::Esim), Reading::Delivered(_)));
    assert_eq!(listener.asked("/v1/distributors/transactions/a%2F..%2Fb").len(), 1);
}

#[tokio::test]
async fn the_reconciliation_sees_strangers_too() {
    let all = [numbered("t0", "att_1"), numbered("t1", "None")];
    let listener = Listener::new(move |asked| page(&all, asked, 100)).await;
    let orange = orange(&listener, Clock::standing_at(NOW));
    let listed = orange.orders_between(NOW, NOW.plus_days(1), "req-1").await.expect("an answer").expect("a list");
    let references: Vec<_> = listed.iter().map(|listed| listed.our_reference.as_deref()).collect();
    assert_eq!(references, [Some("att_1"), None]);
    let query = &listener.asked(TRANSACTIONS)[0].query;
    assert_eq!((query["startDate"].as_str(), query["endDate"].as_str()), ("2024-07-15", "2024-07-18"));
}

#[tokio::test]
async fn a_listed_order_is_gone_only_where_orange_says_so() {
    for (status, standing) in [
        (json!("ok"), Standing::Delivered),
        (json!("pending"), Standing::UnderWay),
        (json!("created"), Standing::UnderWay),
        (json!("tulip"), Standing::UnderWay),
        (json!(null), Standing::UnderWay),
        (json!("KO"), Standing::Refused),
        (json!("expired"), Standing::Refused),
    ] {
        let mut order = numbered("t0", "att_1");
        order["status"] = status.clone();
        let listener = Listener::new(move |asked| page(std::slice::from_ref(&order), asked, 100)).await;
        let listed = orange(&listener, Clock::standing_at(NOW)).orders_between(NOW, NOW, "req-1").await;
        assert_eq!(listed.expect("an answer").expect("a list")[0].standing, standing, "{status}");
    }
}
