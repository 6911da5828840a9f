//! What is wrong is refused with a line that says so; nothing else is.

mod accounts;
mod outside;
mod standard;

use super::*;
use crate::domain::money::Currency;
use std::fs;

const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

const GOOD: &str = r#"
public_url = "http://127.0.0.1:3000"
listen = "127.0.0.1:3000"
database_url = "sqlite://data/escale.db"
[vault]
active = "k1"
keys = { k1 = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" }
index_key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
[stripe]
secret_key = "sk_test_topsecret"
webhook_secrets = ["whsec_topsecret"]
[mail]
smtp_url = "smtps://user:topsecret@relay.example:465"
from = "Escale <shop@example.org>"
[[suppliers]]
id = "orange"
kind = "orange_travel"
base_url = "https://api.orange.com/travel-b2b-sandbox/v1/"
token_url = "https://api.orange.com/oauth/v3/token"
client_id = "id"
client_secret = "topsecret"
private_key_files = ["keys/orange.pem"]
[pricing]
currency = "EUR"
rates = { USD = "0.93" }
margin_percent = 25
rounding = "0.99"
floor_margin = "1.00"
"#;

fn load(text: &str, env: &[(&str, &str)]) -> Result<Config, ConfigProblems> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("escale.toml");
    fs::write(&path, text).unwrap();
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load(Some(&path), env)
}

/// The problems of the good file after one change of its text.
fn problems(from: &str, to: &str) -> Vec<String> {
    assert!(GOOD.contains(from), "{from:?} is not in the good file");
    load(&GOOD.replacen(from, to, 1), &[]).expect_err(to).0
}

#[track_caller]
fn refused(from: &str, to: &str, expected: &str) {
    let lines = problems(from, to);
    assert_eq!(lines.len(), 1, "one clear line: {lines:#?}");
    assert!(lines[0].contains(expected) && !lines[0].contains('\n'), "{:?} lacks {expected:?}", lines[0]);
}

#[test]
fn a_good_file_is_read_with_its_defaults() {
    let config = load(GOOD, &[]).unwrap();
    assert_eq!(config.delivery_deadline, Duration::from_secs(15 * 60));
    assert_eq!(config.accepted_deadline, Duration::from_secs(60 * 60));
    assert_eq!(config.session_life, Duration::from_secs(40 * 60));
    assert_eq!(config.quiet_time, Duration::from_secs(120));
    assert_eq!(config.socket_limit, Duration::from_secs(30));
    assert_eq!(config.catalogue_sync_every, Duration::from_secs(30 * 60));
    assert_eq!((config.demo, config.log), (false, LogFormat::Human));
    assert_eq!(config.vault.keys["k1"], *b"0123456789abcdef0123456789abcdef");
    assert_eq!(config.stripe.api_url.as_str(), "https://api.stripe.com/");
    assert_eq!(config.stripe.checkout_origin, "https://checkout.stripe.com");
    assert_eq!(config.stripe.capture, Capture::OnDelivery);
    assert_eq!(config.merchant.support_email, "shop@example.org");
    assert_eq!(config.pricing.rates.keys().collect::<Vec<_>>(), [&Currency::USD]);
    assert_eq!(config.pricing.floor_margin.minor, 100);
    let SupplierConfig::OrangeTravel(orange) = &config.suppliers[0] else { panic!("another kind") };
    assert_eq!(orange.base_url.as_str(), "https://api.orange.com/travel-b2b-sandbox/v1");
    assert_eq!(orange.min_tls, MinTls::V1_3);
    assert!(config.warnings().is_empty());
    assert_eq!(config.link("/en"), "http://127.0.0.1:3000/en");
}

#[test]
fn unknown_keys_are_refused_with_a_hint() {
    refused("rounding =", "ronding =", "pricing.ronding: unknown key (did you mean rounding?)");
    refused("client_id = \"id\"", "client_id = \"id\"\ncolour = 1", "suppliers.orange.colour: unknown key");
    refused("[pricing]", "[prices]\n[pricing]", "prices: unknown key");
    // A key that must be there is missing as well when its name is misspelt.
    let lines = problems("secret_key =", "secret_kay =");
    assert!(lines[0].starts_with("stripe.secret_key: missing"), "{lines:?}");
    assert_eq!(lines[1..], ["stripe.secret_kay: unknown key (did you mean secret_key?)"]);
}

#[test]
fn missing_secrets_are_refused_and_name_the_places_where_they_could_stand() {
    refused(
        "secret_key = \"sk_test_topsecret\"",
        "",
        "stripe.secret_key: missing; set it here, as secret_key_file or as ESCALE__STRIPE__SECRET_KEY",
    );
    refused("client_secret = \"topsecret\"", "", "ESCALE__SUPPLIERS__ORANGE__CLIENT_SECRET");
    refused("index_key = ", "# ", "vault.index_key: missing");
    refused("keys = { k1", "# { k1", "vault.keys: missing");
    refused(
        "webhook_secrets = [\"whsec_topsecret\"]",
        "webhook_secrets = []",
        "stripe.webhook_secrets: at least one is wanted",
    );
    refused("sk_test_topsecret", "…", "stripe.secret_key: is still the example's placeholder");
    refused("sk_test_topsecret", "  ", "stripe.secret_key: is empty");
}

