//! `escale admin`: the merchant's staff.

use super::compose;
use super::output::{ask_secretly, say};
use anyhow::Context;
use clap::Subcommand;
use escale::accounts::{LONGEST_PASSWORD, SHORTEST_PASSWORD, create_owner};
use escale::config::Config;
use escale::domain::email_address::EmailAddress;
use escale::secret::Secret;
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub(super) enum Admin {
    /// Add an owner, who may do everything. The password is read from the file, or else from standard input
    Create {
        #[arg(long)]
        email: String,
        /// How the person is called in the shop's records; the address if it is not given
        #[arg(long)]
        name: Option<String>,
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
}

pub(super) async fn run(config: Config, admin: Admin) -> anyhow::Result<()> {
    let Admin::Create { email, name, password_file } = admin;
    let email = EmailAddress::parse(&email).map_err(|error| anyhow::anyhow!("--email: {error}"))?;
    let services = compose::back_office(config).await?;
    services.store.migrate().await?;
    let password = password(password_file.as_deref())?;
    create_owner(&services, &email, name.as_deref().unwrap_or(email.as_str()), &password).await?;
    services.store.close().await;
    say(&format!("{} is an owner now", email.as_str()))?;
    Ok(())
}

fn password(file: Option<&Path>) -> anyhow::Result<Secret> {
    let text = match file {
        Some(path) => std::fs::read_to_string(path).with_context(|| format!("--password-file {}", path.display()))?,
        None => ask_secretly(&format!("A password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters: "))?,
    };
    Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
}
