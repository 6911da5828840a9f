//! Who is told of an event: the target that was set, and the endpoints that were made through the API.

use std::collections::HashMap;

use serde_json::Value;

use super::objects::Objects;
use crate::webhooks::{Parcel, Post, Scheme, Seal, Target, WebhookFault, matches_type};

pub(crate) struct Webhooks {
    pub(super) target: Option<Target>,
    /// Secrets of endpoints that were made through the API.
    endpoint_secrets: HashMap<String, String>,
    post: Post,
}

fn target(url: String, secrets: Vec<String>, can_move: bool) -> Target {
    Target { url, seal: Seal { scheme: Scheme::Stripe, secrets }, can_move }
}

fn parcel(event: &Value) -> Parcel {
    let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
    Parcel { id: text("id"), kind: text("type"), body: event.to_string() }
}

impl Webhooks {
    pub(super) fn new(url: Option<String>, secrets: Vec<String>, post: Post) -> Self {
        Self { target: url.map(|url| target(url, secrets, true)), endpoint_secrets: HashMap::new(), post }
    }

    pub(super) fn keep_secret(&mut self, endpoint: &str, secret: &str) {
        self.endpoint_secrets.insert(endpoint.to_owned(), secret.to_owned());
    }

    /// Where events go from now on, those that still wait too.
    pub(super) fn set_target(&mut self, url: String, secrets: Vec<String>) {
        let target = target(url, secrets, true);
        self.post.redirect(&target);
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
                targets.push(target(url.to_owned(), vec![secret.clone()], false));
            }
        }
        for target in targets {
            self.post.send(&parcel(event), &target, now);
        }
    }

    /// Queues it for the target alone, with this fault or none; false when there is no target.
    pub(super) fn queue_for_target(&self, event: &Value, fault: Option<WebhookFault>, now: i64) -> bool {
        if let Some(target) = &self.target {
            self.post.send_with(&parcel(event), target, fault, now);
        }
        self.target.is_some()
    }

    pub(super) fn was_delivered(&self, event_id: &str) -> bool {
        self.post.was_delivered(event_id)
    }
}
