//! Copying a SQLite database while it is in use.

use super::connect::Db;
use super::{Store, StoreError};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a database could not be copied or replaced; nothing was changed.
#[derive(Debug, Error)]
pub enum BackupError {
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// Some process has it open.
    #[error("the database is in use: stop the shop and every command first")]
    InUse,
    #[error("{0} is no SQLite database of a shop, or it is damaged: {1}")]
    NoBackup(PathBuf, String),
    #[error("this is PostgreSQL: its own pg_dump and pg_restore copy it")]
    Postgres,
    #[error("vault: what is sealed in the backup does not open with these keys ({0})")]
    Sealed(StoreError),
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Writes a whole and consistent copy into a new file that only its owner may read; the shop may go on meanwhile.
    pub async fn back_up(&self, into: &Path) -> Result<(), BackupError> {
        let Db::Sqlite { read, .. } = &self.db else { return Err(BackupError::Postgres) };
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Exists(into.to_owned()),
            _ => BackupError::File(into.to_owned(), error),
        };
        // SQLite writes into a file that is empty, and into no other.
        fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(into).map_err(failed)?;
        let copied = sqlx::query("vacuum into $1").bind(into.to_string_lossy().into_owned()).execute(read).await;
        let durable = |_| File::open(into).and_then(|file| file.sync_all()).map_err(failed);
        let outcome = copied.map_err(BackupError::from).and_then(durable);
        if outcome.is_err() {
            // Half a copy is worse than none; if it cannot be removed, the error says enough.
            let _ = fs::remove_file(into);
        }
        outcome
    }
}
