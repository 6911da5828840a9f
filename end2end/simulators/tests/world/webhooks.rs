//! Webhooks as a receiver gets them: signed, tried again, and with their faults.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use escale_simulators::{Forgery, PaymentWay, WebhookFault, signature_header};
use serde_json::Value;

use crate::{StripeClient, start};

pub(crate) const SECRET: &str = "whsec_escale_demo";
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A receiver that refuses the first letters.
#[derive(Clone, Default)]
pub(crate) struct Receiver(Arc<Mutex<Received>>);

#[derive(Default)]
struct Received {
    /// Body and signature.
    letters: Vec<(String, String)>,
    refusals_left: usize,
}

impl Receiver {
    pub(crate) async fn listen(refusals: usize) -> (Self, String) {
        let receiver = Self::default();
        receiver.0.lock().unwrap().refusals_left = refusals;
        let app =
            axum::Router::new().route("/webhooks/stripe", axum::routing::post(receive)).with_state(receiver.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhooks/stripe", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (receiver, url)
    }

    pub(crate) fn letters(&self) -> Vec<(String, String)> {
        self.0.lock().unwrap().letters.clone()
    }

    fn types(&self) -> Vec<String> {
        let letters = self.letters();
        let types = letters.iter().map(|(body, _)| {
            let event: Value = serde_json::from_str(body).unwrap();
            event["type"].as_str().unwrap().to_owned()
        });
        types.collect()
    }
}

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: String) -> StatusCode {
    let signature = headers["stripe-signature"].to_str().unwrap().to_owned();
    let mut got = receiver.0.lock().unwrap();
    got.letters.push((body, signature));
    if got.refusals_left > 0 {
        got.refusals_left -= 1;
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    StatusCode::OK
}

fn time_of(signature: &str) -> i64 {
    let time = signature.split([',', '=']).nth(1).unwrap();
    time.parse().unwrap()
}

#[tokio::test]
async fn a_payment_is_told_signed_and_told_again_until_it_is_taken() {
    let running = start().await;
    let (receiver, url) = Receiver::listen(2).await;
    running.world.set_webhook_target(url, &[SECRET]);
    let session = StripeClient::new(&running).session().await;
    running.world.pay(session["id"].as_str().unwrap(), PaymentWay::Card);
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let mut types = receiver.types();
    types.sort();
    types.dedup();
    let expected = [
        "charge.succeeded",
        "checkout.session.completed",
        "payment_intent.amount_capturable_updated",
        "payment_intent.created",
    ];
    assert_eq!(types, expected);
    assert_eq!(receiver.letters().len(), 6, "four events, two of them refused once");
    for (body, signature) in receiver.letters() {
        let expected = signature_header(&body, &[SECRET.to_owned()], time_of(&signature));
        assert_eq!(signature, expected);
    }
    let listed = StripeClient::new(&running).get("/v1/events?delivery_success=false").await.1;
    assert_eq!(listed["data"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn webhooks_can_be_lost_doubled_and_overtaken() {
    let running = start().await;
    let (receiver, url) = Receiver::listen(0).await;
    running.world.set_webhook_target(url, &[SECRET]);
    let arm = |event: &str, fault| running.world.arm_webhook_fault(event, fault, Some(1));
    arm("charge.succeeded", WebhookFault::Drop);
    arm("payment_intent.created", WebhookFault::Reorder);
    arm("checkout.session.*", WebhookFault::Duplicate);
    let session = StripeClient::new(&running).session().await;
    running.world.pay(session["id"].as_str().unwrap(), PaymentWay::Card);
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let types = receiver.types();
    assert!(!types.contains(&"charge.succeeded".to_owned()));
    assert_ne!(types[0], "payment_intent.created");
    assert!(types.contains(&"payment_intent.created".to_owned()));
    let completed = types.iter().filter(|name| *name == "checkout.session.completed");
    assert_eq!(completed.count(), 2);
}

#[tokio::test]
async fn forgeries_and_stale_letters_do_not_verify() {
    let running = start().await;
    let (receiver, url) = Receiver::listen(0).await;
    running.world.set_webhook_target(url, &[SECRET]);
    let stale = WebhookFault::StaleTimestamp { seconds: 600 };
    running.world.arm_webhook_fault("checkout.session.completed", stale, Some(1));
    let session = StripeClient::new(&running).session().await;
    running.world.pay(session["id"].as_str().unwrap(), PaymentWay::Card);
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let position = receiver.types().iter().position(|name| name == "checkout.session.completed");
    let (_, signature) = &receiver.letters()[position.unwrap()];
    assert!(time_of(signature) <= running.world.clock().now() - 600);

    running.world.send_forgery(Forgery::WrongSecret);
    assert!(running.world.webhooks_settled(PATIENCE).await);
    let (body, signature) = receiver.letters().pop().unwrap();
    assert_ne!(signature, signature_header(&body, &[SECRET.to_owned()], time_of(&signature)));
}
