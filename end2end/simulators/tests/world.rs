//! The simulated world over its real sockets, as a shop meets it.
#![allow(clippy::unwrap_used, reason = "what is missing here is a failed test")]

mod world {
    pub(crate) mod airalo;
    pub(crate) mod airalo_life;
    pub(crate) mod airalo_orders;
    pub(crate) mod control;
    pub(crate) mod dashboard;
    pub(crate) mod esim_go;
    pub(crate) mod esim_go_life;
    pub(crate) mod esim_go_orders;
    pub(crate) mod faults;
    pub(crate) mod inbox;
    pub(crate) mod mail;
    pub(crate) mod orange;
    pub(crate) mod standard;
    pub(crate) mod standard_life;
    pub(crate) mod standard_orders;
    pub(crate) mod stripe_balance;
    pub(crate) mod stripe_idempotency;
    pub(crate) mod stripe_lists;
    pub(crate) mod stripe_money;
    pub(crate) mod webhook_retries;
    pub(crate) mod webhooks;
}

use escale_simulators::{DEMO_PUBLIC_KEY_PEM, Options, Running, World};
use serde_json::Value;

/// A world on free ports with the demo key published.
pub(crate) async fn start() -> Running {
    let running = World::start(Options::default()).await.expect("free ports on loopback");
    running.world.set_distributor_key(Some(DEMO_PUBLIC_KEY_PEM));
    running
}

/// A client of Orange with a fresh token.
pub(crate) struct OrangeClient {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl OrangeClient {
    pub(crate) async fn new(running: &Running) -> Self {
        let http = reqwest::Client::new();
        let answer: Value = http
            .post(&running.addresses.orange_token_url)
            .basic_auth("demo-client", Some("demo-secret"))
            .header("accept", "application/json")
            .form(&[("grant_type", "client_credentials")])
            .send()
            .await
            .expect("an answer")
            .json()
            .await
            .expect("JSON");
        Self {
            http,
            base: running.addresses.orange_base_url.clone(),
            token: answer["access_token"].as_str().expect("a token").to_owned(),
        }
    }

    fn call(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.token)
            .header("accept", "application/json")
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        told(self.call(reqwest::Method::GET, path).send().await).await.expect("an answer")
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Result<(u16, Value), reqwest::Error> {
        told(self.call(reqwest::Method::POST, path).json(&body).send().await).await
    }
}

/// A client of Stripe.
pub(crate) struct StripeClient {
    http: reqwest::Client,
    base: String,
}

impl StripeClient {
    pub(crate) fn new(running: &Running) -> Self {
        let policy = reqwest::redirect::Policy::none();
        let http = reqwest::Client::builder().redirect(policy).build();
        Self { http: http.expect("a client"), base: running.addresses.stripe_url.clone() }
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        let call = self.http.get(format!("{}{path}", self.base));
        told(call.bearer_auth("sk_test_escale_demo").send().await).await.expect("an answer")
    }

    pub(crate) fn call(&self, path: &str, form: &[(&str, &str)]) -> reqwest::RequestBuilder {
        self.http
            .post(format!("{}{path}", self.base))
            .bearer_auth("sk_test_escale_demo")
            .header("stripe-version", "2026-09-30.endive")
            .form(form)
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        told(self.call(path, form).send().await).await.expect("an answer")
    }

    pub(crate) async fn press(&self, url: &str, action: &str) -> reqwest::Response {
        let form = [("action", action)];
        let press = self.http.post(url).form(&form).send().await;
        press.expect("an answer of the page")
    }

    /// An open session over 15.90 € with a hold on cards.
    pub(crate) async fn session(&self) -> Value {
        let form = session_form();
        let (status, session) = self.post("/v1/checkout/sessions", &form).await;
        assert_eq!(status, 200, "{session}");
        session
    }
}

pub(crate) fn session_form() -> Vec<(&'static str, &'static str)> {
    vec![
        ("mode", "payment"),
        ("success_url", "http://127.0.0.1:3000/en/o/x?s={CHECKOUT_SESSION_ID}"),
        ("cancel_url", "http://127.0.0.1:3000/checkout/x"),
        ("client_reference_id", "order-1"),
        ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", "eur"),
        ("line_items[0][price_data][unit_amount]", "1590"),
        ("line_items[0][price_data][product_data][name]", "Europe 10 GB"),
        ("payment_method_options[card][capture_method]", "manual"),
        ("metadata[payment]", "pay-1"),
        ("payment_intent_data[metadata][payment]", "pay-1"),
        ("excluded_payment_method_types[0]", "sepa_debit"),
    ]
}

async fn told(answer: Result<reqwest::Response, reqwest::Error>) -> Result<(u16, Value), reqwest::Error> {
    let answer = answer?;
    let status = answer.status().as_u16();
    let text = answer.text().await?;
    Ok((status, serde_json::from_str(&text).unwrap_or(Value::String(text))))
}

/// Whether this is what SGP.22 lets stand in a QR code: `LPA:1$<host>$<matching id>`.
pub(crate) fn is_lpa(text: &str) -> bool {
    let parts: Vec<&str> = text.split('$').collect();
    let fits =
        |text: &str, extra: &[u8]| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || extra.contains(&byte));
    matches!(parts[..], ["LPA:1", host, id] if !host.is_empty() && fits(host, b".-") && fits(id, b"-"))
}
