//! The command line, and the composition root: where the configuration becomes a running shop.

// Unerased view types are deep: see lib.rs.
#![recursion_limit = "256"]

mod commands;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run(commands::Cli::parse())
}
