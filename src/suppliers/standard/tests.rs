//! The adapter's pure halves: every answer, push, package and error that a partner may send.

mod answers;
mod any_bytes;
mod catalogue;
mod pushes;

use super::*;
use serde_json::{Value, json};

const CODE: &str = "LPA:1$smdp.partner.example$04386-AGYFT-A74Y8-3F815";

fn raw(status: u16, body: impl Into<Vec<u8>>) -> RawAnswer {
    RawAnswer {
        status,
        content_type: "application/json".into(),
        body: body.into(),
        request_id: None,
        took: Duration::ZERO,
    }
}

fn order() -> Value {
    json!({
        "order_id": "ord_1", "type": "esim", "status": "completed", "esim_id": "esim_1", "package_id": "pkg_1",
        "external_reference": "att_1", "price": 4.90, "currency": "EUR", "created_at": "2026-11-21T12:00:00Z",
        "failure_reason": null,
    })
}

fn esim() -> Value {
    json!({
        "esim_id": "esim_1", "order_id": "ord_1", "status": "ready", "iccid": "8933108000000000012", "lpa_code": CODE,
        "smdp_address": "smdp.partner.example", "manual_activation_code": "04386-AGYFT-A74Y8-3F815",
        "confirmation_code": null, "expiry_date": null,
    })
}

/// The same object with these fields changed.
fn with(mut object: Value, fields: Value) -> Value {
    let changed = fields.as_object().expect("fields").clone();
    object.as_object_mut().expect("an object").extend(changed);
    object
}
