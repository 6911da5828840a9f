//! Who is told of an event, and when once more if nobody took it.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::Value;

use super::deliveries::{Deliveries, Due, Target};
use super::events::matches_type;
use super::objects::Objects;
use super::webhook_faults::{ArmedWebhookFault, WebhookFault, take};
use super::webhook_post::Letter;

/// Pauses before the attempts after the first, in real time; after the last the delivery is given up.
const PAUSES_MILLIS: [u64; 6] = [150, 300, 600, 1200, 2500, 5000];
/// The same in seconds of the world's clock: together nearly the three days for which Stripe tries.
const PAUSES_BY_THE_CLOCK: [i64; 8] = [60, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 24 * 3600, 30 * 3600];

pub(crate) struct Webhooks {
    pub(super) target: Option<Target>,
    /// Secrets of endpoints that were made through the API.
    endpoint_secrets: HashMap<String, String>,
    pub(super) faults: Vec<ArmedWebhookFault>,
    /// While true nothing is sent; events queue up.
    pub(super) is_held: bool,
    /// Pauses count on the world's clock instead of in real time.
    pub(super) by_the_clock: bool,
    pub(super) deliveries: Deliveries,
}

impl Webhooks {
    pub(super) fn new(url: Option<String>, secrets: Vec<String>) -> Self {
        Self {
            target: url.map(|url| Target { url, secrets, can_move: true }),
            endpoint_secrets: HashMap::new(),
            faults: Vec::new(),
            is_held: false,
            by_the_clock: false,
            deliveries: Deliveries::default(),
        }
    }

    pub(super) fn keep_secret(&mut self, endpoint: &str, secret: &str) {
        self.endpoint_secrets.insert(endpoint.to_owned(), secret.to_owned());
    }

    /// Where events go from now on, those that still wait too.
    pub(super) fn set_target(&mut self, url: String, secrets: Vec<String>) {
        let target = Target { url, secrets, can_move: true };
        self.deliveries.redirect(&target);
        self.target = Some(target);
    }

    /// Queues the event for the target and for every endpoint that wants its type.
    pub(super) fn queue(&mut self, event: &Value, objects: &Objects, now: i64) {
        let event_type = event["type"].as_str().unwrap_or_default();
        let mut targets: Vec<Target> = self.target.iter().cloned().collect();
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
                targets.push(Target { url: url.to_owned(), secrets: vec![secret.clone()], can_move: false });
            }
        }
        for target in targets {
            let fault = take(&mut self.faults, event_type);
            self.queue_for(event, &target, fault, now);
        }
    }

    pub(super) fn queue_for(&mut self, event: &Value, target: &Target, fault: Option<WebhookFault>, now: i64) {
        let due = if self.by_the_clock { Due::ByTheClock(now) } else { Due::now() };
        self.deliveries.add(event, target, fault, due);
    }

    pub(super) fn was_delivered(&self, event_id: &str) -> bool {
        self.deliveries.reached_somebody(event_id)
    }

    pub(super) fn take_due(&mut self, now: i64) -> Vec<(u64, Letter)> {
        if self.is_held { Vec::new() } else { self.deliveries.take_due(now) }
    }

    /// Notes how an attempt at a delivery went, and when the next is due.
    pub(super) fn note(&mut self, number: u64, status: Option<u16>, now: i64) {
        let by_the_clock = self.by_the_clock;
        self.deliveries.note(number, status, |attempts| {
            if by_the_clock {
                PAUSES_BY_THE_CLOCK.get(attempts).map(|seconds| Due::ByTheClock(now + seconds))
            } else {
                PAUSES_MILLIS.get(attempts).map(|millis| Due::after(Duration::from_millis(*millis)))
            }
        });
    }
}
