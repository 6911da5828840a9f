//! A shop whose process can end at any moment and be started again over the same records, and the world around it.
//!
//! The process is a runtime of its own: when that is dropped, everything that was under way ends where it awaits, tasks
//! in the background included, and what was held in memory is gone. The world lives on another runtime and goes on.

use crate::shop::{self, Database, START};
use escale::clock::Clock;
use escale::config::Config;
use escale::domain::ids::SupplierId;
use escale::fulfilment::{catalogue_sync, supplier_watch};
use escale::services::Services;
use escale::web;
use escale_simulators::{Options, Running, World};
use reqwest::redirect::Policy;
use std::net::TcpListener;
use std::pin::Pin;
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
    config: Config,
    port: TcpListener,
    process: Option<Process>,
    /// How often the process has ended.
    pub crashes: u32,
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
#[derive(Clone)]
pub struct Server {
    pub services: Services,
    pub http: reqwest::Client,
}

impl House {
    /// A shop with a synced catalogue and no orders; `None` when there is no such database here.
    pub fn open(database: Database) -> Option<Self> {
        let outside = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let database_url = match database {
            Database::Sqlite => format!("sqlite://{}/escale.db", folder.path().display()),
            Database::Postgres => outside.block_on(shop::fresh_postgres())?,
        };
        let options = Options {
            clock: escale_simulators::Clock::standing_at(START.0),
            orange_token_seconds: TOKEN_SECONDS,
            ..Options::default()
        };
        let running = outside.block_on(World::start(options)).unwrap();
        shop::publish_key(&running);
        let port = TcpListener::bind("127.0.0.1:0").unwrap();
        port.set_nonblocking(true).unwrap();
        let url = format!("http://{}", port.local_addr().unwrap());
        let config = shop::config(&running, &url, &database_url, SETTINGS, folder.path());
        let mut house = Self {
            world: running.world.clone(),
            clock: Clock::standing_at(START),
            config,
            port,
            process: None,
            crashes: 0,
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
            let services = shop::open_services(&self.config, &self.clock).await;
            catalogue_sync::load_catalogue(&services).await.unwrap();
            let router = web::router(services.clone(), web::assets::Assets::load());
            let listener = tokio::net::TcpListener::from_std(port).unwrap();
            tokio::spawn(web::serve(listener, router, std::future::pending()));
            Server { services, http: reqwest::Client::builder().redirect(Policy::none()).build().unwrap() }
        });
        self.process = Some(Process { runtime, server });
    }

    /// Does something in the shop's process, or asks it something.
    pub fn run<T>(&self, work: impl AsyncFnOnce(&Server) -> T) -> T {
        let process = self.process.as_ref().unwrap();
        process.runtime.block_on(work(&process.server))
    }

    /// A second server over the same records; it ends with the process as well.
    pub async fn another_server(&self) -> Services {
        let services = shop::open_services(&self.config, &self.clock).await;
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

    fn end(&mut self) {
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
