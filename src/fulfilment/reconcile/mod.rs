//! Reconciliation: our records against Stripe's, the suppliers' and themselves.
//!
//! Each pass reads a stretch of time whole, on both sides, and writes every difference down with both sides' figures.
//! Only steps that exist anyway mend something: an event goes through the webhooks' door, a sale that is found is
//! adopted, an order's job is rung. Everything else stands before a person with its safe next step.

mod disputes;
mod events;
mod fees;
mod ledger;
mod lost_jobs;
mod payment_rules;
mod payments;
mod refunds;
mod report;
mod sale_rules;
mod sales;
mod window;
mod words;

pub use report::{PassReport, Report, Stretch, reconcile};
pub use words::{difference, pass};

use super::jobs::Job;
use crate::domain::ids::OrderId;
use crate::domain::money::Money;
use crate::domain::reconciliation::Pass;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::PaymentError;
use crate::services::Services;
use crate::store::{Counts, Result, SeenDifference, StoreError, TaskKind};
use crate::suppliers::SupplierError;
use std::collections::BTreeSet;
use std::time::Duration;
use thiserror::Error;
use window::Window;

/// What may be under way at this moment is no difference yet.
const UNDER_WAY: Duration = Duration::from_secs(120);

/// When something new is being mended, or could not be read, the next look comes earlier.
const LOOK_AGAIN: Duration = Duration::from_secs(180);

/// Why a pass saw only a part.
#[derive(Debug, Error)]
enum PassError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Payments(#[from] PaymentError),
    #[error(transparent)]
    Supplier(#[from] SupplierError),
}

/// What mends a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cure {
    /// It was mended as soon as it was seen.
    Done,
    /// The order's next run.
    Advance,
    /// A person, with this task.
    Person(TaskKind),
    /// A person who reads the report, or time.
    Nothing,
}

/// What a pass has seen so far.
#[derive(Default)]
struct Tally {
    compared: i64,
    others: i64,
    findings: Vec<(SeenDifference, Cure)>,
}

impl Tally {
    fn find(&mut self, seen: SeenDifference, cure: Cure) {
        tracing::warn!(kind = seen.kind.as_str(), subject = seen.subject, evidence = seen.evidence, "a difference");
        self.findings.push((seen, cure));
    }
}

/// How a pass ended.
struct PassRun {
    window: Window,
    counts: Counts,
    /// Why a part could not be read.
    problem: Option<String>,
    /// The orders that were rung.
    rung: BTreeSet<OrderId>,
    /// A difference that was not there before is being mended.
    is_mending: bool,
}

/// Makes a pass over the stretch of time that is due, as a job; when the next one is due. `None` when its supplier is
/// not configured any more.
pub async fn run_on_schedule(services: &Services, pass: &Pass) -> Result<Option<UnixSeconds>> {
    if let Pass::Supplier(id) = pass
        && services.suppliers.get(id).is_none()
    {
        return Ok(None);
    }
    let window = Window::due(services, pass).await?;
    let run = run(services, pass, window).await?;
    let soon = run.is_mending || run.problem.is_some();
    Ok(Some(services.clock.now() + if soon { LOOK_AGAIN.min(pass.every()) } else { pass.every() }))
}

/// Whether a restored backup still waits to be compared with the world: nothing new is sold meanwhile.
pub async fn is_held_back(services: &Services) -> Result<bool> {
    let restored = services.store.snapshot().await?.restored().await?;
    Ok(restored.is_some_and(|restored| !restored.compared))
}

async fn run(services: &Services, pass: &Pass, window: Window) -> Result<PassRun> {
    let mut tx = services.store.begin().await?;
    let id = tx.begin_reconciliation(pass, window.from, window.until, services.clock.now()).await?;
    tx.commit("pass_begun").await?;

    let mut tally = Tally::default();
    let problem = match compare(services, pass, window, &mut tally).await {
        Ok(()) => None,
        Err(PassError::Store(error)) => return Err(error),
        Err(error) => Some(error.to_string()),
    };
    if let Some(problem) = &problem {
        tracing::warn!(%pass, problem, "a reconciliation could not read everything");
    }

    let now = services.clock.now();
    let mut counts = Counts { compared: tally.compared, others: tally.others, ..Counts::default() };
    let mut rung = BTreeSet::new();
    let mut is_mending = false;
    let mut tx = services.store.begin().await?;
    for (seen, cure) in &tally.findings {
        let is_new = tx.see_difference(pass, &id, seen, now).await?;
        match (cure, &seen.order) {
            (Cure::Done, _) => {
                tx.heal_difference(seen.kind, &seen.subject, now).await?;
                counts.healed += 1;
            }
            (Cure::Advance, Some(order)) => {
                Job::AdvanceOrder { order: order.clone() }.ring(&mut tx, now, now).await?;
                rung.insert(order.clone());
                is_mending |= is_new;
            }
            (Cure::Person(task), order) => {
                tx.raise_task(*task, &seen.subject, order.as_ref(), &seen.evidence, now).await?;
            }
            (Cure::Advance, None) | (Cure::Nothing, _) => {}
        }
    }
    if problem.is_none() {
        let healed = tx.heal_unseen_differences(&id, now).await?;
        counts.healed += i64::try_from(healed).unwrap_or(i64::MAX);
    }
    counts.standing = tx.count_standing(Some(pass)).await?;
    tx.end_reconciliation(&id, counts, problem.as_deref(), now).await?;
    tx.commit("pass_ended").await?;
    services.bell.notify_one();
    Ok(PassRun { window, counts, problem, rung, is_mending })
}

async fn compare(
    services: &Services,
    pass: &Pass,
    window: Window,
    tally: &mut Tally,
) -> std::result::Result<(), PassError> {
    match pass {
        Pass::Jobs => lost_jobs::compare(services, window, tally).await,
        Pass::Events => events::compare(services, window, tally).await,
        Pass::Payments => payments::compare(services, window, tally).await,
        Pass::Supplier(id) => sales::compare(services, id, window, tally).await,
        Pass::Refunds => refunds::compare(services, window, tally).await,
        Pass::Disputes => disputes::compare(services, window, tally).await,
        Pass::Ledger => {
            fees::book(services, window).await?;
            ledger::compare(services, window, tally).await
        }
    }
}

/// Somebody else moved the order at the same moment: what stands now is for the next pass.
fn unless_moved<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Conflict) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An amount as evidence shows it, such as `12.99 EUR`.
fn figure(amount: Money) -> String {
    format!("{} {}", amount.to_decimal(), amount.currency.as_str())
}

/// Two sentences, one for each side.
fn evidence(ours: &str, theirs: &str) -> String {
    format!("Our records: {ours}. {theirs}.")
}
