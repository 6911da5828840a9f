//! `escale keys orange`: the RSA pair with which Orange encrypts what it sells us.

use super::output::{ask, say};
use anyhow::Context;
use clap::Subcommand;
use escale::clock::Clock;
use escale::config::{Config, OrangeTravelConfig, SupplierConfig};
use escale::secret::random_base32;
use escale::suppliers::orange_travel::keyring::{NewKey, PublicKey, public_half};
use escale::suppliers::orange_travel::{OrangeTravel, Settings};
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub(super) enum Orange {
    /// Make a pair and write the private key to a new file
    New {
        #[arg(long, default_value = "keys/orange.pem")]
        file: PathBuf,
    },
    /// Show the fingerprints of our keys and of the one that Orange holds
    Show {
        /// The supplier's id, where there is more than one account at Orange
        #[arg(long)]
        supplier: Option<String>,
    },
    /// Send our active public key to Orange, which replaces the one that Orange holds and cannot be undone
    Publish {
        /// The supplier's id, where there is more than one account at Orange
        #[arg(long)]
        supplier: Option<String>,
    },
}

/// Makes a pair; an existing file is never overwritten.
pub(super) fn make(file: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(!file.exists(), "{} exists: old keys stay, so that old codes stay readable", file.display());
    let key = NewKey::generate()?;
    let context = || format!("{} cannot be written", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(context)?;
    }
    let mut options = fs::OpenOptions::new();
    let mut written = options.write(true).create_new(true).mode(0o600).open(file).with_context(context)?;
    written.write_all(key.private_pem.as_bytes()).with_context(context)?;
    written.sync_all().with_context(context)?;
    say(&format!("{}  {}", key.public.fingerprint(), file.display()))?;
    say("Put the file first in private_key_files, keep the older ones behind it, then: escale keys orange publish")?;
    Ok(())
}

pub(super) async fn run(config: &Config, orange: Orange) -> anyhow::Result<()> {
    match orange {
        Orange::New { file } => make(&file),
        Orange::Show { supplier } => show(config, account(config, supplier.as_deref())?).await,
        Orange::Publish { supplier } => publish(config, account(config, supplier.as_deref())?).await,
    }
}

async fn show(config: &Config, account: &OrangeTravelConfig) -> anyhow::Result<()> {
    for (index, file) in account.private_key_files.iter().enumerate() {
        let key = public_half(file)?;
        let role = if index == 0 { "active" } else { "old" };
        say(&format!("ours, {role:<8} {}  {}", key.fingerprint(), file.display()))?;
    }
    let orange = adapter(config, account)?;
    let published = published(&orange).await?;
    say(&format!("at Orange      {}", fingerprint(published.as_ref())))?;
    let same = published.is_some_and(|key| key.fingerprint() == orange.active_key().fingerprint());
    anyhow::ensure!(same, "Orange does not encrypt with the active key: {} is not sold", account.id);
    Ok(())
}

async fn publish(config: &Config, account: &OrangeTravelConfig) -> anyhow::Result<()> {
    let orange = adapter(config, account)?;
    let ours = orange.active_key();
    let published = published(&orange).await?;
    if published.as_ref().is_some_and(|key| key.fingerprint() == ours.fingerprint()) {
        say("Orange holds this key already")?;
        return Ok(());
    }
    say(&format!("at Orange now  {}", fingerprint(published.as_ref())))?;
    say(&format!("to be sent     {}", ours.fingerprint()))?;
    say("From then on Orange encrypts with the new key alone, which cannot be undone. Keep the old private key in")?;
    say("private_key_files, so that codes which were encrypted with it stay readable.")?;
    let answer = ask("Type the word publish to send it: ")?;
    anyhow::ensure!(answer.trim() == "publish", "nothing was sent");
    orange.publish_key(ours, &request_id()).await?;
    say("sent")?;
    Ok(())
}

async fn published(orange: &OrangeTravel) -> anyhow::Result<Option<PublicKey>> {
    orange.published_key(&request_id()).await.context("Orange's key")
}

fn fingerprint(key: Option<&PublicKey>) -> String {
    key.map_or_else(|| "none yet".to_owned(), |key| key.fingerprint().to_string())
}

/// The adapter of an account.
pub(super) fn adapter(config: &Config, account: &OrangeTravelConfig) -> anyhow::Result<OrangeTravel> {
    let settings = Settings::from_config(account, config.socket_limit)?;
    Ok(OrangeTravel::new(settings, Clock::System)?)
}

/// The account that was named, or the only one.
pub(super) fn account<'a>(config: &'a Config, id: Option<&str>) -> anyhow::Result<&'a OrangeTravelConfig> {
    let accounts = config.suppliers.iter().filter_map(|account| match account {
        SupplierConfig::OrangeTravel(account) => Some(account),
        _ => None,
    });
    let mut matching = accounts.filter(|account| id.is_none_or(|id| account.id.as_str() == id));
    match (matching.next(), matching.next()) {
        (Some(account), None) => Ok(account),
        (None, _) => anyhow::bail!("no such account at Orange is configured"),
        (Some(_), Some(_)) => anyhow::bail!("there are several accounts at Orange: name one with --supplier"),
    }
}

/// An id for a request that a person caused.
pub(super) fn request_id() -> String {
    random_base32(26)
}
