//! Bundles that were bought and not applied, and giving them back.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::error::EsimGoError;
use super::units::Unit;
use super::{Answer, Asked, EsimGo, Reply};
use crate::clock::iso_date;

/// Seconds after the purchase within which a bundle can be given back.
pub(super) const REFUNDABLE_FOR: i64 = 60 * 86_400;

pub(super) fn list(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let mut by_name: BTreeMap<&str, BTreeMap<u64, Vec<&Unit>>> = BTreeMap::new();
    for unit in &esim_go.units {
        by_name.entry(&unit.bundle).or_default().entry(unit.usage_id).or_default().push(unit);
    }
    let mut bundles = Vec::new();
    for (name, rows) in by_name {
        let available: Vec<Value> = rows
            .into_iter()
            .map(|(id, units)| (id, units.iter().filter(|unit| unit.is_stored(asked.now())).count(), units))
            .filter(|(_, remaining, _)| *remaining > 0)
            .map(|(id, remaining, units)| {
                let expiry = units.first().map(|unit| iso_date(unit.lapses()));
                json!({"id": id, "total": units.len(), "remaining": remaining, "expiry": expiry})
            })
            .collect();
        if available.is_empty() {
            continue;
        }
        let wire = esim_go.bundle(name)?.wire();
        let countries: Vec<&Value> =
            wire["countries"].as_array().into_iter().flatten().map(|country| &country["name"]).collect();
        bundles.push(json!({
            "name": name, "desc": wire["description"], "useDms": false, "available": available,
            "countries": countries, "data": wire["dataAmount"], "duration": wire["duration"],
            "durationUnit": "day", "autostart": true, "unlimited": wire["unlimited"], "speed": wire["speed"],
        }));
    }
    Ok(Answer::ok(json!({"bundles": bundles})))
}

impl EsimGo {
    /// `Err`: the account manager has not turned refunds on.
    pub(super) fn check_refunds(&self) -> Result<(), EsimGoError> {
        if self.manners.refunds { Ok(()) } else { Err(EsimGoError::forbidden("Refunds are not enabled")) }
    }

    /// Gives a unit's price back.
    pub(super) fn pay_back(&mut self, place: usize) {
        self.units[place].refunded = true;
        self.account.balance += self.units[place].price;
    }
}

/// `{usageId, quantity}`
pub(super) fn refund(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let body = asked.json()?;
    esim_go.check_refunds()?;
    let quantity = body["quantity"].as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
    let places: Vec<usize> = esim_go
        .units
        .iter()
        .enumerate()
        .filter(|(_, unit)| body["usageId"].as_u64() == Some(unit.usage_id))
        .filter(|(_, unit)| unit.is_stored(asked.now()) && asked.now() - unit.bought <= REFUNDABLE_FOR)
        .map(|(place, _)| place)
        .take(quantity)
        .collect();
    if quantity == 0 || places.len() < quantity {
        return Err(EsimGoError::bad_request("Not enough refundable bundles"));
    }
    for place in places {
        esim_go.pay_back(place);
    }
    Ok(Answer::status("success"))
}
