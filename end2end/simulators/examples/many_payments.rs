//! How long the simulated world takes for many payments: `many_payments [COUNT]`, each with its session, hold, capture,
//! webhooks and eSIM, through the API.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement for hands")]

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use escale_simulators::{DEMO_PUBLIC_KEY_PEM, Options, PaymentWay, Running, World};
use serde_json::{Value, json};

const STRIPE_KEY: &str = "sk_test_escale_demo";

#[tokio::main]
async fn main() {
    let count: usize = std::env::args().nth(1).map_or(5_000, |count| count.parse().unwrap());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let receiver = axum::Router::new().route("/", axum::routing::post(|| async { StatusCode::OK }));
    tokio::spawn(async move { axum::serve(listener, receiver).await });
    let running = World::start(Options { webhook_url: Some(url), ..Options::default() }).await.unwrap();
    running.world.set_distributor_key(Some(DEMO_PUBLIC_KEY_PEM));
    let offer = running.world.offer_id("Orange Travel Japan 3GB").unwrap();
    running.world.set_stock(&offer, i64::try_from(count).unwrap());
    let caller = Caller { http: reqwest::Client::new(), token: token(&running).await, running };

    let mut sessions = Vec::new();
    let mut lap = Lap::begin();
    for number in 0..count {
        sessions.push(caller.session(number).await);
    }
    lap.end("sessions made");
    for session in &sessions {
        caller.running.world.pay(session, PaymentWay::Card);
    }
    lap.end("sessions paid");
    assert!(caller.running.world.webhooks_settled(Duration::from_secs(3600)).await);
    lap.end("webhooks delivered");
    for number in 0..count {
        caller.buy(number, &offer).await;
    }
    lap.end("eSIMs sold and found by their user_id");
    let payments = caller.running.world.payments();
    lap.end("the truth told once");
    for payment in &payments {
        caller.capture(&payment.payment_intent).await;
    }
    lap.end("captured, refunds looked for");
    assert!(caller.running.world.webhooks_settled(Duration::from_secs(3600)).await);
    lap.end("webhooks delivered");
    let (mut path, mut listed) = ("/v1/checkout/sessions?limit=100".to_owned(), 0);
    loop {
        let page = caller.get(&path).await;
        let data = page["data"].as_array().unwrap();
        listed += data.len();
        let Some(last) = data.last().filter(|_| page["has_more"] == true) else { break };
        path = format!("/v1/checkout/sessions?limit=100&starting_after={}", last["id"].as_str().unwrap());
    }
    lap.end("sessions listed");
    let undelivered = caller.get("/v1/events?delivery_success=false").await;
    lap.end("undelivered events listed");
    let captured: i64 = caller.running.world.payments().iter().map(|truth| truth.captured).sum();
    lap.end("the truth told once");
    assert_eq!((listed, captured), (count, 1590 * i64::try_from(count).unwrap()));
    assert_eq!(undelivered["data"].as_array().unwrap().len(), 0);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default());
}

/// Tells how long each step took.
struct Lap {
    began: Instant,
    last: Instant,
}

impl Lap {
    fn begin() -> Self {
        Self { began: Instant::now(), last: Instant::now() }
    }

    fn end(&mut self, what: &str) {
        let (step, all) = (self.last.elapsed(), self.began.elapsed());
        println!("{:8.2} s, {:8.2} s in all: {what}", step.as_secs_f64(), all.as_secs_f64());
        self.last = Instant::now();
    }
}

async fn token(running: &Running) -> String {
    let form = [("grant_type", "client_credentials")];
    let ask = reqwest::Client::new().post(&running.addresses.orange_token_url).form(&form);
    let ask = ask.basic_auth("demo-client", Some("demo-secret")).header("accept", "application/json");
    let answer: Value = ask.send().await.unwrap().json().await.unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

struct Caller {
    http: reqwest::Client,
    /// Orange's.
    token: String,
    running: Running,
}

impl Caller {
    async fn get(&self, path: &str) -> Value {
        let call = self.http.get(format!("{}{path}", self.running.addresses.stripe_url)).bearer_auth(STRIPE_KEY);
        call.send().await.unwrap().json().await.unwrap()
    }

    async fn post(&self, path: &str, key: &str, form: &[(&str, &str)]) -> Value {
        let call = self.http.post(format!("{}{path}", self.running.addresses.stripe_url)).bearer_auth(STRIPE_KEY);
        let call = call.header("idempotency-key", key).form(form);
        call.send().await.unwrap().error_for_status().unwrap().json().await.unwrap()
    }

    async fn session(&self, number: usize) -> String {
        let form = [
            ("mode", "payment"),
            ("success_url", "http://127.0.0.1:3000/en/o/x"),
            ("client_reference_id", &number.to_string()),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", "eur"),
            ("line_items[0][price_data][unit_amount]", "1590"),
            ("line_items[0][price_data][product_data][name]", "Japan 3 GB"),
            ("payment_method_options[card][capture_method]", "manual"),
        ];
        let session = self.post("/v1/checkout/sessions", &format!("sess:{number}"), &form).await;
        session["id"].as_str().unwrap().to_owned()
    }

    async fn capture(&self, intent: &str) {
        self.post(&format!("/v1/payment_intents/{intent}/capture"), &format!("cap:{intent}"), &[]).await;
        let refunds = self.get(&format!("/v1/refunds?payment_intent={intent}")).await;
        assert_eq!(refunds["data"], json!([]));
    }

    async fn buy(&self, number: usize, offer: &str) {
        let user = format!("line-{number}");
        let url = format!("{}/distributors/transactions", self.running.addresses.orange_base_url);
        let sale = self.http.post(&url).bearer_auth(&self.token).header("accept", "application/json");
        let sale = sale.json(&json!({"offer_id": offer, "user_id": user})).send().await.unwrap();
        assert_eq!(sale.status(), StatusCode::CREATED);
        let list = self.http.get(&url).query(&[("user", user)]).bearer_auth(&self.token);
        let list: Value = list.header("accept", "application/json").send().await.unwrap().json().await.unwrap();
        assert_eq!(list.as_array().unwrap().len(), 1);
    }
}
