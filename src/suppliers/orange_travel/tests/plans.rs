//! What a plan holds and how long, from the product's metadata.

use super::offers::with;
use super::*;
use crate::domain::offer::{DataAllowance, Validity};
use crate::domain::usage::DataAmount;
use serde_json::{Value, json};

fn metadata(changes: &[(&str, Value)]) -> Result<SupplierProduct, &'static str> {
    let changes: Vec<_> = changes.iter().map(|(name, value)| ("/product/metadata", *name, value.clone())).collect();
    with(&changes)
}

#[test]
fn data_comes_in_french_and_english_units() {
    let data = |amount: Value, unit: Value| {
        metadata(&[("data_amount", amount), ("data_unit", unit)]).map(|product| product.facts.allowance.data)
    };
    assert_eq!(data(json!(5), json!("Go")), Ok(DataAllowance::Limited(DataAmount::gigabytes(5))));
    assert_eq!(data(json!(5), json!("Gb")), Ok(DataAllowance::Limited(DataAmount::gigabytes(5))));
    assert_eq!(data(json!(500), json!("Mo")), Ok(DataAllowance::Limited(DataAmount::megabytes(500))));
    assert_eq!(data(json!(500), json!("Mb")), Ok(DataAllowance::Limited(DataAmount::megabytes(500))));
    assert_eq!(data(json!(1.5), json!("Go")), Ok(DataAllowance::Limited(DataAmount::megabytes(1500))));
    assert_eq!(data(json!(-1), json!("Gb")), Ok(DataAllowance::Unlimited { daily_cap: None }));
    assert_eq!(data(json!(null), json!("unlimited")), Ok(DataAllowance::Unlimited { daily_cap: None }));
    assert_eq!(data(json!(0), json!("Gb")), Ok(DataAllowance::None));
    assert_eq!(data(json!("None"), json!("None")), Ok(DataAllowance::None));
    assert!(data(json!(5), json!("parsecs")).is_err());
}

#[test]
fn validity_may_be_unlimited_in_two_ways_and_must_be_told() {
    let validity = |duration: Value, unit: Value| {
        metadata(&[("validity_duration", duration), ("validity_unit", unit)]).map(|product| product.facts.validity)
    };
    assert_eq!(validity(json!(1), json!("months")), Ok(Validity::Months(1)));
    assert_eq!(validity(json!(2), json!("years")), Ok(Validity::Years(2)));
    assert_eq!(validity(json!("14"), json!("Days")), Ok(Validity::Days(14)));
    assert_eq!(validity(json!(-1), json!("days")), Ok(Validity::Unlimited));
    assert_eq!(validity(json!(null), json!("unlimited")), Ok(Validity::Unlimited));
    for (duration, unit) in [(json!(0), json!("days")), (json!(null), json!("days")), (json!(7), json!("fortnights"))] {
        assert!(validity(duration.clone(), unit.clone()).is_err(), "{duration} {unit}");
    }
    for nothing in [json!(null), json!("text"), json!([])] {
        assert!(with(&[("/product", "metadata", nothing)]).is_err());
    }
}

#[test]
fn calls_and_messages_that_a_plan_lacks_are_none() {
    let calls = |amount: Value, unit: &str| {
        metadata(&[("airtime_duration", amount), ("airtime_unit", json!(unit))])
            .map(|product| product.facts.allowance.airtime_seconds)
    };
    assert_eq!(calls(json!(30), "minutes"), Ok(Some(1800)));
    assert_eq!(calls(json!(0), "hours"), Ok(None));
    assert_eq!(calls(json!(-1), "unlimited"), Ok(None));
    let sms = |value: Value| metadata(&[("sms", value)]).map(|product| product.facts.allowance.sms);
    assert_eq!(sms(json!("200")), Ok(Some(200)));
    assert_eq!(sms(json!("about 200 a day")), Ok(None));
    assert_eq!(sms(json!(0)), Ok(None));
}
