//! The worker: claims jobs, runs them, and decides about another try. It runs inside `serve`, on every server.

use super::advance::{Later, advance_order};
use super::catalogue_sync::{SyncError, follow_catalogue, sync_catalogue};
use super::credit_watch::watch_credit;
use super::esim_watch::watch_esims;
use super::jobs::Job;
use super::line_watch::{follow_lines, try_lines, wants_a_look};
use super::mailing::{Posted, send_mail, tell_if_late};
use super::pushes::{Told, give_up_on_push, look_into_push, register_pushes};
use super::reconcile;
use super::supplier_watch::look_at_supplier;
use super::webhooks::{Looked, UNKNOWN_FOR, give_up_on_event, look_into_event};
use crate::domain::timestamp::UnixSeconds;
use crate::services::Services;
use crate::store::{ClaimedJob, Finish, Result, StoreError, TaskKind};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
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

/// An event about what is not in our records is looked into so often: what it names may just be being written down.
const TRIES_OF_THE_UNKNOWN: i64 = 8;

/// Runs jobs until `stop` says so; jobs that have begun are finished first.
pub async fn run(services: Services, mut stop: watch::Receiver<bool>) {
    let mut hands = JoinSet::new();
    let mut looks = JoinSet::new();
    let look_every = services.store.trial().look_every(LOOK_EVERY);
    while !*stop.borrow() {
        while hands.try_join_next().is_some() {}
        if hands.len() >= HANDS {
            hands.join_next().await;
            continue;
        }
        match claim(&services).await {
            Ok(Some(job)) => {
                let (services, stop) = (services.clone(), stop.clone());
                hands.spawn(async move { run_from(&services, job, || !*stop.borrow()).await });
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the outbox cannot be read"),
        }
        if let Err(error) = follow_catalogue(&services).await {
            tracing::warn!(%error, "the catalogue cannot be read");
        }
        if let Err(error) = follow_lines(&services).await {
            tracing::warn!(%error, "the catalogue cannot be read");
        }
        while looks.try_join_next().is_some() {}
        if looks.is_empty() && wants_a_look(&services) {
            let services = services.clone();
            looks.spawn(async move { try_lines(&services).await });
        }
        tokio::select! {
            () = services.bell.notified() => {}
            () = tokio::time::sleep(look_every) => {}
            _ = stop.changed() => {}
        }
    }
    while hands.join_next().await.is_some() {}
}

/// Runs every job that is ready, one after the other, until none is: for commands and tests. Returns how many ran.
pub async fn run_ready(services: &Services) -> Result<usize> {
    try_lines(services).await;
    follow_lines(services).await?;
    match claim(services).await? {
        Some(job) => Ok(run_from(services, job, || true).await),
        None => Ok(0),
    }
}

async fn claim(services: &Services) -> Result<Option<ClaimedJob>> {
    let mut tx = services.store.begin().await?;
    let job = tx.claim_job(services.clock.now(), LEASE).await?;
    if job.is_some() {
        tx.commit("job_claimed").await?;
    }
    Ok(job)
}

/// Runs a job and then what is ready next, as long as `go_on` says so. Returns how many ran.
async fn run_from(services: &Services, first: ClaimedJob, go_on: impl Fn() -> bool) -> usize {
    let mut next = Some(first);
    let mut ran = 0;
    while let Some(claimed) = next {
        ran += 1;
        let ended = run_claimed(&services.for_job(&claimed.name), &claimed).await;
        if let Finish::Retry { error, .. } | Finish::Dead { error } = &ended.finish {
            tracing::warn!(job = claimed.name, error, tries = claimed.tries, "a job failed");
        }
        next = match end(services, &claimed, &ended, go_on()).await {
            Ok(next) => next,
            // The lease runs out by itself; then the job is run again.
            Err(error) => {
                tracing::error!(job = claimed.name, %error, "a job's end could not be written");
                None
            }
        };
    }
    ran
}

/// How a run ended, and what is written down with its end.
struct Ended {
    finish: Finish,
    posted: Option<Posted>,
}

impl From<Finish> for Ended {
    fn from(finish: Finish) -> Self {
        Self { finish, posted: None }
    }
}

async fn run_claimed(services: &Services, claimed: &ClaimedJob) -> Ended {
    let Ok(job) = serde_json::from_str::<Job>(&claimed.job) else {
        return Finish::Dead { error: "this version does not know the job".to_owned() }.into();
    };
    tracing::debug!(job = claimed.name, tries = claimed.tries, "a job begins");
    // One that panics is a job that failed: it is tried later, and stands before a person in the end.
    match AssertUnwindSafe(run_one(services, &job, claimed)).catch_unwind().await {
        Ok(ended) => ended,
        Err(_) => {
            let at = services.clock.now() + backoff(claimed.tries);
            Finish::Retry { at, error: "it panicked; the log says where".to_owned() }.into()
        }
    }
}

/// Writes down how a run ended and, in the same transaction, claims what is ready next.
async fn end(services: &Services, claimed: &ClaimedJob, ended: &Ended, go_on: bool) -> Result<Option<ClaimedJob>> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    if let Some(posted) = &ended.posted {
        posted.write_down(&mut tx, now).await?;
    }
    if !tx.finish_job(claimed, &ended.finish, now).await? {
        tracing::warn!(job = claimed.name, "another worker has taken the job over");
    }
    let trouble = match &ended.finish {
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
    let next = if go_on { tx.claim_job(now, LEASE).await? } else { None };
    tx.commit("job_ended").await?;
    Ok(next)
}

async fn run_one(services: &Services, job: &Job, claimed: &ClaimedJob) -> Ended {
    let now = services.clock.now();
    let finish = match job {
        Job::AdvanceOrder { order } => match advance_order(services, order).await {
            Ok(Later::At(at)) => Finish::Again(at),
            Ok(Later::Never) => Finish::Done,
            // Money may hang on it: tried for ever, at most an hour apart.
            Err(error) => Finish::Retry { at: now + backoff(claimed.tries), error: error.to_string() },
        },
        Job::TellIfLate { order } => end_of(tell_if_late(services, order).await, claimed, now),
        Job::StripeEvent { event } => match look_into_event(services, event).await {
            Ok(Looked::Done) => Finish::Done,
            Ok(Looked::NotKnownYet(_)) if claimed.tries < TRIES_OF_THE_UNKNOWN => {
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
            Ok(None) => Finish::Done,
            Ok(Some(posted)) => {
                let finish = match posted.try_again() {
                    Some(error) if claimed.tries + 1 < TRIES_OF_A_MAIL => {
                        Finish::Retry { at: now + backoff(claimed.tries), error: error.to_owned() }
                    }
                    Some(error) => Finish::Dead { error: error.to_owned() },
                    None => Finish::Done,
                };
                return Ended { finish, posted: Some(posted) };
            }
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
        Job::WatchCredit { supplier } => match watch_credit(services, supplier).await {
            Ok(true) => Finish::Again(now + Duration::from_secs(3600)),
            Ok(false) => Finish::Again(now + Duration::from_secs(300)),
            Err(error) => Finish::Retry { at: now + backoff(claimed.tries), error: error.to_string() },
        },
        Job::RegisterPushes { supplier } => match register_pushes(services, supplier).await {
            Ok(()) => Finish::Done,
            Err(error) => retry(error.to_string(), claimed, now),
        },
        Job::SupplierPush { supplier, event } => match look_into_push(services, supplier, event).await {
            Ok(Told::Done) => Finish::Done,
            Ok(Told::NotYet(why)) if claimed.tries < TRIES_OF_THE_UNKNOWN => {
                let at = now + backoff(claimed.tries).min(UNKNOWN_FOR / 4);
                Finish::Retry { at, error: why.to_owned() }
            }
            Ok(Told::NotYet(why)) => end_of(give_up_on_push(services, supplier, event, why).await, claimed, now),
            Err(error) => Finish::Retry { at: now + backoff(claimed.tries), error: error.to_string() },
        },
        Job::WatchEsims => match watch_esims(services).await {
            Ok(at) => Finish::Again(at),
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
    };
    finish.into()
}

async fn sweep(services: &Services) -> Result<()> {
    let mut tx = services.store.begin().await?;
    tx.delete_expired_sessions(services.clock.now()).await?;
    tx.commit("sessions_swept").await
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
