//! `escale migrate`

use super::compose;
use super::output::say;
use escale::config::Config;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let store = compose::store(config).await?;
    store.migrate().await?;
    store.close().await;
    say("the database's schema is up to date")?;
    Ok(())
}
