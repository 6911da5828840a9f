//! The life of one shop that is killed again and again, and the figures of it.

use super::buyer::Buyer;
use super::weather;
use crate::audit::{Audit, Ending, audit};
use crate::crash::place::Place;
use crate::crash::stage::Stage;
use crate::shop::Database;
use escale::domain::ids::OrderId;
use escale::domain::timestamp::UnixSeconds;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::{JoinSet, LocalSet};

/// What came of a life, or of several.
#[derive(Debug, Default)]
pub struct Figures {
    database: Option<Database>,
    seed: u64,
    kills: u32,
    orders: usize,
    delivered: usize,
    given_back: usize,
    unpaid: usize,
    before_a_person: usize,
    lost: usize,
    doubled: usize,
    took: Duration,
}

impl Figures {
    /// Nothing yet.
    pub fn of(database: Database, seed: u64) -> Self {
        Self { database: Some(database), seed, ..Self::default() }
    }

    pub fn add(&mut self, other: &Self) {
        self.kills += other.kills;
        self.orders += other.orders;
        self.delivered += other.delivered;
        self.given_back += other.given_back;
        self.unpaid += other.unpaid;
        self.before_a_person += other.before_a_person;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.took += other.took;
    }

    fn count(&mut self, audit: &Audit) {
        self.orders = audit.endings.len();
        self.delivered = audit.count(Ending::Delivered);
        self.given_back = audit.count(Ending::GivenBack);
        self.unpaid = audit.count(Ending::Unpaid);
        self.before_a_person = audit.count(Ending::BeforeAPerson);
        self.lost = audit.lost.len();
        self.doubled = audit.doubled.len();
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, kills, orders, delivered, given_back, unpaid, before_a_person, lost, doubled, .. } = self;
        let database = self.database.map_or("", name);
        write!(f, "{database}, seed {seed}: {kills} kills, {orders} orders ({delivered} delivered, ")?;
        write!(f, "{given_back} given back, {unpaid} unpaid, {before_a_person} before a person), ")?;
        write!(f, "lost {lost}, doubled {doubled}, {:.0} s", self.took.as_secs_f64())
    }
}

fn name(database: Database) -> &'static str {
    match database {
        Database::Sqlite => "sqlite",
        Database::Postgres => "postgres",
    }
}

/// Lives it; `None` when there is no such database here. Panics when the books do not agree at the end.
pub async fn live(database: Database, seed: u64, kills: u32) -> Option<Figures> {
    // What buyers do stays on this thread.
    LocalSet::new().run_until(live_here(database, seed, kills)).await
}

async fn live_here(database: Database, seed: u64, kills: u32) -> Option<Figures> {
    let since = Instant::now();
    let mut stage = Stage::new(Place::with_catalogue(database).await?, String::new());
    let place = Arc::clone(&stage.place);
    place.set_stock(1_000_000).await;
    let plan = place.offer().await.id;
    stage.open().await;
    let mut dice = StdRng::seed_from_u64(seed);
    let mut buyers = JoinSet::new();
    for _ in 0..kills {
        // One in eight is killed before it is open.
        if dice.random_ratio(7, 8) {
            stage.until_ready().await;
        }
        weather::change(&place, &mut dice);
        for _ in 0..dice.random_range(0..=3) {
            buyers.spawn_local(Buyer::new(&place, &plan, dice.random()).shops());
        }
        place.pass(Duration::from_secs(dice.random_range(0..=40)));
        tokio::time::sleep(Duration::from_millis(dice.random_range(0..=300))).await;
        stage.kill();
        stage.launch();
    }
    weather::clear(&place);
    stage.until_ready().await;
    while let Some(bought) = buyers.join_next().await {
        bought.unwrap();
    }
    stage.pull_the_plug().await;
    stage.start().await;
    stage.settle().await;
    stage.pass(Duration::from_secs(3600)).await;

    drop(stage);
    let orders = place.records.orders().await;
    let audit = audit(&place.store, &place.world, &orders, UnixSeconds(place.now())).await;
    let again = format!("make torture COUNT={kills} SEED={seed} DATABASE={}", name(database));
    let complaints = audit.complaints();
    if !complaints.is_empty() {
        let told = tell_of(&place, &orders, &complaints).await;
        panic!("`{again}`: {audit:#?}\n{told}");
    }
    place.clear_away().await;
    let mut figures = Figures { kills, took: since.elapsed(), ..Figures::of(database, seed) };
    figures.count(&audit);
    Some(figures)
}

/// What happened to the orders that there are complaints about, by their timelines.
async fn tell_of(place: &Place, orders: &[OrderId], complaints: &[&String]) -> String {
    let mut told = String::new();
    let mut tx = place.store.snapshot().await.unwrap();
    for order in orders.iter().filter(|order| complaints.iter().any(|text| text.contains(order.as_str()))) {
        told.push_str(&format!("{order}\n"));
        for row in tx.audit_of(order).await.unwrap() {
            told.push_str(&format!("  {} {} {} {}\n", row.at.iso8601(), row.actor, row.action, row.details));
        }
    }
    told
}
