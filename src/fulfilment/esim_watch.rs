//! The watch over every delivered eSIM: asks about those whose time has come, and after each look plans the next one
//! and owes the buyer what is news.

use super::jobs::Job;
use super::usage_sync::{EsimUse, StoredSim, refresh_esim_within, stored_use};
use crate::domain::esim_life::EsimLife;
use crate::domain::sim_status::SimStatus;
use crate::domain::timestamp::UnixSeconds;
use crate::services::Services;
use crate::store::{Esim, Family, Result, Tx};
use futures_util::future::join_all;
use std::time::Duration;

/// Asked about in one run, so many at the same time, each for so long at most: a run ends well within its lease.
const AT_MOST: u32 = 40;
const AT_ONCE: usize = 4;
const PATIENCE: Duration = Duration::from_secs(8);
/// The job runs at most and at least this often.
const SOONEST: Duration = Duration::from_secs(300);
const LATEST: Duration = Duration::from_secs(3600);
/// A question that failed is asked again within this time.
const AGAIN: Duration = Duration::from_secs(3600);

/// Asks about the eSIMs whose time has come; gives the time of the next run.
pub async fn watch_esims(services: &Services) -> Result<UnixSeconds> {
    let now = services.clock.now();
    let due = services.store.snapshot().await?.esims_to_look_at(now, AT_MOST).await?;
    for some in due.chunks(AT_ONCE) {
        let asking = some.iter().map(|esim| refresh_esim_within(services, esim, PATIENCE));
        for asked in join_all(asking).await {
            asked?;
        }
    }
    let next = services.store.snapshot().await?.next_look_at().await?;
    Ok(next.unwrap_or(now + LATEST).clamp(now + SOONEST, now + LATEST))
}

/// After a look: keeps a sample, owes what is news, plans the next look. Returns whether a mail is owed.
pub(super) async fn look_after(tx: &mut Tx, esim: &Esim, failed: bool, now: UnixSeconds) -> Result<bool> {
    let Some(family) = tx.family(&esim.order).await? else { return Ok(false) };
    let known = stored_use(tx, &esim.id).await?;
    let status = known.sim.as_ref().map(StoredSim::status);
    let Some(life) = life(esim, &family, &known, status.as_ref()) else { return Ok(false) };
    if let Some(sample) = life.sample() {
        tx.keep_sample(&esim.id, &sample).await?;
    }
    let mut owed = false;
    for notice in life.due(now) {
        if let Some(mail) = tx.owe_notice(esim, notice, &family.order.email, now).await? {
            Job::SendMail { mail }.ring(tx, now, now).await?;
            owed = true;
        }
    }
    let next = life.next_look(now).map(|at| if failed { at.min(now + AGAIN) } else { at });
    tx.plan_look(&esim.id, next, life.papers_until()).await?;
    Ok(owed)
}

/// What is known of an eSIM, put together; `None` only if its line is gone.
pub(super) fn life<'a>(
    esim: &Esim,
    family: &'a Family,
    known: &'a EsimUse,
    status: Option<&'a SimStatus>,
) -> Option<EsimLife<'a>> {
    let line = family.lines.iter().find(|line| line.id == esim.line)?;
    Some(EsimLife {
        facts: &line.facts,
        sold_at: esim.sold_at,
        usage: known.read.usage.as_ref(),
        status,
        sim_ends_at: known.sim.as_ref().and_then(|sim| sim.expires_at),
    })
}
