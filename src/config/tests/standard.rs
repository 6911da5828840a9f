//! An account at a supplier that speaks the generic protocol, and where it may push to.

use super::*;
use crate::domain::ids::SupplierId;

const PARTNER: &str = r#"[[suppliers]]
id = "partner"
kind = "standard"
base_url = "http://127.0.0.1:4000/v2/"
token_url = "http://127.0.0.1:4000/oauth/token"
client_id = "shop"
client_secret = "topsecret"
"#;

fn with(more: &str) -> String {
    GOOD.replacen("[pricing]", &format!("{PARTNER}{more}[pricing]"), 1)
}

fn partner(more: &str) -> StandardConfig {
    match load(&with(more), &[]).unwrap().suppliers.remove(1) {
        SupplierConfig::Standard(account) => account,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_partners_account_needs_little() {
    let account = partner("");
    assert_eq!((account.base_url.as_str(), account.api_version.as_str()), ("http://127.0.0.1:4000/v2", "2024-10"));
    assert!(account.locale.starts_with("fr-FR") && account.webhook_secret.is_none());
    assert!(account.client_certificate.is_none() && account.min_tls == MinTls::V1_3);
    let account = partner(
        "webhook_secret = \"0123456789abcdef\"\nclient_certificate_file = \"a.crt\"\nclient_key_file = \"a.key\"\n",
    );
    assert_eq!(account.webhook_secret.unwrap().expose(), "0123456789abcdef");
    assert_eq!(account.client_certificate.unwrap().key_file.to_str(), Some("a.key"));
}

#[test]
fn what_is_half_given_or_too_short_is_refused() {
    for (more, expected) in [
        ("webhook_secret = \"too short\"\n", "webhook_secret: at least 16 characters"),
        ("client_key_file = \"a.key\"\n", "client_certificate_file: and client_key_file are wanted together"),
        ("locale = \"fr\\nx: y\"\n", "locale: plain letters"),
        ("webhook_secrets = [\"a\"]\n", "webhook_secrets: unknown key (did you mean webhook_secret?)"),
    ] {
        let problems = load(&with(more), &[]).expect_err(more).0;
        assert!(problems.len() == 1 && problems[0].contains(expected), "{problems:#?}");
    }
}

#[test]
fn pushes_travel_over_https_or_within_this_machine() {
    let address = |text: &str, supplier: &str| {
        let address = load(text, &[]).unwrap().push_address(&SupplierId::from(supplier));
        address.map(|url| url.to_string())
    };
    let partner = Some("http://127.0.0.1:3000/webhooks/suppliers/partner".to_owned());
    assert_eq!(address(&with(""), "partner"), partner);
    assert_eq!(address(&with(""), "orange"), None, "a real supplier, and a shop without TLS");
    assert_eq!(address(&with(""), "nobody"), None);
    let https = GOOD.replacen("http://127.0.0.1:3000", "https://shop.example.org", 1);
    assert_eq!(address(&https, "orange"), Some("https://shop.example.org/webhooks/suppliers/orange".to_owned()));
}
