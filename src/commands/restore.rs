//! `escale restore`: puts a backup in the database's place. What the world did since then the records do not know, so
//! nothing is bought, let go or refunded until `escale reconcile --full` has compared them.

use super::compose;
use super::output::say;
use escale::clock::Clock;
use escale::config::Config;
use escale::store::backup::BackupError;
use escale::store::restore::{restore, restore_in_place};
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

pub(super) async fn run(config: &Config, asked: Restore) -> anyhow::Result<()> {
    match asked.file {
        Some(file) => from_file(config, &file).await?,
        None => {
            let store = compose::store(config).await?;
            anyhow::ensure!(store.is_postgres(), "this shop's records are in SQLite: `escale restore FILE`");
            restore_in_place(&store, Clock::System.now()).await?;
        }
    }
    say("until `escale reconcile --full` has read everything, nothing is bought, released or refunded")?;
    Ok(())
}

async fn from_file(config: &Config, file: &Path) -> anyhow::Result<()> {
    let vault = compose::vault(config)?;
    let replaced = match restore(config.database_url.expose(), file, vault, Clock::System.now()).await {
        Err(BackupError::Postgres) => anyhow::bail!(
            "this shop's records are in PostgreSQL: stop the shop, use pg_restore, then `escale restore --in-place`"
        ),
        other => other?,
    };
    say(&format!("{} holds the records of {}", replaced.database.display(), file.display()))?;
    if let Some(kept) = replaced.kept {
        say(&format!("what stood there is kept as {}", kept.display()))?;
    }
    Ok(())
}
