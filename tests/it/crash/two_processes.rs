//! Two processes of one shop over one database, on one SQLite file too: what is done is done once, and when one of them is
//! killed the other does what it had in hand.

use super::place::Place;
use super::program::Program;
use super::stage::Stage;
use crate::audit::{Ending, audit};
use crate::shop::Database;
use escale::domain::timestamp::UnixSeconds;
use escale_simulators::PaymentWay;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// So many orders are paid before a worker hears of any of them.
const AT_ONCE: usize = 12;

impl Stage {
    /// Orders that are paid, and of which the webhooks tell all at once.
    async fn many_pay_at_once(&mut self) {
        self.place.hold_webhooks(true);
        for _ in 0..AT_ONCE {
            let to_pay = self.sent_to_pay().await;
            self.place.pay(&to_pay.session, PaymentWay::Card);
        }
        self.place.hold_webhooks(false);
    }
}

async fn both_work(database: Database) {
    let Some(place) = Place::with_catalogue(database).await else {
        return eprintln!("not run on PostgreSQL: ESCALE_TEST_POSTGRES_URL is not set");
    };
    place.set_stock(1_000_000).await;
    let mut stage = Stage::new(place, String::new());
    stage.open().await;
    let (folder, url) = stage.place.neighbour();
    let mut second = Program::serve(folder.path(), &stage.place.trial());
    let since = Instant::now();
    while stage.place.http.get(format!("{url}/health/ready")).send().await.is_err() {
        assert!(since.elapsed() < Duration::from_secs(30), "{}", second.last_words());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    stage.many_pay_at_once().await;
    stage.settle().await;
    let (by_first, by_second) = (stage.program().jobs_begun(), second.jobs_begun());
    assert!(by_first > 0 && by_second > 0, "{by_first} jobs by one, {by_second} by the other");

    stage.many_pay_at_once().await;
    second.kill();
    stage.settle().await;
    stage.pass(Duration::from_secs(3600)).await;

    let place = Arc::clone(&stage.place);
    drop(stage);
    let orders = place.records.orders().await;
    let audit = audit(&place.store, &place.world, &orders, UnixSeconds(place.now())).await;
    assert!(audit.complaints().is_empty(), "{audit:#?}");
    assert_eq!(audit.count(Ending::Delivered), 2 * AT_ONCE, "{audit:#?}");
    place.clear_away().await;
}

#[tokio::test]
async fn two_processes_on_one_sqlite_file_do_everything_once() {
    both_work(Database::Sqlite).await;
}

#[tokio::test]
async fn two_processes_on_postgres_do_everything_once() {
    both_work(Database::Postgres).await;
}
