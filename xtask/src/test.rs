//! `make test`: every step that a change must pass, the cheap ones first.

use std::io::{BufRead, BufReader};
use std::process::{ExitCode, Stdio};

use anyhow::{Result, bail};

use crate::command::{Line, cargo};
use crate::postgres::Postgres;
use crate::steps::{Steps, Tally};
use crate::{journeys, site, tools};

/// The packages of the server's half. Always both: another choice has other features and builds everything again.
pub const SERVER: [&str; 4] = ["--package", "escale", "--package", "escale-simulators"];

/// A step's name and what it does; the database is started by the first step that asks.
type Step = (&'static str, fn(&mut World) -> Result<Tally>);

const FORMAT: Step = ("format", |_| {
    tools::lint_components()?;
    once(cargo(["fmt", "--all", "--check"]))
});
const CLIPPY_SERVER: Step = ("clippy-server", |_| {
    let line = cargo(["clippy"]).args(SERVER).args(["--all-targets", "--", "-D", "warnings"]);
    once(line)
});
const CLIPPY_BROWSER: Step = ("clippy-browser", |_| {
    tools::wasm_target()?;
    let line = cargo(["clippy", "--package", "escale", "--lib", "--no-default-features", "--features", "hydrate"]);
    once(line.args(["--target", tools::WASM, "--", "-D", "warnings"]))
});
const CLIPPY_TOOLS: Step =
    ("clippy-tools", |_| once(cargo(["clippy", "--package", "xtask", "--all-targets", "--", "-D", "warnings"])));
const SITE: Step = ("site", |_| site::build().map(|()| Tally::ONE));
const TOOLS_TESTS: Step = ("tests-tools", |_| tests(cargo(["test", "--package", "xtask"])));
const TESTS: Step = ("tests", |world| {
    let url = world.postgres()?.url();
    tests(cargo(["test", "--no-fail-fast"]).args(SERVER).env("ESCALE_TEST_POSTGRES_URL", url))
});
const JOURNEYS: Step = ("journeys", |world| {
    build_programs()?;
    journeys::run(&world.postgres()?.create("journeys")?)
});

const ALL: [Step; 8] = [FORMAT, SITE, CLIPPY_TOOLS, CLIPPY_BROWSER, CLIPPY_SERVER, TOOLS_TESTS, TESTS, JOURNEYS];

/// What steps share.
#[derive(Default)]
struct World {
    postgres: Option<Postgres>,
}

impl World {
    fn postgres(&mut self) -> Result<&Postgres> {
        if self.postgres.is_none() {
            self.postgres = Some(Postgres::start()?);
        }
        self.postgres.as_ref().ok_or_else(|| anyhow::anyhow!("no PostgreSQL"))
    }
}

/// Runs every step.
///
/// # Errors
/// None of its own: a failing step is counted.
pub fn all() -> Result<ExitCode> {
    Ok(run(&ALL))
}

/// Format and lints alone.
///
/// # Errors
/// None of its own: a failing step is counted.
pub fn check() -> Result<ExitCode> {
    Ok(run(&[FORMAT, CLIPPY_TOOLS, CLIPPY_BROWSER, CLIPPY_SERVER]))
}

/// Runs one step, or the group (`clippy`) whose steps begin with that word.
///
/// # Errors
/// No step is called so.
pub fn only(name: &str) -> Result<ExitCode> {
    let is_step = ALL.iter().any(|(step, _)| *step == name);
    let is_chosen = |step: &str| if is_step { step == name } else { step.starts_with(name) };
    let chosen: Vec<Step> = ALL.into_iter().filter(|(step, _)| is_chosen(step)).collect();
    if chosen.is_empty() {
        bail!("no step `{name}`; `cargo xtask test --list` names them");
    }
    Ok(run(&chosen))
}

/// Names the steps.
///
/// # Errors
/// None.
pub fn list() -> Result<ExitCode> {
    for (name, _) in ALL {
        println!("{name}");
    }
    Ok(ExitCode::SUCCESS)
}

fn run(chosen: &[Step]) -> ExitCode {
    let mut world = World::default();
    let mut steps = Steps::start();
    for (name, work) in chosen {
        steps.step(name, || work(&mut world));
    }
    drop(world);
    steps.end()
}

/// Builds the shop and the simulators as the tests do: `--examples` (there are none) makes Cargo count the
/// development dependencies' features in, without which a third of the crates would be compiled a second time.
///
/// # Errors
/// They do not compile.
pub fn build_programs() -> Result<()> {
    cargo(["build"]).args(SERVER).args(["--bins", "--examples"]).run()
}

fn once(line: Line) -> Result<Tally> {
    line.run().map(|()| Tally::ONE)
}

/// Runs `cargo test`, shows what it prints and adds up its closing lines.
///
/// # Errors
/// It could not be started.
pub fn tests(line: Line) -> Result<Tally> {
    let mut child = line
        .with(|command| {
            command.stdout(Stdio::piped());
        })
        .spawn()?;
    let mut tally = Tally::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            tally.add(closing_line(&line));
        }
    }
    let status = child.wait()?;
    if !status.success() && tally.failed == 0 {
        // It did not compile, or a test ended its whole process.
        tally.failed = 1;
    }
    Ok(tally)
}

/// `test result: ok. 12 passed; 0 failed; …`
fn closing_line(line: &str) -> Tally {
    let Some(result) = line.trim().strip_prefix("test result:") else {
        return Tally::default();
    };
    let count = |word: &str| {
        let mut words = result.split([' ', ';', '.']).filter(|part| !part.is_empty()).peekable();
        while let Some(number) = words.next() {
            if words.peek() == Some(&word) {
                return number.parse().unwrap_or(0);
            }
        }
        0
    };
    Tally { passed: count("passed"), failed: count("failed") }
}

#[cfg(test)]
mod tests {
    use super::{Tally, closing_line};

    #[test]
    fn closing_lines_are_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 7 filtered out; finished in 0.01s";
        assert_eq!(closing_line(line), Tally { passed: 12, failed: 3 });
        assert_eq!(closing_line("test fine ... ok"), Tally::default());
    }
}
