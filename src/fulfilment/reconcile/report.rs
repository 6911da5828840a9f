//! Reconciling now, at a person's word: every pass, what mends itself is mended, then a second look; and the report.

use super::run;
use super::window::Window;
use crate::domain::reconciliation::Pass;
use crate::domain::timestamp::UnixSeconds;
use crate::fulfilment::advance::advance_order;
use crate::services::Services;
use crate::store::{Counts, Difference, Restored, Result};

/// Over which time, and which passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// What is due, without the daily passes.
    Due,
    /// Everything since then.
    Since(UnixSeconds),
    /// Everything that this shop may ever have had to do with: after a restore, this sets it going again.
    Everything,
}

/// How one pass ended, after its last look.
#[derive(Clone, Debug)]
pub struct PassReport {
    pub pass: Pass,
    pub from: UnixSeconds,
    pub until: UnixSeconds,
    /// `healed` over all looks, the rest as of the last one.
    pub counts: Counts,
    /// Why a part could not be read.
    pub problem: Option<String>,
    /// What stands and is not settled, oldest first.
    pub differences: Vec<Difference>,
}

/// How a reconciliation ended.
#[derive(Clone, Debug)]
pub struct Report {
    pub started_at: UnixSeconds,
    pub ended_at: UnixSeconds,
    /// The backup that the records come from, if they do, and whether it is done with.
    pub restored: Option<Restored>,
    pub passes: Vec<PassReport>,
}

impl Report {
    /// How many differences stand.
    pub fn standing(&self) -> i64 {
        self.passes.iter().map(|pass| pass.counts.standing).sum()
    }

    /// Every pass has read everything.
    pub fn is_complete(&self) -> bool {
        self.passes.iter().all(|pass| pass.problem.is_none())
    }
}

/// Looks at everything so often: an order's run may bring to light what only the next pass can compare.
const LOOKS: usize = 3;

/// Makes every pass now. Safe beside a shop that serves, on the same records.
///
/// Err only for the database; a side that cannot be read is in the report.
pub async fn reconcile(services: &Services, stretch: Stretch) -> Result<Report> {
    let started_at = services.clock.now();
    let suppliers = services.suppliers.iter().map(|supplier| supplier.id().clone());
    let mut reports: Vec<PassReport> = Vec::new();
    for pass in Pass::all(suppliers).into_iter().filter(|pass| stretch != Stretch::Due || !pass.is_daily()) {
        let counts = Counts::default();
        let (from, until) = (started_at, started_at);
        reports.push(PassReport { pass, from, until, counts, problem: None, differences: Vec::new() });
    }
    for _ in 0..LOOKS {
        let mut is_mending = false;
        for report in &mut reports {
            is_mending |= look(services, stretch, report).await?;
        }
        if !is_mending {
            break;
        }
    }
    let mut tx = services.store.begin().await?;
    for difference in tx.standing_differences().await? {
        if let Some(report) = reports.iter_mut().find(|report| report.pass == difference.pass) {
            report.differences.push(difference);
        }
    }
    for report in &mut reports {
        report.counts.standing = tx.count_standing(Some(&report.pass)).await?;
    }
    let now = services.clock.now();
    let mut report = Report { started_at, ended_at: now, restored: tx.restored().await?, passes: reports };
    if let Some(restored) = &mut report.restored
        && stretch == Stretch::Everything
        && report.passes.iter().all(|pass| pass.problem.is_none())
        && !restored.compared
    {
        tx.mark_compared(now).await?;
        restored.compared = true;
        tracing::info!("the restored records were compared with the world: the shop sells again");
    }
    tx.commit("compared").await?;
    Ok(report)
}

/// One look of one pass; whether it has set an order going.
async fn look(services: &Services, stretch: Stretch, report: &mut PassReport) -> Result<bool> {
    let window = match stretch {
        Stretch::Due => Window::due(services, &report.pass).await?,
        Stretch::Since(from) => Window::since(from, services.clock.now(), &report.pass),
        Stretch::Everything => Window::everything(services, &report.pass).await?,
    };
    let run = run(services, &report.pass, window).await?;
    for order in &run.rung {
        // What it waits for stays with its job, which any worker runs.
        advance_order(services, order).await?;
    }
    let healed = report.counts.healed + run.counts.healed;
    report.counts = Counts { healed, ..run.counts };
    (report.from, report.until, report.problem) = (run.window.from, run.window.until, run.problem);
    Ok(!run.rung.is_empty())
}
