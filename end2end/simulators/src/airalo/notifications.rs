//! Notifications: opting in and out, what is told, and the balance.

use serde_json::{Value, json};
use uuid::Uuid;

use super::error::AiraloError;
use super::ordering::{fields, required};
use super::{Airalo, Reply, success};
use crate::amount::shortest;
use crate::asked::Asked;
use crate::webhooks::{Parcel, Scheme, Seal, Target};

const TYPES: [&str; 3] = ["async_orders", "webhook_low_data", "webhook_credit_limit"];
/// Percentages of used credit that can be told.
const LEVELS: [i64; 4] = [50, 70, 80, 90];

pub(super) struct OptIn {
    kind: String,
    url: String,
    levels: Vec<i64>,
}

fn read_kind(asked: &Asked<'_>) -> Result<String, AiraloError> {
    let fields = fields(asked.body)?;
    let kind = required(&fields, "type")?;
    if !TYPES.contains(&kind) {
        return Err(AiraloError::field("type", "The selected type is invalid."));
    }
    Ok(kind.to_owned())
}

/// `{type, webhook_url, levels?}`; the face has tested the URL already.
pub(super) fn opt_in(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let kind = read_kind(asked)?;
    let fields = fields(asked.body)?;
    let url = required(&fields, "webhook_url")?.to_owned();
    let levels = fields.get("levels").and_then(|list| serde_json::from_str(list).ok());
    airalo.optins.retain(|known| known.kind != kind);
    airalo.optins.push(OptIn { kind: kind.clone(), url, levels: levels.unwrap_or_else(|| LEVELS.to_vec()) });
    airalo.notification(&kind)
}

/// The notification that `type` names, or the first.
pub(super) fn get(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let first = airalo.optins.first().map(|known| known.kind.clone());
    let kind = asked.parameter("type").map(str::to_owned).or(first).unwrap_or_default();
    airalo.notification(&kind)
}

pub(super) fn opt_out(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let kind = read_kind(asked)?;
    airalo.optins.retain(|known| known.kind != kind);
    success(Value::Array(Vec::new()))
}

pub(super) fn balance(airalo: &mut Airalo, _: &Asked<'_>) -> Reply {
    let amount = json!({"amount": shortest(airalo.balance), "currency": "USD"});
    success(json!({"balances": {"name": "balance", "availableBalance": amount}}))
}

impl Airalo {
    pub(super) fn opted_in(&self, kind: &str) -> Option<&OptIn> {
        self.optins.iter().find(|known| known.kind == kind)
    }

    fn notification(&self, kind: &str) -> Reply {
        let known = self.opted_in(kind).ok_or_else(AiraloError::not_found)?;
        success(json!({"notification": {"type": known.kind, "contact_point": known.url}}))
    }

    /// Queues a notification for a URL or for the one that is opted in. In sandbox mode nobody is told.
    pub(super) fn tell(&self, kind: &str, url: Option<String>, body: &Value, now: i64) {
        let url = url.or_else(|| self.opted_in(kind).map(|known| known.url.clone()));
        let Some(url) = url.filter(|_| !self.manners.sandbox) else { return };
        let parcel = Parcel { id: Uuid::new_v4().to_string(), kind: format!("airalo.{kind}"), body: body.to_string() };
        let seal = Seal::new(Scheme::Airalo, &self.client_secret);
        self.post.send(&parcel, &Target { url, seal, can_move: false }, now);
    }

    /// Tells of each level of used credit that was crossed since `before`, in hundredths.
    pub(super) fn tell_of_credit(&self, before: i64, now: i64) {
        let Some(known) = self.opted_in("webhook_credit_limit") else { return };
        let used = |balance: i64| (self.filled_up_to - balance) * 100 / self.filled_up_to.max(1);
        for level in &known.levels {
            if used(before) < *level && used(self.balance) >= *level {
                let message = format!("Surpassed {level}% of the credit limit balance");
                let body = json!({"message": message, "remaining": shortest(self.balance)});
                self.tell("webhook_credit_limit", None, &body, now);
            }
        }
    }
}
