//! The command line, and the composition root: where the configuration becomes a running shop.

mod commands;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run(commands::Cli::parse())
}
