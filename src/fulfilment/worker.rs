//! The worker: claims jobs, runs them, and decides about another try. It runs inside `serve`, on every server.

use super::advance::{Later, advance_order};
use super::catalogue_sync::{SyncError, follow_catalogue, sync_catalogue};
use super::jobs::Job;
use super::mailing::{Mailed, send_mail, tell_if_late};
use super::reconcile;
use super::supplier_watch::look_at_supplier;
use super::webhooks::{Looked, UNKNOWN_FOR, give_up_on_event, look_into_event};
use crate::domain::reconciliation::Pass;
use crate::domain::timestamp::UnixSeconds;
use crate::services::Services;
use crate::store::{ClaimedJob, Finish, Result, StoreError, TaskKind};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A worker that is silent for so long has lost its job to another.
const LEASE: Duration = Duration::from_secs(120);
/// Jobs at the same time.
const HANDS: usize = 4;
/// Without a bell, the outbox is looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// After so many failures in a row, rather more than an hour, a person looks.
const TRIES: i64 = 12;
/// A mail is tried for three days more, every hour: it holds the way to the eSIM.
const TRIES_OF_A_MAIL: i64 = TRIES + 72;

/// Queues what runs on a schedule; what is queued already stays as it is.
pub async fn schedule(services: &Services) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    for supplier in services.suppliers.iter() {
        let supplier = supplier.id().clone();
        Job::LookAtSupplier { supplier: supplier.clone() }.ring(&mut tx, now, now).await?;
        Job::SyncCatalogue { supplier }.ring(&mut tx, now, now).await?;
    }
    Job::SweepSessions.ring(&mut tx, now, now).await?;
    for (place, pass) in (1..).zip(Pass::all(services.suppliers.iter().map(|supplier| supplier.id().clone()))) {
        // One after the other, and orders first.
        Job::Reconcile { pass }.ring(&mut tx, now + place * Duration::from_secs(60), now).await?;
    }
    tx.commit().await
}