#[test]
fn wrong_keys_of_the_vault_are_refused() {
    let key = format!("k1 = \"{KEY}\"");
    refused(&key, "k1 = \"c2hvcnQ=\"", "vault.keys.k1: a key has 32 bytes, this one has 5");
    refused(&key, "k1 = \"%%%\"", "vault.keys.k1: not base64");
    refused("active = \"k1\"", "active = \"k2\"", "vault.active: \"k2\" is not among the keys");
    refused(&format!("index_key = \"{KEY}\""), "index_key = \"c2hvcnQ=\"", "vault.index_key: a key has 32 bytes");
}

#[test]
fn a_simulator_is_refused_where_the_shop_is_real() {
    let real = GOOD.replace("http://127.0.0.1:3000", "https://shop.example.org");
    assert!(load(&real, &[]).is_ok());
    for (name, value, key) in [
        ("ESCALE__STRIPE__API_URL", "http://127.0.0.1:12111", "stripe.api_url"),
        ("ESCALE__STRIPE__API_URL", "https://localhost:12111", "stripe.api_url"),
        ("ESCALE__STRIPE__CHECKOUT_ORIGIN", "http://[::1]:12111", "stripe.checkout_origin"),
        ("ESCALE__SUPPLIERS__ORANGE__BASE_URL", "http://simulators:4000/orange", "suppliers.orange.base_url"),
        ("ESCALE__SUPPLIERS__ORANGE__TOKEN_URL", "http://127.0.0.1:4000/token", "suppliers.orange.token_url"),
    ] {
        let lines = load(&real, &[(name, value)]).unwrap_err().0;
        assert!(lines.len() == 1 && lines[0].starts_with(key), "{lines:?}");
        assert!(lines[0].contains("is a simulator's address"), "{lines:?}");
        assert!(load(GOOD, &[(name, value)]).is_ok(), "{name} is fine for a shop on this machine");
    }
    assert!(load(&real, &[("ESCALE__DEMO", "true")]).unwrap_err().0[0].starts_with("demo: "));
}

#[test]
fn values_in_another_form_are_refused() {
    refused("\"http://127.0.0.1:3000\"", "\"127.0.0.1:3000\"", "public_url: ");
    refused("\"http://127.0.0.1:3000\"", "\"http://127.0.0.1:3000/shop\"", "public_url: must have no path");
    refused("\"http://127.0.0.1:3000\"", "\"http://u:p@127.0.0.1:3000\"", "public_url: must have no user");
    refused("listen = \"127.0.0.1:3000\"", "listen = \"here\"", "listen: an address");
    refused("listen = ", "delivery_deadline = \"soon\"\nlisten = ", "delivery_deadline: a time such as");
    refused(
        "listen = ",
        "trusted_proxies = [\"10.0.0.0/99\"]\nlisten = ",
        "trusted_proxies: entry 0: an address or a network",
    );
    refused("listen = ", "log = \"loud\"\nlisten = ", "log: \"human\" or \"json\" is wanted");
    refused("listen = ", "demo = \"maybe\"\nlisten = ", "demo: true or false is wanted");
    refused("sqlite://data/escale.db", "mysql://db", "database_url: must begin with sqlite:// or postgres://");
    refused(
        "secret_key = ",
        "checkout_origin = \"https://checkout.stripe.com/c/pay\"\nsecret_key = ",
        "stripe.checkout_origin: an origin",
    );
    refused("secret_key = ", "capture = \"later\"\nsecret_key = ", "stripe.capture: ");
    refused("sk_test_topsecret", "pk_test_x", "stripe.secret_key: is the publishable key");
    refused("smtps://user:topsecret@relay.example:465", "https://relay.example", "mail.smtp_url: an address such as");
    refused("Escale <shop@example.org>", "Escale", "mail.from: a sender such as");
    refused("kind = \"orange_travel\"", "kind = \"lemon\"", "suppliers.orange.kind: ");
    refused("id = \"orange\"", "id = \"Orange!\"", "suppliers.Orange!.id: ");
    refused("[\"keys/orange.pem\"]", "[]", "suppliers.orange.private_key_files: at least one");
    refused("client_id = \"id\"", "client_id = \"id\"\nmin_tls = \"1.1\"", "suppliers.orange.min_tls: ");
    refused("\"EUR\"", "\"EURO\"", "pricing.currency: unknown currency");
    refused("USD = \"0.93\"", "USD = 0.93", "pricing.rates.USD: text in quotation marks");
    refused("USD = \"0.93\"", "USD = \"0\"", "pricing.rates.USD: must be more than nothing");
    refused("USD = \"0.93\"", "XXX = \"0.93\"", "pricing.rates.XXX: unknown currency");
    refused("margin_percent = 25", "margin_percent = 12.5", "pricing.margin_percent: write it in quotation marks");
    refused("\"0.99\"", "\"7\"", "pricing.rounding: an ending");
    refused("\"1.00\"", "\"-1.00\"", "pricing.floor_margin: must not be negative");
}

