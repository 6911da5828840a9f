//! Copying a SQLite database while it is in use, and putting a copy in its place while it is not.

use super::connect::Db;
use super::{Result, Store, StoreError};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;
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
    pub async fn back_up(&self, into: &Path) -> std::result::Result<(), BackupError> {
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

/// The file of `sqlite://…`; Err for PostgreSQL.
pub fn database_file(database_url: &str) -> std::result::Result<PathBuf, BackupError> {
    if database_url.starts_with("postgres") {
        return Err(BackupError::Postgres);
    }
    Ok(SqliteConnectOptions::from_str(database_url)?.get_filename().to_owned())
}

/// Copies a backup beside the database, so that it can take its place in one step; Err when it is damaged or no shop's.
pub async fn copy_beside(backup: &Path, database: &Path) -> std::result::Result<PathBuf, BackupError> {
    let copy = beside(database, "restoring");
    let failed = |error| BackupError::File(copy.clone(), error);
    if let Some(folder) = database.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::copy(backup, &copy).map_err(|error| BackupError::File(backup.to_owned(), error))?;
    if let Err(error) = look_into(&copy).await {
        let _ = fs::remove_file(&copy);
        return Err(BackupError::NoBackup(backup.to_owned(), error.to_string()));
    }
    Ok(copy)
}

/// Err says what is wrong with it.
async fn look_into(file: &Path) -> std::result::Result<(), sqlx::Error> {
    let mut connection = SqliteConnectOptions::new().filename(file).read_only(true).connect().await?;
    let (verdict,): (String,) = sqlx::query_as("pragma quick_check").fetch_one(&mut connection).await?;
    if verdict != "ok" {
        return Err(sqlx::Error::Protocol(verdict));
    }
    sqlx::query("select id, token_sealed from orders limit 1").fetch_optional(&mut connection).await?;
    connection.close().await
}

/// Puts `copy` in the database's place and keeps what stood there beside it, under the name that is returned. Err
/// `InUse` as long as any process has the database open.
pub async fn put_in_place(
    copy: &Path,
    database: &Path,
    stamp: &str,
) -> std::result::Result<Option<PathBuf>, BackupError> {
    let failed = |error| BackupError::File(database.to_owned(), error);
    if !database.exists() {
        fs::rename(copy, database).map_err(failed)?;
        return Ok(None);
    }
    let kept = beside(database, &format!("replaced-{stamp}"));
    if kept.exists() {
        return Err(BackupError::Exists(kept));
    }
    let alone = alone_with(database).await?;
    fs::rename(database, &kept).map_err(failed)?;
    if let Err(error) = fs::rename(copy, database) {
        fs::rename(&kept, database).map_err(failed)?;
        return Err(failed(error));
    }
    alone.close().await?;
    Ok(Some(kept))
}

/// Holds the database so that nobody else has it open, and none of it lies in another file any more. A connection holds
/// a lock on a database in WAL mode for as long as it is open, not only while it reads: leaving that mode needs all of
/// them to be gone (sqlite.org/wal.html, "Use of WAL Without Shared-Memory").
async fn alone_with(database: &Path) -> std::result::Result<SqliteConnection, BackupError> {
    let in_use = |error: sqlx::Error| match error.as_database_error().and_then(|error| error.code()) {
        // SQLITE_BUSY and SQLITE_LOCKED, with what stands in their upper bytes.
        Some(code) if code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6)) => BackupError::InUse,
        _ => error.into(),
    };
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(Duration::from_millis(500));
    let mut connection = options.connect().await.map_err(in_use)?;
    sqlx::query("pragma locking_mode = exclusive").execute(&mut connection).await.map_err(in_use)?;
    let mode = sqlx::query_as("pragma journal_mode = delete").fetch_one(&mut connection).await;
    let (mode,): (String,) = mode.map_err(in_use)?;
    if mode != "delete" {
        return Err(BackupError::InUse);
    }
    sqlx::query("begin exclusive").execute(&mut connection).await.map_err(in_use)?;
    Ok(connection)
}

/// The database's path with something behind its name.
fn beside(database: &Path, what: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(format!(".{what}"));
    PathBuf::from(name)
}

impl Store {
    /// How many other connections of a shop or its commands a PostgreSQL database has.
    pub async fn other_connections(&self) -> Result<i64> {
        let Db::Postgres(pool) = &self.db else { return Ok(0) };
        let (others,): (i64,) = sqlx::query_as(
            "select count(*) from pg_stat_activity where datname = current_database() \
             and application_name = $1 and backend_start < (select backend_start from pg_stat_activity \
             where pid = pg_backend_pid())",
        )
        .bind(super::connect::APPLICATION)
        .fetch_one(pool)
        .await?;
        Ok(others)
    }
}
