//! What is left on an eSIM, and how it is.

use super::super::sims::{read_status, read_usage};
use super::super::wire::{Assignment, BundleOnEsim, Esim};
use super::*;
use crate::domain::sim_status::SimStatus;
use crate::domain::usage::DataAmount;
use crate::suppliers::wire;

const NOW: UnixSeconds = UnixSeconds(1_795_262_400);

fn on_it(assignments: &[Value]) -> Vec<(BundleOnEsim, Vec<Assignment>)> {
    let bundle = wire::object(json!({"name": "b", "description": "eSIM, 1GB"}));
    vec![(bundle, assignments.iter().cloned().map(wire::object).collect())]
}

fn assignment(state: &str) -> Value {
    json!({
        "id": "1", "callTypeGroup": "data", "initialQuantity": 1_000_000_000, "remainingQuantity": "400000000",
        "bundleState": state, "unlimited": false,
    })
}

#[test]
fn quantities_are_bytes_as_number_or_text_and_what_is_over_is_nothing() {
    let left = |state: &str| {
        let report = read_usage(on_it(&[assignment(state)]), NOW);
        report.balances.first().map(|balance| (balance.data.map(|data| data.bytes), balance.has_expired(NOW)))
    };
    for state in ["processing", "queued", "active", "a word that nobody knows"] {
        assert_eq!(left(state), Some((Some(400_000_000), false)), "{state}");
    }
    assert_eq!(left("depleted"), Some((Some(0), false)));
    assert_eq!(left("expired"), Some((Some(0), true)));
    assert_eq!(left("revoked"), None);
    assert_eq!(left("lapsed"), None);
    let total = read_usage(on_it(&[assignment("active")]), NOW).balances[0].data_total;
    assert_eq!(total, Some(DataAmount::gigabytes(1)));
}

#[test]
fn an_unlimited_bundle_counts_nothing_and_nonsense_is_not_told() {
    let mut unlimited = assignment("active");
    unlimited["unlimited"] = true.into();
    let mut negative = assignment("active");
    negative["remainingQuantity"] = (-5).into();
    for strange in [unlimited, negative, json!({}), json!(null)] {
        assert_eq!(read_usage(on_it(&[strange]), NOW).balances[0].data, None);
    }
}

#[test]
fn the_state_is_the_profiles_and_the_bundles_together() {
    let status = |profile: &str, states: &[&str]| {
        let esim: Esim = wire::object(json!({"profileStatus": profile}));
        let assignments: Vec<_> = states.iter().map(|state| assignment(state)).collect();
        read_status(&esim, &on_it(&assignments)).expect("a status").status
    };
    assert_eq!(status("Released", &["queued"]), SimStatus::NotInstalled);
    assert_eq!(status("Installed", &["depleted", "active"]), SimStatus::Available);
    assert_eq!(status("Enabled", &["queued"]), SimStatus::Available);
    assert_eq!(status("Installed", &["depleted", "expired", "revoked"]), SimStatus::Free);
    assert_eq!(status("Installed", &[]), SimStatus::Free);
    assert_eq!(status("Deleted", &["active"]), SimStatus::Uninstalled);
    assert_eq!(status("Mislaid", &["active"]), SimStatus::Unknown("Mislaid".to_owned()));
    assert!(read_status(&Esim::default(), &[]).is_err());
}
