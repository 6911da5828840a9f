//! The adapter's parts, fed with answers as Airalo writes them and as nobody should.

mod any_bytes;
mod noes;
mod notifications;
mod orders;
mod plans;
mod sims;

use super::*;
use serde_json::{Value, json};

/// 2026-11-21T12:00:00Z, the time of the samples.
const NOW: UnixSeconds = UnixSeconds(1_795_262_400);
const CODE: &str = "1$lpa.airalo.example$AB12-CD34";
const ATTEMPT: &str = "att_0123456789abcdef0123456789abcdef_1";

fn raw(status: u16, body: impl Into<Vec<u8>>) -> RawAnswer {
    let answer = RawAnswer::of_element(&Value::Null);
    RawAnswer { status, body: body.into(), ..answer }
}

/// The answer to an order, with a field changed.
fn order_with(path: &str, value: Value) -> Value {
    let mut order = json!({
        "data": {
            "id": 9666, "code": "20261121-009666", "currency": "USD", "package_id": "bonbon-mobile-7days-1gb",
            "quantity": "1", "type": "sim", "description": ATTEMPT, "esim_type": "Prepaid", "validity": 7,
            "package": "Bonbon Mobile-1 GB - 7 Days", "data": "1 GB", "price": 4.5, "net_price": 2.25,
            "created_at": "2026-11-21 12:00:00", "manual_installation": "<p></p>",
            "sims": [{
                "id": 11047, "created_at": "2026-11-21 12:00:00", "iccid": "8910300000005271146",
                "lpa": "lpa.airalo.example", "imsis": null, "matching_id": "AB12-CD34", "qrcode": format!("LPA:{CODE}"),
                "qrcode_url": "https://airalo.example/qr?id=1", "confirmation_code": null, "msisdn": null,
                "direct_apple_installation_url": "https://esimsetup.apple.com/", "apn_type": "automatic",
            }],
        },
        "meta": {"message": "success"},
    });
    if !path.is_empty() {
        *order.pointer_mut(path).expect("a field") = value;
    }
    order
}

fn order() -> Value {
    order_with("", Value::Null)
}

/// What is bought for a SIM.
fn wanted_top_up() -> Wanted {
    Wanted::TopUp(SimNames::default())
}
