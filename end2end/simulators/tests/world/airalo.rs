//! Airalo: tokens, the packages and their pages, how a SIM is installed, its usage.

use escale_simulators::{AiraloManners, Running};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::{is_lpa, start, told};

pub(crate) const FRANCE: &str = "bonbon-mobile-7days-1gb";

/// A client with a fresh token.
pub(crate) struct AiraloClient {
    http: reqwest::Client,
    base: String,
    token: String,
}

async fn token(running: &Running, id: &str, secret: &str) -> (u16, Value) {
    let call = reqwest::Client::new().post(format!("{}/token", running.addresses.airalo_base_url));
    let form = [("client_id", id), ("client_secret", secret), ("grant_type", "client_credentials")];
    told(call.form(&form).send().await).await.unwrap()
}

impl AiraloClient {
    pub(crate) async fn new(running: &Running) -> Self {
        let (_, granted) = token(running, "airalo-client", "airalo-secret").await;
        let token = granted["data"]["access_token"].as_str().expect("a token").to_owned();
        Self { http: reqwest::Client::new(), base: running.addresses.airalo_base_url.clone(), token }
    }

    pub(crate) fn call(&self, method: Method, path: &str) -> RequestBuilder {
        let call = self.http.request(method, format!("{}{path}", self.base));
        call.bearer_auth(&self.token).header("accept", "application/json")
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        told(self.call(Method::GET, path).send().await).await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Result<(u16, Value), reqwest::Error> {
        told(self.call(Method::POST, path).form(form).send().await).await
    }

    /// An eSIM for France; the order as answered.
    pub(crate) async fn buy(&self, description: &str) -> Value {
        let (status, order) = self.post("/orders", &wish(FRANCE, "1", description)).await.unwrap();
        assert_eq!(status, 200, "{order}");
        order["data"].clone()
    }
}

pub(crate) fn wish<'w>(package: &'w str, quantity: &'w str, description: &'w str) -> [(&'w str, &'w str); 4] {
    [("package_id", package), ("quantity", quantity), ("type", "sim"), ("description", description)]
}

pub(crate) fn with_manners(running: &Running, change: impl FnOnce(&mut AiraloManners)) {
    let mut manners = running.world.airalo_manners();
    change(&mut manners);
    running.world.set_airalo_manners(manners);
}

#[tokio::test]
async fn tokens_are_given_three_a_minute_and_live_a_day_whatever_they_say() {
    let running = start().await;
    running.world.clock().freeze_at(1_800_000_000);
    let (status, granted) = token(&running, "airalo-client", "airalo-secret").await;
    assert_eq!((status, &granted["data"]["expires_in"]), (200, &json!(31_622_400)));
    assert_eq!(token(&running, "nobody", "x").await.1["data"]["client_id"], "The selected client id is invalid.");
    assert_eq!(token(&running, "airalo-client", "wrong").await.0, 401);
    assert_eq!(token(&running, "airalo-client", "airalo-secret").await.0, 429);
    running.world.clock().advance(60);
    let client = AiraloClient::new(&running).await;
    assert_eq!(client.get("/balance").await.1["data"]["balances"]["availableBalance"]["amount"], 5000);
    running.world.clock().advance(86_400);
    assert_eq!(client.get("/balance").await.0, 401);
}

#[tokio::test]
async fn packages_are_filtered_with_their_top_ups() {
    let running = start().await;
    let client = AiraloClient::new(&running).await;
    let (_, france) = client.get("/packages?filter[country]=FR&filter[type]=local&include=topup").await;
    let entry = &france["data"][0];
    assert_eq!((&entry["country_code"], &entry["slug"]), (&json!("FR"), &json!("france")));
    let packages = entry["operators"][0]["packages"].as_array().unwrap();
    let first = &packages[0];
    assert_eq!((&first["id"], &first["type"], &first["amount"]), (&json!(FRANCE), &json!("sim"), &json!(1024)));
    assert_eq!((first["net_price"].to_string(), first["price"].to_string()), ("2.25".to_owned(), "4.5".to_owned()));
    assert_eq!(first["prices"]["recommended_retail_price"]["EUR"].to_string(), "4.14");
    assert!(packages.iter().any(|package| package["id"] == "bonbon-mobile-7days-1gb-topup"));
    let unlimited = packages.iter().find(|package| package["is_unlimited"] == true).unwrap();
    assert_eq!((&unlimited["amount"], &unlimited["is_fair_usage_policy"]), (&json!(0), &json!(true)));
    let (_, global) = client.get("/packages?filter[type]=global").await;
    assert!(global["data"].as_array().unwrap().iter().all(|entry| entry["country_code"] == ""));

    running.world.set_airalo_stock(FRANCE, 0);
    with_manners(&running, |manners| manners.discount_pricing = true);
    let (_, france) = client.get("/packages?filter[country]=FR").await;
    let left = france["data"][0]["operators"][0]["packages"].as_array().unwrap().clone();
    assert!(left.iter().all(|package| package["id"] != FRANCE && package["net_price"].is_null()));
    assert_eq!(france["pricing"]["model"], "discount_pricing");
}

