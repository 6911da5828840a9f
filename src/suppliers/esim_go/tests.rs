//! What answers mean, in every odd form that the seed, the schema and peers show, and in forms that nobody should send.

mod callbacks;
mod catalogue;
mod orders;
mod sims;

use super::*;
use crate::domain::iccid::Iccid;
use serde_json::{Value, json};

const ICCID: &str = "8944538532008160222";

fn answer(status: u16, body: &str) -> RawAnswer {
    let (content_type, body) = ("application/json".to_owned(), body.as_bytes().to_vec());
    RawAnswer { status, content_type, body, request_id: None, took: Duration::ZERO }
}

fn top_up() -> Wanted {
    Wanted::TopUp(SimNames { iccid: Iccid::parse(ICCID).ok(), ..SimNames::default() })
}

/// The answer to an order, as the schema shows it.
fn sold() -> Value {
    json!({
        "order": [{
            "type": "bundle", "item": "esim_1GB_7D_FR_V2", "quantity": 1, "subTotal": 1.2, "pricePerUnit": 1.2,
            "AllowReassign": false, "iccids": [ICCID],
            "esims": [{"iccid": ICCID, "matchingId": "AB-12", "smdpAddress": "rsp.example"}],
        }],
        "total": 1.2, "currency": "USD", "status": "completed",
        "statusMessage": "Order completed: 1 eSIMs assigned",
        "orderReference": "7d5d4b2c-0f1c-4f0e-9d3e-1f5a6b7c8d9e", "createdDate": "2026-11-21T12:00:00.123456789Z",
        "assigned": true,
    })
}
