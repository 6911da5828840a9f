//! A whole shop for a test: real router on a real port, real database, simulated world, and a clock that the test moves.

pub mod setup;

use crate::left::Left;
use crate::records::Records;
use escale::clock::Clock;
use escale::config::{Config, SupplierConfig};
use escale::domain::ids::OrderId;
use escale::domain::timestamp::UnixSeconds;
use escale::fulfilment::{catalogue_sync, supplier_watch, worker};
use escale::payments::stripe::{self, Stripe};
use escale::services::Services;
use escale::store::cipher::Vault;
use escale::store::{Family, Store};
use escale::suppliers::http::HttpSettings;
use escale::suppliers::http::breaker::BreakerPolicy;
use escale::suppliers::http::retry::RetryPolicy;
use escale::suppliers::orange_travel::{self, OrangeTravel};
use escale::suppliers::{Supplier, Suppliers};
use escale::web;
use escale_simulators::{Options, PaymentAttempt, PaymentWay, Running, World};
use reqwest::redirect::Policy;
use setup::{Account, config, new_postgres, publish_key};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// 2026-11-21, 12:00 UTC.
pub const START: UnixSeconds = UnixSeconds(1_795_262_400);

/// So long a hasty shop waits for an answer.
pub const HASTE: Duration = Duration::from_millis(250);

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// A running shop; clones are the same shop. Ends with the last of them.
#[derive(Clone)]
pub struct Shop {
    pub services: Services,
    pub world: World,
    pub url: String,
    pub http: reqwest::Client,
    pub database_url: String,
    pub left: Left,
    _running: Arc<Running>,
    _folder: Arc<tempfile::TempDir>,
    _stop: Arc<watch::Sender<bool>>,
}

/// Runs a test on both databases, and refuses one that leaves something behind: see [`Left`]. PostgreSQL's address
/// comes from `ESCALE_TEST_POSTGRES_URL`, as `cargo xtask test` sets it; without one the test says so and runs on SQLite
/// alone. A test that opens its shop by itself ends with [`Shop::leaves_nothing_behind`].
macro_rules! on_both {
    (async fn $name:ident($shop:ident: $type:ty) $body:block) => {
        $crate::shop::on_both! { [$crate::shop::setup::orange] async fn $name($shop: $type) $body }
    };
    // With these accounts at suppliers.
    ([$($account:path),*] async fn $name:ident($shop:ident: $type:ty) $body:block) => {
        mod $name {
            use super::*;

            async fn rule($shop: $type) $body

            #[tokio::test]
            async fn on_sqlite() {
                $crate::shop::hold($crate::shop::Database::Sqlite, &[$($account),*], rule).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                $crate::shop::hold($crate::shop::Database::Postgres, &[$($account),*], rule).await;
            }
        }
    };
}
pub(crate) use on_both;

/// Holds a rule against a shop on this database.
#[allow(clippy::print_stderr, reason = "a test that is not run says so")]
pub async fn hold<F: Future<Output = ()>>(database: Database, accounts: &[Account], rule: impl FnOnce(Shop) -> F) {
    match Shop::open_selling(database, accounts).await {
        Some(shop) => {
            rule(shop.clone()).await;
            shop.leaves_nothing_behind().await;
        }
        None => eprintln!("not run on PostgreSQL: ESCALE_TEST_POSTGRES_URL is not set"),
    }
}

impl Shop {
    /// A shop with a synced catalogue and no orders; `None` when there is no such database here.
    pub async fn open(database: Database) -> Option<Self> {
        Self::open_with(database, "").await
    }

    /// As `open`, with more lines of configuration in front.
    pub async fn open_with(database: Database, more: &str) -> Option<Self> {
        Self::open_as(database, more, &[setup::orange], false).await
    }

    /// As `open`, with these accounts at suppliers instead of the one at Orange.
    pub async fn open_selling(database: Database, accounts: &[Account]) -> Option<Self> {
        Self::open_as(database, "", accounts, false).await
    }

    /// As `open`, in a hurry: what is too slow for it takes a part of a second of real time, and no pause is real.
    pub async fn open_hasty(database: Database) -> Option<Self> {
        Self::open_as(database, "", &[setup::orange], true).await
    }

    async fn open_as(database: Database, more: &str, accounts: &[Account], hasty: bool) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let database_url = match database {
            Database::Sqlite => format!("sqlite://{}/escale.db", folder.path().display()),
            Database::Postgres => new_postgres(None).await?,
        };
        let running =
            World::start(Options { clock: escale_simulators::Clock::standing_at(START.0), ..Options::default() })
                .await
                .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        running.world.set_webhook_target(format!("{url}/webhooks/stripe"), &["whsec_escale_demo"]);
        let config = config(&running, &url, &database_url, more, accounts, folder.path());

        let mut services = open_services(&config, &Clock::standing_at(START)).await;
        if hasty {
            services.suppliers = hasty_suppliers(&services.config, &services.clock);
            let settings = stripe::Settings { timeout: HASTE, ..(&services.config.stripe).into() };
            services.stripe = Stripe::new(settings).unwrap();
        }
        publish_key(&running);
        stock_up(&services).await;

