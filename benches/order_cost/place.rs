//! The shop that is measured, and the world in a process of its own.

use escale::clock::Clock;
use escale::config::{Capture, Config};
use escale::domain::checkout::Quantity;
use escale::domain::email_address::EmailAddress;
use escale::domain::ids::SupplierId;
use escale::domain::lang::Lang;
use escale::fulfilment::checkout::{CheckedOut, Checkout, check_out, new_draft};
use escale::fulfilment::{catalogue_sync, supplier_watch};
use escale::services::Services;
use escale::store::Store;
use escale::store::cipher::Vault;
use escale::suppliers::Suppliers;
use escale_simulators::signature_header;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Where the shop listens where it is asked over HTTP.
pub const PORT: u16 = 3190;

/// The simulators, until this is dropped.
pub struct World {
    process: Child,
    addresses: Value,
    http: reqwest::Client,
}

impl Drop for World {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl World {
    /// The program beside this one; `ESCALE_SIMULATORS` names another.
    pub fn start() -> Self {
        let beside = || std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("simulators");
        let program = std::env::var_os("ESCALE_SIMULATORS").map_or_else(beside, PathBuf::from);
        let ports = ["--orange-port", "--stripe-port", "--smtp-port", "--mailbox-port"].map(|port| [port, "0"]);
        let mut process = Command::new(&program)
            .args(ports.iter().flatten())
            .arg("--publish-demo-key")
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, addresses: serde_json::from_str(&line).unwrap(), http: reqwest::Client::new() }
    }

    fn address(&self, name: &str) -> &str {
        self.addresses[name].as_str().unwrap().trim_end_matches('/')
    }

    /// Turns a knob.
    pub async fn turn(&self, knob: &str, fields: Value) -> Value {
        let url = format!("{}/_world/{knob}", self.address("mailbox_url"));
        let answer = self.http.post(url).json(&fields).send().await.unwrap();
        assert!(answer.status().is_success(), "{knob}");
        answer.json().await.unwrap()
    }

    /// Stripe's objects of a kind, newest first.
    pub async fn objects(&self, kind: &str) -> Vec<Value> {
        let url = format!("{}/_world/objects/{kind}", self.address("mailbox_url"));
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }
}

/// A shop with a catalogue, over a fresh database.
pub struct Place {
    pub services: Services,
    pub world: World,
    _folder: tempfile::TempDir,
}

/// Which database is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

impl Place {
    /// `None` without a PostgreSQL server in `ESCALE_TEST_POSTGRES_URL`.
    pub async fn open(database: Database, capture: Capture) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let database_url = match database {
            Database::Sqlite => format!("sqlite://{}/escale.db", folder.path().display()),
            Database::Postgres => fresh_postgres().await?,
        };
        let world = World::start();
        let mut config = config(&world, &database_url, folder.path());
        config.stripe.capture = capture;
        let suppliers = Suppliers::from_config(&config.suppliers, config.socket_limit, &Clock::System).unwrap();
        let services = over(config, suppliers).await;
        let orange = SupplierId::from("orange");
        assert!(supplier_watch::look_at_supplier(&services, &orange).await.unwrap());
        catalogue_sync::sync_catalogue(&services, &orange).await.unwrap();
        let product = services.catalogue().offers().first().unwrap().product.clone();
        world.turn("set_stock", json!({"offer": product.as_str(), "bucket": 1_000_000})).await;
        world.turn("hold_webhooks", json!({"held": true})).await;
        Some(Self { services, world, _folder: folder })
    }

    /// Another server over the same database.
    pub async fn another_server(&self) -> Services {
        let config = (*self.services.config).clone();
        let suppliers = Suppliers::from_config(&config.suppliers, config.socket_limit, &Clock::System).unwrap();
        let services = over(config, suppliers).await;
        catalogue_sync::load_catalogue(&services).await.unwrap();
        services
    }

    /// An order whose buyer has paid; the shop does not know yet.
    pub async fn paid_order(&self) {
        let checkout = Checkout {
            draft: new_draft(),
            offer: self.services.catalogue().offers().first().unwrap().id.clone(),
            quantity: Quantity::ONE,
            email: EmailAddress::parse("ada@example.org").unwrap(),
            lang: Lang::En,
            although_similar: true,
        };
        let CheckedOut::PayAt(url) = check_out(&self.services, &checkout).await.unwrap() else { panic!("no session") };
        let session = url.rsplit('/').next().unwrap();
        self.world.turn("pay", json!({"session": session, "way": "card"})).await;
    }

    /// The events that tell of paid sessions, oldest first.
    pub async fn told(&self) -> Vec<Value> {
        let mut events = self.world.objects("event").await;
        events.retain(|event| event["type"] == "checkout.session.completed");
        events.reverse();
        events
    }

    /// The signature of a webhook that is sent now.
    pub fn signature(&self, body: &str) -> String {
        signature_header(body, &["whsec_escale_demo".to_owned()], self.services.clock.now().0)
    }
}

/// As `serve` opens it: every commit waits for the disk.
async fn over(config: Config, suppliers: Suppliers) -> Services {
    let vault = Vault::new(&config.vault.active, &config.vault.keys, &config.vault.index_key).unwrap();
    let store = Store::connect(config.database_url.expose(), vault).await.unwrap();
    store.migrate().await.unwrap();
    Services::over(config, Clock::System, store, suppliers).unwrap()
}

fn config(world: &World, database_url: &str, folder: &Path) -> Config {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let template = std::fs::read_to_string(here.join("end2end/shop.toml")).unwrap();
    let key = here.join("end2end/simulators/keys/demo.pem");
    let text = [
        ("shop_url", format!("http://127.0.0.1:{PORT}").as_str()),
        ("listen", &format!("127.0.0.1:{PORT}")),
        ("database_url", database_url),
        ("vault_key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
        ("index_key", "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="),
        ("stripe_url", world.address("stripe_url")),
        ("smtp_url", world.address("smtp_url")),
        ("orange_base_url", world.address("orange_base_url")),
        ("orange_token_url", world.address("orange_token_url")),
        ("orange_key_file", key.to_str().unwrap()),
    ]
    .iter()
    .fold(template, |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
    let file = folder.join("escale.toml");
    std::fs::write(&file, text).unwrap();
    Config::load(Some(&file), std::iter::empty()).unwrap()
}

async fn fresh_postgres() -> Option<String> {
    let server = std::env::var("ESCALE_TEST_POSTGRES_URL").ok()?;
    let name = format!("bench_{}", escale::secret::random_base32(16).to_lowercase());
    let pool = sqlx::PgPool::connect(&server).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&pool).await.unwrap();
    pool.close().await;
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    Some(url.to_string())
}
