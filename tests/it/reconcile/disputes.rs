//! Disputes that no event told of, such as those that a restored backup has forgotten.

use super::DAY;
use crate::shop::{Shop, on_both};
use escale::domain::order::OrderState;
use escale::domain::reconciliation::{DifferenceKind, Pass};
use escale::store::TaskKind;
use escale_simulators::PaymentWay;

on_both! {
    async fn dispute_that_nobody_told_of_freezes_its_order_until_it_is_won(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        let intent = shop.world.payments()[0].payment_intent.clone();
        let dispute = shop.world.dispute(&intent, "fraudulent").unwrap();
        shop.compare(&Pass::Disputes).await;
        assert!(shop.family(&order).await.order.disputed);
        assert_eq!(shop.tasks(&order).await, [TaskKind::Disputed]);
        assert_eq!(shop.differed(&order).await, [(DifferenceKind::DisputeUnseen, true)]);
        shop.compare(&Pass::Disputes).await;
        assert_eq!(shop.differed(&order).await.len(), 1, "what is known is no difference");
        // How it ends is noticed however long it lasts.
        shop.pass(60 * DAY);
        shop.world.close_dispute(&dispute, true);
        shop.compare(&Pass::Disputes).await;
        let family = shop.family(&order).await;
        assert_eq!((family.order.disputed, family.order.state), (false, OrderState::Delivered));
        assert_eq!(shop.differed(&order).await, [(DifferenceKind::DisputeUnseen, true); 2]);
        shop.is_not_about_the_rest("two months bring jobs of their own");
    }
}

on_both! {
    async fn disputes_of_other_programs_are_left_alone(shop: Shop) {
        let path = "/v1/payment_intents";
        let form = [("amount", "500"), ("currency", "eur"), ("confirm", "true"), ("payment_method", "pm_card_visa")];
        let intent = shop.at_stripe(path, &form).await;
        shop.world.dispute(intent["id"].as_str().unwrap(), "fraudulent").unwrap();
        shop.compare(&Pass::Disputes).await;
        assert!(shop.standing().await.is_empty() && shop.open_tasks().await.is_empty());
        let newest = shop.services.store.snapshot().await.unwrap().newest_reconciliations().await.unwrap();
        assert_eq!(newest.iter().map(|run| (run.counts.compared, run.counts.others)).collect::<Vec<_>>(), [(0, 1)]);
    }
}
