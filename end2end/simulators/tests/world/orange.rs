//! Orange: tokens, the catalogue, a sale, its code, and what is told afterwards.

use base64::Engine;
use escale_simulators::{CodeForm, DEMO_PRIVATE_KEY_PEM, Later, SIM_STATUSES, SalePlan, Supplier};
use rsa::pkcs8::DecodePrivateKey;
use rsa::{Oaep, RsaPrivateKey, sha2::Sha256};
use serde_json::{Value, json};

use crate::{OrangeClient, start};

const EUROPE: &str = "Welcome Travelers Europe 10GB";

fn decrypted(transaction: &Value) -> String {
    let code = transaction["parameters"]["activation_code"].as_str().unwrap();
    let standard = code.replace('-', "+").replace('_', "/");
    let bytes = base64::engine::general_purpose::STANDARD.decode(standard).unwrap();
    assert_eq!(bytes.len(), 512, "RSA-4096 makes 512 bytes");
    let key = RsaPrivateKey::from_pkcs8_pem(DEMO_PRIVATE_KEY_PEM).unwrap();
    String::from_utf8(key.decrypt(Oaep::new::<Sha256>(), &bytes).unwrap()).unwrap()
}

#[tokio::test]
async fn a_sold_code_decrypts_with_the_distributors_key_in_both_alphabets() {
    let running = start().await;
    let orange = OrangeClient::new(&running).await;
    let offer = running.world.offer_id(EUROPE).unwrap();
    let mut alphabets = String::new();
    for user in ["line-1", "line-2"] {
        let body = json!({"offer_id": offer, "user_id": user});
        let (status, sale) = orange.post("/distributors/transactions", body).await.unwrap();
        assert_eq!((status, &sale["status"], &sale["user_id"]), (201, &json!("ok"), &json!(user)));
        assert_eq!(sale["parameters"]["expiration_date"], "None");
        assert_eq!(sale["parameters"]["iccid"], "");
        alphabets.push_str(sale["parameters"]["activation_code"].as_str().unwrap());
        let sold = running.world.esims_sold();
        let truth = sold.iter().find(|esim| esim.user_id == user).unwrap();
        assert_eq!(decrypted(&sale), truth.activation_code);
        assert!(truth.activation_code.starts_with("1$smdp.welcome-travelers.example$"));
    }
    assert!(alphabets.contains(['-', '_']) && alphabets.contains(['+', '/']));
}

#[tokio::test]
async fn a_sale_takes_one_unit_and_an_empty_bucket_refuses() {
    let running = start().await;
    let orange = OrangeClient::new(&running).await;
    let offer = running.world.offer_id("Orange Travel Dominican Republic 5GB").unwrap();
    let sell = || orange.post("/distributors/transactions", json!({"offer_id": offer}));
    assert_eq!(sell().await.unwrap().0, 201);
    assert_eq!(running.world.stock(&offer), Some(0));
    let (status, error) = sell().await.unwrap();
    assert_eq!(status, 400);
    assert!(error["description"].as_str().unwrap().starts_with("bucket empty"));
    assert_eq!(running.world.esims_sold().len(), 1);
}

#[tokio::test]
async fn without_a_published_key_no_esim_is_sold() {
    let running = start().await;
    running.world.set_distributor_key(None);
    let orange = OrangeClient::new(&running).await;
    let offer = running.world.offer_id(EUROPE).unwrap();
    let sale = orange.post("/distributors/transactions", json!({"offer_id": offer})).await;
    assert_eq!(sale.unwrap().0, 403);
    assert_eq!(orange.get("/distributors/keys").await.0, 404);

    let pem = escale_simulators::DEMO_PUBLIC_KEY_PEM;
    let base64 = base64::engine::general_purpose::STANDARD.encode(pem);
    let body = json!({"key_type": "rsa256", "public_key_value": base64});
    let published = orange.post("/distributors/keys?encoding=base64", body).await.unwrap();
    assert_eq!(published.0, 201);
    let (_, key) = orange.get("/distributors/keys").await;
    assert_eq!(key["public_key_value"], pem);
    let sale = orange.post("/distributors/transactions", json!({"offer_id": offer})).await;
    assert_eq!(sale.unwrap().0, 201);
}

#[tokio::test]
async fn tokens_are_limited_and_end() {
    let running = start().await;
    let orange = OrangeClient::new(&running).await;
    running.world.expire_tokens();
    let (status, error) = orange.get("/live").await;
    assert_eq!((status, &error["code"]), (401, &json!(42)));
    for _ in 0..49 {
        OrangeClient::new(&running).await;
    }
    let answer = reqwest::Client::new()
        .post(&running.addresses.orange_token_url)
        .basic_auth("demo-client", Some("demo-secret"))
        .header("accept", "application/json")
        .send();
    assert_eq!(answer.await.unwrap().status(), 429);
    let url = format!("{}/live", running.addresses.orange_base_url);
    let without_accept = reqwest::Client::new().get(url).send().await.unwrap();
    assert_eq!(without_accept.status(), 406);
}

