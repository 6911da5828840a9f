//! What becomes of Airalo's SIMs: topped up, warned of, recycled; and who is told.

use escale_simulators::sha512_signature;
use reqwest::Method;
use serde_json::{Value, json};

use crate::start;
use crate::world::airalo::{AiraloClient, FRANCE, wish, with_manners};
use crate::world::inbox::{Inbox, PATIENCE};

const TOP_UP: &str = "bonbon-mobile-30days-3gb-topup";

#[tokio::test]
async fn a_top_up_comes_onto_the_sim_where_its_operator_has_one() {
    let running = start().await;
    let client = AiraloClient::new(&running).await;
    let iccid = client.buy("line-1").await["sims"][0]["iccid"].as_str().unwrap().to_owned();
    let (_, fitting) = client.get(&format!("/sims/{iccid}/topups")).await;
    let fitting = fitting["data"].as_array().unwrap();
    assert!(fitting.iter().all(|package| package["type"] == "topup"));
    assert!(fitting.iter().any(|package| package["id"] == TOP_UP));
    let form = [("package_id", TOP_UP), ("iccid", &iccid), ("description", "topup-1")];
    let (status, order) = client.post("/orders/topups", &form).await.unwrap();
    assert_eq!((status, &order["data"]["type"], &order["data"]["sims"]), (200, &json!("topup"), &Value::Null));
    assert_eq!(client.get(&format!("/sims/{iccid}/usage")).await.1["data"]["total"], 4096);
    let truth = running.world.airalo_sold().remove(1);
    assert!(truth.is_top_up && truth.description == "topup-1" && truth.iccids == [iccid.clone()]);
    assert_eq!(client.get("/orders?filter[description]=topup-1").await.1["data"][0]["type"], "topup");
    assert_eq!(client.get(&format!("/sims/{iccid}/packages")).await.1["data"][0]["package"], TOP_UP);

    let refused = async |package: &str, iccid: &str| {
        let form = [("package_id", package), ("iccid", iccid)];
        let (status, error) = client.post("/orders/topups", &form).await.unwrap();
        assert_eq!(status, 422, "{error}");
        error
    };
    assert!(refused("change-7days-1gb-topup", &iccid).await["data"]["package_id"].is_string());
    assert!(refused(TOP_UP, "8910300000000000000").await["data"]["iccid"].is_string());
    let (_, thai) = client.post("/orders", &wish("maew-10days-3gb", "1", "line-2")).await.unwrap();
    let thai = thai["data"]["sims"][0]["iccid"].as_str().unwrap();
    assert_eq!(client.get(&format!("/sims/{thai}/topups")).await.1["data"], json!([]));
    assert_eq!(refused("maew-10days-3gb-topup", thai).await["code"], 23);
    running.world.recycle_airalo_sim(&iccid);
    assert_eq!(refused(TOP_UP, &iccid).await["code"], 73);
    assert_eq!(client.get(&format!("/sims/{iccid}/topups")).await.1["code"], 73);
}

#[tokio::test]
async fn who_opts_in_is_tested_first() {
    let running = start().await;
    let client = AiraloClient::new(&running).await;
    let opt_in = async |url: &str| {
        let form = [("type", "webhook_low_data"), ("webhook_url", url)];
        client.post("/notifications/opt-in", &form).await.unwrap().0
    };
    let (deaf, deaf_url) = Inbox::answering(405).await;
    assert_eq!(opt_in(&deaf_url).await, 422);
    assert_eq!(deaf.calls_by(&Method::HEAD), 1);
    assert_eq!(client.get("/notifications/opt-in").await.0, 404);
    let (inbox, url) = Inbox::answering(200).await;
    assert_eq!(opt_in(&url).await, 200);
    assert_eq!((inbox.calls_by(&Method::HEAD), inbox.posts().len()), (1, 0));
    let (_, known) = client.get("/notifications/opt-in").await;
    assert_eq!(known["data"]["notification"], json!({"type": "webhook_low_data", "contact_point": url}));
    let out = [("type", "webhook_low_data")];
    assert_eq!(client.post("/notifications/opt-out", &out).await.unwrap().0, 200);
    assert_eq!(client.get("/notifications/opt-in?type=webhook_low_data").await.0, 404);
    assert_eq!(client.post("/notifications/opt-in", &[("type", "letters")]).await.unwrap().0, 422);
}

#[tokio::test]
async fn low_data_and_the_end_are_told_once_each_and_signed() {
    let running = start().await;
    running.world.clock().freeze_at(1_800_000_000);
    let client = AiraloClient::new(&running).await;
    let (inbox, url) = Inbox::answering(200).await;
    let form = [("type", "webhook_low_data"), ("webhook_url", url.as_str())];
    client.post("/notifications/opt-in", &form).await.unwrap();
    let iccid = client.buy("line-1").await["sims"][0]["iccid"].as_str().unwrap().to_owned();
    for megabytes in [768, 1, 200] {
        assert!(running.world.airalo_use(&iccid, megabytes));
    }
    running.world.clock().advance(7 * 86_400);
    assert!(!running.world.airalo_use(&iccid, 1), "it has ended");
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let mut told: Vec<String> = inbox
        .posts()
        .iter()
        .map(|letter| {
            assert_eq!(letter.header("airalo-signature"), sha512_signature(&letter.body, "airalo-secret"));
            let body = letter.json();
            assert_eq!((&body["iccid"], &body["package_name"]), (&json!(iccid), &json!(FRANCE)));
            body["level"].as_str().unwrap().to_owned()
        })
        .collect();
    told.sort();
    assert_eq!(told, ["1days", "3days", "75%", "90%"]);
}

#[tokio::test]
async fn used_credit_is_told_at_its_levels() {
    let running = start().await;
    let client = AiraloClient::new(&running).await;
    let (inbox, url) = Inbox::answering(200).await;
    let body = json!({"type": "webhook_credit_limit", "webhook_url": url, "levels": [50, 80]});
    let opt_in = client.call(Method::POST, "/notifications/opt-in").json(&body).send().await.unwrap();
    assert_eq!(opt_in.status(), 200);
    running.world.set_airalo_balance("10.00");
    for line in ["a", "b", "c"] {
        client.buy(line).await;
    }
    assert!(running.world.webhooks_settled(PATIENCE).await);
    assert_eq!(inbox.posts().len(), 1);
    client.buy("d").await;
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let letter = inbox.posts().pop().unwrap().json();
    assert_eq!(letter["message"], "Surpassed 80% of the credit limit balance");
    assert_eq!(letter["remaining"], 1);
    with_manners(&running, |manners| manners.sandbox = true);
    client.buy("e").await;
    assert!(running.world.webhooks_settled(PATIENCE).await);
    assert_eq!(inbox.posts().len(), 2, "in sandbox mode nobody is told");
}
