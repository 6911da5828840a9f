//! eSIM Go: key and rate limit, the catalogue, the organisation, and the forms of assignments.

use std::io::Read;

use escale_simulators::{AssignmentsForm, EsimGoManners, FieldNames, Running, SmdpForm};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::world::inbox::{Inbox, PATIENCE};
use crate::{is_lpa, start, told};

pub(crate) const FRANCE: &str = "esim_1GB_7D_FR_V2";

/// A client of eSIM Go without a limit of calls.
pub(crate) struct EsimGoClient {
    http: reqwest::Client,
    base: String,
}

impl EsimGoClient {
    pub(crate) fn new(running: &Running) -> Self {
        let world = &running.world;
        world.set_esim_go_manners(EsimGoManners { tokens_per_second: 1000, ..world.esim_go_manners() });
        Self { http: reqwest::Client::new(), base: running.addresses.esim_go_base_url.clone() }
    }

    pub(crate) fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).header("x-api-key", "esim-go-demo-key")
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        let call = self.call(Method::GET, path).header("accept", "application/json");
        told(call.send().await).await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Result<(u16, Value), reqwest::Error> {
        told(self.call(Method::POST, path).json(&body).send().await).await
    }

    pub(crate) async fn delete(&self, path: &str) -> (u16, Value) {
        told(self.call(Method::DELETE, path).send().await).await.unwrap()
    }

    /// New eSIMs with a bundle; the order as answered.
    pub(crate) async fn order(&self, bundle: &str, quantity: usize) -> Value {
        let (status, order) = self.post("/orders", transaction(bundle, quantity)).await.unwrap();
        assert_eq!(status, 200, "{order}");
        order
    }
}

/// The payload that the seed shows.
pub(crate) fn transaction(bundle: &str, quantity: usize) -> Value {
    json!({"type": "transaction", "order": [{"item": bundle, "quantity": quantity}], "assign": true})
}

pub(crate) fn with_manners(running: &Running, change: impl FnOnce(&mut EsimGoManners)) {
    let mut manners = running.world.esim_go_manners();
    change(&mut manners);
    running.world.set_esim_go_manners(manners);
}

#[tokio::test]
async fn only_the_key_opens_and_the_organisation_tells_it() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let (status, organisation) = client.get("/organisation").await;
    assert_eq!((status, &organisation["currency"], &organisation["balance"]), (200, &json!("USD"), &json!(10000)));
    assert_eq!(organisation["apiKey"], "esim-go-demo-key");
    let url = format!("{}/organisation", running.addresses.esim_go_base_url);
    let http = reqwest::Client::new();
    for call in [http.get(&url), http.get(&url).header("X-API-Key", "wrong")] {
        let (status, error) = told(call.send().await).await.unwrap();
        assert!(status == 403 && error["message"].is_string(), "{error}");
    }
}

#[tokio::test]
async fn calls_cost_tokens_and_too_many_in_a_second_are_refused() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    with_manners(&running, |manners| manners.tokens_per_second = 10);
    let call = async || client.call(Method::GET, "/catalogue").send().await.unwrap();
    let header = |answer: &Response, name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    let first = call().await;
    assert_eq!(header(&first, "x-ratelimit-limit"), "10");
    assert_eq!(header(&first, "x-ratelimit-cost"), "5");
    assert!(header(&first, "x-ratelimit-reset").ends_with('Z'));
    // A call that costs more than a whole window never fits.
    with_manners(&running, |manners| manners.tokens_per_second = 4);
    let refused = call().await;
    assert_eq!((refused.status().as_u16(), header(&refused, "retry-after").as_str()), (429, "1"));
    assert_eq!(refused.json::<Value>().await.unwrap()["message"], "Rate limit exceeded");
}

#[tokio::test]
async fn the_catalogue_comes_in_pages_as_object_or_array() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let (_, first) = client.get("/catalogue?perPage=10&page=1&orderBy=name").await;
    assert_eq!((first["pageSize"].as_u64(), first["pageCount"].as_u64()), (Some(10), Some(3)));
    let mut names = Vec::new();
    for page in 1..=3 {
        let (_, page) = client.get(&format!("/catalogue?perPage=10&page={page}")).await;
        names.extend(page["bundles"].as_array().unwrap().iter().map(|bundle| bundle["name"].to_string()));
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len() as u64, first["rows"].as_u64().unwrap());
    with_manners(&running, |manners| manners.catalogue_as_array = true);
    let (_, france) = client.get("/catalogue?countries=FR,XX").await;
    let france = france.as_array().unwrap();
    assert!(!france.is_empty() && france.iter().all(|bundle| bundle["countries"][0]["iso"] == "FR"));
    assert_eq!(france[0]["price"].to_string(), "1.2", "decimals, although the schema says integer");
    assert_eq!(client.get("/catalogue/bundle/esim_1GB_7D_FR_V2").await.1["dataAmount"], 1000);
    assert_eq!(client.get("/catalogue/bundle/esim_1gb_7d_fr_v2").await.0, 400, "names are case-sensitive");
    let (_, unlimited) = client.get("/catalogue?description=unlimited").await;
    assert_eq!(unlimited.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn the_card_fills_the_balance_up_within_its_limits_and_tells_it() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let (inbox, url) = Inbox::answering(200).await;
    running.world.set_esim_go_callback_url(Some(&url));
    running.world.set_esim_go_balance("1.00");
    let charge = async |amount: &str| client.post(&format!("/organisation/balance?amount={amount}"), json!({})).await;
    assert_eq!(charge("999.99").await.unwrap().0, 400);
    assert_eq!(charge("4000").await.unwrap().1["balance"], 4001);
    assert_eq!(charge("1000.01").await.unwrap().0, 400, "5,000 a day at most");
    assert_eq!(running.world.esim_go_balance(), "4001.00");
    assert!(running.world.webhooks_settled(PATIENCE).await);
    assert_eq!(inbox.posts()[0].json()["alertType"], "Topup");
    running.world.clock().advance(86_400);
    assert_eq!(charge("5000").await.unwrap().0, 200);
}

