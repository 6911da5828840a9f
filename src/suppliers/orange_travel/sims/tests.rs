//! Balances and states as the seeds show them.

use super::*;
use serde_json::json;

const NOW: UnixSeconds = UnixSeconds(1_721_134_331);

fn sample() -> Value {
    json!({
        "first_activation_date": null,
        "number_expiration_date": "2025-05-10T00:00:00Z",
        "buckets": [
            {
                "activation_date": null, "expiration_date": "2024-11-05T00:00:00Z",
                "data_remaining": 13.2, "data_unit": "Gb", "airtime_remaining": 0, "airtime_unit": "seconds",
                "sms_remaining": 0, "name": "Carte Holiday Tourist LS"
            },
            {
                "activation_date": null, "expiration_date": "2024-11-05T00:00:00Z",
                "data_remaining": 0.0, "data_unit": "Gb", "airtime_remaining": 1800, "airtime_unit": "seconds",
                "sms_remaining": 0, "name": "Recharge Holiday Voix"
            }
        ]
    })
}

fn balance(bucket: Value) -> Balance {
    read_usage(json!({ "buckets": [bucket] }), NOW).expect("readable").balances.remove(0)
}

#[test]
fn all_balances_of_the_seed_are_read() {
    let report = read_usage(sample(), NOW).expect("readable");
    assert_eq!((report.taken_at, report.first_activation), (NOW, None));
    assert_eq!(report.number_expires, Some(UnixSeconds(1_746_835_200)));
    let [card, recharge] = &report.balances[..] else { panic!("two balances") };
    assert_eq!(
        (card.name.as_str(), card.data),
        ("Carte Holiday Tourist LS", Some(DataAmount { bytes: 13_200_000_000 }))
    );
    assert_eq!((recharge.airtime_seconds, recharge.sms), (Some(1800), Some(0)));
    assert_eq!(recharge.expires_at, Some(UnixSeconds(1_730_764_800)));
}

#[test]
fn what_a_bucket_does_not_count_is_none_and_what_is_used_up_is_zero() {
    let empty = balance(json!({}));
    assert_eq!((empty.data, empty.airtime_seconds, empty.sms, empty.name.as_str()), (None, None, None, ""));
    let used_up = balance(json!({"data_remaining": "0", "data_unit": "Mo", "sms_remaining": 0.0}));
    assert_eq!((used_up.data, used_up.sms), (Some(DataAmount { bytes: 0 }), Some(0)));
    let unlimited = balance(
        json!({"data_remaining": -1, "data_unit": "unlimited", "airtime_remaining": -1, "airtime_unit": "minutes"}),
    );
    assert_eq!((unlimited.data, unlimited.airtime_seconds), (None, None));
}

#[test]
fn numbers_and_units_come_in_many_ways() {
    let bytes = |amount: Value, unit: &str| {
        balance(json!({"data_remaining": amount, "data_unit": unit})).data.map(|data| data.bytes)
    };
    assert_eq!(bytes(json!(1.5), "Go"), Some(1_500_000_000));
    assert_eq!(bytes(json!("512"), "Mb"), Some(512_000_000));
    assert_eq!(bytes(json!(512), "furlongs"), None);
    let calls = balance(json!({"airtime_remaining": 2.5, "airtime_unit": "minutes"}));
    assert_eq!(calls.airtime_seconds, Some(120));
}

#[test]
fn an_answer_without_buckets_is_an_empty_report_and_garbage_is_an_error() {
    for buckets in [json!(null), json!([]), json!("none"), json!([null, 3])] {
        assert!(read_usage(json!({ "buckets": buckets }), NOW).expect("readable").balances.is_empty());
    }
    assert!(read_usage(json!("garbage"), NOW).is_err());
    assert!(read_usage(json!([]), NOW).is_err());
}

#[test]
fn every_documented_state_is_known_and_another_word_is_kept() {
    for status in SimStatus::DOCUMENTED {
        let report = read_status(json!({"status": status.as_str()})).expect("readable");
        assert_eq!((report.status, report.activated_at, report.expires_at), (status, None, None));
    }
    let odd = read_status(json!({"status": "Hibernating"})).expect("readable");
    assert_eq!(odd.status, SimStatus::Unknown("Hibernating".into()));
    assert!(read_status(json!({"status": null})).is_err());
}

#[test]
fn both_documents_dates_of_a_sim_are_read() {
    let sample = read_status(json!({
        "status": "suspended fraud", "creation_date": "2024-07-15T14:00:00Z", "activation_date": "2024-09-13T14:00:00Z",
        "last_topup_date": null, "expiration_date": "2024-11-14T13:00:00Z"
    }));
    let sample = sample.expect("readable");
    assert_eq!(
        (sample.activated_at, sample.expires_at),
        (Some(UnixSeconds(1_726_236_000)), Some(UnixSeconds(1_731_589_200)))
    );
    let schema =
        read_status(json!({"status": "free", "expiration_date": "None", "number_expiration_date": "2025-05-10"}));
    assert_eq!(schema.expect("readable").expires_at, Some(UnixSeconds(1_746_835_200)));
}
