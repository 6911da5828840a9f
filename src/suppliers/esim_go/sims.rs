//! A delivered eSIM at eSIM Go: what is left on it, and how it is.

use super::EsimGo;
use super::wire::{Assignment, BundleOnEsim, Esim};
use crate::domain::esim::SimNames;
use crate::domain::sim_status::SimStatus;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::{Balance, DataAmount, UsageReport};
use crate::suppliers::{SimReport, SupplierError, wire};
use serde_json::Value;

impl EsimGo {
    /// All balances; `None` where the eSIM's number is not known.
    pub(super) async fn balances(
        &self,
        sim: &SimNames,
        request_id: &str,
    ) -> Result<Option<UsageReport>, SupplierError> {
        let Some(iccid) = &sim.iccid else { return Ok(None) };
        let bundles = self.bundles_on(iccid.as_str(), request_id).await?;
        Ok(Some(read_usage(bundles, self.clock.now())))
    }

    /// The eSIM's state, from its profile's and its bundles'.
    pub(super) async fn status(&self, sim: &SimNames, request_id: &str) -> Result<Option<SimReport>, SupplierError> {
        let Some(iccid) = &sim.iccid else { return Ok(None) };
        let path = ["esims", iccid.as_str()];
        let esim: Esim = wire::object(self.api.get_json("esim", &path, &[], request_id).await?);
        let bundles = self.bundles_on(iccid.as_str(), request_id).await?;
        read_status(&esim, &bundles).map(Some)
    }

    /// What was ever put on an eSIM, used up or not.
    pub(super) async fn bundles_on(
        &self,
        iccid: &str,
        request_id: &str,
    ) -> Result<Vec<(BundleOnEsim, Vec<Assignment>)>, SupplierError> {
        let query = [("includeUsed", "true"), ("limit", "200")];
        let mut answer = self.api.get_json("bundles", &["esims", iccid, "bundles"], &query, request_id).await?;
        let Some(Value::Array(bundles)) = answer.get_mut("bundles").map(Value::take) else {
            return Err(SupplierError::Garbled { reason: "the eSIM's bundles are no list".into() });
        };
        let read = |bundle: Value| {
            let mut bundle: BundleOnEsim = wire::object(bundle);
            let assignments = wire::list_of(bundle.assignments.take()).into_iter().map(wire::object).collect();
            (bundle, assignments)
        };
        Ok(bundles.into_iter().map(read).collect())
    }
}

pub(super) fn read_usage(bundles: Vec<(BundleOnEsim, Vec<Assignment>)>, taken_at: UnixSeconds) -> UsageReport {
    let mut balances = Vec::new();
    for (bundle, assignments) in bundles {
        let name = bundle.description.0.or(bundle.name.0).unwrap_or_default();
        let still_his = assignments.into_iter().filter(|one| !one.is_taken_back());
        balances.extend(still_his.map(|one| one.balance(&name, taken_at)));
    }
    let first_activation = balances.iter().filter_map(|balance| balance.activated_at).min();
    UsageReport { taken_at, first_activation, number_expires: None, balances }
}

impl Assignment {
    /// It was given back or never used in a year: no balance of the traveller's.
    fn is_taken_back(&self) -> bool {
        self.bundle_state.is("revoked") || self.bundle_state.is("lapsed")
    }

    fn is_over(&self) -> bool {
        self.is_taken_back() || self.bundle_state.is("expired") || self.bundle_state.is("depleted")
    }

    fn balance(&self, name: &str, taken_at: UnixSeconds) -> Balance {
        // What an unlimited bundle counts is a day's full speed, not what is left.
        let is_unlimited = self.unlimited == Value::Bool(true);
        let bytes = |count: Option<i64>| {
            count
                .and_then(|count| u64::try_from(count).ok())
                .filter(|_| !is_unlimited)
                .map(|bytes| DataAmount { bytes })
        };
        let left = if self.is_over() { Some(0) } else { self.remaining_quantity.0 };
        let ended = self.bundle_state.is("expired").then_some(taken_at);
        Balance {
            name: name.to_owned(),
            data: bytes(left),
            data_total: bytes(self.initial_quantity.0),
            airtime_seconds: None,
            sms: None,
            activated_at: self.start_time.0,
            expires_at: self.end_time.0.or(ended),
        }
    }
}

/// eSIM Go tells the profile's state on the phone and the bundles' apart; ours is one word.
pub(super) fn read_status(
    esim: &Esim,
    bundles: &[(BundleOnEsim, Vec<Assignment>)],
) -> Result<SimReport, SupplierError> {
    let word = esim.profile_status.as_deref();
    let word = word.ok_or_else(|| SupplierError::Garbled { reason: "no status of the profile".into() })?;
    let all = || bundles.iter().flat_map(|(_, assignments)| assignments);
    let has_a_plan = all().any(|one| !one.is_over());
    let status = match word.to_ascii_lowercase().as_str() {
        "released" | "available" | "allocated" | "confirmed" => SimStatus::NotInstalled,
        "downloaded" | "installed" | "enabled" | "disabled" if has_a_plan => SimStatus::Available,
        "downloaded" | "installed" | "enabled" | "disabled" => SimStatus::Free,
        "deleted" => SimStatus::Uninstalled,
        _ => SimStatus::Unknown(word.to_owned()),
    };
    Ok(SimReport {
        status,
        activated_at: all().filter_map(|one| one.start_time.0).min(),
        expires_at: all().filter(|one| !one.is_taken_back()).filter_map(|one| one.end_time.0).max(),
    })
}