/// Name and content of each file in a ZIP.
fn unzipped(mut archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    while archive.starts_with(b"PK\x03\x04") {
        let number = |at: usize, length: usize| {
            archive[at..at + length].iter().rev().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte))
        };
        let (packed, name) = (number(18, 4), number(26, 2));
        let end = 30 + name + packed;
        let mut content = Vec::new();
        flate2::read::DeflateDecoder::new(&archive[30 + name..end]).read_to_end(&mut content).unwrap();
        assert_eq!((content.len(), crc32fast::hash(&content) as usize), (number(22, 4), number(14, 4)));
        files.push((String::from_utf8(archive[30..30 + name].to_vec()).unwrap(), content));
        archive = &archive[end..];
    }
    assert!(archive.starts_with(b"PK\x01\x02"));
    files
}

#[tokio::test]
async fn assignments_come_in_every_form() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let order = client.order(FRANCE, 2).await;
    let reference = order["orderReference"].as_str().unwrap();
    let truth = running.world.esim_go_sold();
    let query = format!("/esims/assignments?reference={reference}");
    let get = async |accept: &str| {
        let answer = client.call(Method::GET, &query).header("accept", accept).send().await.unwrap();
        (answer.headers()["content-type"].to_str().unwrap().to_owned(), answer.bytes().await.unwrap())
    };
    let (kind, json) = get("application/json").await;
    let json: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!((kind.as_str(), json.as_array().unwrap().len()), ("application/json", 2));
    for (wire, sold) in json.as_array().unwrap().iter().zip(&truth) {
        let code = format!("1${}${}", wire["smdpAddress"].as_str().unwrap(), wire["matchingId"].as_str().unwrap());
        assert_eq!(Some(&code), sold.activation_code.as_ref());
        assert!(is_lpa(&format!("LPA:{code}")));
    }
    let (kind, csv) = get("*/*").await;
    let csv = String::from_utf8(csv.to_vec()).unwrap();
    assert_eq!(kind, "text/csv");
    assert!(csv.starts_with("ICCID,Matching ID,RSP URL,Bundle\r\n") && csv.lines().count() == 3, "{csv}");
    let (kind, zip) = get("application/zip").await;
    assert_eq!(kind, "application/zip");
    let files = unzipped(&zip);
    assert_eq!(files.len(), 3);
    assert!(files[0].0.ends_with(".png") && files[0].1.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert_eq!(files[2].1, csv.as_bytes());

    // Whatever was asked.
    with_manners(&running, |manners| manners.assignments_form = AssignmentsForm::Zip);
    assert_eq!(get("application/json").await.0, "application/zip");
}

#[tokio::test]
async fn assignments_have_several_spellings_and_an_older_path() {
    let running = start().await;
    let client = EsimGoClient::new(&running);
    let order = client.order(FRANCE, 1).await;
    let reference = order["orderReference"].as_str().unwrap();
    let host = order["order"][0]["esims"][0]["smdpAddress"].as_str().unwrap();
    let query = format!("/esims/assignments?reference={reference}&additionalFields=appleInstallUrl");
    let (_, plain) = client.get(&query).await;
    assert!(plain["appleInstallUrl"].as_str().unwrap().contains("?carddata=LPA:1$"), "one eSIM is one object: {plain}");
    for (names, smdp, expected) in [
        (FieldNames::Spaced, SmdpForm::WithScheme, ("ICCID", "SMDP Address", format!("http://{host}"))),
        (FieldNames::RspUrl, SmdpForm::WithSchemeAndSlash, ("iccid", "rspUrl", format!("https://{host}/"))),
    ] {
        with_manners(&running, |manners| {
            manners.field_names = names;
            manners.smdp = smdp;
        });
        let (_, wire) = client.get(&query).await;
        assert_eq!((&wire[expected.0], &wire[expected.1]), (&plain["iccid"], &json!(expected.2)));
    }
    with_manners(&running, |manners| manners.assignments_by_path_only = true);
    assert_eq!(client.get(&query).await.0, 404);
    assert_eq!(client.get(&format!("/esims/assignments/{reference}")).await.1["iccid"], plain["iccid"]);
    assert_eq!(client.get("/esims/assignments/unknown").await.0, 400);
}
