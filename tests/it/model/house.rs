//! A shop whose process can end at any moment and be started again over the same records, and the world around it.
//!
//! The process is a runtime of its own: when that is dropped, everything that was under way ends where it awaits, tasks
//! in the background included, and what was held in memory is gone. The world lives on another runtime and goes on.

use crate::shop::{self, Database, START, setup};
use escale::clock::Clock;
use escale::domain::ids::SupplierId;
use escale::fulfilment::{catalogue_sync, supplier_watch};
use escale::mail::Mailer;
use escale::services::Services;
use escale::trial::{Guard, Trial};
use escale::web;
use escale_simulators::{Options, Running, World};
use reqwest::Client;
use reqwest::redirect::Policy;
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// An answer to an order is waited for one second; all else is as it comes.
const SETTINGS: &str = "socket_limit = \"1s\"";

/// Longer than any case: the shop asks for a token as often as it is started.
const TOKEN_SECONDS: i64 = 90 * 86_400;

/// The shop, its records and the world.
pub struct House {
    pub world: World,
    clock: Clock,
    /// What every process is made of. `None` at the very end alone.
    plan: Option<Services>,
    http: Client,
    port: TcpListener,
    process: Option<Process>,
    /// How often the process has ended.
    pub crashes: u32,
    /// A guard that is taken away, to see whether the rules notice.
    without: Option<Guard>,
    /// Commits and calls to the outside that processes before this one have passed.
    passed: BTreeSet<String>,
    _running: Running,
    outside: Runtime,
    _folder: tempfile::TempDir,
}

/// What is gone after a crash.
pub struct Process {
    runtime: Runtime,
    pub server: Server,
}

/// One server and who speaks to it.
pub struct Server {
    pub services: Services,
    pub http: Client,
}

impl House {
    /// A shop with a synced catalogue and no orders; `None` when there is no such database here.
    pub fn open(database: Database, without: Option<Guard>) -> Option<Self> {
        let outside = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let database_url = match database {
            Database::Sqlite => format!("sqlite://{}/escale.db", folder.path().display()),
            Database::Postgres => outside.block_on(setup::new_postgres(None))?,
        };
        let options = Options {
            clock: escale_simulators::Clock::standing_at(START.0),
            orange_token_seconds: TOKEN_SECONDS,
            ..Options::default()
        };
        let running = outside.block_on(World::start(options)).unwrap();
        setup::publish_key(&running);
        let port = TcpListener::bind("127.0.0.1:0").unwrap();
        port.set_nonblocking(true).unwrap();
        let url = format!("http://{}", port.local_addr().unwrap());
        let config = setup::config(&running, &url, &database_url, SETTINGS, &[setup::orange], folder.path());
        let clock = Clock::standing_at(START);
        let plan = outside.block_on(shop::open_services(&config, &clock));
        let mut house = Self {
            world: running.world.clone(),
            clock,
            plan: Some(plan),
            // Buyers hold no line open to a server that may be gone.
            http: Client::builder().redirect(Policy::none()).pool_max_idle_per_host(0).build().unwrap(),
            port,
            process: None,
            crashes: 0,
            without,
            passed: BTreeSet::new(),
            _running: running,
            outside,
            _folder: folder,
        };
        house.start();
        house.run(async |server| {
            let orange = SupplierId::from("orange");
            assert!(supplier_watch::look_at_supplier(&server.services, &orange).await.unwrap());
            catalogue_sync::sync_catalogue(&server.services, &orange).await.unwrap();
        });
        Some(house)
    }

    fn start(&mut self) {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let port = self.port.try_clone().unwrap();
        let server = runtime.block_on(async {
            let services = self.open_services().await;
            let router = web::router(services.clone(), web::assets::Assets::load());
            let listener = tokio::net::TcpListener::from_std(port).unwrap();
            tokio::spawn(web::serve(listener, router, std::future::pending()));
            Server { services, http: self.http.clone() }
        });
        self.process = Some(Process { runtime, server });
    }

    /// Does something in the shop's process, or asks it something.
    pub fn run<T>(&self, work: impl AsyncFnOnce(&Server) -> T) -> T {
        let process = self.process.as_ref().unwrap();
        process.runtime.block_on(work(&process.server))
    }

    /// A server over the same records, with connections of its own. What the clients of the supplier and of the payment
    /// provider hold in memory (a token, TLS) is no record: it costs more time than a whole case to make it each time.
    pub async fn open_services(&self) -> Services {
        let mut services = self.plan.clone().unwrap();
        let config = Arc::clone(&services.config);
        let trial = Trial::default();
        if let Some(guard) = self.without {
            trial.take_away(guard);
        }
        services.store = shop::open_store(&config).await.under(trial);
        services.mailer = Mailer::new(&config.mail, &config.public_url).unwrap();
        services.bell = Arc::default();
        catalogue_sync::load_catalogue(&services).await.unwrap();
        services
    }

    /// The process ends, and is started again.
    pub fn crash(&mut self) {
        self.crashes += 1;
        self.end();
        // What the shop asked for just before may still arrive.
        self.outside.block_on(async { tokio::time::sleep(Duration::from_millis(10)).await });
        self.start();
    }

    /// The points at which a process can be ended: those that were passed before.
    pub fn points(&self) -> Vec<String> {
        let of_this_one = self.run(async |server| server.services.store.trial().passed());
        of_this_one.into_keys().chain(self.passed.iter().cloned()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn end(&mut self) {
        if self.process.is_some() {
            self.passed = self.points().into_iter().collect();
        }
        if let Some(Process { runtime, server }) = self.process.take() {
            let entered = runtime.enter();
            drop(server);
            drop(entered);
            runtime.shutdown_background();
        }
    }

    /// Moves the shop's and the world's clocks.
    pub fn pass(&self, time: Duration) {
        self.clock.advance(time);
        self.world.clock().advance(time.as_secs() as i64);
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.end();
        let _entered = self.outside.enter();
        self.plan = None;
    }
}

/// Polls so often; `None` when it is not done by then. Dropped, it ends where it awaits; polled on, it was only asleep.
pub async fn poll_times<W: Future + Unpin>(polls: u16, work: &mut W) -> Option<W::Output> {
    let mut left = polls;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        Pin::new(&mut *work).poll(context).map(Some)
    })
    .await
}
