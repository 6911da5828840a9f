//! The model test: what buyers, staff, suppliers, the payment provider, time and crashes do to a shop in any order, and
//! whether nobody paid for nothing and nothing was bought twice all the same.
//!
//! ```text
//! cargo test --test it model                                    256 cases; every fourth on PostgreSQL
//! ESCALE_MODEL_CASES=10000 cargo test --test it model           more of them
//! ESCALE_MODEL_SEED=4711 cargo test --test it model             that case alone, as a failure prints it
//! ```
//!
//! `proptest` makes the cases. Its state-machine companion (`proptest-state-machine` 0.9) was looked at and left: it
//! decides beforehand which step is possible next, from a model that foresees what the shop will do, and what a shop
//! does that crashes somewhere is what nobody can foresee. Here each step finds its order when it is performed, and
//! instead of a second shop to compare with there are rules. A case that fails is shortened: any step can be left out.

mod buyers;
mod case;
mod chance;
mod command;
mod crash;
mod doctored;
mod elsewhere;
mod house;
mod net;
mod post;
mod remembered;
mod rest;
mod rules;
mod seen;
mod shorten;
mod tally;
mod time;
mod trouble;
mod workers;

use crate::shop::Database;
use case::Case;
use chance::commands;
use command::Command;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use shorten::shorten;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tally::Tally;

/// Cases in an ordinary run.
const CASES: u64 = 256;
/// The first seed of an ordinary run.
const FIRST_SEED: u64 = 1;
/// Steps of a case, the first order included.
const MOST_STEPS: usize = 40;
/// Cases at the same time.
const HANDS: usize = 2;
/// Longest search for fewer steps that fail as well.
const SHORTENING: Duration = Duration::from_secs(60);

#[test]
fn whatever_happens_nobody_pays_for_nothing_and_nothing_is_bought_twice() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let (first, count) = match number("ESCALE_MODEL_SEED") {
        Some(seed) => (seed, number("ESCALE_MODEL_CASES").unwrap_or(1)),
        None => (FIRST_SEED, number("ESCALE_MODEL_CASES").unwrap_or(CASES)),
    };
    let next = AtomicU64::new(first);
    let hand = || {
        let mut tally = Tally::default();
        loop {
            let seed = next.fetch_add(1, Ordering::SeqCst);
            if seed >= first + count {
                return Ok(tally);
            }
            // One that fails is enough to look into: the other hand stops as well.
            tally.add(run_seed(seed).inspect_err(|_| next.store(first + count, Ordering::SeqCst))?);
        }
    };
    let results: Vec<Result<Tally, String>> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS).map(|_| scope.spawn(hand)).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    let mut tally = Tally::default();
    let mut failed = Vec::new();
    for result in results {
        match result {
            Ok(of_hand) => tally.add(of_hand),
            Err(wrong) => failed.push(wrong),
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    // The rarest states are met on purpose; the rest is left to chance.
    for (what, commands) in remembered::remembered() {
        tally.add(run(Database::Sqlite, &commands).unwrap_or_else(|wrong| panic!("{what}, again: {wrong:#?}")));
    }
    eprintln!("{tally}");
    let never_met = tally.never_met();
    assert!(count < CASES || never_met.is_empty(), "no case came to {never_met:?}");
}

/// Which database a seed runs on.
fn database(seed: u64) -> Database {
    if seed.is_multiple_of(4) { Database::Postgres } else { Database::Sqlite }
}

/// The case of a seed. `Err` tells all about it, with the command that runs it again.
fn run_seed(seed: u64) -> Result<Tally, String> {
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let whole = commands(MOST_STEPS).new_tree(&mut runner).unwrap().current();
    let database = database(seed);
    let wrong = match run(database, &whole) {
        Ok(tally) => return Ok(tally),
        Err(wrong) => wrong,
    };
    let until = Instant::now() + SHORTENING;
    let (shortest, wrong) = shorten(&whole, wrong, until, |steps| run(database, steps).err());
    let steps: Vec<String> = shortest.iter().map(|command| format!("    {command:?}")).collect();
    Err(format!(
        "seed {seed} on {database:?} fails; again with\n  ESCALE_MODEL_SEED={seed} cargo test -p escale -p \
         escale-simulators --test it model\n  {} of its {} steps suffice:\n{}\n  {}",
        shortest.len(),
        whole.len(),
        steps.join("\n"),
        wrong.join("\n  ")
    ))
}

/// Performs all steps, then lets everything come to rest. A database that is not here is no failure.
fn run(database: Database, commands: &[Command]) -> Result<Tally, Vec<String>> {
    let Some(mut case) = Case::open(database, None) else { return Ok(Tally::default()) };
    perform(&mut case, commands)
}

fn perform(case: &mut Case, commands: &[Command]) -> Result<Tally, Vec<String>> {
    let performed = catch_unwind(AssertUnwindSafe(|| {
        for (index, command) in commands.iter().enumerate() {
            let place = |wrong: Vec<String>| [vec![format!("after step {}:", index + 1)], wrong].concat();
            case.step(command).map_err(place)?;
        }
        case.end().map_err(|wrong| [vec!["at rest:".to_owned()], wrong].concat())?;
        Ok(Tally::of(case, commands.len()))
    }));
    performed.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(vec![format!("a step broke: {}", text.unwrap_or_default())])
    })
}
