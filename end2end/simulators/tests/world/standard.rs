//! The generic protocol: tokens, versions, languages, the catalogue and an eSIM's installation.

use escale_simulators::{ManualCode, Running, StandardManners};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::{is_lpa, start, told};

pub(crate) const FRANCE: &str = "pkg_fr_5gb_30d";

/// A client with a fresh token.
pub(crate) struct StandardClient {
    http: reqwest::Client,
    pub(crate) base: String,
    token: String,
}

async fn token(running: &Running, secret: &str) -> (u16, Value) {
    let call = reqwest::Client::new().post(&running.addresses.standard_token_url);
    let call = call.basic_auth("standard-client", Some(secret)).form(&[("grant_type", "client_credentials")]);
    told(call.send().await).await.unwrap()
}

impl StandardClient {
    pub(crate) async fn new(running: &Running) -> Self {
        let (_, granted) = token(running, "standard-secret").await;
        let token = granted["access_token"].as_str().expect("a token").to_owned();
        Self { http: reqwest::Client::new(), base: running.addresses.standard_base_url.clone(), token }
    }

    /// Under the version's path, without a header for it.
    pub(crate) fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}/v2{path}", self.base)).bearer_auth(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        told(self.call(Method::GET, path).send().await).await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, key: &str, body: Value) -> Result<(u16, Value), reqwest::Error> {
        told(self.call(Method::POST, path).header("x-idempotency-key", key).json(&body).send().await).await
    }

    /// An eSIM for France; the order as answered.
    pub(crate) async fn buy(&self, reference: &str) -> Value {
        let (status, order) = self.post("/orders", reference, wish(reference)).await.unwrap();
        assert_eq!(status, 201, "{order}");
        order
    }
}

pub(crate) fn wish(reference: &str) -> Value {
    json!({"package_id": FRANCE, "external_reference": reference})
}

#[tokio::test]
async fn tokens_live_an_hour_and_are_limited() {
    let running = start().await;
    running.world.clock().freeze_at(1_800_000_000);
    let (status, granted) = token(&running, "standard-secret").await;
    assert_eq!((status, &granted["expires_in"], &granted["token_type"]), (200, &json!(3600), &json!("Bearer")));
    assert_eq!(token(&running, "wrong").await, (401, json!({"error": "invalid_client"})));
    let client = StandardClient::new(&running).await;
    assert_eq!(client.get("/catalog/packages").await.0, 200);
    running.world.clock().advance(3600);
    let (status, error) = client.get("/catalog/packages").await;
    assert_eq!((status, &error["code"]), (401, &json!("token_expired")));
    running.world.set_standard_manners(StandardManners { tokens_per_minute: 2, ..StandardManners::default() });
    for expected in [200, 200, 429] {
        assert_eq!(token(&running, "standard-secret").await.0, expected);
    }
}

#[tokio::test]
async fn the_version_stands_in_the_header_or_in_the_path() {
    let running = start().await;
    let client = StandardClient::new(&running).await;
    let plain = |version: Option<&str>| {
        let call = client.http.get(format!("{}/catalog/packages", client.base)).bearer_auth(&client.token);
        match version {
            Some(version) => call.header("X-API-Version", version),
            None => call,
        }
    };
    assert_eq!(plain(None).send().await.unwrap().status(), 400);
    assert_eq!(plain(Some("2023-01")).send().await.unwrap().status(), 400);
    let answer = plain(Some("2024-10")).header("X-Request-Id", "trace-7").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["x-request-id"], "trace-7");
    assert_eq!(answer.headers()["x-api-version"], "2024-10");
    assert_eq!(client.get("/nothing").await.0, 404);
    assert_eq!(running.world.calls().last().unwrap().request_id.as_deref(), Some("trace-7"));
}

#[tokio::test]
async fn packages_are_told_by_place_in_pages_and_in_french() {
    let running = start().await;
    let client = StandardClient::new(&running).await;
    let (_, france) = client.get("/catalog/packages?iso_country=FR&scope=country").await;
    let first = &france["packages"][0];
    assert_eq!((&first["package_id"], &first["iso_country"]), (&json!(FRANCE), &json!("FR")));
    assert_eq!((first["price"].to_string().as_str(), &first["currency"]), ("4.90", &json!("EUR")));
    assert_eq!((&first["data_volume_mb"], &first["validity_days"]), (&json!(5000), &json!(30)));
    let (_, wider) = client.get("/catalog/packages?iso_country=FR").await;
    assert!(wider["packages"].as_array().unwrap().len() > france["packages"].as_array().unwrap().len());
    let french = client.call(Method::GET, "/catalog/packages?region=Europe").header("accept-language", "fr-FR");
    let answer = french.send().await.unwrap();
    assert_eq!(answer.headers()["content-language"], "fr");
    let europe: Value = answer.json().await.unwrap();
    assert_eq!(europe["packages"][0]["name"], "Europe 10 Go");
    let unlimited = &europe["packages"][1];
    assert_eq!((&unlimited["unlimited"], &unlimited["data_volume_mb"]), (&json!(true), &Value::Null));

    running.world.set_standard_manners(StandardManners { page_cap: 6, ..StandardManners::default() });
    let (mut page, mut all) = (json!(1), Vec::new());
    while !page.is_null() {
        let (_, answer) = client.get(&format!("/catalog/packages?limit=50&page={page}")).await;
        all.extend(answer["packages"].as_array().unwrap().clone());
        page = answer["next_page"].clone();
    }
    assert_eq!(all.len(), 17);
    running.world.set_standard_manners(StandardManners {
        packages_as_array: true,
        price_as_text: true,
        ..StandardManners::default()
    });
    let (_, bare) = client.get("/catalog/packages").await;
    assert_eq!((bare.as_array().unwrap().len(), &bare[0]["price"]), (17, &json!("4.90")));
}

#[tokio::test]
async fn an_esim_tells_how_it_is_installed_and_shows_its_code() {
    let running = start().await;
    let client = StandardClient::new(&running).await;
    let order = client.buy("line-1").await;
    let path = format!("/esims/{}", order["esim_id"].as_str().unwrap());
    let (_, esim) = client.get(&path).await;
    let lpa = esim["lpa_code"].as_str().unwrap();
    let truth = running.world.standard_sold().remove(0);
    assert!(is_lpa(lpa) && lpa.ends_with(&truth.activation_code.clone().unwrap()), "{lpa}");
    assert!(lpa.ends_with(esim["manual_activation_code"].as_str().unwrap()));
    assert_eq!(esim["iccid"].as_str(), truth.iccid.as_deref());
    let picture = reqwest::get(esim["qr_code_url"].as_str().unwrap()).await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/png");
    let picture = picture.bytes().await.unwrap();
    let width = u32::from_be_bytes(picture[16..20].try_into().unwrap());
    assert!(picture.starts_with(b"\x89PNG") && width >= 300, "{width} pixels");
    running
        .world
        .set_standard_manners(StandardManners { manual_code: ManualCode::Whole, ..StandardManners::default() });
    assert_eq!(client.get(&path).await.1["manual_activation_code"].as_str(), truth.activation_code.as_deref());
    assert_eq!(client.get("/esims/esim_none").await.0, 404);
}
