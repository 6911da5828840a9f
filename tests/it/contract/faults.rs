//! What a supplier's answers may be: lost, late, none, anything. Never two sales, never money for nothing, never a panic.

use super::{MINUTE, Party, failures, strange_answers};
use crate::shop::Shop;
use escale::domain::order::OrderState;
use escale::fulfilment::usage_sync::refresh_esim;
use escale::fulfilment::{catalogue_sync, supplier_watch};
use escale_simulators::{Fault, PaymentWay};

/// The time-out after acceptance.
pub async fn answer_lost_after_the_sale_is_adopted(shop: Shop, party: &Party) {
    shop.world.arm_fault(party.sells, Fault::CutAfter, Some(1));
    let order = shop.buys().await;
    assert_eq!(shop.breaches(party, &order, 0).await, Vec::<String>::new());
    let family = shop.family(&order).await;
    assert_eq!((family.order.state, family.attempts.len()), (OrderState::Delivered, 1), "{:?}", family.attempts);
    assert_eq!((party.sold)(&shop.world).len(), 1);
}

pub async fn order_that_never_arrived_is_proven_absent_and_bought_once(shop: Shop, party: &Party) {
    // The positive control needs an order that is known.
    shop.buys().await;
    shop.world.arm_fault(party.sells, Fault::CutBefore, Some(1));
    let order = shop.buys().await;
    assert_eq!(shop.breaches(party, &order, 1).await, Vec::<String>::new());
    let family = shop.family(&order).await;
    assert_eq!((family.order.state, family.attempts.len()), (OrderState::Delivered, 2), "{:?}", family.attempts);
}

pub async fn whatever_comes_back_nothing_is_bought_twice(shop: Shop, party: &Party) {
    shop.buys().await;
    for fault in failures().into_iter().chain(strange_answers()) {
        let before = (party.sold)(&shop.world).len();
        shop.world.arm_fault(party.sells, fault.clone(), Some(1));
        let order = shop.buys().await;
        shop.world.clear_faults();
        let breaches = shop.breaches(party, &order, before).await;
        assert!(breaches.is_empty(), "{fault:?}: {breaches:#?} {:?}", shop.family(&order).await.attempts);
    }
}

pub async fn whatever_is_read_nothing_panics_and_nothing_is_lost(shop: Shop, party: &Party) {
    let delivered = shop.buys().await;
    let supplier = shop.services.suppliers.iter().next().unwrap().id().clone();
    let esims = shop.services.store.snapshot().await.unwrap().esims_of(&delivered).await.unwrap();
    for (number, fault) in strange_answers().into_iter().enumerate() {
        let before = (party.sold)(&shop.world).len();
        for call in party.reads {
            shop.world.arm_fault(call, fault.clone(), Some(2));
        }
        let offers = shop.services.catalogue().offers().len();
        supplier_watch::look_at_supplier(&shop.services, &supplier).await.unwrap();
        drop(catalogue_sync::sync_catalogue(&shop.services, &supplier).await);
        shop.pass(6 * MINUTE);
        refresh_esim(&shop.services, &esims[0]).await.unwrap();
        shop.world.clear_faults();
        assert!(shop.services.catalogue().offers().len() <= offers);
        shop.pass(10 * MINUTE);
        assert!(supplier_watch::look_at_supplier(&shop.services, &supplier).await.unwrap(), "{fault:?}");
        catalogue_sync::sync_catalogue(&shop.services, &supplier).await.unwrap();
        assert_eq!(shop.services.catalogue().offers().len(), offers, "{fault:?}");
        // In the middle of an order as well.
        if number % 4 == 0 {
            let order = shop.paid(PaymentWay::Card).await;
            for call in party.reads {
                shop.world.arm_fault(call, fault.clone(), Some(1));
            }
            shop.live_through(90 * MINUTE).await;
            shop.world.clear_faults();
            let breaches = shop.breaches(party, &order, before).await;
            assert!(breaches.is_empty(), "{fault:?}: {breaches:#?}");
        }
    }
}
