//! Every call to the outside that an order may make × every way in which it can fail × once and for twenty minutes: nothing
//! is doubled, nothing is lost, nobody pays for nothing, and in the end the order is at rest or before a person.
//!
//! SQLite meets every case; PostgreSQL a quarter of them, another one each day, or all with `ESCALE_FAULT_SHARE=all`.
//! `ESCALE_FAULT_CASE=part-of-a-name` runs some of them alone.

mod lives;
mod our_answers;

use crate::shop::{Database, HASTE, Shop};
use escale::domain::ids::OrderId;
use escale::fulfilment::advance::advance_order;
use escale::fulfilment::checkout::order_of_draft;
use escale::fulfilment::worker;
use escale::trial::{Side, Stop};
use escale_simulators::Fault;
use lives::{LIVES, Life};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::task::JoinSet;

const MINUTE: Duration = Duration::from_secs(60);

/// A fault that lasts, lasts so long.
const LASTS: Duration = Duration::from_secs(20 * 60);

/// After the fault everything that the shop owes must be done within this time.
const RECOVERS: Duration = Duration::from_secs(3 * 3600);

/// Shops at the same time on one database: most of a case's real time is waiting.
const SHOPS: usize = 12;

/// What goes wrong with a call.
#[derive(Clone, Debug)]
enum Trouble {
    Once(Fault),
    ForTwentyMinutes(Fault),
    /// The answer comes so much later by the shop's clock; meanwhile another worker goes on.
    Late(Duration),
}

#[derive(Clone, Debug)]
struct Case {
    life: &'static Life,
    trouble: Trouble,
}

impl Case {
    fn name(&self) -> String {
        format!("{} {:?}", self.life.call, self.trouble)
    }

    fn is_slow(&self) -> bool {
        let waits = |fault: &Fault| {
            matches!(fault, Fault::DelayBefore { .. } | Fault::DelayAfter { .. } | Fault::SlowBody { .. })
        };
        matches!(&self.trouble, Trouble::ForTwentyMinutes(fault) if waits(fault))
    }
}

/// Every fault; those that make a caller wait outlast a hasty shop's patience.
fn faults() -> Vec<Fault> {
    let too_long = (HASTE * 3 / 2).as_millis() as u64;
    Fault::examples()
        .into_iter()
        .map(|fault| match fault {
            Fault::DelayBefore { .. } => Fault::DelayBefore { millis: too_long },
            Fault::DelayAfter { .. } => Fault::DelayAfter { millis: too_long },
            Fault::SlowBody { .. } => Fault::SlowBody { chunks: 3, pause_millis: too_long / 2 },
            Fault::TooManyRequests { .. } => Fault::TooManyRequests { retry_after: 1 },
            other => other,
        })
        .collect()
}

fn cases(database: Database) -> VecDeque<Case> {
    let only = std::env::var("ESCALE_FAULT_CASE").unwrap_or_default();
    let all = database == Database::Sqlite || !only.is_empty() || std::env::var("ESCALE_FAULT_SHARE").is_ok();
    let days = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 86_400;
    let mut cases = Vec::new();
    for life in LIVES {
        let troubles =
            faults().into_iter().flat_map(|fault| [Trouble::Once(fault.clone()), Trouble::ForTwentyMinutes(fault)]);
        let late = [16 * MINUTE, 70 * MINUTE].map(Trouble::Late).into_iter().filter(|_| life.point.is_some());
        cases.extend(troubles.chain(late).map(|trouble| Case { life, trouble }));
    }
    cases.retain(|case| case.name().contains(&only));
    let mut numbers = 0..;
    cases.retain(|_| all || numbers.next().unwrap() % 4 == days % 4);
    // What takes the most real time begins first.
    cases.sort_by_key(|case| !case.is_slow());
    cases.into()
}