#[tokio::test]
async fn a_pending_sale_is_found_by_user_and_ends_well_or_gives_its_unit_back() {
    let running = start().await;
    let orange = OrangeClient::new(&running).await;
    let offer = running.world.offer_id(EUROPE).unwrap();
    let before = running.world.stock(&offer).unwrap();
    for (user, end) in [("a", "ok"), ("b", "ko")] {
        running.world.plan_next_sale(SalePlan {
            status: "pending".to_owned(),
            later: Some(Later { after_seconds: 90, status: end.to_owned() }),
            ..SalePlan::default()
        });
        let body = json!({"offer_id": offer, "user_id": user});
        let (_, sale) = orange.post("/distributors/transactions", body).await.unwrap();
        assert_eq!(sale["status"], "pending");
        assert_eq!(sale["parameters"]["activation_code"], Value::Null);
    }
    assert_eq!(running.world.stock(&offer), Some(before - 2));
    running.world.clock().advance(91);
    let (_, found) = orange.get("/distributors/transactions?user=a").await;
    assert_eq!(found.as_array().unwrap().len(), 1);
    let path = format!("/distributors/transactions/{}", found[0]["id"].as_str().unwrap());
    let (_, detail) = orange.get(&path).await;
    assert!(detail["creation_date"].as_str().unwrap().ends_with(" GMT"));
    assert!(decrypted(&detail).starts_with("1$"));
    let (_, failed) = orange.get("/distributors/transactions/count?status=ko").await;
    assert_eq!(failed["count"], 1);
    assert_eq!(running.world.stock(&offer), Some(before - 1));
}

#[tokio::test]
async fn codes_that_cannot_be_used_are_told_as_planned() {
    let running = start().await;
    let orange = OrangeClient::new(&running).await;
    let offer = running.world.offer_id(EUROPE).unwrap();
    let sell = async |code: CodeForm| {
        running.world.plan_next_sale(SalePlan { code, ..SalePlan::default() });
        let body = json!({"offer_id": offer});
        orange.post("/distributors/transactions", body).await.unwrap().1
    };
    let bare = sell(CodeForm::BareMatchingId).await;
    assert_eq!(bare["parameters"]["matching_id"], decrypted(&bare));
    assert!(decrypted(&sell(CodeForm::LpaPrefix).await).starts_with("LPA:1$"));
    assert!(!decrypted(&sell(CodeForm::Garbage).await).contains('$'));
    assert_eq!(sell(CodeForm::Missing).await["parameters"]["activation_code"], "");
}

#[tokio::test]
async fn a_sim_tells_its_status_and_what_is_left() {
    let running = start().await;
    let orange = OrangeClient::new(&running).await;
    let offer = running.world.offer_id(EUROPE).unwrap();
    let body = json!({"offer_id": offer, "user_id": "mine"});
    let (_, sale) = orange.post("/distributors/transactions", body).await.unwrap();
    let id = sale["id"].as_str().unwrap();
    let supplier = Supplier::WelcomeTravelers.id();
    for status in SIM_STATUSES {
        assert!(running.world.set_sim_status("mine", status));
        let path = format!("/distributors/suppliers/{supplier}/simstatus?transaction={id}");
        assert_eq!(orange.get(&path).await.1["status"], status);
    }
    running.world.set_data_remaining("mine", 3.2);
    let nsce = sale["parameters"]["nsce"].as_str().unwrap();
    for selector in [format!("transaction={id}"), format!("simId={nsce}")] {
        let path = format!("/distributors/suppliers/{supplier}/usagebalances?{selector}");
        let (_, usage) = orange.get(&path).await;
        assert_eq!(usage["buckets"][0]["data_remaining"].to_string(), "3.2");
    }
    let spain = Supplier::OrangeSpain.id();
    let path = format!("/distributors/suppliers/{spain}/usagebalances?transaction={id}");
    assert_eq!(orange.get(&path).await.0, 400);
}

#[tokio::test]
async fn the_catalogue_covers_all_suppliers_and_has_what_must_not_be_sold() {
    let running = start().await;
    let orange = OrangeClient::new(&running).await;
    let (_, first) = orange.get("/distributors/offers?offset=0&limit=20").await;
    let (_, rest) = orange.get("/distributors/offers?offset=20&limit=100").await;
    let offers: Vec<&Value> = [&first, &rest].into_iter().flat_map(|page| page.as_array().unwrap()).collect();
    let esims = offers.iter().filter(|offer| offer["product"]["type"] == "eSim").count();
    assert!(esims >= 40, "{esims} eSIM offers");
    for supplier in Supplier::ALL {
        assert!(offers.iter().any(|offer| offer["product"]["supplier_id"] == supplier.id()));
    }
    assert!(offers.iter().any(|offer| offer["bucket"] == 0));
    assert!(offers.iter().any(|offer| offer["product"]["status"] != "available"));
    assert!(offers.iter().any(|offer| offer["product"]["type"] == "topup"));
    let spellings = ["distributor_fees", "distribution_fees"];
    for spelling in spellings {
        assert!(offers.iter().any(|offer| offer.get(spelling).is_some()));
    }
}

#[tokio::test]
async fn the_list_can_lag_behind_and_cap_its_pages() {
    let running = start().await;
    let orange = OrangeClient::new(&running).await;
    let offer = running.world.offer_id(EUROPE).unwrap();
    running.world.set_orange_list_lag(120);
    running.world.set_orange_page_cap(Some(2));
    for _ in 0..3 {
        orange.post("/distributors/transactions", json!({"offer_id": offer, "user_id": "u"})).await.unwrap();
    }
    let listed = async |offset: usize| {
        let path = format!("/distributors/transactions?user=u&limit=50&offset={offset}");
        orange.get(&path).await.1.as_array().unwrap().len()
    };
    assert_eq!(listed(0).await, 0);
    running.world.clock().advance(121);
    assert_eq!((listed(0).await, listed(2).await), (2, 1));
}
