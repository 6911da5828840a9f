//! Torture: buyers, faults and time by the dice, and a shop that is killed again and again, at any moment. At the end
//! the books must agree. A seed decides what happens; when exactly, the machine does.

mod buyer;
mod life;
mod weather;

use crate::shop::Database;
use life::{Figures, live};

/// Kills in the life of one shop; a longer torture is more lives.
const KILLS: u32 = 50;

/// One life, under a seed that was taken once.
async fn one_life(database: Database) {
    match live(database, 20_261_121, KILLS).await {
        Some(figures) => println!("{figures}"),
        None => eprintln!("not run on PostgreSQL: ESCALE_TEST_POSTGRES_URL is not set"),
    }
}

#[tokio::test]
async fn fifty_kills_on_sqlite_lose_nothing_and_double_nothing() {
    one_life(Database::Sqlite).await;
}

#[tokio::test]
async fn fifty_kills_on_postgres_lose_nothing_and_double_nothing() {
    one_life(Database::Postgres).await;
}

#[tokio::test]
#[ignore = "`make torture` runs it: as many kills as `ESCALE_TORTURE` says (`COUNT SEED`)"]
async fn at_length_on_sqlite() {
    at_length(Database::Sqlite).await;
}

#[tokio::test]
#[ignore = "`make torture` runs it: as many kills as `ESCALE_TORTURE` says (`COUNT SEED`)"]
async fn at_length_on_postgres() {
    at_length(Database::Postgres).await;
}

async fn at_length(database: Database) {
    #[allow(clippy::disallowed_methods, reason = "how `make torture` says how long")]
    let told = std::env::var("ESCALE_TORTURE").unwrap();
    let (count, seed) = told.split_once(' ').unwrap();
    let (count, seed): (u32, u64) = (count.parse().unwrap(), seed.parse().unwrap());
    let mut all = Figures::of(database, seed);
    for life in 0..count.div_ceil(KILLS) {
        let kills = KILLS.min(count - life * KILLS);
        let figures = live(database, seed + u64::from(life), kills).await.expect("there is no such database here");
        println!("{figures}");
        all.add(&figures);
    }
    println!("all: {all}");
}
