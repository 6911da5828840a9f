//! Connections: one writer and a pool of readers on SQLite, one pool on PostgreSQL; transactions over both.

use super::cipher::Vault;
use super::{Result, StoreError};
use crate::trial::{Boundary, Guard, Trial};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// The shop's records. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(super) db: Db,
    pub(super) vault: Arc<Vault>,
    trial: Trial,
}

#[derive(Clone)]
pub(super) enum Db {
    Sqlite { write: SqlitePool, read: SqlitePool },
    Postgres(PgPool),
}

/// A transaction: dropped without `commit`, nothing of it remains.
pub struct Tx(pub(super) Inner, pub(super) Arc<Vault>, pub(super) Trial);

pub(super) enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// How long a statement waits for a lock or a connection before the shop says that it is not available.
const PATIENCE: Duration = Duration::from_secs(5);

/// How the shop's connections are called in PostgreSQL's list of activities.
pub(super) const APPLICATION: &str = "escale";

impl Store {
    /// Opens `sqlite://path` (made when missing) or `postgres://…`.
    pub async fn connect(database_url: &str, vault: Vault) -> Result<Self> {
        Self::connect_with(database_url, vault, true).await
    }

    /// As `connect`; `durable: false` lets ordinary tests skip the wait for the disk.
    pub async fn connect_with(database_url: &str, vault: Vault, durable: bool) -> Result<Self> {
        let db = if database_url.starts_with("postgres") {
            let options = PgConnectOptions::from_str(database_url)?
                .application_name(APPLICATION)
                .options([("lock_timeout", "5s"), ("synchronous_commit", if durable { "on" } else { "off" })]);
            let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE).connect_with(options).await?;
            Db::Postgres(pool)
        } else {
            if let Some(folder) = sqlite_folder(database_url) {
                std::fs::create_dir_all(folder).map_err(|error| StoreError::Unreadable(error.to_string()))?;
            }
            let options = SqliteConnectOptions::from_str(database_url)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(if durable { SqliteSynchronous::Full } else { SqliteSynchronous::Off })
                .foreign_keys(true)
                .busy_timeout(PATIENCE);
            // One writing connection: writers queue here instead of failing at the file's lock.
            let write = SqlitePoolOptions::new()
                .max_connections(1)
                .acquire_timeout(PATIENCE * 2)
                .connect_with(options.clone())
                .await?;
            let read = SqlitePoolOptions::new().max_connections(8).acquire_timeout(PATIENCE).connect_lazy_with(options);
            Db::Sqlite { write, read }
        };
        Ok(Self { db, vault: Arc::new(vault), trial: Trial::default() })
    }

    /// The same records, under a trial.
    pub fn under(self, trial: Trial) -> Self {
        Self { trial, ..self }
    }

    /// The trial that this runs under.
    pub fn trial(&self) -> &Trial {
        &self.trial
    }

    /// Brings the schema up to date; does nothing when it is.
    pub async fn migrate(&self) -> Result<()> {
        match &self.db {
            Db::Sqlite { write, .. } => sqlx::migrate!("migrations/sqlite").run(write).await?,
            Db::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        Ok(())
    }

    /// A transaction that may write. On SQLite it takes the write lock at once: one that began by reading would fail
    /// with "database is locked" as soon as another wrote in between.
    #[expect(clippy::disallowed_methods, reason = "the one door to a transaction")]
    pub async fn begin(&self) -> Result<Tx> {
        let inner = match &self.db {
            Db::Sqlite { write, .. } => Inner::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx(inner, Arc::clone(&self.vault), self.trial.clone()))
    }

    /// A consistent look at the records; never committed.
    #[expect(clippy::disallowed_methods, reason = "the one door to a read")]
    pub async fn snapshot(&self) -> Result<Tx> {
        let inner = match &self.db {
            Db::Sqlite { read, .. } => Inner::Sqlite(read.begin().await?),
            Db::Postgres(pool) => {
                Inner::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        };
        Ok(Tx(inner, Arc::clone(&self.vault), self.trial.clone()))
    }

    /// Whether this is PostgreSQL: for `check` and `ready` only.
    pub fn is_postgres(&self) -> bool {
        matches!(self.db, Db::Postgres(_))
    }

    /// Closes every connection; waits for those in use.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes everything of this transaction durable. `name` is the transaction's, for trials: each has its own.
    pub async fn commit(self, name: &'static str) -> Result<()> {
        let Self(inner, _, trial) = self;
        let committing = async {
            match inner {
                Inner::Sqlite(tx) => tx.commit().await,
                Inner::Postgres(tx) => tx.commit().await,
            }
        };
        Ok(trial.around(Boundary::Commit, name, committing).await?)
    }

    /// Whether a guard stands: always, unless a trial took it away.
    pub(super) fn stands(&self, guard: Guard) -> bool {
        self.2.stands(guard)
    }

    /// Whether this runs on PostgreSQL: for the few statements that differ for good.
    pub(super) fn is_postgres(&self) -> bool {
        matches!(self.0, Inner::Postgres(_))
    }
}

fn sqlite_folder(database_url: &str) -> Option<&std::path::Path> {
    let path = database_url.strip_prefix("sqlite://").or_else(|| database_url.strip_prefix("sqlite:"))?;
    let path = path.split('?').next()?;
    (path != ":memory:").then(|| std::path::Path::new(path).parent()).flatten()
}
