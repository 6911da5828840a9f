//! `make torture`: the shop killed at random moments, at length, on both databases.

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use crate::command::cargo;
use crate::postgres::Postgres;
use crate::steps::Steps;
use crate::test::{SERVER, tests};

/// Kills, where no count is given.
const COUNT: u32 = 10_000;

/// What is asked for.
struct Asked {
    /// Kills in all.
    count: u32,
    seed: u64,
    /// `sqlite` or `postgres`; both without one.
    database: Option<String>,
}

impl Asked {
    fn read(words: &[&str]) -> Result<Self> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let mut asked = Self { count: COUNT, seed: now, database: None };
        for pair in words.chunks(2) {
            match pair {
                ["--count", count] => asked.count = count.parse().context("--count")?,
                ["--seed", seed] => asked.seed = seed.parse().context("--seed")?,
                ["--database", name @ ("sqlite" | "postgres")] => asked.database = Some((*name).to_owned()),
                other => bail!("`{}` is none of --count N, --seed N, --database sqlite|postgres", other.join(" ")),
            }
        }
        Ok(asked)
    }
}

/// Runs it; each life of a shop prints its figures and its seed.
///
/// # Errors
/// The words cannot be read, or there is no PostgreSQL.
pub fn run(words: &[&str]) -> Result<ExitCode> {
    let asked = Asked::read(words)?;
    let postgres = if asked.database.as_deref() == Some("sqlite") { None } else { Some(Postgres::start()?) };
    let kills = if asked.database.is_some() { asked.count } else { asked.count.div_ceil(2) };
    println!("{} kills, seed {}", asked.count, asked.seed);
    let mut line = cargo(["test"]).args(SERVER).args(["--test", "it", "--", "--ignored", "--nocapture"]);
    line = line.arg(format!("crash::torture::at_length_on_{}", asked.database.as_deref().unwrap_or_default()));
    line = line.env("ESCALE_TORTURE", format!("{kills} {}", asked.seed));
    if let Some(postgres) = &postgres {
        line = line.env("ESCALE_TEST_POSTGRES_URL", postgres.url());
    }
    let mut steps = Steps::start();
    steps.step("torture", || tests(line));
    Ok(steps.end())
}

#[cfg(test)]
mod tests_of_words {
    use super::Asked;

    #[test]
    fn words_in_any_order_and_nothing_else() {
        let asked = Asked::read(&["--database", "sqlite", "--count", "50", "--seed", "7"]).unwrap();
        assert_eq!((asked.count, asked.seed, asked.database.as_deref()), (50, 7, Some("sqlite")));
        assert_eq!(Asked::read(&[]).unwrap().count, super::COUNT);
        for words in [&["--count"][..], &["--count", "many"], &["--database", "oracle"], &["--fast", "1"]] {
            assert!(Asked::read(words).is_err(), "{words:?}");
        }
    }
}
