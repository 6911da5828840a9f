//! `cargo xtask <command>`: builds the browser half, runs the demo and the tests, packs the release.

mod browser;
mod command;
mod demo;
mod fuzz;
mod journeys;
mod measure;
mod pack;
mod postgres;
mod release;
mod site;
mod steps;
mod style;
mod test;
mod tools;
mod torture;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask <command>

  demo              the whole shop with its simulators on http://127.0.0.1:3000, no account needed
  test              everything: format, lints, tests on both databases, browser journeys, budgets
  test --only STEP  one step of it; `test --list` names them
  torture           kills the shop at random moments: --count 10000, --seed N, --database sqlite|postgres
  fuzz              the parsers under libFuzzer: --seconds 60 for each, --only TARGET
  check             format and lints alone
  bench             an order's cost (a gate) and the shop's pace (figures), as it is released
  storm             100,000 webhooks for 1,000 orders, on both databases
  fmt               formats every crate
  site              the browser half, the style and the public files, in target/site
  browser, styles   one half of `site` each
  postgres          a throw-away PostgreSQL to test against, until Ctrl-C
  release           the production build: dist/escale
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<ExitCode> {
    match words {
        ["demo"] => demo::run(),
        ["test"] => test::all(),
        ["test", "--list"] => test::list(),
        ["test", "--only", step] => test::only(step),
        ["torture", words @ ..] => torture::run(words),
        ["fuzz", words @ ..] => fuzz::run(words),
        ["check"] => test::check(),
        ["bench"] => measure::bench(),
        ["storm"] => measure::storm(),
        ["fmt"] => command::cargo(["fmt", "--all"]).run().map(|()| ExitCode::SUCCESS),
        ["site"] => site::build().map(|()| ExitCode::SUCCESS),
        ["browser"] => browser::build().map(|_| ExitCode::SUCCESS),
        ["styles"] => style::build().map(|_| ExitCode::SUCCESS),
        ["postgres"] => postgres::serve().map(|()| ExitCode::SUCCESS),
        ["release"] => release::build(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("unknown command `{}`\n\n{HELP}", other.join(" ")),
    }
}

/// The workspace's folder; every path and every command starts here.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}

/// Cargo's target folder.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map(|folder| root().join(folder)).unwrap_or_else(|| root().join("target"))
}
