//! What becomes of eSIM Go's eSIMs: topped up, used, told of, revoked and given back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use escale_simulators::{WebhookFault, body_signature};
use serde_json::{Value, json};

use crate::start;
use crate::world::esim_go::{EsimGoClient, FRANCE, transaction, with_manners};
use crate::world::inbox::{Inbox, PATIENCE};

const CHINA: &str = "esim_5GB_15D_CN_V2";
const KEY: &str = "esim-go-demo-key";

fn top_up(bundle: &str, iccid: &str, allow_reassign: bool) -> Value {
    let line = json!({
        "type": "bundle", "item": bundle, "quantity": 1, "iccids": [iccid], "allowReassign": allow_reassign,
    });
    json!({"type": "transaction", "assign": true, "order": [line]})
}

async fn bought(client: &EsimGoClient) -> String {
    let order = client.order(FRANCE, 1).await;
    order["order"][0]["iccids"][0].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_top_up_goes_onto_the_esim_and_only_where_it_fits() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let iccid = bought(&client).await;
    let (status, order) = client.post("/orders", top_up(FRANCE, &iccid, true)).await.unwrap();
    assert_eq!((status, &order["order"][0]["iccids"][0]), (200, &json!(iccid)));
    let truth = running.world.esim_go_sold().remove(1);
    assert!(truth.is_top_up && truth.iccid.as_ref() == Some(&iccid));
    let (_, bundles) = client.get(&format!("/esims/{iccid}/bundles")).await;
    assert_eq!(bundles["bundles"][0]["assignments"].as_array().unwrap().len(), 2);

    for (bundle, fits) in [(FRANCE, true), (CHINA, false)] {
        let (_, answer) = client.get(&format!("/esims/{iccid}/compatible/{bundle}")).await;
        assert_eq!(answer["compatible"], fits);
    }
    assert_eq!(client.post("/orders", top_up(CHINA, &iccid, false)).await.unwrap().0, 400);
    let (_, moved) = client.post("/orders", top_up(CHINA, &iccid, true)).await.unwrap();
    assert_ne!(moved["order"][0]["iccids"][0], iccid, "another eSIM, which must be installed");
    with_manners(&running, |manners| manners.always_reassigns = true);
    let (_, moved) = client.post("/orders", top_up(FRANCE, &iccid, true)).await.unwrap();
    assert_ne!(moved["order"][0]["iccids"][0], iccid);

    assert_eq!(client.post("/orders", top_up(FRANCE, "8944000000000000000", false)).await.unwrap().0, 403);
    let mut uneven = top_up(FRANCE, &iccid, false);
    uneven["order"][0]["quantity"] = 2.into();
    assert_eq!(client.post("/orders", uneven).await.unwrap().0, 400);
}

#[tokio::test]
async fn data_is_used_in_bytes_through_all_states() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    with_manners(&running, |manners| manners.processing_seconds = 600);
    let iccid = bought(&client).await;
    let path = format!("/esims/{iccid}/bundles/{FRANCE}");
    let assignment = async || client.get(&path).await.1["assignments"][0].clone();
    assert_eq!(assignment().await["bundleState"], "processing");
    assert!(!running.world.esim_go_use(&iccid, 1));
    running.world.clock().advance(600);
    let queued = assignment().await;
    assert_eq!((&queued["bundleState"], &queued["initialQuantity"]), (&json!("queued"), &json!(1_000_000_000)));
    assert!(running.world.esim_go_use(&iccid, 400_000_000));
    let active = assignment().await;
    assert_eq!((&active["bundleState"], &active["remainingQuantity"]), (&json!("active"), &json!(600_000_000)));
    assert!(active["endTime"].is_string());
    running.world.esim_go_use(&iccid, 600_000_000);
    assert_eq!(assignment().await["bundleState"], "depleted");
    running.world.clock().advance(7 * 86_400);
    assert_eq!(assignment().await["bundleState"], "expired");
    let shown = async |query: &str| client.get(&format!("/esims/{iccid}/bundles{query}")).await.1["bundles"].clone();
    assert_eq!(shown("").await, json!([]));
    assert_eq!(shown("?includeUsed=true").await[0]["name"], FRANCE);
    running.world.set_esim_go_bundle_state(&iccid, FRANCE, "revoked");
    assert_eq!(assignment().await["bundleState"], "revoked");
    let (_, history) = client.get(&format!("/esims/{iccid}/history")).await;
    assert_eq!(history.as_array().unwrap().last().unwrap()["name"], "Bundle Applied");
}

#[tokio::test]
async fn callbacks_are_signed_with_the_key_over_the_raw_body() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let (inbox, url) = Inbox::answering(200).await;
    running.world.set_esim_go_callback_url(Some(&url));
    let iccid = bought(&client).await;
    running.world.esim_go_attach(&iccid, "FR");
    running.world.esim_go_use(&iccid, 500_000_000);
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let mut alerts: Vec<String> = inbox.posts().iter().map(|one| one.json()["alertType"].to_string()).collect();
    alerts.sort();
    let expected = ["CountryChange", "FirstAttachment", "FirstUse", "Utilisation", "Utilisation"];
    assert_eq!(alerts, expected.map(|alert| format!("\"{alert}\"")), "1 % and 50 %");
    for letter in inbox.posts() {
        assert_eq!(letter.header("x-signature-sha256"), STANDARD.encode(body_signature(&letter.body, KEY)));
        assert_eq!(letter.json()["iccid"], iccid);
    }

    with_manners(&running, |manners| {
        manners.signature_in_hex = true;
        manners.iccid_as_number = true;
        manners.quantities_as_text = true;
    });
    running.world.esim_go_use(&iccid, 300_000_000);
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let letter = inbox.posts().pop().unwrap();
    assert_eq!(letter.header("x-signature-sha256"), hex::encode(body_signature(&letter.body, KEY)));
    assert!(letter.body.contains(&format!("\"iccid\":{iccid}")), "{}", letter.body);
    assert_eq!(letter.json()["bundle"]["remainingQuantity"], "200000000");
}

