//! `escale keys vault`: the keys that seal secrets in the database.

use super::output::say;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Subcommand;
use escale::secret::random_bytes;

#[derive(Subcommand)]
pub(super) enum Vault {
    /// Print a new key, for vault.keys or vault.index_key
    New,
}

pub(super) fn run(vault: Vault) -> anyhow::Result<()> {
    let Vault::New = vault;
    say(&STANDARD.encode(random_bytes::<32>()))?;
    Ok(())
}
