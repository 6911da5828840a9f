//! Where a shop is tried: a world, records, a clock and an address of their own.

use super::template::Template;
use crate::records::Records;
use crate::shop::setup::{configuration, drop_postgres, new_postgres, orange, publish_key};
use crate::shop::{Database, START};
use escale::config::Config;
use escale::domain::offer::Offer;
use escale::store::Store;
use escale::store::cipher::Vault;
use escale_simulators::{Clock, Options, Running, World};
use reqwest::redirect::Policy;
use std::fs;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpSocket;

/// How the shop's connections call themselves to PostgreSQL.
const CALLED: &str = "shop";

/// What visitors ask with. It keeps no connection: the shop behind it may be another one a moment later.
static HTTP: LazyLock<reqwest::Client> =
    LazyLock::new(|| reqwest::Client::builder().redirect(Policy::none()).pool_max_idle_per_host(0).build().unwrap());

/// Everything around the program.
pub struct Place {
    pub world: World,
    pub url: String,
    pub stripe_url: String,
    pub http: reqwest::Client,
    pub folder: TempDir,
    pub store: Store,
    pub records: Records,
    database_url: String,
    webhooks_held: AtomicBool,
    _address: TcpSocket,
    _running: Running,
}

impl Place {
    /// A place whose records hold the catalogue; `None` when there is no such database here.
    pub async fn with_catalogue(database: Database) -> Option<Self> {
        let template = Template::of(database).await?;
        Some(Self::lay_out(database, Some(template)).await)
    }

    /// A place whose database is empty.
    pub async fn empty(database: Database) -> Option<Self> {
        Template::of(database).await?;
        Some(Self::lay_out(database, None).await)
    }

    async fn lay_out(database: Database, template: Option<&Template>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("escale.db");
        let database_url = match template {
            Some(Template::Postgres(name)) => new_postgres(Some(name)).await.unwrap(),
            None if database == Database::Postgres => new_postgres(None).await.unwrap(),
            Some(Template::Sqlite(bytes)) => {
                fs::write(&file, bytes).unwrap();
                format!("sqlite://{}", file.display())
            }
            None => format!("sqlite://{}?mode=rwc", file.display()),
        };
        let clock = Clock::standing_at(START.0);
        let running = World::start(Options { clock, ..Options::default() }).await.unwrap();
        let world = running.world.clone();
        let address = reserved_address();
        let url = format!("http://{}", address.local_addr().unwrap());
        world.set_webhook_target(format!("{url}/webhooks/stripe"), &["whsec_escale_demo"]);
        publish_key(&running);
        let of_the_shop = match database {
            Database::Sqlite => database_url.clone(),
            Database::Postgres => format!("{database_url}?application_name={CALLED}"),
        };
        let config_file = folder.path().join("escale.toml");
        fs::write(&config_file, configuration(&running, &url, &of_the_shop, "", &[orange])).unwrap();
        let config = Config::load(Some(&config_file), std::iter::empty()).unwrap();
        let vault = Vault::new(&config.vault.active, &config.vault.keys, &config.vault.index_key).unwrap();
        let place = Self {
            store: Store::connect_with(&database_url, vault, false).await.unwrap(),
            records: Records::connect(&database_url).await,
            http: HTTP.clone(),
            stripe_url: running.addresses.stripe_url.clone(),
            world,
            url,
            folder,
            database_url,
            webhooks_held: AtomicBool::new(false),
            _address: address,
            _running: running,
        };
        place.tell_the_time();
        place
    }

    /// What `ESCALE_TRIAL` says to the program here.
    pub fn trial(&self) -> String {
        let file = |name: &str| self.folder.path().join(name).display().to_string();
        format!("stop={};clock={};look=20", file("stop"), file("clock"))
    }

    /// A folder for a second process of the same shop: over the same records, with an address of its own.
    pub fn neighbour(&self) -> (TempDir, String) {
        let (folder, address) = (tempfile::tempdir().unwrap(), reserved_address());
        let (own, other) = (self.url.trim_start_matches("http://"), address.local_addr().unwrap().to_string());
        let text = fs::read_to_string(self.folder.path().join("escale.toml")).unwrap();
        let text = text.replace(&format!("listen = \"{own}\""), &format!("listen = \"{other}\""));
        fs::write(folder.path().join("escale.toml"), text).unwrap();
        (folder, format!("http://{other}"))
    }

    /// Has the program end at a point (`commit.order_made:before`), from now on.
    pub fn write_stop(&self, point: &str) {
        self.write("stop", point);
    }

    pub fn remove_stop(&self) {
        // Err: nothing was written.
        let _ = fs::remove_file(self.folder.path().join("stop"));
    }

    /// Unix seconds, of the world and the shop.
    pub fn now(&self) -> i64 {
        self.world.clock().now()
    }

    /// Moves both clocks.
    pub fn pass(&self, time: Duration) {
        self.world.clock().advance(i64::try_from(time.as_secs()).unwrap());
        self.tell_the_time();
    }

    fn tell_the_time(&self) {
        self.write("clock", &self.now().to_string());
    }

    /// Whole or not at all: whoever reads meanwhile finds the old text or the new.
    fn write(&self, name: &str, text: &str) {
        let new = self.folder.path().join(format!("{name}.new"));
        fs::write(&new, text).unwrap();
        fs::rename(new, self.folder.path().join(name)).unwrap();
    }

    /// While held, no webhook is delivered.
    pub fn hold_webhooks(&self, held: bool) {
        self.webhooks_held.store(held, Ordering::SeqCst);
        self.world.hold_webhooks(held);
    }

    /// Whether every webhook that may be delivered was, or was given up.
    pub fn webhooks_rest(&self) -> bool {
        let held = self.webhooks_held.load(Ordering::SeqCst);
        held || self.world.webhook_deliveries().iter().all(|delivery| delivery.state != "waiting")
    }

    /// The cheapest plan on sale.
    pub async fn offer(&self) -> Offer {
        let offers = self.store.snapshot().await.unwrap().sellable_offers().await.unwrap();
        offers.into_iter().min_by_key(|offer| offer.price.minor).unwrap()
    }

    /// Units that the supplier has left of the cheapest plan.
    pub async fn set_stock(&self, units: i64) {
        assert!(self.world.set_stock(self.offer().await.product.as_str(), units));
    }

    /// Writes a configuration that knows the supplier under another name.
    pub fn rename_supplier(&self) {
        let file = self.folder.path().join("escale.toml");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(file, text.replace(r#"id = "orange""#, r#"id = "another""#)).unwrap();
    }

    /// Waits until nothing of a program that has ended goes on in the database.
    pub async fn until_forgotten(&self) {
        while self.records.connections_of(CALLED).await > 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Takes the records away.
    pub async fn clear_away(&self) {
        self.store.close().await;
        drop_postgres(&self.database_url).await;
    }
}

/// A port that nobody else is given while the shop that listens on it is down: bound here as well, and not listened on.
fn reserved_address() -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    // From now on one who says the same, as servers do, may listen on it.
    socket.set_reuseaddr(true).unwrap();
    socket
}
