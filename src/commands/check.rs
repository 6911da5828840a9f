//! `escale check`: tries everything that the configuration names, one row each.

use super::compose;
use super::output::{complain, say};
use escale::clock::Clock;
use escale::config::{Config, SupplierConfig};
use escale::mail::Mailer;
use escale::store::Store;
use escale::store::cipher::Place;
use escale::suppliers::Suppliers;
use std::process::ExitCode;
use std::time::Duration;
use tokio::time::timeout;

/// The longest that one row may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was found, or what is wrong.
type Found = anyhow::Result<String>;

pub(super) async fn run(config: &Config) -> ExitCode {
    let mut rows = vec![
        ("vault keys".to_owned(), vault(config)),
        ("database".to_owned(), within(database(config)).await),
        ("mail".to_owned(), within(mail(config)).await),
        ("stripe".to_owned(), within(stripe(config)).await),
    ];
    for supplier in &config.suppliers {
        rows.push((format!("supplier {}", supplier.id()), within(supplier_of(config, supplier)).await));
    }
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut failed = false;
    for (name, found) in &rows {
        let (mark, words) = match found {
            Ok(words) => ("ok    ", words.clone()),
            Err(error) => ("FAILED", format!("{error:#}").replace('\n', " ")),
        };
        failed |= found.is_err();
        if let Err(error) = say(&format!("{mark}  {name:<width$}  {words}")) {
            complain(&error.to_string());
        }
    }
    config.warnings().iter().for_each(|warning| complain(warning));
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

async fn within(row: impl Future<Output = Found>) -> Found {
    timeout(PATIENCE, row).await.unwrap_or_else(|_| anyhow::bail!("no answer within {} seconds", PATIENCE.as_secs()))
}

fn vault(config: &Config) -> Found {
    let vault = compose::vault(config)?;
    let place = Place { table: "check", column: "check", row: "check" };
    let sealed = vault.seal(place, b"check")?;
    anyhow::ensure!(vault.open(place, &sealed)? == b"check", "what is sealed does not open");
    Ok(format!("{} is active, {} in all", config.vault.active, config.vault.keys.len()))
}

async fn database(config: &Config) -> Found {
    let store = compose::store(config).await?;
    let read = schema(&store).await;
    store.close().await;
    read?;
    Ok(if store.is_postgres() { "PostgreSQL" } else { "SQLite" }.to_owned())
}

async fn schema(store: &Store) -> anyhow::Result<()> {
    let read = async { store.snapshot().await?.fact("catalogue_version").await };
    read.await.map_err(|error| anyhow::anyhow!("it can be reached but not read ({error}): run `escale migrate`"))?;
    Ok(())
}

async fn mail(config: &Config) -> Found {
    Mailer::new(&config.mail, &config.public_url)?.check().await?;
    Ok(format!("the relay lets us in; mails come from {}", config.mail.from))
}

async fn stripe(config: &Config) -> Found {
    let account = compose::stripe(config)?.account().await?;
    let mode = if config.stripe.is_live() { "live" } else { "test" };
    Ok(format!("account {}, {mode} mode", account.id))
}

async fn supplier_of(config: &Config, supplier: &SupplierConfig) -> Found {
    let suppliers = Suppliers::from_config(std::slice::from_ref(supplier), config.socket_limit, &Clock::System)?;
    for adapter in suppliers.iter() {
        if let Some(obstacle) = adapter.obstacle().await? {
            anyhow::bail!("its eSIMs are not sold: {obstacle}");
        }
    }
    Ok("the credentials are good, its eSIMs may be sold".to_owned())
}