#[tokio::test]
async fn later_pages_are_objects_and_calls_are_limited() {
    let running = start().await;
    running.world.clock().freeze_at(1_800_000_000);
    let client = AiraloClient::new(&running).await;
    let (_, first) = client.get("/packages?limit=5&page=1").await;
    assert_eq!((first["data"].as_array().unwrap().len(), &first["meta"]["last_page"]), (5, &json!(3)));
    let (_, second) = client.get("/packages?limit=5&page=2").await;
    assert!(second["data"]["5"]["operators"].is_array(), "{}", second["data"]);
    assert!(second["links"]["next"].as_str().unwrap().ends_with("page=3"));
    let (_, last) = client.get("/packages?limit=5&page=3").await;
    assert_eq!((last["data"].as_object().unwrap().len(), &last["links"]["next"]), (3, &Value::Null));
    let (status, error) = client.get("/packages?limit=many").await;
    assert_eq!((status, &error["data"]["limit"]), (422, &json!("The limit must be an integer.")));
    with_manners(&running, |manners| manners.package_calls_per_minute = 5);
    assert_eq!(client.get("/packages").await.0, 200);
    let refused = client.call(Method::GET, "/packages").send().await.unwrap();
    assert_eq!((refused.status().as_u16(), &refused.headers()["retry-after"]), (429, &"60".parse().unwrap()));
}

#[tokio::test]
async fn a_sim_tells_how_it_is_installed_in_the_language_asked_for() {
    let running = start().await;
    let client = AiraloClient::new(&running).await;
    let order = client.buy("line-1").await;
    let sim = &order["sims"][0];
    let iccid = sim["iccid"].as_str().unwrap();
    let code = sim["qrcode"].as_str().unwrap();
    let truth = running.world.airalo_sold().remove(0);
    assert!(is_lpa(code) && code == format!("LPA:{}", truth.activation_codes[0]));
    assert_eq!(code, format!("LPA:1${}${}", sim["lpa"].as_str().unwrap(), sim["matching_id"].as_str().unwrap()));
    let picture = reqwest::get(sim["qrcode_url"].as_str().unwrap()).await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/png");
    let (_, whole) = client.get(&format!("/sims/{iccid}?include=order,order.status")).await;
    assert_eq!(whole["data"]["simable"]["status"]["slug"], "completed");
    assert_eq!(whole["data"]["recycled"], false);
    let french = client.call(Method::GET, &format!("/sims/{iccid}/instructions")).header("accept-language", "fr");
    let french: Value = french.send().await.unwrap().json().await.unwrap();
    let instructions = &french["data"]["instructions"];
    assert_eq!(
        (&instructions["language"], &instructions["ios"][0]["installation_via_qr_code"]["qr_code_data"]),
        (&json!("FR"), &json!(code))
    );
    assert_eq!(client.get("/sims/8910300000000000000").await.0, 404);
}

#[tokio::test]
async fn usage_is_told_in_megabytes_and_kept_for_a_while() {
    let running = start().await;
    running.world.clock().freeze_at(1_800_000_000);
    let client = AiraloClient::new(&running).await;
    let iccid = client.buy("line-1").await["sims"][0]["iccid"].as_str().unwrap().to_owned();
    let path = format!("/sims/{iccid}/usage");
    let usage = async || client.get(&path).await.1["data"].clone();
    assert_eq!((&usage().await["status"], &usage().await["expired_at"]), (&json!("NOT_ACTIVE"), &Value::Null));
    with_manners(&running, |manners| manners.usage_cache_seconds = 1200);
    running.world.airalo_use(&iccid, 1000);
    assert_eq!(usage().await["remaining"], 1024, "as it was");
    running.world.clock().advance(1200);
    let now = usage().await;
    assert_eq!((&now["remaining"], &now["total"], &now["status"]), (&json!(24), &json!(1024), &json!("ACTIVE")));
    assert_eq!(now["expired_at"], "2027-01-22 08:00:00");
    with_manners(&running, |manners| manners.usage_cache_seconds = 0);
    running.world.airalo_use(&iccid, 1000);
    assert_eq!(usage().await["status"], "FINISHED");
    running.world.set_airalo_status(&iccid, "UNKNOWN");
    assert_eq!(usage().await["status"], "UNKNOWN");
    running.world.recycle_airalo_sim(&iccid);
    assert_eq!((&usage().await["status"], &usage().await["is_unlimited"]), (&json!("RECYCLED"), &Value::Null));
    with_manners(&running, |manners| manners.usage_calls_per_minute = 1);
    assert_eq!(client.get(&path).await.0, 429);
}
