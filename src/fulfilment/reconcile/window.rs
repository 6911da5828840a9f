//! Over which time a pass compares: what is due since the last complete one, with an overlap, or as much as is asked for.

use crate::config::Config;
use crate::domain::reconciliation::Pass;
use crate::domain::timestamp::{DAY, UnixSeconds};
use crate::services::Services;
use crate::store::Result;
use std::time::Duration;

/// A stretch of time, both ends included; things belong to it by when they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub from: UnixSeconds,
    pub until: UnixSeconds,
    /// Everything in it is compared, not only what is known to have gone wrong.
    pub whole: bool,
}

/// Stripe keeps its events for so long.
const EVENTS_KEPT: Duration = Duration::from_secs(30 * 86_400);

/// A pass that is due reaches back no further, however long the shop was closed; `escale reconcile --full` does.
const LONGEST: Duration = Duration::from_secs(36 * 86_400);

/// For the sake of a difference that stands, a pass that is due reaches back so far.
const FOR_STANDING: Duration = Duration::from_secs(7 * 86_400);

/// Beyond the time in which things still change, for clocks that differ and lists that lag.
const SLACK: Duration = Duration::from_secs(3600);

/// Things older than that do not change any more by themselves.
fn overlap(pass: &Pass, config: &Config) -> Duration {
    match pass {
        Pass::Jobs | Pass::Events => SLACK,
        Pass::Payments => config.session_life + config.accepted_deadline + SLACK,
        Pass::Supplier(_) => config.accepted_deadline + SLACK,
        // A refund may fail weeks later, or be made by hand.
        Pass::Refunds | Pass::Ledger => 35 * DAY,
        // How it ends is read of every order that is frozen, however old.
        Pass::Disputes => 2 * DAY,
    }
}

impl Window {
    /// What is due: from the last complete pass on, and as far back as something may have changed since, or as a
    /// difference stands.
    pub async fn due(services: &Services, pass: &Pass) -> Result<Self> {
        let until = services.clock.now();
        let mut tx = services.store.snapshot().await?;
        let compared = match tx.compared_until(pass).await? {
            Some(at) => at,
            None => tx.first_order_at().await?.unwrap_or(until),
        };
        let changing = compared.min(until) - overlap(pass, &services.config);
        let standing = tx.oldest_standing(pass).await?.map_or(until, |at| at.max(until - FOR_STANDING));
        let from = changing.min(standing).max(until - LONGEST);
        Ok(Self { from, until, whole: false }.fit(pass))
    }

    /// Everything since then.
    pub fn since(from: UnixSeconds, until: UnixSeconds, pass: &Pass) -> Self {
        Self { from, until, whole: true }.fit(pass)
    }

    /// Everything that this shop may ever have had to do with: since its first order, thirty days at least, because
    /// records that were set back do not know how far they once were.
    pub async fn everything(services: &Services, pass: &Pass) -> Result<Self> {
        let until = services.clock.now();
        let first = services.store.snapshot().await?.first_order_at().await?.unwrap_or(until);
        Ok(Self::since(first.min(until - EVENTS_KEPT) - SLACK, until, pass))
    }

    fn fit(self, pass: &Pass) -> Self {
        let from = match pass {
            // What is under way is looked at whenever it began.
            Pass::Jobs => UnixSeconds(0),
            Pass::Events => self.from.max(self.until - EVENTS_KEPT),
            _ => self.from,
        };
        Self { from, ..self }
    }
}
