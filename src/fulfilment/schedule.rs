//! What runs by the clock: queued at every start, and from then on each job queues itself again.

use super::jobs::Job;
use crate::domain::reconciliation::Pass;
use crate::services::Services;
use crate::store::Result;
use std::time::Duration;

/// Queues what runs on a schedule; what is queued already stays as it is.
pub async fn schedule(services: &Services) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    for supplier in services.suppliers.iter() {
        let (pushes, credit) = (supplier.capabilities().pushes, supplier.capabilities().credit);
        let supplier = supplier.id().clone();
        Job::LookAtSupplier { supplier: supplier.clone() }.ring(&mut tx, now, now).await?;
        if pushes {
            Job::RegisterPushes { supplier: supplier.clone() }.ring(&mut tx, now, now).await?;
        }
        if credit {
            Job::WatchCredit { supplier: supplier.clone() }.ring(&mut tx, now, now).await?;
        }
        Job::SyncCatalogue { supplier }.ring(&mut tx, now, now).await?;
    }
    Job::WatchEsims.ring(&mut tx, now, now).await?;
    Job::SweepSessions.ring(&mut tx, now, now).await?;
    for (place, pass) in (1..).zip(Pass::all(services.suppliers.iter().map(|supplier| supplier.id().clone()))) {
        // One after the other, and orders first.
        Job::Reconcile { pass }.ring(&mut tx, now + place * Duration::from_secs(60), now).await?;
    }
    tx.commit("scheduled").await
}
