//! From the configuration to everything that runs.

use anyhow::Context;
use escale::clock::Clock;
use escale::config::Config;
use escale::mail::Mailer;
use escale::payments::stripe::{self, Stripe};
use escale::services::Services;
use escale::store::Store;
use escale::store::cipher::Vault;
use escale::suppliers::Suppliers;
use std::sync::Arc;
use std::time::Duration;

/// The longest that one request to Stripe may take.
const STRIPE_LIMIT: Duration = Duration::from_secs(20);

/// The whole shop; the database is open and as it was found.
pub(super) async fn shop(config: Config) -> anyhow::Result<Services> {
    let suppliers = Suppliers::from_config(&config.suppliers, config.socket_limit, &Clock::System)?;
    with(config, suppliers).await
}

/// The shop without its suppliers, for what needs no key of theirs.
pub(super) async fn back_office(config: Config) -> anyhow::Result<Services> {
    with(config, Suppliers::new(Vec::new())).await
}

async fn with(config: Config, suppliers: Suppliers) -> anyhow::Result<Services> {
    let store = store(&config).await?;
    let stripe = stripe(&config)?;
    let mailer = Mailer::new(&config.mail, &config.public_url)?;
    Ok(Services::new(Arc::new(config), Clock::System, store, suppliers, stripe, mailer))
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
    let settings = stripe::Settings {
        secret_key: config.stripe.secret_key.clone(),
        webhook_secrets: config.stripe.webhook_secrets.clone(),
        api_url: config.stripe.api_url.clone(),
        timeout: STRIPE_LIMIT,
    };
    Stripe::new(settings).context("stripe")
}
