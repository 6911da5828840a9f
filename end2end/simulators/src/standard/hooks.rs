//! Where events go: URLs that the client registers, each with its secret and the types that it wants.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::error::StandardError;
use super::events::EVENTS;
use super::ordering::{new_id, text};
use super::{Reply, Standard};
use crate::asked::Asked;

/// A secret must not be shorter than this.
const SECRET_LEAST: usize = 16;

pub(super) struct Hook {
    id: String,
    pub(super) url: String,
    pub(super) secret: String,
    pub(super) events: Vec<String>,
}

impl Hook {
    fn wire(&self) -> Value {
        json!({"webhook_id": self.id, "url": self.url, "events": self.events, "status": "active"})
    }
}

/// `{url, secret?, events?}`; all events where none are named. A URL that is known gets the new secret and events.
pub(super) fn register(standard: &mut Standard, asked: &Asked<'_>) -> Reply {
    let body = asked.json()?;
    let url = text(&body, "url")?;
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return Err(StandardError::invalid("url must be a web address"));
    }
    let is_own = body["secret"].is_string();
    let secret = if is_own { text(&body, "secret")?.to_owned() } else { new_id("whsec") };
    if secret.len() < SECRET_LEAST {
        return Err(StandardError::invalid("secret must have 16 characters at least"));
    }
    let events: Vec<String> = match &body["events"] {
        Value::Null => EVENTS.iter().map(|event| (*event).to_owned()).collect(),
        list => serde_json::from_value(list.clone()).map_err(|_| StandardError::invalid("events must be texts"))?,
    };
    if let Some(unknown) = events.iter().find(|event| !EVENTS.contains(&event.as_str())) {
        return Err(StandardError::invalid(format!("no event is named {unknown}")));
    }
    let known = standard.hooks.iter().position(|hook| hook.url == url).map(|place| standard.hooks.remove(place));
    let id = known.map_or_else(|| new_id("wh"), |hook| hook.id);
    let hook = Hook { id, url: url.to_owned(), secret, events };
    let mut wire = hook.wire();
    if !is_own {
        // A secret of the supplier's own is told once.
        wire["secret"] = hook.secret.clone().into();
    }
    standard.hooks.push(hook);
    Ok((StatusCode::CREATED, wire))
}

pub(super) fn list(standard: &mut Standard, _: &Asked<'_>) -> Reply {
    let wires: Vec<Value> = standard.hooks.iter().map(Hook::wire).collect();
    Ok((StatusCode::OK, json!({"webhooks": wires})))
}

pub(super) fn delete(standard: &mut Standard, asked: &Asked<'_>) -> Reply {
    let place = standard.hooks.iter().position(|hook| hook.id == asked.segment(1));
    standard.hooks.remove(place.ok_or_else(|| StandardError::not_found("webhook"))?);
    Ok((StatusCode::NO_CONTENT, Value::Null))
}
