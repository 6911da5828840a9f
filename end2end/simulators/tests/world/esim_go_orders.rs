//! eSIM Go's orders: rehearsed, bought, refused, found again after an answer that never came.

use escale_simulators::{EsimGoOrderPlan, Fault, OrderEsims, iso_date};
use serde_json::{Value, json};

use crate::start;
use crate::world::esim_go::{EsimGoClient, FRANCE, transaction, with_manners};

const BUY: &str = "esim_go.orders.create";

#[tokio::test]
async fn a_purchase_takes_the_balance_and_a_rehearsal_does_not() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let mut rehearsal = transaction(FRANCE, 3);
    rehearsal["type"] = "validate".into();
    let (status, valid) = client.post("/orders", rehearsal).await.unwrap();
    assert_eq!((status, &valid["valid"], valid["total"].to_string().as_str()), (200, &json!(true), "3.6"));
    assert!(running.world.esim_go_sold().is_empty());
    assert_eq!(running.world.esim_go_balance(), "10000.00");

    let order = client.order(FRANCE, 3).await;
    assert_eq!(
        (&order["status"], &order["statusMessage"]),
        (&json!("completed"), &json!("Order completed: 3 eSIMs assigned"))
    );
    assert_eq!(order["order"][0]["esims"].as_array().unwrap().len(), 3);
    assert_eq!(running.world.esim_go_balance(), "9996.40");
    let sold = running.world.esim_go_sold();
    assert_eq!(sold.len(), 3);
    assert!(sold.iter().all(|one| one.order_reference == order["orderReference"] && one.state == "queued"));
    let path = format!("/orders/{}", order["orderReference"].as_str().unwrap());
    assert_eq!(client.get(&path).await, (200, order));
    assert_eq!(client.get("/orders/unknown").await.0, 400);
}

#[tokio::test]
async fn what_cannot_be_sold_is_refused_in_the_seeds_words() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let refused = async |body: Value| {
        let (status, error) = client.post("/orders", body).await.unwrap();
        (status, error["message"].as_str().unwrap_or_default().to_owned())
    };
    let said = |text: &str| (400, text.to_owned());
    assert_eq!(refused(json!({"order": [{"item": FRANCE}]})).await, said("Invalid Order type"));
    let no_items = json!({"type": "transaction", "assign": true});
    assert_eq!(refused(no_items).await, said("Order must contain Order Items"));
    running.world.set_esim_go_balance("1.19");
    assert_eq!(refused(transaction(FRANCE, 1)).await, said("Failed to process Order. No payment taken."));
    assert_eq!(refused(transaction("esim_9GB_1D_XX", 1)).await.0, 400);
    running.world.set_esim_go_balance("50");
    let plan = EsimGoOrderPlan { refuse: Some("Bundle sold out".to_owned()), ..EsimGoOrderPlan::default() };
    running.world.plan_next_esim_go_order(plan);
    assert_eq!(refused(transaction(FRANCE, 1)).await, said("Bundle sold out"));
    assert!(running.world.esim_go_sold().is_empty());
    assert_eq!(running.world.esim_go_balance(), "50.00");
}

