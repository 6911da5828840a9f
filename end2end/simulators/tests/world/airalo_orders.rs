//! Airalo's orders: bought, refused by code, found by description, made later and told of.

use escale_simulators::{AiraloOrderPlan, Fault, sha512_signature};
use reqwest::Method;
use serde_json::{Value, json};

use crate::start;
use crate::world::airalo::{AiraloClient, FRANCE, wish, with_manners};
use crate::world::inbox::{Inbox, PATIENCE};

const SECRET: &str = "airalo-secret";

#[tokio::test]
async fn a_purchase_takes_the_net_price_and_the_stock() {
    let running = start().await;
    let client = AiraloClient::new(&running).await;
    let (_, order) = client.post("/orders", &wish(FRANCE, "2", "line-1")).await.unwrap();
    let order = &order["data"];
    assert_eq!((&order["quantity"], &order["validity"], &order["type"]), (&json!("2"), &json!(7), &json!("sim")));
    assert_eq!((order["price"].to_string(), order["net_price"].to_string()), ("9".to_owned(), "4.5".to_owned()));
    assert_eq!(order["sims"].as_array().unwrap().len(), 2);
    assert_eq!(running.world.airalo_balance(), "4995.50");
    let truth = running.world.airalo_sold().remove(0);
    assert_eq!((truth.description.as_str(), truth.net_price.as_str(), truth.iccids.len()), ("line-1", "4.50", 2));
    assert_eq!(order["code"], truth.code);
}

#[tokio::test]
async fn what_cannot_be_sold_is_refused_by_its_code() {
    let running = start().await;
    let client = AiraloClient::new(&running).await;
    let code = async |package: &str, quantity: &str| {
        let (status, error) = client.post("/orders", &wish(package, quantity, "line-1")).await.unwrap();
        assert_eq!(status, 422, "{error}");
        error["code"].as_u64()
    };
    assert_eq!(code("nothing-7days-1gb", "1").await, Some(34));
    running.world.set_airalo_stock(FRANCE, 1);
    assert_eq!(code(FRANCE, "2").await, Some(33));
    running.world.set_airalo_balance("2.24");
    assert_eq!(code(FRANCE, "1").await, Some(11));
    running.world.set_airalo_balance("100");
    for planned in [13, 43, 53] {
        let plan = AiraloOrderPlan { refuse_code: Some(planned), ..AiraloOrderPlan::default() };
        running.world.plan_next_airalo_order(plan);
        assert_eq!(code(FRANCE, "1").await, Some(u64::from(planned)));
    }
    assert_eq!(code(FRANCE, "51").await, None, "a field, not a code");
    let (_, error) = client.post("/orders", &[("quantity", "1")]).await.unwrap();
    assert_eq!(error["data"]["package_id"], "The package id field is required.");
    assert!(running.world.airalo_sold().is_empty());
    assert_eq!(running.world.airalo_balance(), "100.00");
}

#[tokio::test]
async fn a_body_in_json_is_read_and_its_checksum_must_fit() {
    let running = start().await;
    let client = AiraloClient::new(&running).await;
    let body = json!({"package_id": FRANCE, "quantity": 1, "type": "sim", "description": "line-1"}).to_string();
    let order = |signature: String| {
        client.call(Method::POST, "/orders").header("airalo-signature", signature).body(body.clone()).send()
    };
    assert_eq!(order(sha512_signature(&body, SECRET)).await.unwrap().status(), 200);
    let refused = order("0".repeat(128)).await.unwrap();
    assert_eq!(refused.status(), 422);
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], 14);
    assert_eq!(running.world.airalo_sold().len(), 1);
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_is_found_by_its_description() {
    let running = start().await;
    let client = AiraloClient::new(&running).await;
    client.buy("line-70").await;
    running.world.arm_fault("airalo.orders.create", Fault::CutAfter, Some(1));
    assert!(client.post("/orders", &wish(FRANCE, "1", "line-7")).await.is_err());
    let (_, found) = client.get("/orders?filter[description]=line-7&include=sims,status").await;
    let found = found["data"].as_array().unwrap();
    assert_eq!(found.len(), 2, "the filter finds parts of descriptions");
    let lost = found.iter().find(|order| order["description"] == "line-7").unwrap();
    let truth = running.world.airalo_sold().remove(1);
    assert_eq!((&lost["id"], &lost["sims"][0]["iccid"]), (&json!(truth.order_id), &json!(truth.iccids[0])));
    assert_eq!((&lost["quantity"], &lost["validity"], &lost["price"]), (&json!(1), &json!("7"), &json!("4.50")));
    let (_, same) = client.get(&format!("/orders/{}", truth.order_id)).await;
    assert_eq!((&same["data"]["code"], &same["data"]["sims"]), (&lost["code"], &Value::Null));

    running.world.arm_fault("airalo.orders.create", Fault::CutBefore, Some(1));
    assert!(client.post("/orders", &wish(FRANCE, "1", "line-8")).await.is_err());
    assert_eq!(client.get("/orders?filter[description]=line-8").await.1["data"], json!([]));
    with_manners(&running, |manners| manners.order_list_lag_seconds = 60);
    assert_eq!(client.get("/orders").await.1["meta"]["total"], 0);
    running.world.clock().advance(60);
    let today = &escale_simulators::iso_date(running.world.clock().now())[..10];
    assert_eq!(client.get(&format!("/orders?filter[created_at]={today} - {today}")).await.1["meta"]["total"], 2);
}

