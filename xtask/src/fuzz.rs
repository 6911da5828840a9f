//! `cargo xtask fuzz`: each parser that reads what others write, under libFuzzer, for a while.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::command::{cargo, program};
use crate::steps::{Steps, Tally};

/// Seconds for each target, where none are given.
const SECONDS: u32 = 60;
/// A single input that takes longer than this is a finding.
const SLOWEST_SECONDS: u32 = 10;

/// What counts branches and compares for libFuzzer. Any compiler takes these: no nightly one is needed.
const COUNTERS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Only what is built for a target by name has the counters: build scripts and macros do not.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

/// What is asked for.
struct Asked {
    seconds: u32,
    /// One target; all without it.
    only: Option<String>,
}

impl Asked {
    fn read(words: &[&str]) -> Result<Self> {
        let mut asked = Self { seconds: SECONDS, only: None };
        for pair in words.chunks(2) {
            match pair {
                ["--seconds", seconds] => asked.seconds = seconds.parse().context("--seconds")?,
                ["--only", target] => asked.only = Some((*target).to_owned()),
                other => bail!("`{}` is none of --seconds N, --only TARGET", other.join(" ")),
            }
        }
        Ok(asked)
    }
}

/// Builds the targets and runs each. What was tried is kept in `target/fuzz/corpus`; a finding is written to
/// `target/fuzz/findings`, and fails the run.
///
/// # Errors
/// The words cannot be read, or the targets cannot be built.
pub fn run(words: &[&str]) -> Result<ExitCode> {
    let asked = Asked::read(words)?;
    let (folder, built) = (crate::root().join("fuzz"), crate::root().join("target/fuzz"));
    let mut targets: Vec<String> = fs::read_dir(folder.join("targets"))?
        .filter_map(|file| file.ok()?.path().file_stem()?.to_str().map(str::to_owned))
        .filter(|target| asked.only.as_ref().is_none_or(|only| only == target))
        .collect();
    targets.sort();
    if targets.is_empty() {
        bail!("no such target; each is a file in fuzz/targets");
    }
    let line = cargo(["build", "--locked", "--bins", "--target", PLATFORM]);
    let line = line.arg("--manifest-path").arg(folder.join("Cargo.toml")).arg("--target-dir").arg(&built);
    line.env("RUSTFLAGS", COUNTERS).run()?;
    let mut steps = Steps::start();
    for target in &targets {
        let (corpus, findings) = (built.join("corpus").join(target), built.join("findings"));
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&findings)?;
        let line = program(built.join(PLATFORM).join("debug").join(target))
            .arg(&corpus)
            .arg(folder.join("seeds").join(target))
            .arg(format!("-max_total_time={}", asked.seconds))
            .arg(format!("-timeout={SLOWEST_SECONDS}"))
            .arg(format!("-artifact_prefix={}/{target}-", findings.display()))
            .args(["-print_final_stats=1", "-verbosity=0"]);
        steps.step(target, || line.run().map(|()| Tally::ONE));
    }
    Ok(steps.end())
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn words_in_any_order_and_nothing_else() {
        let asked = Asked::read(&["--only", "money", "--seconds", "5"]).unwrap();
        assert_eq!((asked.seconds, asked.only.as_deref()), (5, Some("money")));
        assert_eq!(Asked::read(&[]).unwrap().seconds, super::SECONDS);
        assert!(Asked::read(&["--seconds"]).is_err() && Asked::read(&["--fast", "1"]).is_err());
    }
}
