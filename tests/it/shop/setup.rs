//! What a shop is made of: its configuration in a world, and a database of its own.

use escale::config::Config;
use escale::secret::random_base32;
use escale_simulators::{DEMO_PUBLIC_KEY_PEM, EsimGoManners, Options, Running};
use sqlx::{AssertSqlSafe, PgPool};

/// Writes down an account at a supplier of this world, as it stands in the configuration.
pub type Account = fn(&Running) -> String;

/// The configuration of a shop at `url` in this world with these accounts, and with more lines in front.
pub fn configuration(running: &Running, url: &str, database_url: &str, more: &str, accounts: &[Account]) -> String {
    let addresses = &running.addresses;
    let accounts: String = accounts.iter().map(|account| account(running)).collect();
    format!(
        r#"{more}
public_url = "{url}"
listen = "{listen}"
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
{accounts}[pricing]
currency = "EUR"
rates = {{ USD = "0.93" }}
margin_percent = 25
rounding = "0.99"
floor_margin = "1.00"
"#,
        listen = url.trim_start_matches("http://"),
        stripe = addresses.stripe_url.trim_end_matches('/'),
        smtp = addresses.smtp_url,
    )
}

/// The account at Orange.
pub fn orange(running: &Running) -> String {
    format!(
        r#"[[suppliers]]
id = "orange"
kind = "orange_travel"
base_url = "{base}"
token_url = "{token}"
client_id = "{client_id}"
client_secret = "{client_secret}"
private_key_files = ["{key}"]
"#,
        base = running.addresses.orange_base_url,
        token = running.addresses.orange_token_url,
        client_id = Options::default().orange_client_id,
        client_secret = Options::default().orange_client_secret,
        key = concat!(env!("CARGO_MANIFEST_DIR"), "/end2end/simulators/keys/demo.pem"),
    )
}

/// The account at eSIM Go, whose limit of calls a second is a test's own to set: it counts in real time.
pub fn esim_go(running: &Running) -> String {
    let world = &running.world;
    world.set_esim_go_manners(EsimGoManners { tokens_per_second: 1000, ..world.esim_go_manners() });
    let (base, key) = (&running.addresses.esim_go_base_url, Options::default().esim_go_api_key);
    format!("[[suppliers]]\nid = \"esim-go\"\nkind = \"esim_go\"\nbase_url = \"{base}\"\napi_key = \"{key}\"\n")
}

/// What the partner signs its pushes with.
pub const STANDARD_SECRET: &str = "a-secret-of-our-own-32-characters";

/// The account at the partner that speaks the generic protocol.
pub fn standard(running: &Running) -> String {
    format!(
        r#"[[suppliers]]
id = "partner"
kind = "standard"
base_url = "{base}"
token_url = "{token}"
client_id = "{client_id}"
client_secret = "{client_secret}"
webhook_secret = "{STANDARD_SECRET}"
"#,
        base = running.addresses.standard_base_url,
        token = running.addresses.standard_token_url,
        client_id = Options::default().standard_client_id,
        client_secret = Options::default().standard_client_secret,
    )
}

/// The account at Airalo.
pub fn airalo(running: &Running) -> String {
    format!(
        r#"[[suppliers]]
id = "airalo"
kind = "airalo"
base_url = "{base}"
client_id = "{client_id}"
client_secret = "{client_secret}"
"#,
        base = running.addresses.airalo_base_url,
        client_id = Options::default().airalo_client_id,
        client_secret = Options::default().airalo_client_secret,
    )
}

/// Tells Orange the key of the configuration.
pub fn publish_key(running: &Running) {
    assert!(running.world.set_distributor_key(Some(DEMO_PUBLIC_KEY_PEM)));
}

/// A database of its own on the test server, empty or a copy of another one that nobody is connected to. It may be left
/// there: the server itself is thrown away. `None` where there is no server.
pub async fn new_postgres(template: Option<&str>) -> Option<String> {
    #[allow(clippy::disallowed_methods, reason = "the address of the test server")]
    let server = std::env::var("ESCALE_TEST_POSTGRES_URL").ok()?;
    let name = format!("escale_{}", random_base32(16).to_lowercase());
    let copied = template.map_or(String::new(), |template| format!(" template {template}"));
    tell(&server, &format!("create database {name}{copied}")).await;
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    Some(url.to_string())
}

/// Takes a database of `new_postgres` away; any other stays.
pub async fn drop_postgres(database_url: &str) {
    let parts = database_url.rsplit_once('/').filter(|(server, _)| server.starts_with("postgres"));
    if let Some((server, name)) = parts {
        tell(&format!("{server}/postgres"), &format!("drop database if exists {name} with (force)")).await;
    }
}

async fn tell(server: &str, sql: &str) {
    let pool = PgPool::connect(server).await.unwrap();
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&pool).await.unwrap();
    pool.close().await;
}

/// The configuration of a shop in this world, read from a file in the folder.
pub fn config(
    running: &Running,
    url: &str,
    database_url: &str,
    more: &str,
    accounts: &[Account],
    folder: &std::path::Path,
) -> Config {
    let file = folder.join("escale.toml");
    std::fs::write(&file, configuration(running, url, database_url, more, accounts)).unwrap();
    Config::load(Some(&file), std::iter::empty()).unwrap()
}