/// Lives one case; what is wrong afterwards.
async fn live(shop: &Shop, case: &Case, number: usize) -> Vec<String> {
    let life = case.life;
    let before = (shop.world.payments().len(), shop.world.esims_sold().len());
    let buyer = lives::Buyer::new(shop, &format!("buyer{number}"));
    let arm = || match &case.trouble {
        Trouble::Once(fault) => shop.world.arm_fault(life.call, fault.clone(), Some(1)),
        Trouble::ForTwentyMinutes(fault) => shop.world.arm_fault(life.call, fault.clone(), None),
        Trouble::Late(_) => shop.services.store.trial().stop_at(life.point.unwrap(), Side::After, 0, Stop::Wait),
    };
    (life.prepare)(shop);
    if life.from_the_click {
        arm();
    }
    let seen = shop.world.calls_seen(life.call);
    let paid = buyer.pays(shop, life, &case.trouble).await;
    if !life.from_the_click {
        shop.live_through(life.struck_after).await;
        arm();
    }
    match &case.trouble {
        Trouble::Late(by) if paid && !life.from_the_click => {
            wait_for_the_late_answer(shop, &buyer.order(shop).await.unwrap(), *by).await
        }
        Trouble::Late(_) => {}
        Trouble::Once(_) | Trouble::ForTwentyMinutes(_) => shop.live_through(LASTS).await,
    }
    shop.services.store.trial().disarm();
    shop.world.clear_faults();
    shop.live_through(RECOVERS).await;
    let mut complaints = match order_of_draft(&shop.services, &buyer.form.draft).await.unwrap() {
        Some((family, _)) => shop.complaints(&family.order.id).await,
        None if (shop.world.payments().len(), shop.world.esims_sold().len()) != before => {
            vec!["no order, and something was paid or sold".to_owned()]
        }
        None => Vec::new(),
    };
    if shop.world.calls_seen(life.call) == seen && !matches!(case.trouble, Trouble::Late(_)) {
        complaints.push("the call was never made: the case proves nothing".to_owned());
    }
    (life.tidy)(shop);
    complaints
}

/// One worker waits for its answer, the next takes the order over when the lease has run out.
async fn wait_for_the_late_answer(shop: &Shop, order: &OrderId, by: Duration) {
    let trial = shop.services.store.trial();
    let (services, order) = (shop.services.clone(), order.clone());
    let slow = tokio::spawn(async move {
        drop(worker::run_ready(&services).await);
        drop(advance_order(&services, &order).await);
    });
    if tokio::time::timeout(Duration::from_secs(2), trial.reached()).await.is_ok() {
        shop.live_through(by).await;
        trial.go_on();
    }
    trial.disarm();
    slow.await.unwrap();
}

async fn every_case(database: Database) {
    let Some(first) = Shop::open_hasty(database).await else {
        return println!("not run on PostgreSQL: ESCALE_TEST_POSTGRES_URL is not set");
    };
    drop(first);
    let started = Instant::now();
    let queue = Arc::new(Mutex::new(cases(database).into_iter().enumerate().collect::<VecDeque<_>>()));
    let total = queue.lock().unwrap().len();
    let mut shops = JoinSet::new();
    for _ in 0..SHOPS {
        let queue = Arc::clone(&queue);
        shops.spawn(async move {
            let mut wrong = Vec::new();
            let mut open = None;
            loop {
                let next = queue.lock().unwrap().pop_front();
                let Some((number, case)) = next else { return wrong };
                let shop = match open.take() {
                    Some(shop) => shop,
                    None => lives::open(database).await,
                };
                let complaints = live(&shop, &case, number).await;
                wrong.extend(complaints.iter().map(|complaint| format!("{}: {complaint}", case.name())));
                // What asks for tokens too often is left alone for a minute of real time.
                if !case.life.spoils_its_shop && complaints.is_empty() {
                    open = Some(shop);
                }
            }
        });
    }
    let wrong: Vec<String> = shops.join_all().await.into_iter().flatten().collect();
    println!("{total} cases on {database:?} in {:?}", started.elapsed());
    assert!(wrong.is_empty(), "{} of {total}:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_answer_may_fail_on_sqlite() {
    every_case(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_answer_may_fail_on_postgres() {
    every_case(Database::Postgres).await;
}

#[test]
fn every_call_of_an_orders_life_is_struck() {
    let struck: Vec<&str> = LIVES.iter().map(|life| life.call).collect();
    let unused = |call: &&str| !lives::NOT_OF_AN_ORDERS_LIFE.iter().any(|start| call.starts_with(start));
    let missing: Vec<&str> = escale_simulators::World::call_names()
        .into_iter()
        .filter(unused)
        .filter(|call| !struck.contains(call))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