#[test]
fn times_that_leave_no_room_for_a_proof_are_refused() {
    refused("listen = ", "delivery_deadline = \"6m 59s\"\nlisten = ", "delivery_deadline: must be at least 7m");
    refused("listen = ", "quiet_time = \"35s\"\nlisten = ", "quiet_time: must be more than 35s");
    refused("listen = ", "accepted_deadline = \"10m\"\nlisten = ", "accepted_deadline: must not be shorter");
    refused("listen = ", "session_life = \"30m\"\nlisten = ", "session_life: must be between");
    assert!(load(&GOOD.replacen("listen = ", "delivery_deadline = \"7m\"\nlisten = ", 1), &[]).is_ok());
}

#[test]
fn two_suppliers_cannot_share_a_name() {
    let supplier = &GOOD[GOOD.find("[[suppliers]]").unwrap()..GOOD.find("[pricing]").unwrap()];
    refused("[pricing]", &format!("{supplier}[pricing]"), "suppliers: two are called orange");
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let text = GOOD.replace("sk_test_topsecret", "").replace("\"EUR\"", "\"EURO\"").replace("listen", "listne");
    let lines = load(&text, &[]).unwrap_err().0;
    for key in ["stripe.secret_key", "pricing.currency", "listen: missing", "listne: unknown"] {
        assert!(lines.iter().any(|line| line.starts_with(key)), "{key} is not among {lines:#?}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_told_without_its_text() {
    let lines = load(&GOOD.replace("\"sk_test_topsecret\"", "\"sk_test_topsecret"), &[]).unwrap_err().0;
    assert!(lines[0].contains("escale.toml: line 10: "), "{lines:?}");
    assert!(!lines.join("").contains("topsecret"));
    let none = Config::load(Some(Path::new("/nowhere/escale.toml")), std::iter::empty()).unwrap_err();
    assert!(none.0[0].starts_with("/nowhere/escale.toml: cannot be read"));
}

#[test]
fn no_secret_shows_in_debug_or_in_a_problem() {
    let shown = format!("{:?}", load(GOOD, &[]).unwrap());
    for secret in ["topsecret", KEY, "48, 49, 50", "30313233"] {
        assert!(!shown.contains(secret), "{secret} shows in {shown}");
    }
    let lines =
        load(&GOOD.replace("smtps://user", "gopher://user").replace("EUR", "X"), &[("ESCALE__STRIPE__X", "topsecret")]);
    assert!(!lines.unwrap_err().to_string().contains("topsecret"));
}

#[test]
fn what_is_unwise_is_warned_about() {
    let warnings = |name: &str, value: &str| load(GOOD, &[(name, value)]).unwrap().warnings().join("\n");
    assert!(warnings("ESCALE__SUPPLIERS__ORANGE__MIN_TLS", "1.2").contains("suppliers.orange.min_tls: TLS 1.2"));
    assert!(warnings("ESCALE__MAIL__MIN_TLS", "1.2").contains("mail.min_tls: TLS 1.2"));
    assert!(
        warnings("ESCALE__MAIL__SMTP_URL", "smtp://relay?tls=opportunistic").contains("mail.smtp_url: mails travel")
    );
    assert!(warnings("ESCALE__PUBLIC_URL", "http://192.0.2.1:3000").contains("public_url: plain http"));
}

#[test]
fn the_example_is_complete_but_for_its_secrets() {
    let example = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/escale.example.toml")).unwrap();
    let lines = load(&example, &[]).unwrap_err().0;
    assert!(lines.iter().all(|line| line.contains("placeholder")), "{lines:#?}");
    let filled = example
        .replace("k1 = \"…\"", &format!("k1 = \"{KEY}\""))
        .replace("index_key = \"…\"", &format!("index_key = \"{KEY}\""));
    let filled = filled.replace("webhook_secret = \"…\"", "webhook_secret = \"0123456789abcdef\"");
    let filled = filled.replace("# token = \"…\"", "# token = \"0123456789abcdefghijklmn\"");
    let filled = filled.replace("smtp_url = \"…\"", "smtp_url = \"smtp://127.0.0.1:25\"").replace("\"…\"", "\"x\"");
    load(&filled, &[]).unwrap();
    let uncommented: String = filled
        .lines()
        .map(|line| {
            let is_key = |l: &&str| (l.contains(" = ") || l.starts_with('[')) && !l.contains("`");
            format!("{}\n", line.strip_prefix("# ").filter(is_key).unwrap_or(line))
        })
        .collect();
    load(&uncommented.replace("support_email = \"x\"", "support_email = \"help@example.org\""), &[]).unwrap();
}
