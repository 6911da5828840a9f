//! The control face: pages without script, knobs by form and by JSON, the ledger.

use escale_simulators::PaymentWay;
use serde_json::{Value, json};

use crate::world::airalo::AiraloClient;
use crate::world::esim_go::EsimGoClient;
use crate::world::standard::StandardClient;
use crate::{OrangeClient, StripeClient, start};

#[tokio::test]
async fn every_knob_of_the_page_can_be_turned_by_its_form() {
    let running = start().await;
    let session = StripeClient::new(&running).session().await;
    running.world.pay(session["id"].as_str().unwrap(), PaymentWay::BankAtOnce);
    let orange = OrangeClient::new(&running).await;
    let offer = running.world.offer_id("Orange Travel Japan 3GB").unwrap();
    orange.post("/distributors/transactions", json!({"offer_id": offer})).await.unwrap();
    running.world.set_webhook_target("http://127.0.0.1:9/", &["whsec_x"]);
    EsimGoClient::new(&running).order("esim_1GB_7D_FR_V2", 1).await;
    StandardClient::new(&running).await.buy("line-1").await;
    AiraloClient::new(&running).await.buy("line-1").await;

    let url = &running.addresses.mailbox_url;
    let mut forms = 0;
    for path in ["/", "/ledger", "/suppliers"] {
        let page = reqwest::get(format!("{url}{path}")).await.unwrap().text().await.unwrap();
        assert!(!page.contains("<script"));
        for form in page.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap();
            let action = form.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
            let body = filled_in(form);
            let answer = reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap()
                .post(format!("{url}{action}"))
                .form(&body)
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 303, "{action} with {body:?}");
            forms += 1;
        }
    }
    assert!(forms > 15, "{forms} forms");
}

/// What a browser would send: each input's value, each select's first option.
fn filled_in(form: &str) -> Vec<(String, String)> {
    let value_after = |text: &str, mark: &str| {
        let rest = text.split(mark).nth(1).unwrap_or_default();
        let value = rest.split('"').next().unwrap_or_default();
        value.replace("&quot;", "\"").replace("&amp;", "&")
    };
    form.split('<')
        .filter(|tag| tag.starts_with("input ") || tag.starts_with("select "))
        .map(|tag| {
            let name = value_after(tag, "name=\"");
            let value = if tag.starts_with("select ") {
                let options = form.split(&format!("<select name=\"{name}\"")).nth(1).unwrap();
                value_after(options, "value=\"")
            } else {
                value_after(tag, "value=\"")
            };
            (name, value)
        })
        .collect()
}

#[tokio::test]
async fn knobs_turn_by_json_and_refuse_what_they_do_not_know() {
    let running = start().await;
    let url = &running.addresses.mailbox_url;
    let turn = async |knob: &str, fields: Value| {
        let http = reqwest::Client::new().post(format!("{url}/_world/{knob}"));
        let answer = http.json(&fields).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let fault =
        json!({"call": "stripe.account.get", "fault": {"kind": "too_many_requests", "retry_after": 3}, "times": 1});
    assert_eq!(turn("arm_fault", fault).await.0, 200);
    assert_eq!(StripeClient::new(&running).get("/v1/account").await.0, 429);
    let misspelt = json!({"call": "stripe.acount.get", "fault": {"kind": "cut_before"}});
    assert_eq!(turn("arm_fault", misspelt).await.0, 400);
    assert_eq!(turn("esim_go/set_balance", json!({"balance": "1.50"})).await.0, 200);
    assert_eq!(running.world.esim_go_balance(), "1.50");
    assert_eq!(turn("esim_go/set_manners", json!({"manners": {"tokens_per_second": 3}})).await.0, 200);
    assert_eq!(running.world.esim_go_manners().tokens_per_second, 3);
    assert_eq!(turn("standard/set_stock", json!({"package": "pkg_fr_5gb_30d", "stock": 0})).await.0, 200);
    assert_eq!(turn("standard/use_data", json!({"esim": "none", "megabytes": 1})).await.0, 400);
    assert_eq!(turn("airalo/plan_next_order", json!({"refuse_code": 13})).await.0, 200);
    assert_eq!(turn("airalo/recycle", json!({"iccid": "none"})).await.0, 400);
    assert_eq!(turn("nobody/set_balance", json!({"balance": "1.50"})).await.0, 400);
    let stock = json!({"offer": "Orange Travel Japan 3GB", "bucket": 0});
    assert_eq!(turn("set_stock", stock).await.0, 200);
    let offer = running.world.offer_id("Orange Travel Japan 3GB").unwrap();
    assert_eq!(running.world.stock(&offer), Some(0));
    assert_eq!(turn("set_stock", json!({"offer": "none", "bucket": 0})).await.0, 400);
    assert_eq!(turn("no_such_knob", json!({})).await.0, 400);

    let session = StripeClient::new(&running).session().await;
    let pay = json!({"session": session["id"], "way": "card"});
    assert_eq!(turn("pay", pay).await.0, 200);
    let ledger = reqwest::get(format!("{url}/_world/ledger")).await.unwrap();
    let ledger: Value = ledger.json().await.unwrap();
    assert_eq!(ledger["payments"][0]["held"], 1590);
    assert_eq!(ledger["payments"][0]["client_reference_id"], "order-1");
}