#[tokio::test]
async fn callbacks_can_be_forged_doubled_and_of_the_unsigned_version() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let (inbox, url) = Inbox::answering(200).await;
    running.world.set_esim_go_callback_url(Some(&url));
    let iccid = bought(&client).await;
    running.world.arm_webhook_fault("esim_go.FirstAttachment", WebhookFault::WrongSignature, Some(1));
    running.world.arm_webhook_fault("esim_go.CountryChange", WebhookFault::Duplicate, Some(1));
    running.world.esim_go_attach(&iccid, "ES");
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let letters = inbox.posts();
    assert_eq!(letters.len(), 3);
    let forged = letters.iter().find(|one| one.json()["alertType"] == "FirstAttachment").unwrap();
    assert_ne!(forged.header("x-signature-sha256"), STANDARD.encode(body_signature(&forged.body, KEY)));

    with_manners(&running, |manners| manners.callbacks_v2 = true);
    running.world.esim_go_use(&iccid, 1);
    running.world.delete_esim_go_esim(&iccid);
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let letters = inbox.posts().split_off(3);
    assert!(letters.iter().all(|one| one.header("x-signature-sha256").is_empty()));
    let first_use = letters.iter().find(|one| one.json()["alertType"] == "FirstUse").unwrap();
    assert_eq!(first_use.json()["bundle"]["reference"], Value::Null);
    assert!(letters.iter().any(|one| one.json()["event"] == "esim.deleted"));
    assert_eq!(client.get(&format!("/esims/{iccid}")).await.0, 403, "it left the account");
}

#[tokio::test]
async fn what_waits_in_the_inventory_is_applied_or_given_back() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let mut for_stock = transaction(FRANCE, 3);
    for_stock["assign"] = false.into();
    let (_, order) = client.post("/orders", for_stock).await.unwrap();
    assert_eq!((&order["assigned"], &order["order"][0]["esims"]), (&json!(false), &Value::Null));
    let row = async || client.get("/inventory").await.1["bundles"][0]["available"][0].clone();
    assert_eq!((row().await["total"].as_u64(), row().await["remaining"].as_u64()), (Some(3), Some(3)));

    let (_, applied) = client.post("/esims/apply", json!({"name": FRANCE})).await.unwrap();
    let iccid = applied["esims"][0]["iccid"].as_str().unwrap().to_owned();
    let reference = applied["applyReference"].as_str().unwrap();
    assert_eq!(client.get(&format!("/esims/assignments?reference={reference}")).await.1["iccid"], iccid);
    assert_eq!(client.post("/esims/apply", json!({"name": FRANCE, "iccid": iccid})).await.unwrap().0, 200);
    assert_eq!(client.post("/esims/apply", json!({"name": FRANCE, "repeat": 2})).await.unwrap().0, 403);

    let refund = json!({"usageId": row().await["id"], "quantity": 1});
    assert_eq!(client.post("/inventory/refund", refund.clone()).await.unwrap().0, 403, "the feature is off");
    with_manners(&running, |manners| manners.refunds = true);
    assert_eq!(running.world.esim_go_balance(), "9996.40");
    assert_eq!(client.post("/inventory/refund", refund).await.unwrap().0, 200);
    assert_eq!(running.world.esim_go_balance(), "9997.60");

    let revoke = format!("/esims/{iccid}/bundles/{FRANCE}");
    assert_eq!(client.delete(&format!("{revoke}?type=validate")).await.0, 200);
    assert_eq!(client.delete(&format!("{revoke}?refundToBalance=true")).await.0, 200);
    assert_eq!(running.world.esim_go_balance(), "9998.80");
    assert_eq!(client.delete(&revoke).await.0, 200, "the other one, back to the inventory");
    assert_eq!(row().await["remaining"], 1);
    assert_eq!(client.delete(&revoke).await.0, 400);
    let (_, history) = client.get(&format!("/esims/{iccid}/history")).await;
    assert_eq!(history[0]["name"], "eSIM Returned");
    let refunded = running.world.esim_go_sold().into_iter().filter(|one| one.refunded);
    assert_eq!(refunded.count(), 2);
}

#[tokio::test]
async fn a_customers_reference_is_kept_and_found() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let (iccid, other) = (bought(&client).await, bought(&client).await);
    let put = client.call(reqwest::Method::PUT, &format!("/esims?iccid={iccid}&customerRef=line-7"));
    assert_eq!(put.send().await.unwrap().status(), 200);
    assert_eq!(running.world.esim_go_sold()[0].customer_ref.as_deref(), Some("line-7"));
    let (_, found) = client.get("/esims?filterBy=customerRef&filter=line-7&perPage=10").await;
    assert_eq!(found["esims"].as_array().unwrap().len(), 1);
    assert_eq!(found["esims"][0]["iccid"], iccid);
    assert_eq!(client.get("/esims?perPage=7").await.0, 400);
    running.world.esim_go_attach(&iccid, "FR");
    let (_, detail) = client.get(&format!("/esims/{iccid}?additionalFields=appleInstallUrl")).await;
    assert_eq!(detail["profileStatus"], "Installed");
    assert!(detail["firstInstalledDateTime"].is_i64(), "milliseconds here, a date in assignments");
    let (_, detail) = client.get(&format!("/esims/{other}")).await;
    assert_eq!(detail["profileStatus"], "Released");
}
