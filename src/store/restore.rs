//! Putting a backup in the database's place, marked as one: what the world did since then these records do not know.

use super::backup::BackupError;
use super::cipher::Vault;
use super::connect::{APPLICATION, Db};
use super::{OrderFilter, Store};
use crate::domain::timestamp::UnixSeconds;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// What a restore has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    pub database: PathBuf,
    /// Where the file that stood there is kept; `None` where there was none.
    pub kept: Option<PathBuf>,
}

/// Puts a backup of a SQLite database in its place. Err `InUse` as long as any process has the database open; on any Err
/// it stands as it was.
pub async fn restore(
    database_url: &str,
    backup: &Path,
    vault: Vault,
    now: UnixSeconds,
) -> Result<Replaced, BackupError> {
    let database = database_file(database_url)?;
    let copy = copy_beside(backup, &database).await?;
    let placed = async {
        // Before it takes its place, so that no shop ever opens it unmarked.
        let store = Store::connect(&format!("sqlite://{}", copy.display()), vault).await?;
        mark(&store, now).await?;
        put_in_place(&copy, &database, &now.0.to_string()).await
    };
    let outcome = placed.await;
    if outcome.is_err() {
        // What is left of the copy is of no use; if it cannot be removed, the error says enough.
        let _ = fs::remove_file(&copy);
    }
    Ok(Replaced { database, kept: outcome? })
}

/// Marks a PostgreSQL database that pg_restore has filled; closes it. Err `InUse` as long as a shop is connected.
pub async fn restore_in_place(store: &Store, now: UnixSeconds) -> Result<(), BackupError> {
    if others_connected(store).await? {
        store.close().await;
        return Err(BackupError::InUse);
    }
    mark(store, now).await
}

/// Brings the schema up to date, sees whether the secrets open, marks the records as a backup's, and closes them.
async fn mark(store: &Store, now: UnixSeconds) -> Result<(), BackupError> {
    let marked = async {
        store.migrate().await?;
        let mut tx = store.begin().await?;
        let (orders, _) = tx.list_orders(&OrderFilter::default()).await?;
        if let Some(newest) = orders.first() {
            tx.order_token(&newest.id).await.map_err(BackupError::Sealed)?;
        }
        tx.mark_restored(now).await?;
        Ok(tx.commit("restored").await?)
    };
    let outcome = marked.await;
    store.close().await;
    outcome
}

/// Whether a shop or a command was connected before this process was.
async fn others_connected(store: &Store) -> Result<bool, BackupError> {
    let Db::Postgres(pool) = &store.db else { return Ok(false) };
    let (others,): (i64,) = sqlx::query_as(
        "select count(*) from pg_stat_activity where datname = current_database() and application_name = $1 \
         and backend_start < (select backend_start from pg_stat_activity where pid = pg_backend_pid())",
    )
    .bind(APPLICATION)
    .fetch_one(pool)
    .await?;
    Ok(others > 0)
}

/// The file of `sqlite://…`; Err for PostgreSQL.
fn database_file(database_url: &str) -> Result<PathBuf, BackupError> {
    if database_url.starts_with("postgres") {
        return Err(BackupError::Postgres);
    }
    Ok(SqliteConnectOptions::from_str(database_url)?.get_filename().to_owned())
}

/// Copies a backup beside the database, so that it can take its place in one step; Err when it is damaged or no shop's.
async fn copy_beside(backup: &Path, database: &Path) -> Result<PathBuf, BackupError> {
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
async fn look_into(file: &Path) -> Result<(), sqlx::Error> {
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
async fn put_in_place(copy: &Path, database: &Path, stamp: &str) -> Result<Option<PathBuf>, BackupError> {
    let failed = |error| BackupError::File(database.to_owned(), error);
    // All of the copy is in its one file, and that on the disk.
    alone_with(copy).await?.close().await?;
    File::open(copy).and_then(|file| file.sync_all()).map_err(failed)?;
    if !database.exists() {
        fs::rename(copy, database).map_err(failed)?;
        sync_folder(database).map_err(failed)?;
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
    sync_folder(database).map_err(failed)?;
    alone.close().await?;
    Ok(Some(kept))
}

/// Makes a change of names durable.
fn sync_folder(database: &Path) -> io::Result<()> {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Holds a database so that nobody else has it open, and none of it lies in another file any more. A connection holds a
/// lock on a database in WAL mode for as long as it is open, not only while it reads, and the system drops the lock with
/// the process: SQLite leaves that mode only when all others are gone.
async fn alone_with(database: &Path) -> Result<SqliteConnection, BackupError> {
    let in_use = |error: sqlx::Error| match error.as_database_error().and_then(|error| error.code()) {
        // SQLITE_BUSY and SQLITE_LOCKED, with what stands in their upper bytes.
        Some(code) if code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6)) => BackupError::InUse,
        _ => error.into(),
    };
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(Duration::from_millis(500));
    let mut connection = options.connect().await.map_err(in_use)?;
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
