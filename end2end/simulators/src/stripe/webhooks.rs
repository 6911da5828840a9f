//! Signed deliveries of events: queued when something happens, sent in the background, tried again.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use aws_lc_rs::hmac;
use serde::Serialize;
use serde_json::Value;

use super::events::matches_type;
use super::objects::Objects;
use super::webhook_faults::{ArmedWebhookFault, WebhookFault, take};
use crate::world::World;

/// Pauses before the attempts after the first, in real time; after the last the delivery is given up.
const PAUSES_MILLIS: [u64; 6] = [150, 300, 600, 1200, 2500, 5000];
/// How long a reordered delivery waits at most for one to overtake it.
const OVERTAKEN_WITHIN: Duration = Duration::from_secs(3);

/// A delivery as it stands.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    pub event_id: String,
    pub event_type: String,
    pub url: String,
    /// Attempts so far.
    pub attempts: u32,
    /// `waiting`, `delivered`, `given_up` or `dropped`.
    pub state: &'static str,
    /// The receiver's last status; `None` when it could not be reached.
    pub last_status: Option<u16>,
}

/// One delivery on its way.
pub(crate) struct Queued {
    shown: Delivery,
    body: String,
    secrets: Vec<String>,
    fault: Option<WebhookFault>,
    due: Instant,
    in_flight: bool,
    /// Waits for another delivery to overtake it.
    waits: bool,
}

impl Queued {
    fn is_waiting(&self) -> bool {
        self.shown.state == "waiting"
    }
}

pub(crate) struct Webhooks {
    pub(super) url: Option<String>,
    pub(super) secrets: Vec<String>,
    /// Secrets of endpoints that were made through the API.
    endpoint_secrets: HashMap<String, String>,
    pub(super) faults: Vec<ArmedWebhookFault>,
    /// While true nothing is sent; events queue up.
    pub(super) is_held: bool,
    queue: Vec<Queued>,
}

impl Webhooks {
    pub(super) fn new(url: Option<String>, secrets: Vec<String>) -> Self {
        Self { url, secrets, endpoint_secrets: HashMap::new(), faults: Vec::new(), is_held: false, queue: Vec::new() }
    }

    pub(super) fn keep_secret(&mut self, endpoint: &str, secret: &str) {
        self.endpoint_secrets.insert(endpoint.to_owned(), secret.to_owned());
    }

    /// Queues the event for the fixed target and for every endpoint that wants its type.
    pub(super) fn queue(&mut self, event: &Value, objects: &Objects) {
        let event_type = event["type"].as_str().unwrap_or_default();
        let mut targets: Vec<(String, Vec<String>)> = Vec::new();
        if let Some(url) = &self.url {
            targets.push((url.clone(), self.secrets.clone()));
        }
        for endpoint in objects.newest_first("webhook_endpoint") {
            let events = endpoint["enabled_events"].as_array();
            let wants = events
                .into_iter()
                .flatten()
                .any(|pattern| pattern.as_str().is_some_and(|pattern| matches_type(pattern, event_type)));
            let secret = self.endpoint_secrets.get(endpoint["id"].as_str().unwrap_or_default());
            if let (true, "enabled", Some(url), Some(secret)) =
                (wants, endpoint["status"].as_str().unwrap_or_default(), endpoint["url"].as_str(), secret)
            {
                targets.push((url.to_owned(), vec![secret.clone()]));
            }
        }
        for (url, secrets) in targets {
            let fault = take(&mut self.faults, event_type);
            self.queue_for(event, url, secrets, fault);
        }
    }

    pub(super) fn queue_for(&mut self, event: &Value, url: String, secrets: Vec<String>, fault: Option<WebhookFault>) {
        let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        let copies = 1 + usize::from(fault == Some(WebhookFault::Duplicate));
        for _ in 0..copies {
            let mut due = Instant::now();
            if let Some(WebhookFault::Delay { millis }) = &fault {
                due += Duration::from_millis(*millis);
            }
            if fault == Some(WebhookFault::Reorder) {
                due += OVERTAKEN_WITHIN;
            }
            let is_dropped = fault == Some(WebhookFault::Drop);
            self.queue.push(Queued {
                shown: Delivery {
                    event_id: text("id"),
                    event_type: text("type"),
                    url: url.clone(),
                    attempts: 0,
                    state: if is_dropped { "dropped" } else { "waiting" },
                    last_status: None,
                },
                body: event.to_string(),
                secrets: secrets.clone(),
                fault: fault.clone(),
                due,
                in_flight: false,
                waits: fault == Some(WebhookFault::Reorder),
            });
        }
    }

    pub(super) fn was_delivered(&self, event_id: &str) -> bool {
        let mut deliveries = self.queue.iter().map(|queued| &queued.shown);
        deliveries.any(|shown| shown.event_id == event_id && shown.state == "delivered")
    }

    pub(super) fn shown(&self) -> Vec<Delivery> {
        self.queue.iter().map(|queued| queued.shown.clone()).collect()
    }

