//! Bundles as the catalogue tells them.

use super::super::catalogue::read;
use super::*;
use crate::domain::offer::{DataAllowance, Validity};
use crate::domain::usage::DataAmount;

fn bundle() -> Value {
    json!({
        "name": "esim_1GB_7D_REUP_V2", "description": "eSIM, 1GB, 7 Days, Europe+, V2",
        "countries": [{"name": "Europe+", "region": "Europe", "iso": "Europe+"}],
        "roamingEnabled": [{"name": "France", "region": "Europe", "iso": "FR"}, {"iso": "DE"}, {"name": "Spain"}, {"iso": "FR"}],
        "dataAmount": 1000, "duration": 7, "speed": ["4G"], "autostart": true, "unlimited": false, "price": 2.28,
    })
}

fn with(field: &str, value: Value) -> Result<SupplierProduct, &'static str> {
    let mut bundle = bundle();
    bundle[field] = value;
    read(bundle, Currency::USD)
}

#[test]
fn a_bundle_is_read_in_our_words() {
    let product = read(bundle(), Currency::USD).expect("readable");
    assert_eq!((product.product.as_str(), product.cost.minor, product.stock), ("esim_1GB_7D_REUP_V2", 228, None));
    let facts = product.facts;
    assert_eq!((facts.name.as_str(), facts.validity), ("1GB, 7 Days, Europe+", Validity::Days(7)));
    assert_eq!(facts.allowance.data, DataAllowance::Limited(DataAmount::gigabytes(1)));
    let countries: Vec<_> = facts.coverage.countries.iter().map(|country| country.as_str()).collect();
    assert_eq!(countries, ["DE", "ES", "FR"]);
    assert_eq!(facts.top_up, Some(true));
}

#[test]
fn unlimited_is_looked_at_before_the_amount_and_its_family_tells_the_daily_cap() {
    for (name, gigabytes) in [("esim_UL_7D_FR_V2", 1), ("esim_ULE_7D_FR_V2", 1), ("esim_ULP_7D_FR_V2", 2)] {
        for amount in [-1, 0, 1000] {
            let mut bundle = bundle();
            (bundle["name"], bundle["unlimited"], bundle["dataAmount"]) = (name.into(), true.into(), amount.into());
            let data = read(bundle, Currency::USD).expect("readable").facts.allowance.data;
            assert_eq!(data, DataAllowance::Unlimited { daily_cap: Some(DataAmount::gigabytes(gigabytes)) }, "{name}");
        }
    }
    let data = with("unlimited", true.into()).expect("readable").facts.allowance.data;
    assert_eq!(data, DataAllowance::Unlimited { daily_cap: None }, "a family that nobody knows promises nothing");
}

#[test]
fn a_price_is_read_digit_by_digit_and_never_rounded_down() {
    let price = |text: &str| with("price", serde_json::from_str(text).expect("JSON")).map(|product| product.cost.minor);
    assert_eq!((price("2.28"), price("2"), price("\"2.5\"")), (Ok(228), Ok(200), Ok(250)));
    assert_eq!(price("2.2800000000000002"), Ok(229));
    for none in ["-2.28", "0", "null", "\"free\"", "1e9", "[]"] {
        assert!(price(none).is_err(), "{none}");
    }
}

#[test]
fn a_bundle_that_lacks_what_a_buyer_must_know_is_not_sold() {
    for (field, value) in [
        ("name", Value::Null),
        ("dataAmount", json!(0)),
        ("dataAmount", json!(-1)),
        ("dataAmount", json!("lots")),
        ("duration", json!(0)),
        ("duration", json!(-7)),
        ("duration", Value::Null),
    ] {
        assert!(with(field, value.clone()).is_err(), "{field} {value}");
    }
    for value in [json!(null), json!([]), json!("bundle"), json!({})] {
        assert!(read(value, Currency::USD).is_err());
    }
    assert!(
        with("roamingEnabled", json!("everywhere")).is_ok_and(|product| product.facts.coverage.countries.is_empty())
    );
}
