//! What is left, how a SIM is, and the credit, in answers good and bad.

use super::super::account::read_balance;
use super::super::sims::{sim_report, usage_report};
use super::super::wire;
use super::*;
use crate::domain::sim_status::SimStatus;
use crate::domain::usage::{Balance, DataAmount};

fn left(usage: Value) -> Balance {
    usage_report(&wire::object(usage), NOW).balances.remove(0)
}

#[test]
fn megabytes_are_told_as_on_the_label() {
    let left = left(json!({
        "remaining": 767, "total": "2048", "expired_at": "2026-11-28 12:00:00", "is_unlimited": false, "status": "ACTIVE",
        "remaining_voice": 7, "remaining_text": 0, "total_voice": 20, "total_text": 15,
    }));
    assert_eq!((left.data, left.data_total), (Some(DataAmount { bytes: 749_023_437 }), Some(DataAmount::gigabytes(2))));
    assert_eq!((left.airtime_seconds, left.sms, left.expires_at), (Some(420), Some(0), Some(NOW.plus_days(7))));
}

#[test]
fn unlimited_data_is_not_counted_and_an_absent_kind_is_none() {
    let left = left(json!({
        "remaining": 0, "total": 0, "is_unlimited": true, "status": "ACTIVE",
        "remaining_voice": 0, "total_voice": 0, "remaining_text": -1, "total_text": 3,
    }));
    assert_eq!((left.data, left.data_total, left.airtime_seconds, left.sms), (None, None, None, None));
}

#[test]
fn nonsense_is_nothing() {
    for nonsense in [json!(null), json!({"remaining": -5, "total": [], "status": {}}), json!({"remaining": "1e9"})] {
        let left = left(nonsense.clone());
        assert_eq!((left.data, left.data_total), (None, None), "{nonsense}");
        assert!(sim_report(&wire::object(nonsense)).is_err());
    }
}

#[test]
fn the_plans_state_is_the_sims_as_far_as_it_can_be_said() {
    let status = |word: &str| sim_report(&wire::object(json!({"status": word}))).expect("a word").map(|sim| sim.status);
    assert_eq!(status("NOT_ACTIVE"), Some(SimStatus::NotInstalled));
    assert_eq!(status("active"), Some(SimStatus::Available));
    assert_eq!(status("FINISHED"), Some(SimStatus::Free));
    assert_eq!(status("EXPIRED"), Some(SimStatus::Free));
    assert_eq!(status("RECYCLED"), Some(SimStatus::Expired));
    assert_eq!(status("UNKNOWN"), None);
    assert_eq!(status("DANCING"), Some(SimStatus::Unknown("DANCING".into())));
}

#[test]
fn the_credit_is_read_without_a_float_and_below_zero_as_well() {
    let credit = |balances: Value| read_balance(json!({ "balances": balances })).map(Money::to_decimal).ok();
    let of = |amount: Value| json!({"name": "balance", "availableBalance": {"amount": amount, "currency": "USD"}});
    assert_eq!(credit(of(json!(5000))).as_deref(), Some("5000.00"));
    assert_eq!(credit(json!([of(json!("12.349"))])).as_deref(), Some("12.34"));
    assert_eq!(credit(of(json!(-3.5))).as_deref(), Some("-3.50"));
    for strange in [json!(null), json!([]), of(json!("much")), of(json!({})), json!([of(json!(1)), of(json!(2))])] {
        assert_eq!(credit(strange), None);
    }
    assert_eq!(credit(json!({"availableBalance": {"amount": 1, "currency": "GOLD"}})), None);
}
