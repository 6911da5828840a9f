//! One offer in every shape that the samples and the schema show.

use super::super::catalogue::read;
use super::super::networks::{Network, NetworkKind};
use super::samples::offer;
use super::*;
use crate::domain::money::{Currency, Money};
use crate::domain::offer::{DataAllowance, IdentityPapers, ProductKind, Validity};
use crate::domain::usage::DataAmount;
use serde_json::{Value, json};

const FRANCE: &str = "7413e966-c97c-11ed-b80c-fa163e78aa28";
const WELCOME: &str = "92d376d4-0c18-4da8-9e6e-4dd173bc554e";
const SPAIN: &str = "e0c798dd-54a2-462d-8f87-79a44f7547a1";

fn networks() -> Vec<Network> {
    let network = |id: &str, name: &str| Network {
        id: id.into(),
        name: name.into(),
        kind: NetworkKind::named(name),
        connected: None,
        last_outage_at: None,
    };
    vec![network(FRANCE, "Orange France"), network(WELCOME, "Welcome Travelers"), network(SPAIN, "Orange Spain")]
}

/// The seed's offer with some values set; each place is a JSON pointer to its parent and a name.
pub(super) fn with(changes: &[(&str, &str, Value)]) -> Result<SupplierProduct, &'static str> {
    let mut offer = offer();
    for (parent, name, value) in changes {
        offer.pointer_mut(parent).expect("a place of the sample")[*name] = value.clone();
    }
    read(offer, &networks(), NOW)
}

