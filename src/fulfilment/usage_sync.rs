//! What is left on an eSIM and how the SIM is: one question to the supplier in five minutes, however often a page asks.

use super::esim_watch::look_after;
use crate::domain::ids::EsimId;
use crate::domain::sim_status::SimStatus;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::runs_out_at;
use crate::services::Services;
use crate::store::{Esim, EsimRead, Result, StoreError, Tx};
use crate::suppliers::SimReport;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A supplier is asked about one eSIM at most once in this time.
pub const ASK_EVERY: Duration = Duration::from_secs(300);

/// Everything that is known of an eSIM's use, for pages.
#[derive(Clone, Debug, Default)]
pub struct EsimUse {
    pub read: EsimRead,
    pub sim: Option<StoredSim>,
    /// When the data runs out, if it is used on as it was of late.
    pub runs_out_at: Option<UnixSeconds>,
}

/// So many samples are looked at for a forecast: more than three days of questions, unless they come every hour.
const SAMPLES: u32 = 48;

/// A SIM's state as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSim {
    /// The supplier's word.
    pub status: String,
    pub activated_at: Option<UnixSeconds>,
    pub expires_at: Option<UnixSeconds>,
}

impl From<SimReport> for StoredSim {
    fn from(SimReport { status, activated_at, expires_at }: SimReport) -> Self {
        Self { status: status.as_str().to_owned(), activated_at, expires_at }
    }
}

impl StoredSim {
    /// The state in our words.
    pub fn status(&self) -> SimStatus {
        SimStatus::parse(&self.status)
    }
}

/// What is known now; asks the supplier first if it was not asked in the last five minutes.
pub async fn refresh_esim(services: &Services, esim: &Esim) -> Result<EsimUse> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let ask = tx.claim_esim_read(&esim.id, now, now - ASK_EVERY).await?;
    tx.commit("usage_claimed").await?;
    if ask {
        ask_supplier(services, esim, now).await?;
    }
    known_use(services, &esim.id).await
}

/// Asks the supplier whenever it was asked last: it has told that something changed. `false` when it could not be asked.
pub async fn refresh_told_esim(services: &Services, esim: &Esim) -> Result<bool> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    tx.claim_esim_read(&esim.id, now, now).await?;
    tx.commit("told_usage_claimed").await?;
    ask_supplier(services, esim, now).await?;
    let read = services.store.snapshot().await?.esim_read(&esim.id).await?;
    Ok([read.usage_at, read.sim_at].into_iter().flatten().any(|at| at >= now))
}

/// As `refresh_esim`, but comes back after `patience` at the latest with what is known by then; the question goes on
/// without the caller.
pub async fn refresh_esim_within(services: &Services, esim: &Esim, patience: Duration) -> Result<EsimUse> {
    let task = tokio::spawn({
        let (services, esim) = (services.clone(), esim.clone());
        async move { refresh_esim(&services, &esim).await }
    });
    match tokio::time::timeout(patience, task).await {
        Ok(Ok(known)) => known,
        Ok(Err(_)) | Err(_) => known_use(services, &esim.id).await,
    }
}

/// What is known, without asking anybody.
pub async fn known_use(services: &Services, esim: &EsimId) -> Result<EsimUse> {
    stored_use(&mut services.store.snapshot().await?, esim).await
}

/// As `known_use`, within the caller's transaction.
pub async fn stored_use(tx: &mut Tx, esim: &EsimId) -> Result<EsimUse> {
    let read = tx.esim_read(esim).await?;
    let sim = read.sim.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let runs_out_at = runs_out_at(&tx.newest_samples(esim, SAMPLES).await?);
    Ok(EsimUse { read, sim, runs_out_at })
}

/// Asks for everything that the network tells, and writes it down with all that follows from it. Nobody can be asked
/// about an eSIM whose supplier is no longer configured: only time goes on for it.
async fn ask_supplier(services: &Services, esim: &Esim, now: UnixSeconds) -> Result<()> {
    let (usage, sim) = match services.suppliers.get(&esim.supplier) {
        None => (None, None),
        Some(supplier) => {
            let (names, request_id) = (esim.sim_names(), super::provision::new_request_id());
            let (usage, sim) = tokio::join!(
                services.outside("supplier.usage", supplier.usage(&names, &request_id)),
                services.outside("supplier.sim_status", supplier.sim_status(&names, &request_id)),
            );
            (Some(usage), Some(sim))
        }
    };
    let failed = matches!(usage, Some(Err(_))) || matches!(sim, Some(Err(_)));
    let mut tx = services.store.begin().await?;
    match usage {
        Some(Ok(Some(report))) => tx.store_usage(&esim.id, &report).await?,
        Some(Ok(None)) => tx.store_no_usage(&esim.id, now).await?,
        Some(Err(error)) => tracing::warn!(esim = %esim.id, %error, "could not read the usage"),
        None => {}
    }
    match sim {
        Some(Ok(Some(report))) => {
            let stored = StoredSim::from(report);
            let text = serde_json::to_string(&stored).map_err(|error| StoreError::Unreadable(error.to_string()))?;
            tx.store_sim(&esim.id, &text, now).await?;
        }
        Some(Err(error)) => tracing::warn!(esim = %esim.id, %error, "could not read the SIM's state"),
        Some(Ok(None)) | None => {}
    }
    let owed = look_after(&mut tx, esim, failed, now).await?;
    tx.commit("usage_stored").await?;
    if owed {
        services.bell.notify_one();
    }
    Ok(())
}
