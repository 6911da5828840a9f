//! From the configuration to everything that runs.

use anyhow::Context;
use escale::clock::Clock;
use escale::config::Config;
use escale::payments::stripe::Stripe;
use escale::services::Services;
use escale::store::Store;
use escale::store::cipher::Vault;
use escale::suppliers::Suppliers;
use escale::trial::Trial;

/// The whole shop; the database is open and as it was found.
pub(super) async fn shop(config: Config) -> anyhow::Result<Services> {
    let trial = trial()?;
    let clock = trial.clock().map_or(Clock::System, Clock::followed);
    Ok(Services::open(config, clock, trial).await?)
}

/// What `ESCALE_TRIAL` asks for; nothing in a release build.
fn trial() -> anyhow::Result<Trial> {
    let text = Config::environment().find(|(name, _)| name == "ESCALE_TRIAL").map(|(_, text)| text);
    Trial::parse(&text.unwrap_or_default()).map_err(anyhow::Error::msg)
}

/// The shop without its suppliers, for what needs no key of theirs.
pub(super) async fn back_office(config: Config) -> anyhow::Result<Services> {
    let store = store(&config).await?;
    Ok(Services::over(config, Clock::System, store, Suppliers::new(Vec::new()))?)
}

/// The database, open.
pub(super) async fn store(config: &Config) -> anyhow::Result<Store> {
    let vault = vault(config)?;
    Store::connect(config.database_url.expose(), vault).await.context("database_url")
}

/// The vault.
pub(super) fn vault(config: &Config) -> anyhow::Result<Vault> {
    Vault::new(&config.vault.active, &config.vault.keys, &config.vault.index_key).context("vault")
}

/// The way to Stripe.
pub(super) fn stripe(config: &Config) -> anyhow::Result<Stripe> {
    Stripe::new((&config.stripe).into()).context("stripe")
}
