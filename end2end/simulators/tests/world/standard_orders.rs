//! The generic protocol's orders: once under a key, found by our reference, with a course of their own.

use std::time::Duration;

use escale_simulators::{Fault, Later, StandardManners, StandardOrderPlan};
use reqwest::Method;
use serde_json::{Value, json};

use crate::start;
use crate::world::standard::{FRANCE, StandardClient, wish};

const BUY: &str = "standard.orders.create";

#[tokio::test]
async fn the_same_key_buys_once_and_answers_the_same() {
    let running = start().await;
    let client = StandardClient::new(&running).await;
    let first = client.post("/orders", "key-1", wish("line-1")).await.unwrap();
    assert_eq!(first.0, 201);
    assert_eq!(client.post("/orders", "key-1", wish("line-1")).await.unwrap(), first);
    let (status, error) = client.post("/orders", "key-1", wish("line-2")).await.unwrap();
    assert_eq!((status, &error["code"]), (422, &json!("idempotency_key_reused")));
    let sold = running.world.standard_sold();
    assert_eq!((sold.len(), sold[0].idempotency_key.as_str()), (1, "key-1"));
    let without = client.call(Method::POST, "/orders").json(&wish("line-3")).send().await.unwrap();
    assert_eq!(without.status(), 400);
    running.world.clock().advance(86_400);
    let client = StandardClient::new(&running).await;
    assert_ne!(client.post("/orders", "key-1", wish("line-1")).await.unwrap(), first, "forgotten after a day");
}

#[tokio::test]
async fn a_second_request_under_a_running_key_conflicts() {
    let running = start().await;
    let client = StandardClient::new(&running).await;
    running.world.arm_fault(BUY, Fault::DelayBefore { millis: 1500 }, Some(1));
    let first = client.post("/orders", "key-1", wish("line-1"));
    let second = async {
        tokio::time::sleep(Duration::from_millis(400)).await;
        client.post("/orders", "key-1", wish("line-1")).await
    };
    let (first, second) = tokio::join!(first, second);
    assert_eq!((first.unwrap().0, second.unwrap().0), (201, 409));
    assert_eq!(running.world.standard_sold().len(), 1);
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_is_found_by_key_and_by_reference() {
    let running = start().await;
    let client = StandardClient::new(&running).await;
    for (number, fault) in
        [Fault::CutAfter, Fault::CutInBody, Fault::ErrorAfter, Fault::HtmlBody].into_iter().enumerate()
    {
        let reference = format!("line-{number}");
        running.world.arm_fault(BUY, fault, Some(1));
        let lost = client.post("/orders", &reference, wish(&reference)).await;
        assert!(lost.is_err() || lost.unwrap().1["order_id"].is_null());
        let (_, found) = client.get(&format!("/orders?external_reference={reference}")).await;
        assert_eq!(found["orders"].as_array().unwrap().len(), 1);
        let (status, again) = client.post("/orders", &reference, wish(&reference)).await.unwrap();
        assert_eq!((status, &again), (201, &found["orders"][0]));
    }
    assert_eq!(running.world.standard_sold().len(), 4);

    running.world.arm_fault(BUY, Fault::CutBefore, Some(1));
    assert!(client.post("/orders", "line-9", wish("line-9")).await.is_err());
    assert_eq!(client.get("/orders?external_reference=line-9").await.1["orders"], json!([]));
    assert_eq!(client.buy("line-9").await["status"], "completed", "the key stayed free");
}

#[tokio::test]
async fn an_order_in_process_ends_well_or_gives_its_unit_back() {
    let running = start().await;
    let client = StandardClient::new(&running).await;
    running.world.set_standard_stock(FRANCE, 2);
    for (reference, end) in [("a", "completed"), ("b", "failed")] {
        running.world.plan_next_standard_order(StandardOrderPlan {
            status: "processing".to_owned(),
            later: Some(Later { after_seconds: 90, status: end.to_owned() }),
            refuse: None,
        });
        let order = client.buy(reference).await;
        assert_eq!((&order["status"], &order["esim_id"]), (&json!("processing"), &Value::Null));
    }
    let (status, error) = client.post("/orders", "c", wish("c")).await.unwrap();
    assert_eq!((status, &error["code"]), (422, &json!("package_unavailable")));
    running.world.clock().advance(90);
    let of = async |reference: &str| {
        client.get(&format!("/orders?external_reference={reference}")).await.1["orders"][0].clone()
    };
    assert!(of("a").await["esim_id"].is_string());
    let failed = of("b").await;
    assert!(failed["status"] == "failed" && failed["esim_id"].is_null() && failed["failure_reason"].is_string());
    let path = format!("/orders/{}", failed["order_id"].as_str().unwrap());
    assert_eq!(client.get(&path).await.1, failed);
    assert_eq!(client.buy("c").await["status"], "completed", "by the unit that came back, under the same key");
}

#[tokio::test]
async fn refusals_leave_the_key_free_and_name_what_is_wrong() {
    let running = start().await;
    let client = StandardClient::new(&running).await;
    let plan = StandardOrderPlan { refuse: Some("Account blocked".to_owned()), ..StandardOrderPlan::default() };
    running.world.plan_next_standard_order(plan);
    let (status, error) = client.post("/orders", "k", wish("a")).await.unwrap();
    assert_eq!((status, &error["detail"]), (422, &json!("Account blocked")));
    assert_eq!(client.post("/orders", "k", wish("a")).await.unwrap().0, 201);
    let unknown = json!({"package_id": "pkg_xx", "external_reference": "b"});
    assert_eq!(client.post("/orders", "l", unknown).await.unwrap().1["code"], "package_unknown");
    assert_eq!(client.post("/orders", "m", json!({"package_id": FRANCE})).await.unwrap().0, 400);
    running.world.set_standard_manners(StandardManners { order_list_lag_seconds: 60, ..StandardManners::default() });
    assert_eq!(client.get("/orders?external_reference=a").await.1["orders"], json!([]));
    running.world.clock().advance(60);
    assert_eq!(client.get("/orders?external_reference=a").await.1["orders"].as_array().unwrap().len(), 1);
}