        let (stop, stopped) = watch::channel(false);
        let router = web::router(services.clone(), web::assets::Assets::load());
        tokio::spawn(async move {
            let mut stopped = stopped;
            web::serve(listener, router, async move { drop(stopped.wait_for(|stop| *stop).await) }).await
        });
        let http = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Some(Self {
            services,
            world: running.world.clone(),
            url,
            http,
            database_url,
            left: Left::default(),
            _running: Arc::new(running),
            _folder: Arc::new(folder),
            _stop: Arc::new(stop),
        })
    }

    /// Moves the shop's and the world's clocks.
    pub fn pass(&self, time: Duration) {
        self.services.clock.advance(time);
        self.world.clock().advance(time.as_secs() as i64);
    }

    /// Runs jobs until none is ready now, and no webhook on its way is about to bring one unless they are held back.
    pub async fn work(&self) {
        loop {
            if !self.world.webhooks_are_held() {
                self.world.webhooks_settled(Duration::from_secs(10)).await;
            }
            if worker::run_ready(&self.services).await.unwrap() == 0 {
                return;
            }
        }
    }

    /// Lets time pass in steps, working after each.
    pub async fn work_for(&self, time: Duration, step: Duration) {
        let mut passed = Duration::ZERO;
        while passed < time {
            self.pass(step);
            self.work().await;
            passed += step;
        }
    }

    /// Lets time pass from job to job, each run when it is ready.
    pub async fn live_through(&self, time: Duration) {
        let end = self.services.clock.now() + time;
        loop {
            self.work().await;
            // Whoever gave up waiting has not stopped the world's work: no minutes pass within its milliseconds.
            assert!(self.world.has_come_to_rest(Duration::from_secs(20)).await);
            let now = self.services.clock.now();
            let next = self.services.store.snapshot().await.unwrap().next_job_at().await.unwrap();
            match next.filter(|at| *at <= end) {
                Some(at) => self.pass(at.since(now).max(Duration::from_secs(1))),
                None if now < end => self.pass(end.since(now)),
                None => return,
            }
        }
    }

    /// An order with everything.
    pub async fn family(&self, order: &OrderId) -> Family {
        self.services.store.snapshot().await.unwrap().family(order).await.unwrap().unwrap()
    }

    /// Writes into an order's row what no code of the shop would.
    pub async fn spoil(&self, order: &OrderId, column: &str, value: &str) {
        let done = self.sql(&format!("update orders set {column} = '{value}' where id = '{order}'")).await;
        assert_eq!(done.unwrap(), 1);
    }

    /// Runs statements on a connection of their own, past every rule of the shop; gives the number of rows changed.
    pub async fn sql(&self, sql: &str) -> Result<u64, sqlx::Error> {
        Records::connect(&self.database_url).await.run(sql).await
    }

    /// The first column of a query's rows, which is text.
    pub async fn column(&self, sql: &str) -> Vec<String> {
        Records::connect(&self.database_url).await.column(sql).await
    }

    /// How many rows there are: `from …`.
    pub async fn rows(&self, from: &str) -> i64 {
        self.column(&format!("select cast(count(*) as text) {from}")).await[0].parse().unwrap()
    }

    /// Pays a session as a buyer on the hosted page would.
    pub fn pay(&self, family: &Family) -> PaymentAttempt {
        let session = family.payments.last().unwrap().session.clone().unwrap();
        self.world.pay(&session, PaymentWay::Card)
    }
}

/// A server's handles.
pub async fn open_services(config: &Config, clock: &Clock) -> Services {
    let store = open_store(config).await;
    let suppliers = Suppliers::from_config(&config.suppliers, config.socket_limit, clock).unwrap();
    Services::over(config.clone(), clock.clone(), store, suppliers).unwrap()
}

/// Records that are up to date.
pub async fn open_store(config: &Config) -> Store {
    let vault = Vault::new(&config.vault.active, &config.vault.keys, &config.vault.index_key).unwrap();
    let store = Store::connect_with(config.database_url.expose(), vault, false).await.unwrap();
    store.migrate().await.unwrap();
    store
}

/// Reads every supplier's catalogue; a shop in a hurry may have to ask more than once.
async fn stock_up(services: &Services) {
    for supplier in services.suppliers.iter() {
        let id = supplier.id();
        let mut read = false;
        for _ in 0..50 {
            read = supplier_watch::look_at_supplier(services, id).await.unwrap()
                && catalogue_sync::sync_catalogue(services, id).await.is_ok();
            if read {
                break;
            }
        }
        assert!(read, "the catalogue of {id} cannot be read");
    }
}

fn hasty_suppliers(config: &Config, clock: &Clock) -> Suppliers {
    let adapters = config.suppliers.iter().map(|supplier| match supplier {
        SupplierConfig::OrangeTravel(orange) => {
            let mut settings = orange_travel::Settings::from_config(orange, HASTE).unwrap();
            settings.http = in_haste(settings.http);
            Arc::new(OrangeTravel::new(settings, clock.clone()).unwrap()) as Arc<dyn Supplier>
        }
        other => panic!("no test needs {} in haste", other.id()),
    });
    Suppliers::new(adapters.collect())
}

/// What is too slow takes a part of a second, and no pause is real.
fn in_haste(http: HttpSettings) -> HttpSettings {
    HttpSettings {
        read_limit: HASTE,
        waiting_limit: HASTE,
        retry: RetryPolicy { first_wait: Duration::from_millis(1), longest_wait: Duration::from_millis(10), tries: 2 },
        breaker: BreakerPolicy { rest: Duration::from_millis(1), ..BreakerPolicy::default() },
        ..http
    }
}
