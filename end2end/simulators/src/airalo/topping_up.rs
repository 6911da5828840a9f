//! Top-ups: which fit a SIM, and POST /orders/topups.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::error::AiraloError;
use super::operators::{Operator, Package};
use super::ordering::{fields, required};
use super::orders::Order;
use super::{Airalo, Reply, success};
use crate::asked::Asked;

impl Airalo {
    /// Place and operator of a SIM that can be topped up.
    fn chargeable(&self, iccid: &str) -> Result<(usize, Option<&Operator>), AiraloError> {
        let place = self.sim_place(iccid)?;
        let sim = &self.sims.all[place];
        if sim.recycled.is_some() {
            return Err(AiraloError::coded(73, iccid));
        }
        let operator = self.operators.iter().find(|operator| operator.seed.title == sim.operator);
        Ok((place, operator.filter(|operator| operator.seed.rechargeable)))
    }
}

/// Empty where the operator has none.
pub(super) fn list(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let (_, operator) = airalo.chargeable(asked.segment(1))?;
    let packages = operator.into_iter().flat_map(|operator| &operator.packages).filter(|package| package.stock > 0);
    let wires: Vec<Value> = packages.map(|package| package.wire(true, &airalo.manners)).collect();
    Ok((StatusCode::OK, json!({"data": wires, "pricing": airalo.pricing()})))
}

/// `{package_id, iccid, description?}`
pub(super) fn top_up(airalo: &mut Airalo, asked: &Asked<'_>) -> Reply {
    let fields = fields(asked.body)?;
    let id = required(&fields, "package_id")?;
    let iccid = required(&fields, "iccid")?;
    let plan = airalo.plans.pop_front().unwrap_or_default();
    airalo.refuse_as_planned(id, plan.refuse_code)?;
    let unknown = |_| AiraloError::field("iccid", "The selected iccid is invalid.");
    airalo.sim_place(iccid).map_err(unknown)?;
    let (sim, operator) = airalo.chargeable(iccid)?;
    let operator = operator.ok_or_else(|| AiraloError::coded(23, ""))?;
    let package: Package = operator
        .packages
        .iter()
        .find(|package| package.top_up_id() == id)
        .cloned()
        .ok_or_else(|| AiraloError::field("package_id", "The selected package id is invalid."))?;
    airalo.charge(&package, 1, asked.now())?;
    let usual = format!("Topup ({iccid})");
    let description = fields.get("description").unwrap_or(&usual);
    let order = airalo.new_order(&package, true, 1, description, asked.now());
    airalo.fill_up(sim, &package, asked.now());
    let place = airalo.orders.add(Order { sims: vec![sim], ..order });
    success(airalo.created_wire(&airalo.orders.all[place]))
}
