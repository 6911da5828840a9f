//! What `escale` can be told to do; one file a command.

mod admin;
mod backup;
mod check;
mod compose;
mod example;
mod health;
mod keys_orange;
mod keys_vault;
mod migrate;
mod orange;
mod output;
mod reconcile;
mod restore;
mod routes;
mod serve;
mod stripe_account;
mod sync;

use clap::{Parser, Subcommand};
use escale::config::Config;
use output::complain;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A self-hosted web shop for travel eSIMs.
#[derive(Parser)]
#[command(version, about, max_term_width = 110)]
pub(crate) struct Cli {
    /// The configuration; without it escale.toml, if there is one. Variables such as ESCALE__STRIPE__SECRET_KEY win over it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the shop: migrates, syncs the catalogue at start and on its schedule, runs the worker inside
    Serve,
    /// Try everything that the configuration names, and say what does not work
    Check,
    /// Bring the database's schema up to date
    Migrate,
    /// Read the suppliers' catalogues now
    Sync,
    /// Compare the records with Stripe, the suppliers and themselves now, mend what mends itself, report the rest
    Reconcile(reconcile::Reconcile),
    /// Write a whole copy of a SQLite database into a new file, while the shop goes on
    Backup { file: PathBuf },
    /// Put a backup in the database's place, while the shop is stopped
    Restore(restore::Restore),
    /// The merchant's staff
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Keys: at Orange, and of the vault
    #[command(subcommand)]
    Keys(Keys),
    /// Orange's offers as we present them, and what Orange counts of our sales
    #[command(subcommand)]
    Orange(orange::Orange),
    /// Ask the shop that runs on this machine whether it is ready; for health checks of containers
    Health,
    /// The pages of the shop, for tools
    Routes {
        /// As JSON, which is the only form so far
        #[arg(long, required = true)]
        json: bool,
    },
    /// Print a configuration to begin with
    ExampleConfig,
}

#[derive(Subcommand)]
enum Keys {
    /// The RSA pair with which Orange encrypts what it sells us
    #[command(subcommand)]
    Orange(keys_orange::Orange),
    /// The keys that seal secrets in the database
    #[command(subcommand)]
    Vault(keys_vault::Vault),
}

/// Does what was asked; what goes wrong is told on standard error.
pub(crate) fn run(cli: Cli) -> ExitCode {
    // Some crates bring another implementation along; every TLS connection of ours uses this one.
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        complain("another TLS implementation was installed first");
        return ExitCode::FAILURE;
    }
    match cli.command {
        Command::Routes { json: _ } => return ended(routes::print()),
        Command::ExampleConfig => return ended(example::print()),
        Command::Keys(Keys::Vault(vault)) => return ended(keys_vault::run(vault)),
        Command::Keys(Keys::Orange(keys_orange::Orange::New { file })) => return ended(keys_orange::make(&file)),
        Command::Serve | Command::Check | Command::Migrate | Command::Sync | Command::Health => {}
        Command::Reconcile(_) | Command::Backup { .. } | Command::Restore(_) => {}
        Command::Admin(_) | Command::Keys(Keys::Orange(_)) | Command::Orange(_) => {}
    }
    let Some(config) = configuration(cli.config.as_deref()) else {
        return ExitCode::from(2);
    };
    if let Command::Health = cli.command {
        return ended(health::ask(&config));
    }
    output::begin_log(config.log);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return ended(Err(error.into())),
    };
    runtime.block_on(async {
        match cli.command {
            Command::Serve => ended(serve::run(config).await),
            Command::Check => check::run(&config).await,
            Command::Migrate => ended(migrate::run(&config).await),
            Command::Sync => ended(sync::run(config).await),
            Command::Reconcile(asked) => reconcile::run(config, asked).await.unwrap_or_else(|error| ended(Err(error))),
            Command::Backup { file } => ended(backup::run(&config, &file).await),
            Command::Restore(restore) => ended(restore::run(&config, restore).await),
            Command::Admin(admin) => ended(admin::run(config, admin).await),
            Command::Keys(Keys::Orange(orange)) => ended(keys_orange::run(&config, orange).await),
            Command::Orange(asked) => ended(orange::run(&config, asked).await),
            // Done above, without a configuration or a runtime.
            Command::Keys(Keys::Vault(_)) | Command::Health | Command::Routes { .. } | Command::ExampleConfig => {
                ExitCode::SUCCESS
            }
        }
    })
}

/// Reads the configuration; `None` once every problem is told, one line each.
fn configuration(path: Option<&Path>) -> Option<Config> {
    let usual = Path::new("escale.toml");
    let path = path.or_else(|| usual.exists().then_some(usual));
    match Config::load(path, Config::environment()) {
        Ok(config) => Some(config),
        Err(problems) => {
            problems.0.iter().for_each(|problem| complain(problem));
            None
        }
    }
}

fn ended(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
