//! `escale restore`: puts a backup in the database's place. What the world did since then the records do not know, so
//! nothing is bought, let go or refunded until `escale reconcile --full` has compared them.

use super::compose;
use super::output::say;
use anyhow::Context;
use escale::clock::Clock;
use escale::config::Config;
use escale::domain::timestamp::UnixSeconds;
use escale::store::backup::{BackupError, copy_beside, database_file, put_in_place};
use escale::store::{OrderFilter, Store};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Restore {
    /// A file that `escale backup` has written
    #[arg(required_unless_present = "in_place")]
    file: Option<PathBuf>,
    /// The database is a restored one already: after PostgreSQL's own pg_restore
    #[arg(long, conflicts_with = "file")]
    in_place: bool,
}

pub(super) async fn run(config: &Config, restore: Restore) -> anyhow::Result<()> {
    let now = Clock::System.now();
    match restore.file {
        Some(file) => from_file(config, &file, now).await?,
        None => in_place(config, now).await?,
    }
    say("until `escale reconcile --full` has read everything, nothing is bought, released or refunded")?;
    Ok(())
}

async fn from_file(config: &Config, file: &Path, now: UnixSeconds) -> anyhow::Result<()> {
    let database = match database_file(config.database_url.expose()) {
        Err(BackupError::Postgres) => anyhow::bail!(
            "this shop's records are in PostgreSQL: stop the shop, use pg_restore, then `escale restore --in-place`"
        ),
        other => other?,
    };
    let copy = copy_beside(file, &database).await?;
    let placed = async {
        // Before it takes its place, so that no shop ever opens it unmarked.
        let store = Store::connect(&format!("sqlite://{}", copy.display()), compose::vault(config)?).await?;
        mark(&store, now).await?;
        Ok(put_in_place(&copy, &database, &now.0.to_string()).await?)
    };
    let kept: anyhow::Result<Option<PathBuf>> = placed.await;
    let kept = kept.inspect_err(|_| {
        // Nothing was replaced; what is left of the copy is of no use.
        let _ = std::fs::remove_file(&copy);
    })?;
    say(&format!("{} holds the records of {}", database.display(), file.display()))?;
    if let Some(kept) = kept {
        say(&format!("what stood there is kept as {}", kept.display()))?;
    }
    Ok(())
}

async fn in_place(config: &Config, now: UnixSeconds) -> anyhow::Result<()> {
    let store = compose::store(config).await?;
    anyhow::ensure!(store.is_postgres(), "this shop's records are in SQLite: `escale restore FILE`");
    anyhow::ensure!(store.other_connections().await? == 0, "the database is in use: stop the shop first");
    mark(&store, now).await
}

/// Brings the schema up to date, sees whether the secrets open, marks the records as a backup's, and closes them.
async fn mark(store: &Store, now: UnixSeconds) -> anyhow::Result<()> {
    let marked = async {
        store.migrate().await?;
        let mut tx = store.begin().await?;
        let (orders, _) = tx.list_orders(&OrderFilter::default()).await?;
        if let Some(newest) = orders.first() {
            let opened = tx.order_token(&newest.id).await;
            opened.context("vault: what is sealed in the backup does not open with these keys")?;
        }
        tx.mark_restored(now).await?;
        tx.commit().await?;
        Ok(())
    };
    let outcome = marked.await;
    store.close().await;
    outcome
}
