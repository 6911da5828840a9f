//! The distributor's offers: list, one, and the fields that a distributor may change.

use serde_json::Value;

use super::catalogue::fee_names;
use super::error::OrangeError;
use super::{Answer, Asked, Orange, Reply};

pub(super) fn list(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    let all = orange.offers.iter().map(super::catalogue::Offer::wire);
    Ok(Answer::ok(Value::Array(asked.page(all.collect())?)))
}

pub(super) fn get(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    let offer = orange.offers.iter().find(|offer| offer.id == asked.id());
    offer.map(|offer| Answer::ok(offer.wire())).ok_or_else(|| OrangeError::not_found("offer"))
}

/// `name`, `distributor_fees`, `distributor_fees_type` and `metadata` may change, `resell_value` never.
pub(super) fn patch(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    let body = asked.json()?;
    let wrong = |name: &str| OrangeError::bad_request(24, format!("invalid {name} parameter"));
    let offer =
        orange.offers.iter_mut().find(|offer| offer.id == asked.id()).ok_or_else(|| OrangeError::not_found("offer"))?;
    let [fees, fees_type] = fee_names(&offer.seed);
    for (name, value) in body.as_object().ok_or_else(|| wrong("body"))? {
        match name.as_str() {
            "name" if value.is_string() => offer.wire_mut()["name"] = value.clone(),
            "distributor_fees" if value.is_number() => offer.wire_mut()[fees] = value.clone(),
            "distributor_fees_type" if *value == "percent" || *value == "value" => {
                offer.wire_mut()[fees_type] = value.clone();
            }
            "metadata" => offer.wire_mut()["metadata"] = value.clone(),
            "name" | "distributor_fees" | "distributor_fees_type" => return Err(wrong(name)),
            _ => {}
        }
    }
    Ok(Answer::ok(offer.wire()))
}
