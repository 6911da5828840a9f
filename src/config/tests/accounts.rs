//! The accounts at suppliers, each kind with its own keys.

use super::*;

fn with_account(keys: &str) -> Result<Config, ConfigProblems> {
    load(&GOOD.replacen("[pricing]", &format!("[[suppliers]]\n{keys}\n[pricing]"), 1), &[])
}

#[test]
fn an_account_at_esim_go_needs_its_key_alone() {
    let config = with_account("id = \"esim-go\"\nkind = \"esim_go\"\napi_key = \"topsecret\"").unwrap();
    let SupplierConfig::EsimGo(account) = &config.suppliers[1] else { panic!("another kind") };
    assert_eq!((account.id.as_str(), account.base_url.as_str()), ("esim-go", "https://api.esim-go.com/v2.4"));
    assert_eq!((account.api_key.expose(), account.min_tls), ("topsecret", MinTls::V1_3));
    assert!(!format!("{config:?}").contains("topsecret"));
}

#[test]
fn an_account_at_esim_go_is_refused_with_a_line_that_says_why() {
    let problems = |keys: &str| with_account(&format!("id = \"e\"\nkind = \"esim_go\"\n{keys}")).expect_err(keys).0;
    assert!(problems("")[0].contains("suppliers.e.api_key"));
    assert!(problems("api_key = \"k\"\nclient_id = \"c\"")[0].contains("suppliers.e.client_id: unknown key"));
    assert!(problems("api_key = \"k\"\nbase_url = \"ftp://x\"")[0].contains("suppliers.e.base_url"));
}
