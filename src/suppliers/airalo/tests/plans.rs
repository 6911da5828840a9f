//! Packages: what cannot be priced or measured is not sold, and spoils nothing beside it.

use super::super::packages::{Place, of_entry, read};
use super::*;
use crate::domain::country::CountryCode;
use crate::domain::money::Currency;
use crate::domain::offer::{DataAllowance, ProductKind};
use crate::domain::usage::DataAmount;

fn package() -> Value {
    json!({
        "id": "bonbon-mobile-7days-1gb", "type": "sim", "price": 4.5, "amount": 1024, "day": 7, "is_unlimited": false,
        "title": "1 GB - 7 Days", "data": "1 GB", "short_info": "No phone number.", "voice": null, "text": null,
        "net_price": 2.25, "prices": {"net_price": {"USD": 2.25}, "recommended_retail_price": {"USD": 4.5, "EUR": 4.14}},
    })
}

fn changed(field: &str, value: Value) -> Value {
    let mut package = package();
    package[field] = value;
    package
}

fn read_alone(package: Value) -> Result<SupplierProduct, &'static str> {
    read(package, None, &Value::Null)
}

#[test]
fn numbers_and_text_are_the_same() {
    let mut texts = changed("price", json!("4.50"));
    for (field, text) in [("net_price", "2.25"), ("amount", "1024"), ("day", "7"), ("is_unlimited", "0")] {
        texts[field] = json!(text);
    }
    assert_eq!(read_alone(texts), read_alone(package()));
    let read = read_alone(package()).expect("a package");
    assert_eq!((read.cost, read.kind), (Money::new(225, Currency::USD), ProductKind::Esim));
    assert_eq!(read.least_prices, [Money::new(450, Currency::USD), Money::new(414, Currency::EUR)]);
}

#[test]
fn what_lacks_a_fact_is_not_sold() {
    for (field, wrong) in [
        ("id", json!(null)),
        ("type", json!("voucher")),
        ("price", json!(null)),
        ("price", json!(-4.5)),
        ("net_price", json!(-1)),
        ("net_price", json!("0")),
        ("net_price", json!(null)),
        ("amount", json!(0)),
        ("amount", json!(-1024)),
        ("amount", json!(1.5)),
        ("day", json!(0)),
        ("day", json!(-7)),
        ("title", json!([])),
    ] {
        assert!(read_alone(changed(field, wrong.clone())).is_err(), "{field} {wrong}");
    }
    for nothing in [json!(null), json!([]), json!(7), json!("x")] {
        assert!(read_alone(nothing).is_err());
    }
}

#[test]
fn a_discount_takes_the_place_of_the_net_price_and_is_rounded_up() {
    let cost = |percent: Value| {
        let pricing = json!({"model": "discount_pricing", "discount_percentage": percent});
        read(changed("net_price", Value::Null), None, &pricing).map(|product| product.cost.minor)
    };
    assert_eq!(cost(json!(20)), Ok(360));
    assert_eq!(cost(json!("33")), Ok(302));
    for unreadable in [json!(null), json!(-5), json!(101), json!(100), json!("some")] {
        assert_eq!(cost(unreadable), Ok(450));
    }
}

#[test]
fn a_least_price_that_cannot_be_read_is_not_named_in_its_currency() {
    let least = |prices: Value| read_alone(changed("prices", prices)).expect("a package").least_prices;
    let dollars = [Money::new(450, Currency::USD)];
    for strange in [json!(null), json!([]), json!({"recommended_retail_price": [1]})] {
        assert_eq!(least(strange), dollars);
    }
    assert_eq!(least(json!({"recommended_retail_price": {"EUR": "-1", "GBP": {}, "XXL": 3, "USD": 1}})), dollars);
}

#[test]
fn calls_messages_and_data_are_what_the_package_has() {
    let mut plan = changed("voice", json!(20));
    plan["text"] = json!("15");
    let allowance = |plan: &Value| read_alone(plan.clone()).expect("a package").facts.allowance;
    assert_eq!((allowance(&plan).airtime_seconds, allowance(&plan).sms), (Some(1200), Some(15)));
    assert_eq!(allowance(&plan).data, DataAllowance::Limited(DataAmount::gigabytes(1)));
    plan["amount"] = json!(0);
    assert_eq!(allowance(&plan).data, DataAllowance::None);
    plan["is_unlimited"] = json!(true);
    assert_eq!(allowance(&plan).data, DataAllowance::Unlimited { daily_cap: None });
}

#[test]
fn one_bad_package_or_operator_spoils_nothing_beside_it() {
    let packages = [changed("day", json!(0)), package()];
    let operator = json!({"title": "Bonbon Mobile", "coverages": [{"code": "FR"}], "packages": packages});
    let entry = |operators: Value| json!({"country_code": "FR", "title": "France", "operators": operators});
    let listed = of_entry(entry(json!([null, 7, {"packages": "none"}, operator])), &Value::Null);
    assert_eq!((listed.len(), &listed[0].place), (1, &Place::Country("FR".into())));
    // Later pages number their elements.
    let numbered = json!({"0": operator});
    assert_eq!(of_entry(entry(numbered), &Value::Null).len(), 1);
    for nothing in [json!(null), json!({"operators": {"a": operator}}), json!([operator])] {
        assert!(of_entry(nothing, &Value::Null).is_empty());
    }
}

#[test]
fn countries_come_from_the_coverage_the_list_of_countries_or_the_entry() {
    let countries = |mut operator: Value| {
        operator["packages"] = json!([package()]);
        let entry = json!({"country_code": "FR", "title": "France", "operators": [operator]});
        let codes = of_entry(entry, &Value::Null).remove(0).product.facts.coverage.countries;
        codes.iter().map(CountryCode::as_str).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(countries(json!({"coverages": [{"name": "ES", "code": "ES"}, {"name": "IT"}]})), "ES IT");
    assert_eq!(countries(json!({"coverages": [], "countries": [{"country_code": "JP"}]})), "JP");
    assert_eq!(countries(json!({"coverages": null})), "FR");
}
