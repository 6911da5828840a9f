//! Packages in every form that a partner may write.

use super::super::catalogue::read;
use super::*;
use crate::domain::offer::{DataAllowance, Validity};
use crate::domain::usage::DataAmount;

pub(super) fn package() -> Value {
    json!({
        "package_id": "pkg_fr", "name": "France 5 Go", "scope": "country", "iso_country": "FR", "countries": ["FR"],
        "region": null, "data_volume_mb": 5000, "unlimited": false, "validity_days": 30, "price": 4.90,
        "currency": "EUR", "network_operators": ["Orange", {"name": "SFR"}], "rechargeable": true,
    })
}

#[test]
fn a_package_is_read_in_each_of_its_forms() {
    for fields in [
        json!({}),
        json!({"price": "4.90", "data_volume_mb": "5000.0", "validity_days": "30"}),
        json!({"countries": null}),
        json!({"countries": [], "iso_country": ["FR"]}),
        json!({"countries": [{"code": "FR"}], "iso_country": null}),
    ] {
        let product = read(with(package(), fields.clone()), "partner").expect("a package");
        let facts = &product.facts;
        assert_eq!((product.cost.minor, product.available, product.stock), (490, true, None), "{fields}");
        assert_eq!(facts.allowance.data, DataAllowance::Limited(DataAmount::gigabytes(5)), "{fields}");
        assert_eq!((facts.validity, facts.top_up), (Validity::Days(30), Some(true)), "{fields}");
        assert_eq!(facts.coverage.countries, [CountryCode::parse("FR").expect("France")], "{fields}");
        assert_eq!(facts.network, "Orange, SFR");
    }
}

#[test]
fn what_a_package_does_not_tell_has_a_sober_meaning() {
    let bare = with(package(), json!({"name": null, "network_operators": null, "rechargeable": null}));
    let facts = read(bare, "partner").expect("a package").facts;
    assert_eq!((facts.name.as_str(), facts.network.as_str(), facts.top_up), ("pkg_fr", "partner", None));
    let unlimited = with(package(), json!({"unlimited": true, "data_volume_mb": null}));
    let data = read(unlimited, "partner").expect("a package").facts.allowance.data;
    assert_eq!(data, DataAllowance::Unlimited { daily_cap: None });
    assert!(!read(with(package(), json!({"available": false})), "partner").expect("a package").available);
}

#[test]
fn a_package_without_what_a_sale_needs_is_not_sold() {
    for fields in [
        json!({"package_id": null}),
        json!({"currency": "XXX"}),
        json!({"price": null}),
        json!({"price": 0}),
        json!({"price": -4.90}),
        json!({"data_volume_mb": null}),
        json!({"data_volume_mb": 0}),
        json!({"data_volume_mb": -1}),
        json!({"validity_days": 0}),
        json!({"validity_days": null}),
    ] {
        assert!(read(with(package(), fields.clone()), "partner").is_err(), "{fields}");
    }
}
