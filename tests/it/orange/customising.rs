//! A distributor's own hand on its offers, and what Orange counts.

use super::*;
use escale::suppliers::orange_travel::statistics::ZoneLevel;
use escale::suppliers::orange_travel::terms::OfferChange;
use serde_json::json;

async fn an_offer(orange: &OrangeTravel) -> String {
    let catalogue = orange.catalogue().await.unwrap();
    catalogue.iter().find(|product| product.facts.name == OFFER).unwrap().product.as_str().to_owned()
}

#[tokio::test]
async fn name_fees_and_metadata_change_and_what_orange_bills_does_not() {
    let (_running, orange) = world().await;
    let offer = an_offer(&orange).await;
    let before = orange.offer_terms(&offer, "req").await.unwrap().unwrap();
    let change = OfferChange {
        name: Some("Summer in Europe".into()),
        fees: "2.50".parse().ok(),
        fees_type: Some("value"),
        metadata: json!({"campaign": "summer"}).as_object().cloned(),
    };
    for _ in 0..2 {
        orange.customise_offer(&offer, &change, "req").await.unwrap();
        let after = orange.offer_terms(&offer, "req").await.unwrap().unwrap();
        assert_eq!(after, change.applied_to(&before));
        assert_eq!(after.resell_value, before.resell_value);
    }
    assert_eq!(orange.offer_terms("nothing", "req").await.unwrap(), None);
}

#[tokio::test]
async fn what_orange_does_not_take_is_told_and_changes_nothing() {
    let (_running, orange) = world().await;
    let offer = an_offer(&orange).await;
    let before = orange.offer_terms(&offer, "req").await.unwrap();
    let change = OfferChange { fees_type: Some("barter"), ..OfferChange::default() };
    let refused = orange.customise_offer(&offer, &change, "req").await.unwrap_err();
    assert!(matches!(refused, SupplierError::Refused { status: 400, .. }), "{refused:?}");
    assert_eq!(orange.offer_terms(&offer, "req").await.unwrap(), before);
}

#[tokio::test]
async fn transactions_are_counted_as_they_are_listed() {
    let (running, orange) = world().await;
    for attempt in ["att_1", "att_2", "att_3"] {
        buy(&running, &orange, attempt).await;
    }
    let listed = orange.orders_between(NOW, NOW, "req").await.unwrap().unwrap();
    assert_eq!(orange.transactions_counted(NOW, NOW, "req").await.unwrap(), listed.len() as u64);
    assert_eq!(orange.transactions_counted(NOW.plus_days(-9), NOW.plus_days(-2), "req").await.unwrap(), 0);
    let strange = Fault::Answer { status: 200, body: r#"{"count": "many"}"#.into() };
    running.world.arm_fault("orange.transactions.count", strange, Some(1));
    assert!(matches!(orange.transactions_counted(NOW, NOW, "req").await, Err(SupplierError::Garbled { .. })));
}

#[tokio::test]
async fn a_list_that_holds_fewer_than_orange_counts_is_not_believed() {
    let (running, orange) = world().await;
    buy(&running, &orange, "att_1").await;
    let counts = |count: &str| Fault::Answer { status: 200, body: format!(r#"{{"count": {count}}}"#) };
    running.world.arm_fault("orange.transactions.count", counts("2"), Some(1));
    let Err(SupplierError::Garbled { reason }) = orange.orders_between(NOW, NOW, "req").await else { panic!() };
    assert!(reason.contains("1 of the 2"), "{reason}");
    // What was sold between the count and the list, and a count that cannot be read, are no reasons.
    for count in ["0", "\"many\""] {
        running.world.arm_fault("orange.transactions.count", counts(count), Some(1));
        assert_eq!(orange.orders_between(NOW, NOW, "req").await.unwrap().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn balances_of_a_long_time_are_asked_for_in_parts() {
    let (running, orange) = world().await;
    let balances = orange.global_balances(NOW.plus_days(-399), NOW, ZoneLevel::Country, "req").await.unwrap().unwrap();
    assert_eq!(running.world.calls_seen("orange.globalbalances"), 3);
    assert_eq!(balances.iter().filter(|zone| zone.code.as_deref() == Some("FR")).count(), 3);
    assert_eq!((balances[0].from, balances.last().unwrap().to), (NOW.plus_days(-399), NOW));
}