#[tokio::test]
async fn an_async_order_is_made_later_and_told_with_its_request_id() {
    let running = start().await;
    let client = AiraloClient::new(&running).await;
    let (status, error) = client.post("/orders-async", &wish(FRANCE, "1", "line-1")).await.unwrap();
    assert!(status == 422 && error["data"]["webhook_url"].is_string(), "nobody would be told");
    let (inbox, url) = Inbox::answering(200).await;
    let opt_in = [("type", "async_orders"), ("webhook_url", url.as_str())];
    assert_eq!(client.post("/notifications/opt-in", &opt_in).await.unwrap().0, 200);

    running.world.plan_next_airalo_order(AiraloOrderPlan { async_after_seconds: 90, ..AiraloOrderPlan::default() });
    let (status, accepted) = client.post("/orders-async", &wish(FRANCE, "1", "line-1")).await.unwrap();
    let request_id = accepted["data"]["request_id"].as_str().unwrap();
    assert_eq!((status, request_id.len()), (202, 25));
    assert!(running.world.airalo_sold().is_empty());
    running.world.clock().advance(90);
    assert_eq!(running.world.airalo_sold()[0].request_id.as_deref(), Some(request_id));
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let letter = inbox.posts().remove(0);
    assert_eq!(letter.header("airalo-signature"), sha512_signature(&letter.body, SECRET));
    let told = letter.json();
    assert_eq!((&told["request_id"], &told["data"]["description"]), (&json!(request_id), &json!("line-1")));
    assert!(told["data"]["sims"][0]["qrcode"].is_string());

    with_manners(&running, |manners| manners.flat_notifications = true);
    let (other, other_url) = Inbox::answering(200).await;
    for code in [None, Some(33)] {
        running.world.plan_next_airalo_order(AiraloOrderPlan { refuse_code: code, ..AiraloOrderPlan::default() });
        let mut form = wish(FRANCE, "1", "line-2").to_vec();
        form.push(("webhook_url", &other_url));
        assert_eq!(client.post("/orders-async", &form).await.unwrap().0, 202);
        assert!(running.world.webhooks_settled(PATIENCE).await);
    }
    let letters: Vec<Value> = other.posts().iter().map(super::inbox::Letter::json).collect();
    assert!(letters[0]["sims"].is_array() && letters[0]["request_id"].is_string());
    assert!(letters[1]["reason"].is_string() && letters[1]["sims"].is_null(), "{}", letters[1]);
    assert_eq!(inbox.posts().len(), 1, "the order's own URL goes before");
}

#[tokio::test]
async fn sandbox_mode_sells_nothing_real() {
    let running = start().await;
    let client = AiraloClient::new(&running).await;
    with_manners(&running, |manners| manners.sandbox = true);
    let first = client.buy("line-1").await;
    let second = client.buy("line-2").await;
    assert_eq!((&first["sims"][0]["matching_id"], &second["sims"][0]["matching_id"]), (&json!("TEST"), &json!("TEST")));
    assert_eq!(first["sims"][0]["qrcode"], second["sims"][0]["qrcode"], "all codes are alike");
    assert_ne!(first["sims"][0]["iccid"], second["sims"][0]["iccid"]);
    assert_eq!(running.world.airalo_balance(), "5000.00");
    for (package, code) in [("test-maintenance-mode-7days-1gb", 13), ("test-insufficient-balance-7days-1gb", 11)] {
        let (_, error) = client.post("/orders", &wish(package, "1", "x")).await.unwrap();
        assert_eq!(error["code"], code);
    }
}
