//! An eSIM after its sale: what is left on it, and how it is.

use super::Standard;
use super::wire::{Esim, Usage, object_in};
use crate::domain::esim::SimNames;
use crate::domain::sim_status::SimStatus;
use crate::domain::usage::{Balance, DataAmount, UsageReport};
use crate::suppliers::http::reading::Tries;
use crate::suppliers::wire::{Decimal, json_of};
use crate::suppliers::{SimReport, SupplierError};
use serde_json::Value;

impl Standard {
    /// What is left; `None` for a SIM without the supplier's id.
    pub(super) async fn use_of(&self, sim: &SimNames, request_id: &str) -> Result<Option<UsageReport>, SupplierError> {
        let Some(esim) = &sim.sim_id else { return Ok(None) };
        let answer =
            json_of(&self.api.get("esims.usage", Tries::Several, &["esims", esim, "usage"], &[], request_id).await?)?;
        let balance = balance(answer).ok_or_else(|| SupplierError::Garbled { reason: "no usage in it".into() })?;
        let taken_at = self.clock.now();
        Ok(Some(UsageReport { taken_at, first_activation: None, number_expires: None, balances: vec![balance] }))
    }

    /// How it is; `None` for a SIM without the supplier's id.
    pub(super) async fn state_of(&self, sim: &SimNames, request_id: &str) -> Result<Option<SimReport>, SupplierError> {
        let Some(esim) = &sim.sim_id else { return Ok(None) };
        let told = self.esim_told(Tries::Several, esim, request_id).await?;
        let esim: Option<Esim> = object_in(told);
        let garbled = || SupplierError::Garbled { reason: "an eSIM without a status".into() };
        let Esim { status, activated_at, expiry_date, .. } = esim.ok_or_else(garbled)?;
        let status = state(status.as_deref().ok_or_else(garbled)?);
        Ok(Some(SimReport { status, activated_at: activated_at.0, expires_at: expiry_date.0 }))
    }
}

/// `None` when neither data nor an end is told.
pub(super) fn balance(answer: Value) -> Option<Balance> {
    let usage: Usage = object_in(answer)?;
    let amount = |value: &Decimal| DataAmount::from_unit(value.0.as_deref()?, "MB").ok();
    let is_unlimited = usage.unlimited == Value::Bool(true);
    let (used, left) = (amount(&usage.data_used_mb), amount(&usage.data_remaining_mb).filter(|_| !is_unlimited));
    if used.is_none() && left.is_none() && usage.expiry_date.0.is_none() {
        return None;
    }
    let total = amount(&usage.data_total_mb).or_else(|| Some(used?.plus(left?)));
    Some(Balance {
        name: String::new(),
        data: left,
        // A total below what is left is nobody's: then the meter has none.
        data_total: total.filter(|total| left.is_some_and(|left| left <= *total)),
        airtime_seconds: None,
        sms: None,
        activated_at: None,
        expires_at: usage.expiry_date.0,
    })
}

/// The protocol's words in those that the shop knows. An eSIM whose data is used up has no plan any more.
pub(super) fn state(word: &str) -> SimStatus {
    match word.to_lowercase().as_str() {
        "ready" => SimStatus::NotInstalled,
        "installed" | "active" => SimStatus::Available,
        "depleted" => SimStatus::Free,
        _ => SimStatus::parse(word),
    }
}