    /// Nothing waits and nothing is on its way.
    pub(super) fn is_idle(&self) -> bool {
        !self.queue.iter().any(|queued| queued.is_waiting() || queued.in_flight)
    }

    /// Sends the next waiting deliveries at once, whatever their pause.
    pub(super) fn hasten(&mut self) {
        for queued in self.queue.iter_mut().filter(|queued| queued.is_waiting()) {
            queued.due = Instant::now();
        }
    }

    fn take_due(&mut self, now_unix: i64) -> Vec<(usize, Letter)> {
        if self.is_held {
            return Vec::new();
        }
        let now = Instant::now();
        self.queue
            .iter_mut()
            .enumerate()
            .filter(|(_, queued)| queued.is_waiting() && !queued.in_flight && queued.due <= now)
            .map(|(index, queued)| {
                queued.in_flight = true;
                (index, Letter::written(queued, now_unix))
            })
            .collect()
    }

    fn note(&mut self, index: usize, status: Option<u16>) {
        let Some(queued) = self.queue.get_mut(index) else {
            return;
        };
        queued.in_flight = false;
        queued.shown.last_status = status;
        let is_ignored =
            queued.fault == Some(WebhookFault::AnswerIgnored) && (queued.shown.attempts as usize) < PAUSES_MILLIS.len();
        let arrived = status.is_some_and(|status| (200..300).contains(&status)) && !is_ignored;
        let pause = PAUSES_MILLIS.get(queued.shown.attempts as usize);
        queued.shown.attempts += 1;
        match (arrived, pause) {
            (true, _) => queued.shown.state = "delivered",
            (false, Some(millis)) => queued.due = Instant::now() + Duration::from_millis(*millis),
            (false, None) => queued.shown.state = "given_up",
        }
        if arrived {
            let mut waiting = self.queue.iter_mut().take(index);
            if let Some(overtaken) = waiting.find(|queued| queued.waits) {
                overtaken.waits = false;
                overtaken.due = Instant::now();
            }
        }
    }
}

/// What is put on the wire.
struct Letter {
    url: String,
    body: String,
    signature: String,
}

impl Letter {
    fn written(queued: &Queued, now_unix: i64) -> Self {
        let mut body = queued.body.clone();
        let mut secrets = queued.secrets.clone();
        let mut at = now_unix;
        match &queued.fault {
            Some(WebhookFault::WrongSignature) => secrets = vec!["whsec_forged".to_owned()],
            Some(WebhookFault::StaleTimestamp { seconds }) => at -= seconds,
            Some(WebhookFault::SignedWith { secret }) => secrets = vec![secret.clone()],
            _ => {}
        }
        let signature = signature_header(&body, &secrets, at);
        if queued.fault == Some(WebhookFault::ChangedBody) {
            body.push(' ');
        }
        Self { url: queued.shown.url.clone(), body, signature }
    }
}

/// `t=…,v1=…`: one v1 for each secret, over the time and the body.
#[must_use]
pub fn signature_header(body: &str, secrets: &[String], unix_seconds: i64) -> String {
    let signed = format!("{unix_seconds}.{body}");
    let mut header = format!("t={unix_seconds}");
    for secret in secrets {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let tag = hmac::sign(&key, signed.as_bytes());
        header.push_str(&format!(",v1={}", hex::encode(tag)));
    }
    header
}

/// Sends what is due until the task is dropped, and lets the account's time pass.
pub(crate) async fn deliver_forever(world: World) {
    #[allow(
        clippy::disallowed_methods,
        clippy::disallowed_types,
        reason = "the simulated Stripe sends as a stranger, not through the shop's client"
    )]
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .pool_max_idle_per_host(0)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build();
    let Ok(client) = client else {
        tracing::error!("no HTTP client for webhooks");
        return;
    };
    let mut sending = tokio::task::JoinSet::new();
    loop {
        let letters = {
            let now = world.clock().now();
            let mut state = world.lock();
            state.stripe.let_time_pass(now);
            state.stripe.webhooks.take_due(now)
        };
        for (index, letter) in letters {
            let post = client
                .post(letter.url)
                .header("stripe-signature", letter.signature)
                .header("content-type", "application/json; charset=utf-8")
                .header("user-agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                .body(letter.body);
            let world = world.clone();
            sending.spawn(async move {
                let status = post.send().await.ok().map(|answer| answer.status().as_u16());
                world.lock().stripe.webhooks.note(index, status);
                world.wake_deliveries();
            });
        }
        tokio::select! {
            () = world.deliveries_woken() => {}
            () = tokio::time::sleep(Duration::from_millis(50)) => {}
            Some(_) = sending.join_next() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test`
    #[test]
    fn the_signature_is_what_openssl_computes() {
        let header = signature_header(r#"{"id":"evt_1"}"#, &["whsec_test".to_owned()], 1_700_000_000);
        assert_eq!(header, "t=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925");
    }
}
