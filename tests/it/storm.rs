//! The webhook storm: every event of many orders, many times over, shuffled, with forged and stale ones among them, at the
//! same time. As many orders are delivered and captured as were paid, and nothing that is not ours is believed.
//!
//! 2,000 deliveries for 20 orders; `ESCALE_STORM_DELIVERIES=100000` (`make storm`) for as many hundredths of orders.

use crate::shop::{Database, Shop};
use escale::domain::order::OrderState;
use escale::fulfilment::worker;
use escale_simulators::{PaymentAttempt, signature_header};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinSet;

const SECRET: &str = "whsec_escale_demo";
const DELIVERIES_AN_ORDER: usize = 100;
/// Posted at the same time.
const AT_ONCE: usize = 32;

/// What is put on the wire, and what it must be answered.
#[derive(Clone)]
struct Letter {
    body: String,
    signature: String,
    is_good: bool,
}

impl Letter {
    fn good(event: &Value, now: i64) -> Self {
        let body = event.to_string();
        Self { signature: signature_header(&body, &[SECRET.to_owned()], now), body, is_good: true }
    }

    /// Under a new id, so that it would count if it were believed.
    fn forged(event: &Value, now: i64, number: usize, chance: &mut StdRng) -> Self {
        let honest = Self::good(event, now);
        let mut event = event.clone();
        event["id"] = format!("evt_forged_{number}").into();
        let body = event.to_string();
        let signature = if chance.random_bool(0.5) {
            signature_header(&body, &["whsec_of_somebody_else".to_owned()], now)
        } else {
            honest.signature
        };
        Self { body, signature, is_good: false }
    }

    /// Signed by us, long ago or ahead of time.
    fn stale(event: &Value, now: i64, number: usize, chance: &mut StdRng) -> Self {
        let mut event = event.clone();
        event["id"] = format!("evt_stale_{number}").into();
        let off = chance.random_range(301..100_000) * if chance.random_bool(0.8) { -1 } else { 1 };
        Self { is_good: false, ..Self::good(&event, now + off) }
    }
}

/// The deliveries: each real event at least once, a tenth forged, a tenth stale, the rest repeated.
fn letters(events: &[Value], deliveries: usize, now: i64, chance: &mut StdRng) -> Vec<Letter> {
    let any = |chance: &mut StdRng| events[chance.random_range(0..events.len())].clone();
    let mut letters: Vec<Letter> = events.iter().map(|event| Letter::good(event, now)).collect();
    for number in 0..deliveries / 10 {
        letters.push(Letter::forged(&any(chance), now, number, chance));
        letters.push(Letter::stale(&any(chance), now, number, chance));
    }
    while letters.len() < deliveries {
        letters.push(Letter::good(&any(chance), now));
    }
    letters.shuffle(chance);
    letters
}

/// Posts all of them; gives the time of each answer, sorted.
async fn post_all(shop: &Shop, letters: Vec<Letter>) -> Vec<Duration> {
    let queue = Arc::new(Mutex::new(letters.into_iter()));
    let mut posting = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (queue, http) = (Arc::clone(&queue), shop.http.clone());
        let url = format!("{}/webhooks/stripe", shop.url);
        posting.spawn(async move {
            let mut times = Vec::new();
            loop {
                let next = queue.lock().unwrap().next();
                let Some(letter) = next else { return times };
                let began = Instant::now();
                let post = http.post(&url).header("stripe-signature", letter.signature).body(letter.body.clone());
                let status = post.send().await.unwrap().status().as_u16();
                times.push(began.elapsed());
                assert_eq!(status, if letter.is_good { 200 } else { 400 }, "{}", letter.body);
            }
        });
    }
    let mut times: Vec<Duration> = posting.join_all().await.into_iter().flatten().collect();
    times.sort();
    times
}

/// So many orders, each paid; no webhook has been sent yet.
async fn paid_orders(shop: &Shop, orders: usize) {
    shop.world.hold_webhooks(true);
    let product = shop.services.catalogue().offers().first().unwrap().product.clone();
    shop.world.set_stock(product.as_str(), i64::try_from(orders).unwrap() + 1);
    for _ in 0..orders {
        let family = shop.ordered().await;
        assert!(matches!(shop.pay(&family), PaymentAttempt::Completed { .. }));
    }
}

async fn storm(database: Database) {
    let Some(shop) = Shop::open(database).await else {
        return println!("not run on PostgreSQL: ESCALE_TEST_POSTGRES_URL is not set");
    };
    let deliveries = std::env::var("ESCALE_STORM_DELIVERIES").map_or(2000, |text| text.parse().unwrap());
    let orders = deliveries / DELIVERIES_AN_ORDER;
    let seed = std::env::var("ESCALE_STORM_SEED").map_or_else(|_| rand::random(), |text| text.parse().unwrap());
    println!("to see the same again: ESCALE_STORM_SEED={seed} ESCALE_STORM_DELIVERIES={deliveries}");
    paid_orders(&shop, orders).await;
    let events = shop.world.stripe_objects("event");
    let known: BTreeSet<&str> = events.iter().map(|event| event["id"].as_str().unwrap()).collect();
    let letters = letters(&events, deliveries, shop.services.clock.now().0, &mut StdRng::seed_from_u64(seed));

    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(worker::run(shop.services.clone(), stopped));
    let began = Instant::now();
    let times = post_all(&shop, letters).await;
    let posted = began.elapsed();
    let delivered = format!("from orders where state = '{}'", OrderState::Delivered.as_str());
    let captured = "from payments where state = 'captured'";
    let wanted = i64::try_from(orders).unwrap();
    let open = ["from mails where state = 'waiting'", "from inbox where done_at is null"];
    for _ in 0..6000 {
        let left = shop.rows(open[0]).await + shop.rows(open[1]).await;
        if shop.rows(captured).await == wanted && left == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let all = began.elapsed();
    stop.send(true).unwrap();
    worker.await.unwrap();

    assert_eq!((shop.rows(&delivered).await, shop.rows(captured).await), (wanted, wanted));
    assert_eq!(shop.world.esims_sold().len(), orders);
    assert_eq!(shop.world.payments().iter().filter(|truth| truth.captured == truth.amount).count(), orders);
    let stored = shop.column("select id from inbox").await;
    let stored: BTreeSet<&str> = stored.iter().map(|id| id.trim_start_matches("stripe:")).collect();
    assert_eq!(stored, known, "each event once, and none that is forged or stale");
    assert_eq!(shop.rows("from audit where action = 'event.checkout.session.completed'").await, wanted);
    assert_eq!(shop.rows("from tasks").await, 0);
    assert_eq!(shop.world.mails_to("ada@example.org").len(), orders);

    let share = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    println!(
        "{database:?}: {deliveries} deliveries for {orders} orders in {posted:.1?} ({rate:.0} a second, p50 {p50:.1} ms, \
         p99 {p99:.1} ms), all delivered and captured after {all:.1?}; lost 0, doubled 0, forged or stale believed 0",
        rate = deliveries as f64 / posted.as_secs_f64(),
        p50 = share(50),
        p99 = share(99),
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_paid_order_is_delivered_once_through_a_webhook_storm_on_sqlite() {
    storm(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_paid_order_is_delivered_once_through_a_webhook_storm_on_postgres() {
    storm(Database::Postgres).await;
}
