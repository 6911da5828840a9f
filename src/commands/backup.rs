//! `escale backup`: a whole copy of the database, while the shop goes on.

use super::compose;
use super::output::say;
use escale::config::Config;
use escale::store::backup::BackupError;
use std::path::Path;

pub(super) async fn run(config: &Config, file: &Path) -> anyhow::Result<()> {
    let store = compose::store(config).await?;
    let written = store.back_up(file).await;
    store.close().await;
    match written {
        Ok(()) => say(&format!("{}: keep the vault's keys apart from it", file.display()))?,
        Err(BackupError::Postgres) => anyhow::bail!(
            "this shop's records are in PostgreSQL: `pg_dump --format=custom` copies them, and after pg_restore comes \
             `escale restore --in-place`"
        ),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
