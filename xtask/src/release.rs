//! The production build: one binary that carries its assets, migrations, templates and translations.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::command::cargo;
use crate::site;
use crate::steps::{Steps, Tally};

/// Builds `dist/escale`.
///
/// # Errors
/// A half does not compile, a budget is broken, or `dist/` cannot be written.
pub fn build() -> Result<ExitCode> {
    let mut steps = Steps::start();
    let done = steps.step("browser half, style, public files", || site::build().map(|()| Tally::ONE))
        && steps.step("server", || {
            cargo(["build", "--release", "--package", "escale", "--bin", "escale"]).run()?;
            Ok(Tally::ONE)
        })
        && steps.step("dist/escale", || {
            let dist = crate::root().join("dist");
            fs::create_dir_all(&dist)?;
            let built = crate::target().join("release/escale");
            let bytes = fs::copy(&built, dist.join("escale")).context("cannot copy the binary")?;
            println!("  dist/escale, {:.1} MB", bytes as f64 / 1e6);
            Ok(Tally::ONE)
        });
    steps.end();
    Ok(if done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
