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

#[test]
fn credit_is_called_low_as_configured_or_a_week_before_its_end() {
    let alarm = |more: &str| {
        let config = with_account(&format!("id = \"e\"\nkind = \"esim_go\"\napi_key = \"k\"\n{more}"));
        config.map(|config| config.credit_alarm(&SupplierId::from("e"))).map_err(|problems| problems.0.join("\n"))
    };
    let told = alarm("").unwrap();
    assert_eq!((told.below, told.days), (None, 7));
    let told = alarm("credit_low = \"50.00\"\ncredit_low_days = 3").unwrap();
    assert_eq!((told.below.as_deref(), told.days), (Some("50.00"), 3));
    assert!(alarm("credit_low = \"-5\"").unwrap_err().contains("suppliers.e.credit_low: an amount"));
    assert!(alarm("credit_low_days = 0").unwrap_err().contains("suppliers.e.credit_low_days: 1 to 60"));
    let orange = load(GOOD, &[]).unwrap().credit_alarm(&SupplierId::from("orange"));
    assert_eq!((orange.below, orange.days), (None, 7), "paid afterwards: nothing is configured");
}

#[test]
fn metrics_have_no_token_or_one_that_is_hard_to_guess() {
    let with = |token: &str| load(&format!("metrics = {{ token = \"{token}\" }}\n{GOOD}"), &[]);
    assert!(load(GOOD, &[]).unwrap().metrics_token.is_none());
    let config = with("0123456789abcdefghijklmn").unwrap();
    assert!(config.metrics_token.is_some() && !format!("{config:?}").contains("0123456789abcdefghijklmn"));
    assert!(with("too-short").unwrap_err().0[0].contains("metrics.token: at least 24 characters"));
}
