//! Status of a SIM, what is left on it, and the distributor's use by zone.

use serde_json::{Value, json};

use super::error::OrangeError;
use super::sim::Sim;
use super::suppliers::Supplier;
use super::transactions::Transaction;
use super::{Answer, Asked, Orange, Reply};
use crate::clock::read_date;

/// The longest period that globalbalances answers for: six months, counted as 184 days.
const LONGEST_PERIOD: i64 = 184 * 86_400;

fn supplier(asked: &Asked<'_>) -> Result<Supplier, OrangeError> {
    Supplier::by_id(asked.id()).ok_or_else(|| OrangeError::not_found("supplier"))
}

/// The SIM that the query means: by transaction for all, by simId for Welcome Travelers only.
fn sim_of<'a>(orange: &'a Orange, asked: &Asked<'_>, supplier: Supplier) -> Result<&'a Sim, OrangeError> {
    let is_told = |one: &&Transaction| one.supplier == supplier && one.status == "ok";
    if let Some(id) = asked.parameter("transaction") {
        let found = orange.transactions.find(id).filter(is_told);
        return found.and_then(|one| one.sim.as_ref()).ok_or_else(|| OrangeError::not_found("transaction"));
    }
    let Some(sim_id) = asked.parameter("simId") else {
        return Err(OrangeError::bad_request(27, "missing query parameter transaction or simId".to_owned()));
    };
    if supplier != Supplier::WelcomeTravelers {
        return Err(OrangeError::bad_request(28, "simId is only relevant for Welcome Travelers".to_owned()));
    }
    let mut sims = orange.transactions.iter().filter(is_told).filter_map(|one| one.sim.as_ref());
    sims.find(|sim| sim.nsce == sim_id).ok_or_else(|| OrangeError::not_found("sim"))
}

pub(super) fn sim_status(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    let supplier = supplier(asked)?;
    Ok(Answer::ok(sim_of(orange, asked, supplier)?.status_wire()))
}

pub(super) fn usage_balances(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    let supplier = supplier(asked)?;
    if !supplier.tells_usage() {
        return Err(OrangeError::bad_request(20, format!("usage balances are not available for supplier {supplier}")));
    }
    Ok(Answer::ok(sim_of(orange, asked, supplier)?.usage_wire()))
}

pub(super) fn global_balances(orange: &mut Orange, asked: &Asked<'_>) -> Reply {
    let supplier = supplier(asked)?;
    if supplier != Supplier::WelcomeTravelers {
        return Err(OrangeError::bad_request(
            20,
            "global balances are only available for Welcome Travelers".to_owned(),
        ));
    }
    let required = |name: &str| {
        asked.parameter(name).ok_or_else(|| OrangeError::bad_request(27, format!("missing query parameter {name}")))
    };
    let invalid = |name: &str| OrangeError::bad_request(28, format!("invalid query parameter {name}"));
    let (start, end) = (required("startDate")?, required("endDate")?);
    let level = required("zoneLevel")?;
    let from = read_date(start).ok_or_else(|| invalid("startDate"))?;
    let to = read_date(end).ok_or_else(|| invalid("endDate"))?;
    if to < from || to - from > LONGEST_PERIOD {
        return Err(invalid("endDate"));
    }
    let sold = orange
        .transactions
        .iter()
        .filter(|one| one.supplier == supplier && (from..=to + 86_399).contains(&one.created))
        .count();
    let zone = |name: &str, code: &str, share: usize| json!({"name": name, "code": code, "data_unit": "Mo", "data_amount": sold * share});
    let zones = match level {
        "region" => vec![zone("Europe", "EU", 1250), zone("North America", "NA", 782)],
        "country" => vec![zone("France", "FR", 900), zone("Spain", "ES", 350)],
        _ => return Err(invalid("zoneLevel")),
    };
    Ok(Answer::ok(json!({
        "start_date": format!("{start}T00:00:00.000Z"),
        "end_date": format!("{end}T00:00:00.000Z"),
        "zones": Value::Array(zones),
    })))
}
