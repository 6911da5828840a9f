//! A delivered eSIM at Airalo: what is left on it, how it is, and what fits it. It goes by its ICCID.

use super::Airalo;
use super::packages::{self, data_of};
use super::wire::{self, Usage};
use crate::domain::esim::SimNames;
use crate::domain::offer::SupplierProduct;
use crate::domain::sim_status::SimStatus;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::{Balance, UsageReport};
use crate::suppliers::http::reading::Tries;
use crate::suppliers::wire::json_of;
use crate::suppliers::{SimReport, SupplierError};
use serde_json::Value;

impl Airalo {
    /// What is left; `None` for a SIM without a known ICCID.
    pub(super) async fn left_on(&self, sim: &SimNames, request_id: &str) -> Result<Option<UsageReport>, SupplierError> {
        Ok(self.usage_of(sim, request_id).await?.map(|usage| usage_report(&usage, self.clock.now())))
    }

    /// How the SIM is; `None` where Airalo itself does not know.
    pub(super) async fn state_of(&self, sim: &SimNames, request_id: &str) -> Result<Option<SimReport>, SupplierError> {
        match self.usage_of(sim, request_id).await? {
            Some(usage) => sim_report(&usage),
            None => Ok(None),
        }
    }

    async fn usage_of(&self, sim: &SimNames, request_id: &str) -> Result<Option<Usage>, SupplierError> {
        let Some(iccid) = &sim.iccid else { return Ok(None) };
        let answer = self.api.get_data("sims.usage", &["sims", iccid.as_str(), "usage"], &[], request_id).await?;
        Ok(Some(wire::object(answer)))
    }

    /// The packages that fit the SIM now, with the facts of the catalogue where it lists them.
    pub(super) async fn fitting_packages(
        &self,
        sim: &SimNames,
        request_id: &str,
    ) -> Result<Vec<SupplierProduct>, SupplierError> {
        let Some(iccid) = &sim.iccid else { return Ok(Vec::new()) };
        let answer = match self
            .api
            .get("sims.topups", Tries::Several, &["sims", iccid.as_str(), "topups"], &[], request_id)
            .await
        {
            Ok(answer) => answer,
            // Recycled, disabled by its operator, or not one of ours.
            Err(SupplierError::NotFound | SupplierError::Refused { status: 422, .. }) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut body = json_of(&answer)?;
        let pricing = body.get_mut("pricing").map(Value::take).unwrap_or_default();
        let packages = body.get_mut("data").map(Value::take).and_then(wire::elements);
        let packages = packages.ok_or_else(|| SupplierError::Garbled { reason: "the top-ups are no list".into() })?;
        Ok(packages.into_iter().filter_map(|package| self.as_in_the_catalogue(package, &pricing)).collect())
    }

    fn as_in_the_catalogue(&self, package: Value, pricing: &Value) -> Option<SupplierProduct> {
        let fresh = packages::read(package, None, pricing)
            .map_err(|reason| tracing::warn!(reason, "a top-up of Airalo's cannot be read and is not sold"))
            .ok()?;
        match self.kept.package(&fresh.product) {
            Some(known) if known.kind == fresh.kind => Some(SupplierProduct { facts: known.facts, ..fresh }),
            _ => Some(fresh),
        }
    }
}

/// All balances in one; a recycled SIM has none.
pub(super) fn usage_report(usage: &Usage, taken_at: UnixSeconds) -> UsageReport {
    let is_counted = usage.is_unlimited.0 != Some(true);
    let data = |megabytes: Option<i64>| megabytes.filter(|_| is_counted).and_then(data_of);
    // A kind that the plan does not have is told as nothing of nothing.
    let left = |remaining: Option<i64>, total: Option<i64>| {
        remaining.filter(|remaining| *remaining >= 0 && total.is_some_and(|total| total > 0))
    };
    let balance = Balance {
        name: String::new(),
        data: data(usage.remaining.0),
        data_total: data(usage.total.0),
        airtime_seconds: left(usage.remaining_voice.0, usage.total_voice.0).and_then(|left| left.checked_mul(60)),
        sms: left(usage.remaining_text.0, usage.total_text.0),
        activated_at: None,
        expires_at: usage.expired_at.0,
    };
    let balances = if usage.status.is("RECYCLED") { Vec::new() } else { vec![balance] };
    UsageReport { taken_at, first_activation: None, number_expires: None, balances }
}

/// Airalo tells of the plan on the SIM, not of the phone: "not active" is also a SIM that is installed and was not used yet.
pub(super) fn sim_report(usage: &Usage) -> Result<Option<SimReport>, SupplierError> {
    let word = usage.status.as_deref();
    let word = word.ok_or_else(|| SupplierError::Garbled { reason: "no status of the SIM".into() })?;
    let status = match word.to_uppercase().as_str() {
        "NOT_ACTIVE" => SimStatus::NotInstalled,
        "ACTIVE" => SimStatus::Available,
        // The plan is used up or its days are over; another one may come onto the same SIM.
        "FINISHED" | "EXPIRED" => SimStatus::Free,
        "RECYCLED" => SimStatus::Expired,
        "UNKNOWN" => return Ok(None),
        _ => SimStatus::Unknown(word.chars().take(40).collect()),
    };
    Ok(Some(SimReport { status, activated_at: None, expires_at: usage.expired_at.0 }))
}
