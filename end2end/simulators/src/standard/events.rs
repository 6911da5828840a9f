//! The four events of the protocol, told to every URL that wants them. None carries an activation code.

use serde_json::{Value, json};

use super::Standard;
use super::ordering::new_id;
use crate::clock::iso_date;
use crate::webhooks::{Parcel, Scheme, Seal, Target};

pub(super) const EVENTS: [&str; 4] = ["esim.installed", "esim.activated", "usage.threshold_reached", "esim.expired"];

impl Standard {
    /// `more` stands beside what every event tells of its eSIM.
    pub(super) fn tell(&self, kind: &str, esim: usize, more: Value, now: i64) {
        let esim = &self.esims.all[esim];
        let order = &self.orders.all[esim.order];
        let mut data = json!({
            "esim_id": esim.id, "order_id": order.id, "external_reference": order.external_reference,
            "status": esim.status(now),
        });
        if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
            data.extend(more);
        }
        let id = new_id("evt");
        let body = json!({"id": id, "type": kind, "created_at": iso_date(now), "data": data});
        let parcel = Parcel { id, kind: format!("standard.{kind}"), body: body.to_string() };
        for hook in self.hooks.iter().filter(|hook| hook.events.iter().any(|event| event == kind)) {
            let seal = Seal::new(Scheme::Standard, &hook.secret);
            self.post.send(&parcel, &Target { url: hook.url.clone(), seal, can_move: false }, now);
        }
    }
}
