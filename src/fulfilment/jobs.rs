//! The jobs: what is done outside a request, each by name, so that one thing is never queued twice.

use crate::domain::ids::{MailId, OrderId, SupplierId};
use crate::domain::reconciliation::Pass;
use crate::domain::timestamp::UnixSeconds;
use crate::store::{Result, StoreError, Tx};
use serde::{Deserialize, Serialize};

/// One job, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Makes the order's next steps.
    AdvanceOrder {
        order: OrderId,
    },
    /// Tells the buyer that the payment is in, if the eSIM takes its time.
    TellIfLate {
        order: OrderId,
    },
    /// Looks at what a Stripe event points to.
    StripeEvent {
        event: String,
    },
    SendMail {
        mail: MailId,
    },
    /// Reads a supplier's catalogue, prices it, swaps the snapshot.
    SyncCatalogue {
        supplier: SupplierId,
    },
    /// Looks whether a supplier's eSIMs may be sold (Orange: whether its key is ours).
    LookAtSupplier {
        supplier: SupplierId,
    },
    /// Reads what is left of the money paid to a supplier in advance.
    WatchCredit {
        supplier: SupplierId,
    },
    /// Tells a supplier where it may push to.
    RegisterPushes {
        supplier: SupplierId,
    },
    /// Reads again what a supplier's push is about.
    SupplierPush {
        supplier: SupplierId,
        event: String,
    },
    /// Asks about the eSIMs whose time has come: one job for the whole shop.
    WatchEsims,
    /// Deletes staff sessions that have ended.
    SweepSessions,
    /// Compares our records with the world.
    Reconcile {
        pass: Pass,
    },
}

impl Job {
    /// The name under which it is queued once.
    pub fn name(&self) -> String {
        match self {
            Self::AdvanceOrder { order } => format!("advance:{order}"),
            Self::TellIfLate { order } => format!("tell_if_late:{order}"),
            Self::StripeEvent { event } => format!("stripe_event:{event}"),
            Self::SendMail { mail } => format!("mail:{mail}"),
            Self::SyncCatalogue { supplier } => format!("sync:{supplier}"),
            Self::LookAtSupplier { supplier } => format!("look_at:{supplier}"),
            Self::WatchCredit { supplier } => format!("credit:{supplier}"),
            Self::RegisterPushes { supplier } => format!("register_pushes:{supplier}"),
            Self::SupplierPush { supplier, event } => format!("push:{supplier}:{event}"),
            Self::WatchEsims => "watch_esims".to_owned(),
            Self::SweepSessions => "sweep_sessions".to_owned(),
            Self::Reconcile { pass } => format!("reconcile:{pass}"),
        }
    }

    /// The order that it is about, for the task of a dead job.
    pub fn order(&self) -> Option<&OrderId> {
        match self {
            Self::AdvanceOrder { order } | Self::TellIfLate { order } => Some(order),
            _ => None,
        }
    }

    /// Queues it in the caller's transaction, or brings it forward.
    pub async fn ring(&self, tx: &mut Tx, run_at: UnixSeconds, now: UnixSeconds) -> Result<()> {
        let text = serde_json::to_string(self).map_err(|error| StoreError::Unreadable(error.to_string()))?;
        tx.ring(&self.name(), &text, run_at, now).await
    }

    /// Brings it forward in the caller's transaction, where it is queued at all.
    pub async fn bring_forward(&self, tx: &mut Tx, run_at: UnixSeconds) -> Result<()> {
        tx.bring_forward(&self.name(), run_at).await
    }

    /// Puts it off in the caller's transaction, unless somebody has rung for it.
    pub async fn put_off(&self, tx: &mut Tx, run_at: UnixSeconds) -> Result<()> {
        tx.put_off(&self.name(), run_at).await
    }

    /// Takes it back in the caller's transaction: there is nothing to do any more.
    pub async fn take_back(&self, tx: &mut Tx) -> Result<()> {
        tx.take_back(&self.name()).await
    }
}
