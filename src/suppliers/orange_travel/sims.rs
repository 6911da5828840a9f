//! A delivered eSIM at Orange: what is left on it, and how its SIM is.

use super::OrangeTravel;
use super::catalogue::seconds;
use super::networks::{Network, NetworkKind};
use super::wire::{self, BucketBalance, SimStatus as WireStatus, UsageBalance};
use crate::domain::esim::SimNames;
use crate::domain::sim_status::SimStatus;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::{Balance, DataAmount, UsageReport};
use crate::suppliers::wire::Decimal;
use crate::suppliers::{SimReport, SupplierError};
use serde_json::Value;

impl OrangeTravel {
    /// All balances; `None` from a network that does not tell, which is not even asked.
    pub(super) async fn balances(
        &self,
        sim: &SimNames,
        request_id: &str,
    ) -> Result<Option<UsageReport>, SupplierError> {
        let Some(name) = sim.network.as_deref().filter(|name| NetworkKind::named(name).tells_usage()) else {
            return Ok(None);
        };
        let Some(network) = self.network_named(name, request_id).await? else {
            return Ok(None);
        };
        let answer = self.ask_network(&network, "usagebalances", sim, request_id).await?;
        read_usage(answer, self.clock.now()).map(Some)
    }

    /// The SIM's state; `None` where Orange lists no such network.
    pub(super) async fn status(&self, sim: &SimNames, request_id: &str) -> Result<Option<SimReport>, SupplierError> {
        let Some(name) = sim.network.as_deref() else { return Ok(None) };
        let Some(network) = self.network_named(name, request_id).await? else {
            return Ok(None);
        };
        read_status(self.ask_network(&network, "simstatus", sim, request_id).await?).map(Some)
    }

    /// By transaction; where that is not known, Welcome Travelers knows its SIMs by their own number.
    async fn ask_network(
        &self,
        network: &Network,
        what: &'static str,
        sim: &SimNames,
        request_id: &str,
    ) -> Result<Value, SupplierError> {
        let path = ["distributors", "suppliers", &network.id, what];
        let by_transaction = match &sim.reference {
            Some(reference) => self.api.get_json(what, &path, &[("transaction", reference)], request_id).await,
            None => Err(SupplierError::NotFound),
        };
        match (by_transaction, &sim.sim_id) {
            (Err(SupplierError::NotFound | SupplierError::Refused { status: 400, .. }), Some(sim_id))
                if network.kind == NetworkKind::WelcomeTravelers =>
            {
                self.api.get_json(what, &path, &[("simId", sim_id)], request_id).await
            }
            (answer, _) => answer,
        }
    }
}

fn read_usage(answer: Value, taken_at: UnixSeconds) -> Result<UsageReport, SupplierError> {
    if !answer.is_object() {
        return Err(SupplierError::Garbled { reason: "the balances are no object".into() });
    }
    let usage: UsageBalance = wire::object(answer);
    let buckets = wire::list_of(usage.buckets).into_iter().filter(Value::is_object);
    Ok(UsageReport {
        taken_at,
        first_activation: usage.first_activation_date.0,
        number_expires: usage.number_expiration_date.0,
        balances: buckets.map(|bucket| read_balance(wire::object(bucket))).collect(),
    })
}

fn read_balance(bucket: BucketBalance) -> Balance {
    let amount = |number: &Decimal| number.0.clone().filter(|text| !text.starts_with('-'));
    let unit = bucket.data_unit.as_deref().unwrap_or_default();
    let whole = |text: String| text.split('.').next().and_then(|whole| whole.parse().ok());
    Balance {
        name: bucket.name.0.clone().unwrap_or_default(),
        data: amount(&bucket.data_remaining).and_then(|text| DataAmount::from_unit(&text, unit).ok()),
        data_total: None,
        airtime_seconds: seconds(bucket.airtime_remaining.0.as_deref(), bucket.airtime_unit.as_deref()),
        sms: amount(&bucket.sms_remaining).and_then(whole),
        activated_at: bucket.activation_date.0,
        expires_at: bucket.expiration_date.0,
    }
}

fn read_status(answer: Value) -> Result<SimReport, SupplierError> {
    let status: WireStatus = wire::object(answer);
    let word = status.status.0.ok_or_else(|| SupplierError::Garbled { reason: "no status of the SIM".into() })?;
    Ok(SimReport {
        status: SimStatus::parse(&word),
        activated_at: status.activation_date.0,
        // The plan's end; the line may live on.
        expires_at: status.expiration_date.0.or(status.number_expiration_date.0),
    })
}

#[cfg(test)]
mod tests;
