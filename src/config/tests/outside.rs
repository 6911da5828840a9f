//! What comes from the environment, and secrets from files of their own.

use super::*;

#[test]
fn the_environment_wins_over_the_file() {
    let config = load(
        GOOD,
        &[
            ("ESCALE__STRIPE__SECRET_KEY", "12345678"),
            ("ESCALE__STRIPE__WEBHOOK_SECRETS__1", "whsec_second"),
            ("ESCALE__SUPPLIERS__ORANGE__CLIENT_SECRET", "other"),
            ("ESCALE__VAULT__KEYS__K2", KEY),
            ("ESCALE__VAULT__ACTIVE", "k2"),
            ("ESCALE__PRICING__RATES__USD", "0.95"),
            ("ESCALE__PRICING__RATES__GBP", "1.15"),
            ("ESCALE__PRICING__MARGIN_PERCENT", "12.5"),
            ("ESCALE__TRUSTED_PROXIES", r#"["10.0.0.0/8"]"#),
            ("ESCALE__DEMO", "true"),
            ("ESCALE__LOG", "\"json\""),
            ("HOME", "/root"),
        ],
    )
    .unwrap();
    assert_eq!(config.stripe.secret_key.expose(), "12345678");
    assert_eq!(config.stripe.webhook_secrets[1].expose(), "whsec_second");
    assert_eq!(config.vault.active, "k2");
    assert_eq!(config.pricing.rates[&Currency::USD].to_string(), "0.95");
    assert_eq!(config.pricing.rates.len(), 2);
    assert_eq!(config.pricing.margin_percent.to_string(), "12.5");
    assert!(config.trusts("10.1.2.3".parse().unwrap()) && !config.trusts("192.0.2.1".parse().unwrap()));
    assert_eq!((config.demo, config.log), (true, LogFormat::Json));
    let SupplierConfig::OrangeTravel(orange) = &config.suppliers[0] else { panic!("another kind") };
    assert_eq!(orange.client_secret.expose(), "other");
}

#[test]
fn everything_can_come_from_the_environment() {
    let env = [
        ("PUBLIC_URL", "http://localhost:3000"),
        ("LISTEN", "127.0.0.1:3000"),
        ("DATABASE_URL", "postgres://escale:topsecret@db/escale"),
        ("VAULT__ACTIVE", "k1"),
        ("VAULT__KEYS__K1", KEY),
        ("VAULT__INDEX_KEY", KEY),
        ("STRIPE__SECRET_KEY", "sk_test_topsecret"),
        ("STRIPE__WEBHOOK_SECRETS__0", "whsec_topsecret"),
        ("MAIL__SMTP_URL", "smtp://127.0.0.1:2525"),
        ("MAIL__FROM", "shop@example.org"),
        ("SUPPLIERS__ORANGE__KIND", "orange_travel"),
        ("SUPPLIERS__ORANGE__BASE_URL", "https://api.orange.com/travel-b2b-sandbox/v1"),
        ("SUPPLIERS__ORANGE__TOKEN_URL", "https://api.orange.com/oauth/v3/token"),
        ("SUPPLIERS__ORANGE__CLIENT_ID", "id"),
        ("SUPPLIERS__ORANGE__CLIENT_SECRET", "topsecret"),
        ("SUPPLIERS__ORANGE__PRIVATE_KEY_FILES__0", "keys/orange.pem"),
        ("PRICING__CURRENCY", "EUR"),
        ("PRICING__MARGIN_PERCENT", "25"),
    ];
    let env = env.map(|(name, value)| (format!("ESCALE__{name}"), value.to_owned()));
    let config = Config::load(None, env.into_iter()).unwrap();
    assert_eq!(config.suppliers[0].id().as_str(), "orange");
    assert!(!format!("{config:?}").contains("topsecret"));
}

#[test]
fn a_variable_that_fits_nowhere_is_refused() {
    let refusal = |name: &str| load(GOOD, &[(name, "x")]).unwrap_err().0.join("\n");
    assert!(refusal("ESCALE__STRIPE__SECRET").contains("stripe.secret: unknown key"));
    assert!(refusal("ESCALE__LISTEN__PORT").contains("ESCALE__LISTEN__PORT: the key above it is no table"));
    assert!(refusal("ESCALE__STRIPE__WEBHOOK_SECRETS__5").contains("there is no entry 1 before it"));
    assert!(refusal("ESCALE__STRIPE__").contains("not the name of a key"));
}

#[test]
fn every_secret_can_come_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, format!("{text}\n")).unwrap();
        path.display().to_string()
    };
    let (key, text) = (file("key", KEY), file("text", "from-a-file"));
    let relay = file("relay", "smtp://127.0.0.1:2525");
    let changed = GOOD
        .replace(&format!("keys = {{ k1 = \"{KEY}\" }}"), &format!("keys_file = {{ k1 = {key:?} }}"))
        .replace(&format!("index_key = \"{KEY}\""), &format!("index_key_file = {key:?}"))
        .replace("secret_key = \"sk_test_topsecret\"", &format!("secret_key_file = {text:?}"))
        .replace("webhook_secrets = [\"whsec_topsecret\"]", &format!("webhook_secrets_file = [{text:?}]"))
        .replace("smtp_url = \"smtps://user:topsecret@relay.example:465\"", &format!("smtp_url_file = {relay:?}"))
        .replace("client_secret = \"topsecret\"", &format!("client_secret_file = {text:?}"));
    assert!(!changed.contains("topsecret") && !changed.contains(KEY), "every secret has moved to a file");
    let config = load(&changed, &[]).unwrap();
    assert_eq!(config.stripe.secret_key.expose(), "from-a-file");
    assert_eq!(config.stripe.webhook_secrets[0].expose(), "from-a-file");
    assert_eq!(config.vault.keys["k1"], config.vault.index_key);
    assert_eq!(config.mail.smtp_url.expose(), "smtp://127.0.0.1:2525");

    refused("secret_key = ", &format!("secret_key_file = {text:?}\nsecret_key = "), "stripe.secret_key: given both");
    refused("index_key = ", &format!("keys_file = {{ k1 = {key:?} }}\nindex_key = "), "vault.keys: k1 is given both");
    refused(
        "secret_key = \"sk_test_topsecret\"",
        "secret_key_file = \"/nowhere/key\"",
        "stripe.secret_key: /nowhere/key cannot be read",
    );
}
