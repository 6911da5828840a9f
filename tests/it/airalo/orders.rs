//! Whole orders at Airalo, through the engine.

use super::*;
use crate::shop::setup::airalo;
use crate::shop::{Shop, on_both};
use escale::domain::ids::OfferId;
use escale::domain::order::OrderState;
use escale_simulators::PaymentWay;

on_both! {
    [airalo] async fn what_airalo_lists_late_is_adopted_and_not_bought_again(shop: Shop) {
        // The positive control needs an order that is known.
        let known = shop.paid(PaymentWay::Card).await;
        shop.live_through(Duration::from_secs(3600)).await;
        assert_eq!(shop.family(&known).await.order.state, OrderState::Delivered);
        let manners = AiraloManners { order_list_lag_seconds: 90, ..shop.world.airalo_manners() };
        shop.world.set_airalo_manners(manners);
        shop.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
        let order = shop.paid(PaymentWay::Card).await;
        shop.live_through(Duration::from_secs(3600)).await;
        let family = shop.family(&order).await;
        assert_eq!((family.order.state, family.attempts.len()), (OrderState::Delivered, 1), "{:?}", family.attempts);
        assert_eq!(shop.world.airalo_sold().len(), 2);
        shop.is_not_about_the_rest("mails are every order's");
    }
}

on_both! {
    [airalo] async fn nothing_is_sold_below_what_airalo_asks_for(shop: Shop) {
        let catalogue = shop.services.catalogue();
        let france = OfferId::of(&SupplierId::from("airalo"), &SupplierProductId::from(FRANCE));
        // It costs 2.10 euros, and must be sold for 4.14 at least; ours end in 99.
        assert_eq!(catalogue.offer(&france).unwrap().price.to_decimal(), "4.99");
        // 16.50 dollars are 15.35 euros, 19.19 with the margin; 26.22 is the least.
        let unlimited = SupplierProductId::from("bonbon-mobile-10days-unlimited");
        let unlimited = OfferId::of(&SupplierId::from("airalo"), &unlimited);
        assert_eq!(catalogue.offer(&unlimited).unwrap().price.to_decimal(), "26.99");
        // Top-ups are no eSIMs.
        assert!(catalogue.offers().iter().all(|offer| !offer.product.as_str().ends_with("-topup")));
    }
}
