//! The account itself and its balance.

use serde_json::json;

use super::objects::fixture;
use super::{Asked, Reply, Stripe};

pub(super) fn get(_: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&[])?;
    Ok(fixture("account"))
}

pub(super) fn balance(_: &mut Stripe, asked: &Asked<'_>) -> Reply {
    asked.params.allow(&[])?;
    let nothing = json!([{"amount": 0, "currency": "eur", "source_types": {"card": 0}}]);
    Ok(json!({
        "object": "balance", "livemode": false, "available": nothing, "pending": nothing,
    }))
}
