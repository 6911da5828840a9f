//! `make bench` and `make storm`: what is claimed about speed, and the webhook storm in full.

use std::process::ExitCode;

use anyhow::Result;

use crate::command::cargo;
use crate::postgres::Postgres;
use crate::test::SERVER;

/// The storm of `docs/proof.md`: a hundred deliveries for each order.
const DELIVERIES: &str = "100000";

/// Measures an order's cost (a gate) and the shop's pace (figures), as it is released.
///
/// # Errors
/// It does not compile, or the gate does not hold.
pub fn bench() -> Result<ExitCode> {
    let postgres = Postgres::start()?;
    // The world runs in a process of its own; with the bench beside it Cargo builds each crate once.
    let programs = ["--bin", "simulators", "--bench", "order_cost"];
    cargo(["build", "--profile", "bench"]).args(SERVER).args(programs).run()?;
    let line = cargo(["bench"]).args(SERVER).args(["--bench", "order_cost"]);
    line.env("ESCALE_TEST_POSTGRES_URL", postgres.url()).run()?;
    Ok(ExitCode::SUCCESS)
}

/// Lets the whole storm pass over both databases.
///
/// # Errors
/// It does not compile, or something was lost, doubled or believed that must not be.
pub fn storm() -> Result<ExitCode> {
    let postgres = Postgres::start()?;
    let deliveries = std::env::var("ESCALE_STORM_DELIVERIES").unwrap_or_else(|_| DELIVERIES.to_owned());
    let line = cargo(["test"]).args(SERVER).args(["--test", "it", "storm::", "--", "--nocapture", "--test-threads=1"]);
    let line = line.env("ESCALE_TEST_POSTGRES_URL", postgres.url()).env("ESCALE_STORM_DELIVERIES", deliveries);
    line.run()?;
    Ok(ExitCode::SUCCESS)
}