/// Runs jobs until `stop` says so; jobs that have begun are finished first.
pub async fn run(services: Services, mut stop: watch::Receiver<bool>) {
    let mut running = JoinSet::new();
    while !*stop.borrow() {
        while running.try_join_next().is_some() {}
        if running.len() >= HANDS {
            running.join_next().await;
            continue;
        }
        match claim(&services).await {
            Ok(Some(job)) => {
                let services = services.clone();
                running.spawn(async move { run_job(&services, job).await });
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the outbox cannot be read"),
        }
        if let Err(error) = follow_catalogue(&services).await {
            tracing::warn!(%error, "the catalogue cannot be read");
        }
        tokio::select! {
            () = services.bell.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
    }
    while running.join_next().await.is_some() {}
}

/// Runs every job that is ready, one after the other, until none is: for commands and tests. Returns how many ran.
pub async fn run_ready(services: &Services) -> Result<usize> {
    let mut ran = 0;
    while let Some(job) = claim(services).await? {
        run_job(services, job).await;
        ran += 1;
    }
    Ok(ran)
}

async fn claim(services: &Services) -> Result<Option<ClaimedJob>> {
    let mut tx = services.store.begin().await?;
    let job = tx.claim_job(services.clock.now(), LEASE).await?;
    tx.commit().await?;
    Ok(job)
}

async fn run_job(services: &Services, claimed: ClaimedJob) {
    let finish = match serde_json::from_str::<Job>(&claimed.job) {
        Ok(job) => run_one(services, &job, &claimed).await,
        Err(error) => Finish::Dead { error: format!("this version does not know the job: {error}") },
    };
    if let Finish::Retry { error, .. } | Finish::Dead { error } = &finish {
        tracing::warn!(job = claimed.name, error, tries = claimed.tries, "a job failed");
    }
    if let Err(error) = end(services, &claimed, &finish).await {
        // The lease runs out by itself; then the job is run again.
        tracing::error!(job = claimed.name, %error, "a job's end could not be written");
    }
}

async fn end(services: &Services, claimed: &ClaimedJob, finish: &Finish) -> Result<()> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    if !tx.finish_job(claimed, finish, now).await? {
        tracing::warn!(job = claimed.name, "another worker has taken the job over");
    }
    let trouble = match finish {
        Finish::Dead { error } => Some(("failed for good", error)),
        // It is tried for as long as it takes, but not in silence.
        Finish::Retry { error, .. } if claimed.tries + 1 == TRIES => Some(("keeps failing and is tried on", error)),
        _ => None,
    };
    if let Some((how, error)) = trouble {
        let job = serde_json::from_str::<Job>(&claimed.job).ok();
        let order = job.as_ref().and_then(Job::order);
        let evidence = format!("the job {} {how}: {error}", claimed.name);
        tx.raise_task(TaskKind::DeadJob, claimed.id.as_str(), order, &evidence, now).await?;
    }
    tx.commit().await
}

async fn run_one(services: &Services, job: &Job, claimed: &ClaimedJob) -> Finish {
    let now = services.clock.now();
    match job {
        Job::AdvanceOrder { order } => match advance_order(services, order).await {
            Ok(Later::At(at)) => Finish::Again(at),
            Ok(Later::Never) => Finish::Done,
            // Money may hang on it: tried for ever, at most an hour apart.
            Err(error) => Finish::Retry { at: now + backoff(claimed.tries), error: error.to_string() },
        },
        Job::TellIfLate { order } => end_of(tell_if_late(services, order).await, claimed, now),
        Job::StripeEvent { event } => match look_into_event(services, event).await {
            Ok(Looked::Done) => Finish::Done,
            Ok(Looked::NotKnownYet(_)) if claimed.tries < 8 => {
                let at = now + backoff(claimed.tries).min(UNKNOWN_FOR / 4);
                Finish::Retry { at, error: "not in our records yet".to_owned() }
            }
            Ok(Looked::NotKnownYet(payment)) => end_of(give_up_on_event(services, event, &payment).await, claimed, now),
            Ok(Looked::NotReadYet) => {
                let error = "the payment provider could not be asked".to_owned();
                Finish::Retry { at: now + backoff(claimed.tries), error }
            }
            Err(error) => Finish::Retry { at: now + backoff(claimed.tries), error: error.to_string() },
        },
        Job::SendMail { mail } => match send_mail(services, mail).await {
            Ok(Mailed::Done) => Finish::Done,
            Ok(Mailed::TryAgain(error)) if claimed.tries + 1 < TRIES_OF_A_MAIL => {
                Finish::Retry { at: now + backoff(claimed.tries), error }
            }
            Ok(Mailed::TryAgain(error)) => Finish::Dead { error },
            Err(error) => Finish::Retry { at: now + backoff(claimed.tries), error: error.to_string() },
        },
        Job::SyncCatalogue { supplier } => match sync_catalogue(services, supplier).await {
            Ok(_) => Finish::Again(now + services.config.catalogue_sync_every),
            Err(SyncError::NotConfigured(_)) => Finish::Done,
            Err(error) => {
                let at = now + backoff(claimed.tries).min(services.config.catalogue_sync_every);
                Finish::Retry { at, error: error.to_string() }
            }
        },
        Job::LookAtSupplier { supplier } => match look_at_supplier(services, supplier).await {
            Ok(true) => Finish::Again(now + Duration::from_secs(3600)),
            Ok(false) => Finish::Again(now + Duration::from_secs(60)),
            Err(error) => Finish::Retry { at: now + backoff(claimed.tries), error: error.to_string() },
        },
        Job::Reconcile { pass } => match reconcile::run_on_schedule(services, pass).await {
            Ok(Some(at)) => Finish::Again(at),
            Ok(None) => Finish::Done,
            Err(error) => Finish::Retry { at: now + backoff(claimed.tries), error: error.to_string() },
        },
        Job::SweepSessions => match sweep(services).await {
            Ok(()) => Finish::Again(now + Duration::from_secs(6 * 3600)),
            Err(error) => Finish::Retry { at: now + backoff(claimed.tries), error: error.to_string() },
        },
    }
}

async fn sweep(services: &Services) -> Result<()> {
    let mut tx = services.store.begin().await?;
    tx.delete_expired_sessions(services.clock.now()).await?;
    tx.commit().await
}

fn end_of(result: std::result::Result<(), StoreError>, claimed: &ClaimedJob, now: UnixSeconds) -> Finish {
    match result {
        Ok(()) => Finish::Done,
        Err(error) => retry(error.to_string(), claimed, now),
    }
}

fn retry(error: String, claimed: &ClaimedJob, now: UnixSeconds) -> Finish {
    if claimed.tries + 1 >= TRIES {
        Finish::Dead { error }
    } else {
        Finish::Retry { at: now + backoff(claimed.tries), error }
    }
}

/// 2 s, doubling to an hour.
fn backoff(tries: i64) -> Duration {
    Duration::from_secs(2_u64.saturating_pow(u32::try_from(tries.clamp(0, 11)).unwrap_or(11) + 1).min(3600))
}
