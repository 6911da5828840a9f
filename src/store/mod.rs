//! The shop's records: SQLite out of the box, PostgreSQL by one setting, one text of SQL for both.
//!
//! `begin` is the only door to a change, `snapshot` the only one to a read; both give a `Tx`. Every statement goes
//! through the three macros below (`execute!`, `optional!`, `all!`), which run the same text on either driver.
//! Placeholders are `$n`; money is in minor units; times are unix seconds in columns that end in `_at` or `_by`.

mod answers;
mod attempts;
mod audit;
pub mod backup;
pub mod cipher;
mod columns;
mod comparing;
mod connect;
mod differences;
mod esim_life;
mod esim_secrets;
mod esims;
mod facts;
mod family;
mod inbox;
mod ledger;
mod levels;
mod mails;
mod offers;
mod orders;
mod orders_list;
mod outbox;
mod pay_ins;
mod payments;
mod pushes;
mod reconciliations;
mod refunds;
pub mod restore;
mod restored;
mod sessions;
mod sims_to_top_up;
mod staff;
mod tasks;
mod top_ups;
mod turns;

pub use answers::NewAnswer;
pub use attempts::Attempt;
pub use audit::{AuditRow, SupplierCall};
pub use connect::{Store, Tx};
pub use differences::{Difference, SeenDifference};
pub use esim_life::PapersDue;
pub use esims::{Esim, EsimRead, NewEsim};
pub use family::Family;
pub use inbox::InboxEvent;
pub use ledger::{Account, Balance, LedgerKind, LedgerRow};
pub use levels::LevelOf;
pub use mails::{Mail, MailKind};
pub use offers::{OfferRow, SyncedOffer};
pub use orders::{Line, NewLine, NewOrder, Order};
pub use orders_list::{OrderFilter, OrderSummary};
pub use outbox::{ClaimedJob, Finish};
pub use pay_ins::{PayIn, PayInState};
pub use payments::{Payment, PaymentFacts};
pub use pushes::Pushed;
pub use reconciliations::{Counts, Reconciliation};
pub use refunds::{Refund, RefundState};
pub use restored::Restored;
pub use staff::{NewStaff, StaffRow};
pub use tasks::{Task, TaskKind};
pub use top_ups::{NewTopUp, TopUp};

use thiserror::Error;

/// Why a record could not be read or changed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database is locked or gone, or a statement failed. Nothing of the transaction remains.
    #[error("the database did not do it: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database's schema is not up to date: {0}")]
    Migrations(#[from] sqlx::migrate::MigrateError),
    /// Somebody else changed the order first: read it again, then decide again.
    #[error("the order was changed by somebody else meanwhile")]
    Conflict,
    /// A row holds what this version cannot read, or a sealed value does not open.
    #[error("a record cannot be read: {0}")]
    Unreadable(String),
}

/// What the store returns.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Runs a statement; gives the number of rows that it changed.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match &mut $tx.0 {
            $crate::store::connect::Inner::Sqlite(tx) => sqlx::query($sql)$(.bind($arg))*.execute(&mut **tx).await
                .map(|done| done.rows_affected()),
            $crate::store::connect::Inner::Postgres(tx) => sqlx::query($sql)$(.bind($arg))*.execute(&mut **tx).await
                .map(|done| done.rows_affected()),
        }
        .map_err($crate::store::StoreError::from)
    };
}

/// Reads at most one row into `$row`.
macro_rules! optional {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match &mut $tx.0 {
            $crate::store::connect::Inner::Sqlite(tx) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(&mut **tx).await
            }
            $crate::store::connect::Inner::Postgres(tx) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(&mut **tx).await
            }
        }
        .map_err($crate::store::StoreError::from)
    };
}

/// Reads all rows into a vector of `$row`.
macro_rules! all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match &mut $tx.0 {
            $crate::store::connect::Inner::Sqlite(tx) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(&mut **tx).await
            }
            $crate::store::connect::Inner::Postgres(tx) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(&mut **tx).await
            }
        }
        .map_err($crate::store::StoreError::from)
    };
}

pub(crate) use {all, execute, optional};