fn papers_url(product: SupplierProduct) -> Option<String> {
    match product.facts.identity_papers {
        IdentityPapers::Required { within_days: 30, url } => url,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_seeds_offer_is_read_whole() {
    let product = with(&[]).expect("readable");
    assert_eq!(product.product.as_str(), "12fee06a-273e-45c8-9e04-8841e74a749a");
    assert_eq!((product.kind, product.available, product.stock), (ProductKind::Esim, true, Some(101)));
    assert_eq!(product.cost, Money::new(792, Currency::EUR));
    let facts = product.facts;
    assert_eq!((facts.name.as_str(), facts.network.as_str()), ("My custom offer name", "Orange France"));
    assert_eq!(facts.description, "Includes:\n5GB in Europe");
    assert_eq!(facts.allowance.data, DataAllowance::Limited(DataAmount::gigabytes(5)));
    assert_eq!((facts.allowance.airtime_seconds, facts.allowance.sms), (Some(7200), None));
    assert_eq!(facts.validity, Validity::Days(14));
    assert!(facts.coverage.countries.is_empty());
    assert_eq!((facts.top_up, facts.hotspot), (Some(true), None));
}

#[test]
fn fees_tags_and_metadata_of_the_distributor_come_in_any_spelling() {
    for (name, value) in [
        ("distribution_fees", json!(10)),
        ("distributor_fees", json!("10")),
        ("distribution_fees_type", json!("value")),
        ("tags", json!(["a", "b"])),
        ("tags", json!("")),
        ("metadata", json!(null)),
        ("metadata", json!({"free": "object"})),
        ("metadata", json!("text")),
        ("last_bucket_update", json!("2024-07-16T12:52:11Z")),
        ("something_new", json!([{}])),
    ] {
        assert_eq!(with(&[("", name, value.clone())]), with(&[]), "{name} {value}");
    }
}

#[test]
fn money_is_read_as_it_was_written() {
    let cost = |written: &str| {
        let mut text = offer().to_string();
        text = text.replace("\"resell_value\":7.92", &format!("\"resell_value\":{written}"));
        read(serde_json::from_str(&text).expect("JSON"), &networks(), NOW).map(|product| product.cost.minor)
    };
    assert_eq!(cost("7.92"), Ok(792));
    assert_eq!(cost("8"), Ok(800));
    assert_eq!(cost("27.5"), Ok(2750));
    assert_eq!(cost("43.990"), Ok(4399));
    assert_eq!(cost("\"7.92\""), Ok(792));
    // A float's dust is rounded up, never down.
    assert_eq!(cost("7.920000000000001"), Ok(793));
    for no_price in ["0", "-1", "1e3", "null", "\"free\"", "\"None\""] {
        assert!(cost(no_price).is_err(), "{no_price}");
    }
    let yen = with(&[("/product", "reference_currency", json!("JPY")), ("", "resell_value", json!(900))]);
    assert_eq!(yen.map(|product| product.cost.minor), Ok(900));
    assert!(with(&[("/product", "reference_currency", json!("XYZ"))]).is_err());
    assert!(with(&[("/product", "reference_currency", json!(null))]).is_err());
}

#[test]
fn an_offer_that_is_over_or_not_available_cannot_be_bought() {
    let available = |changes: &[(&str, &str, Value)]| with(changes).expect("readable").available;
    assert!(available(&[("", "expiration_date", json!("None"))]));
    assert!(available(&[("", "expiration_date", json!("2024-07-16T12:52:12Z"))]));
    assert!(!available(&[("", "expiration_date", json!("2024-07-16T12:52:11Z"))]));
    assert!(!available(&[("", "expiration_date", json!("Tue, 12 Mar 2024 17:59:18 GMT"))]));
    assert!(!available(&[("/product", "status", json!("deleted"))]));
    assert!(available(&[("/product", "status", json!("Available"))]));
    // Orange's schema has no status at all.
    assert!(available(&[("/product", "status", json!(null))]));
}

#[test]
fn stock_is_the_bucket() {
    let stock = |bucket: Value| with(&[("", "bucket", bucket)]).expect("readable").stock;
    assert_eq!(stock(json!(0)), Some(0));
    assert_eq!(stock(json!(-3)), Some(0));
    assert_eq!(stock(json!("12")), Some(12));
    assert_eq!(stock(json!(null)), None);
}

#[test]
fn topups_and_sim_cards_are_told_apart_from_esims() {
    let kind = |word: &str| with(&[("/product", "type", json!(word))]).map(|product| product.kind);
    assert_eq!(kind("topup"), Ok(ProductKind::TopUp));
    assert_eq!(kind("simCard"), Ok(ProductKind::SimCard));
    assert_eq!(kind("esim"), Ok(ProductKind::Esim));
    assert!(kind("subscription").is_err());
}

#[test]
fn papers_are_registered_where_the_product_says_else_with_its_network_and_never_on_a_wrong_page() {
    let of = |supplier: &str, url: Value| {
        let changes = [("/product", "supplier_id", json!(supplier)), ("/product/metadata", "kyc_url", url)];
        papers_url(with(&changes).expect("readable"))
    };
    let nothing = json!("None");
    assert_eq!(of(FRANCE, json!("https://kyc.example/x")).as_deref(), Some("https://kyc.example/x"));
    assert_eq!(of(FRANCE, nothing.clone()).as_deref(), Some("https://travel.orange.com/fr/orange-holidays"));
    assert_eq!(of(WELCOME, nothing.clone()).as_deref(), Some("https://travel.orange.com/fr/welcome-travelers"));
    assert_eq!((of(SPAIN, nothing.clone()), of("who?", nothing)), (None, None));
    for unsafe_url in ["javascript:alert(1)", "http://kyc.example/", "/kyc", "https://"] {
        assert_eq!(of(SPAIN, json!(unsafe_url)), None, "{unsafe_url}");
    }
}

#[test]
fn only_networks_with_a_recharge_say_that_they_have_one() {
    let top_up = |supplier: &str| with(&[("/product", "supplier_id", json!(supplier))]).expect("readable").facts.top_up;
    assert_eq!((top_up(FRANCE), top_up(SPAIN), top_up(WELCOME)), (Some(true), Some(true), Some(true)));
    assert_eq!(top_up("who?"), None);
}
