//! The browser journeys: Playwright drives the built shop and its simulators in a real Chromium.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::command::{program, server};
use crate::steps::Tally;
use crate::tools;

/// Runs all of `end2end/tests`, for `postgres_url` on that empty database, and counts from Playwright's own report.
///
/// # Errors
/// A tool is missing, or there is no report to count.
pub fn run(postgres_url: &str) -> Result<Tally> {
    let chromium = tools::chromium()?;
    tools::zbar()?;
    tools::npm_packages()?;
    let folder = crate::root().join("end2end");
    let types = program(folder.join("node_modules/.bin/tsc")).arg("--noEmit");
    types.folder(&folder).run()?;
    let report = crate::target().join("xtask/journeys.json");
    fs::create_dir_all(crate::target().join("xtask"))?;
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let built = crate::target().join("debug");
    let line = server(folder.join("node_modules/.bin/playwright")).args(["test", "--reporter=list,json"]);
    let line = line.folder(&folder).env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report);
    let line = line.env("ESCALE_CHROMIUM", &chromium).env("ESCALE_JOURNEYS_POSTGRES_URL", postgres_url);
    let line = line.env("ESCALE_PROGRAM", built.join("escale")).env("SIMULATORS_PROGRAM", built.join("simulators"));
    let ended = line.run();
    let mut tally = count(&report).context("the journeys left no report")?;
    if ended.is_err() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Playwright's `stats`: `expected` passed, `flaky` passed only on a second try, which this project does not accept.
fn count(report: &std::path::Path) -> Result<Tally> {
    let report: Value = serde_json::from_slice(&fs::read(report)?)?;
    let number = |name: &str| report["stats"][name].as_u64().unwrap_or(0) as usize;
    Ok(Tally { passed: number("expected"), failed: number("unexpected") + number("flaky") })
}
