//! The life of the generic protocol's eSIMs: used, told of by signed webhooks, topped up, expired.

use escale_simulators::{Fault, body_signature};
use reqwest::Method;
use serde_json::{Value, json};

use crate::start;
use crate::world::inbox::{Inbox, PATIENCE};
use crate::world::standard::{FRANCE, StandardClient};

const SECRET: &str = "a-secret-of-our-own-32-characters";

async fn listen(client: &StandardClient, events: Value) -> Inbox {
    let (inbox, url) = Inbox::answering(200).await;
    let call =
        client.call(Method::POST, "/webhooks/register").json(&json!({"url": url, "secret": SECRET, "events": events}));
    assert_eq!(call.send().await.unwrap().status(), 201);
    inbox
}

#[tokio::test]
async fn an_esims_life_is_told_once_each_and_signed() {
    let running = start().await;
    running.world.clock().freeze_at(1_800_000_000);
    let client = StandardClient::new(&running).await;
    let inbox = listen(&client, Value::Null).await;
    let order = client.buy("line-1").await;
    let esim = order["esim_id"].as_str().unwrap();
    running.world.standard_install(esim);
    running.world.standard_use(esim, 3999);
    running.world.standard_use(esim, 1);
    running.world.standard_use(esim, 9000);
    let (_, usage) = client.get(&format!("/esims/{esim}/usage")).await;
    assert_eq!((&usage["data_used_mb"], &usage["data_remaining_mb"]), (&json!(5000), &json!(0)));
    assert_eq!(usage["expiry_date"], escale_simulators::iso_date(1_800_000_000 + 30 * 86_400));
    running.world.clock().advance(30 * 86_400);
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let mut told: Vec<String> = inbox
        .posts()
        .iter()
        .map(|letter| {
            let expected = format!("sha256={}", hex::encode(body_signature(&letter.body, SECRET)));
            assert_eq!(letter.header("x-webhook-signature"), expected);
            let event = letter.json();
            assert_eq!(
                (&event["data"]["esim_id"], &event["data"]["external_reference"]),
                (&json!(esim), &json!("line-1"))
            );
            assert!(!letter.body.contains("LPA:"));
            format!("{} {}", event["type"].as_str().unwrap(), event["data"]["threshold"])
        })
        .collect();
    told.sort();
    let expected = [
        "esim.activated null",
        "esim.expired null",
        "esim.installed null",
        "usage.threshold_reached 100",
        "usage.threshold_reached 80",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn only_what_was_registered_is_told_under_the_newest_secret() {
    let running = start().await;
    let client = StandardClient::new(&running).await;
    let inbox = listen(&client, json!(["esim.activated"])).await;
    let url = client.get("/webhooks").await.1["webhooks"][0]["url"].as_str().unwrap().to_owned();
    let again =
        client.call(Method::POST, "/webhooks/register").json(&json!({"url": url, "events": ["esim.installed"]}));
    let again: Value = again.send().await.unwrap().json().await.unwrap();
    let secret = again["secret"].as_str().expect("a secret of the supplier's own");
    assert_eq!(client.get("/webhooks").await.1["webhooks"].as_array().unwrap().len(), 1, "one for a URL");
    let order = client.buy("line-1").await;
    running.world.standard_activate(order["esim_id"].as_str().unwrap());
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let letter = inbox.posts().remove(0);
    assert_eq!(letter.json()["type"], "esim.installed");
    assert_eq!(
        letter.header("x-webhook-signature"),
        format!("sha256={}", hex::encode(body_signature(&letter.body, secret)))
    );
    assert_eq!(inbox.posts().len(), 1);

    let register =
        async |body: Value| client.call(Method::POST, "/webhooks/register").json(&body).send().await.unwrap();
    assert_eq!(register(json!({"url": url, "secret": "short"})).await.status(), 400);
    assert_eq!(register(json!({"url": url, "events": ["esim.eaten"]})).await.status(), 400);
    let delete = client.call(Method::DELETE, &format!("/webhooks/{}", again["webhook_id"].as_str().unwrap()));
    assert_eq!(delete.send().await.unwrap().status(), 204);
}

#[tokio::test]
async fn a_top_up_comes_once_and_only_where_it_fits() {
    let running = start().await;
    let client = StandardClient::new(&running).await;
    let order = client.buy("line-1").await;
    let esim = order["esim_id"].as_str().unwrap();
    running.world.standard_use(esim, 4500);
    let before = client.get(&format!("/esims/{esim}/usage")).await.1;
    let path = format!("/esims/{esim}/topup");
    let body = json!({"package_id": "pkg_fr_20gb_30d", "external_reference": "topup-1"});
    running.world.arm_fault("standard.esims.topup", Fault::CutAfter, Some(1));
    assert!(client.post(&path, "t-1", body.clone()).await.is_err());
    let (status, topped_up) = client.post(&path, "t-1", body).await.unwrap();
    assert_eq!((status, &topped_up["status"], &topped_up["esim_id"]), (201, &json!("completed"), &json!(esim)));
    let after = client.get(&format!("/esims/{esim}/usage")).await.1;
    assert_eq!((&after["data_total_mb"], &after["data_remaining_mb"]), (&json!(25_000), &json!(20_500)));
    assert!(after["expiry_date"].as_str() > before["expiry_date"].as_str());
    let sold = running.world.standard_sold();
    assert_eq!((sold.len(), sold[1].is_top_up), (2, true));
    let (_, found) = client.get("/orders?external_reference=topup-1").await;
    assert_eq!(found["orders"][0]["type"], "topup");

    let elsewhere = json!({"package_id": "pkg_jp_10gb_30d", "external_reference": "topup-2"});
    assert_eq!(client.post(&path, "t-2", elsewhere).await.unwrap().1["code"], "package_incompatible");
    running.world.clock().advance(61 * 86_400);
    let client = StandardClient::new(&running).await;
    let late = json!({"package_id": FRANCE, "external_reference": "topup-3"});
    assert_eq!(client.post(&path, "t-3", late).await.unwrap().1["code"], "esim_expired");
}
