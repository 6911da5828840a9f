//! Selling eSIMs when nothing goes wrong, and when the supplier says no.

use super::{MINUTE, Party};
use crate::shop::Shop;
use escale::domain::fulfilment::AttemptState;
use escale::domain::order::OrderState;
use escale::domain::reconciliation::Pass;
use escale::fulfilment::usage_sync::refresh_esim;
use escale_simulators::PaymentWay;

pub async fn catalogue_can_be_sold(shop: Shop, _: &Party) {
    let catalogue = shop.services.catalogue();
    assert!(!catalogue.offers().is_empty());
    for offer in catalogue.offers() {
        assert!(offer.cost.minor > 0 && offer.price.minor > offer.cost.minor, "{offer:?}");
        assert!(!offer.facts.name.is_empty() && !offer.facts.network.is_empty(), "{offer:?}");
    }
    assert!(catalogue.countries().count() > 0);
}

pub async fn paid_order_is_delivered_once_with_the_code_that_was_sold(shop: Shop, party: &Party) {
    for already in 0..2 {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
        assert_eq!(shop.codes(&order).await, (party.sold)(&shop.world).split_off(already));
        shop.live_through(90 * MINUTE).await;
        assert_eq!(shop.breaches(party, &order, already).await, Vec::<String>::new());
    }
}

pub async fn no_gives_the_money_back(shop: Shop, party: &Party) {
    (party.refuse)(&shop.world);
    let order = shop.buys().await;
    assert_eq!(shop.breaches(party, &order, 0).await, Vec::<String>::new());
    let family = shop.family(&order).await;
    assert_eq!(family.order.state, OrderState::GivenBack, "{:?}", family.attempts);
    assert!((party.sold)(&shop.world).is_empty());
}

pub async fn accepted_order_is_waited_for(shop: Shop, party: &Party) {
    let Some(delay) = party.delay else { return };
    delay(&shop.world, 5 * 60);
    let order = shop.paid(PaymentWay::Card).await;
    shop.work().await;
    assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Accepted);
    shop.live_through(90 * MINUTE).await;
    assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
    assert_eq!(shop.breaches(party, &order, 0).await, Vec::<String>::new());
}

/// Reconciliation reads the supplier's books: what was sold stands there, and is known.
pub async fn books_list_what_was_sold(shop: Shop, party: &Party) {
    let order = shop.buys().await;
    assert_eq!(shop.breaches(party, &order, 0).await, Vec::<String>::new());
    let supplier = shop.services.suppliers.iter().next().unwrap().id().clone();
    shop.compare(&Pass::Supplier(supplier)).await;
    assert!(shop.standing().await.is_empty(), "{:?}", shop.standing().await);
}

pub async fn use_can_be_asked_for(shop: Shop, party: &Party) {
    let order = shop.buys().await;
    assert_eq!(shop.breaches(party, &order, 0).await, Vec::<String>::new());
    let esims = shop.services.store.snapshot().await.unwrap().esims_of(&order).await.unwrap();
    let known = refresh_esim(&shop.services, &esims[0]).await.unwrap();
    // "The network does not tell" is stored as well: only an answer that was not understood leaves nothing.
    assert!(known.read.usage_at.is_some(), "{known:?}");
    if let Some(usage) = known.read.usage {
        assert!(usage.balances.iter().all(|balance| balance.data <= balance.data_total), "{usage:?}");
    }
}
