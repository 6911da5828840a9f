//! A whole shop for a test: real router on a real port, real database, simulated world, and a clock that the test moves.

use escale::clock::Clock;
use escale::config::Config;
use escale::domain::ids::{OrderId, SupplierId};
use escale::domain::timestamp::UnixSeconds;
use escale::fulfilment::{catalogue_sync, supplier_watch, worker};
use escale::services::Services;
use escale::store::cipher::Vault;
use escale::store::{Family, Store};
use escale::suppliers::Suppliers;
use escale::web;
use escale_simulators::{Options, PaymentAttempt, PaymentWay, Running, World};
use reqwest::redirect::Policy;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// 2026-11-21, 12:00 UTC.
pub const START: UnixSeconds = UnixSeconds(1_795_262_400);

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// A running shop. Ends with the test.
pub struct Shop {
    pub services: Services,
    pub world: World,
    pub url: String,
    pub http: reqwest::Client,
    pub database_url: String,
    _running: Running,
    _folder: tempfile::TempDir,
    _stop: watch::Sender<bool>,
}

/// Runs a test on both databases. PostgreSQL's address comes from `ESCALE_TEST_POSTGRES_URL`, as `cargo xtask test`
/// sets it; without one the test says so and runs on SQLite alone.
macro_rules! on_both {
    ($(#[$attribute:meta])* async fn $name:ident($shop:ident: $type:ty) $body:block) => {
        mod $name {
            use super::*;

            async fn rule($shop: $type) $body

            #[tokio::test]
            async fn on_sqlite() {
                rule($crate::shop::Shop::open($crate::shop::Database::Sqlite).await.unwrap()).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                match $crate::shop::Shop::open($crate::shop::Database::Postgres).await {
                    Some(shop) => rule(shop).await,
                    None => eprintln!("not run on PostgreSQL: ESCALE_TEST_POSTGRES_URL is not set"),
                }
            }
        }
    };
}
pub(crate) use on_both;

impl Shop {
    /// A shop with a synced catalogue and no orders; `None` when there is no such database here.
    pub async fn open(database: Database) -> Option<Self> {
        Self::open_with(database, "").await
    }

    /// As `open`, with more lines of configuration in front.
    pub async fn open_with(database: Database, more: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let database_url = match database {
            Database::Sqlite => format!("sqlite://{}/escale.db", folder.path().display()),
            Database::Postgres => fresh_postgres().await?,
        };
        let running =
            World::start(Options { clock: escale_simulators::Clock::standing_at(START.0), ..Options::default() })
                .await
                .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        running.world.set_webhook_target(format!("{url}/webhooks/stripe"), &["whsec_escale_demo"]);
        let config = config(&running, &url, &database_url, more, folder.path());

        let services = open_services(&config, &Clock::standing_at(START)).await;
        publish_key(&running);
        let orange = SupplierId::from("orange");
        assert!(supplier_watch::look_at_supplier(&services, &orange).await.unwrap());
        catalogue_sync::sync_catalogue(&services, &orange).await.unwrap();

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
            _running: running,
            _folder: folder,
            _stop: stop,
        })
    }

    /// Moves the shop's and the world's clocks.
    pub fn pass(&self, time: Duration) {
        self.services.clock.advance(time);
        self.world.clock().advance(time.as_secs() as i64);
    }

    /// Runs jobs until none is ready now.
    pub async fn work(&self) {
        worker::run_ready(&self.services).await.unwrap();
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

    /// An order with everything.
    pub async fn family(&self, order: &OrderId) -> Family {
        self.services.store.snapshot().await.unwrap().family(order).await.unwrap().unwrap()
    }

    /// Writes into an order's row what no code of the shop would.
    pub async fn spoil(&self, order: &OrderId, column: &str, value: &str) {
        let sql = sqlx::AssertSqlSafe(format!("update orders set {column} = '{value}' where id = '{order}'"));
        let done = if self.services.store.is_postgres() {
            sqlx::query(sql).execute(&sqlx::PgPool::connect(&self.database_url).await.unwrap()).await.map(|_| ())
        } else {
            sqlx::query(sql).execute(&sqlx::SqlitePool::connect(&self.database_url).await.unwrap()).await.map(|_| ())
        };
        done.unwrap();
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

/// The configuration of a shop in this world.
pub fn config(running: &Running, url: &str, database_url: &str, more: &str, folder: &std::path::Path) -> Config {
    let addresses = &running.addresses;
    let key = concat!(env!("CARGO_MANIFEST_DIR"), "/end2end/simulators/keys/demo.pem");
    let text = format!(
        r#"{more}
public_url = "{url}"
listen = "127.0.0.1:0"
database_url = "{database_url}"
[vault]
active = "k1"
keys = {{ k1 = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" }}
index_key = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="
[stripe]
secret_key = "sk_test_escale_demo"
webhook_secrets = ["whsec_escale_demo"]
api_url = "{stripe}"
checkout_origin = "{stripe}"
[mail]
smtp_url = "{smtp}"
from = "Escale <shop@example.org>"
[[suppliers]]
id = "orange"
kind = "orange_travel"
base_url = "{orange}"
token_url = "{token}"
client_id = "{client_id}"
client_secret = "{client_secret}"
private_key_files = ["{key}"]
[pricing]
currency = "EUR"
rates = {{ USD = "0.93" }}
margin_percent = 25
rounding = "0.99"
floor_margin = "1.00"
"#,
        stripe = addresses.stripe_url.trim_end_matches('/'),
        smtp = addresses.smtp_url,
        orange = addresses.orange_base_url,
        token = addresses.orange_token_url,
        client_id = Options::default().orange_client_id,
        client_secret = Options::default().orange_client_secret,
    );
    let file = folder.join("escale.toml");
    std::fs::write(&file, text).unwrap();
    Config::load(Some(&file), std::iter::empty()).unwrap()
}

/// Gives Orange the public half of the shop's key.
pub fn publish_key(running: &Running) {
    let pem = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/end2end/simulators/keys/demo.pub.pem"));
    assert!(running.world.set_distributor_key(Some(&pem.unwrap())));
}

/// A database of its own on the test server, made and left there: the server itself is thrown away.
pub async fn fresh_postgres() -> Option<String> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    #[allow(clippy::disallowed_methods, reason = "the address of the test server")]
    let server = std::env::var("ESCALE_TEST_POSTGRES_URL").ok()?;
    let name = format!("escale_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let pool = sqlx::PgPool::connect(&server).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&pool).await.unwrap();
    pool.close().await;
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    Some(url.to_string())
}