/// There is no reference of ours: the window and the item are all there is to look by.
#[tokio::test]
async fn a_purchase_whose_answer_is_lost_is_found_by_its_window() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    running.world.clock().freeze_at(1_800_000_000);
    client.order("esim_5GB_30D_FR_V2", 1).await;
    running.world.clock().advance(60);
    let from = iso_date(running.world.clock().now());
    running.world.arm_fault(BUY, Fault::CutAfter, Some(1));
    let mut rehearsal = transaction(FRANCE, 1);
    rehearsal["type"] = "validate".into();
    assert_eq!(client.post("/orders", rehearsal).await.unwrap().0, 200, "the fault waits for the purchase");
    assert!(client.post("/orders", transaction(FRANCE, 1)).await.is_err());
    let to = iso_date(running.world.clock().now());
    running.world.clock().advance(60);
    client.order(FRANCE, 1).await;

    let window = format!("createdAt=gte:{from}&createdAt=lte:{to}&includeIccids=true");
    let (_, found) = client.get(&format!("/orders?{window}")).await;
    assert_eq!(found.as_array().unwrap().len(), 1);
    let truth = running.world.esim_go_sold().remove(1);
    assert_eq!(found[0]["orderReference"], truth.order_reference);
    assert_eq!(found[0]["order"][0]["iccids"][0], truth.iccid.unwrap());
    let (_, second) = client.get(&format!("/orders?createdAt=gte:{from}&limit=1&page=2")).await;
    assert_eq!(second[0]["orderReference"], found[0]["orderReference"], "newest first, by pages");
    assert_eq!(second[0]["order"][0]["iccids"], Value::Null, "only when asked for");
    assert_eq!(client.get("/orders?createdAt=yesterday").await.0, 400);
}

#[tokio::test]
async fn come_back_later_means_sold_and_not_yet_to_be_seen() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let plan = EsimGoOrderPlan { come_back_after_seconds: Some(30), ..EsimGoOrderPlan::default() };
    running.world.plan_next_esim_go_order(plan);
    let buy = client.call(reqwest::Method::POST, "/orders").json(&transaction(FRANCE, 1));
    let answer = buy.send().await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (503, &"30".parse().unwrap()));
    let error: Value = answer.json().await.unwrap();
    assert_eq!(error["message"], "Processing, come back later");
    assert_eq!(running.world.esim_go_sold().len(), 1, "and paid");
    assert_eq!(client.get("/orders").await.1, json!([]));
    let reference = running.world.esim_go_sold().remove(0).order_reference;
    let assignments = format!("/esims/assignments?reference={reference}");
    assert_eq!(client.get(&assignments).await.0, 503);
    running.world.clock().advance(30);
    assert_eq!(client.get("/orders").await.1[0]["orderReference"], reference);
    assert_eq!(client.get(&assignments).await.0, 200);
}

#[tokio::test]
async fn an_order_can_be_listed_late_assigned_late_and_in_part() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    with_manners(&running, |manners| manners.order_list_lag_seconds = 60);
    let plan = EsimGoOrderPlan { assigned_after_seconds: 20, assigns_only: Some(2), ..EsimGoOrderPlan::default() };
    running.world.plan_next_esim_go_order(plan);
    let order = client.order(FRANCE, 3).await;
    assert_eq!(order["statusMessage"], "Order completed: 2 eSIMs assigned");
    assert_eq!((order["total"].to_string().as_str(), order["order"][0]["quantity"].as_u64()), ("3.6", Some(3)));
    let in_stock = running.world.esim_go_sold().into_iter().filter(|one| one.state == "inventory");
    assert_eq!(in_stock.count(), 1, "what was paid and not assigned waits");
    assert_eq!(client.get("/orders").await.1, json!([]));
    let assignments = format!("/esims/assignments?reference={}", order["orderReference"].as_str().unwrap());
    assert_eq!(client.get(&assignments).await.0, 503);
    running.world.clock().advance(60);
    assert_eq!(client.get("/orders").await.1.as_array().unwrap().len(), 1);
    assert_eq!(client.get(&assignments).await.1.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn older_answers_have_other_names_and_leave_esims_out() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    with_manners(&running, |manners| {
        manners.order_esims = OrderEsims::UpToFive;
        manners.s1_order_names = true;
    });
    let five = client.order(FRANCE, 5).await;
    assert!(five["reference"].is_string() && five["createDate"].is_string() && five["orderReference"].is_null());
    assert_eq!(five["order"][0]["esims"].as_array().unwrap().len(), 5);
    let six = client.order(FRANCE, 6).await;
    assert_eq!(six["order"][0]["esims"], Value::Null);
    let assignments = format!("/esims/assignments?reference={}", six["reference"].as_str().unwrap());
    assert_eq!(client.get(&assignments).await.1.as_array().unwrap().len(), 6);
}
