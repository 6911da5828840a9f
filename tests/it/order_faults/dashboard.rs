//! What a person does in the payment provider's Dashboard: the shop follows, and nothing is bought or given back twice.

use super::{MINUTE, SECOND, orange_says_no};
use crate::shop::{Shop, on_both};
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::OrderId;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::fulfilment::staff_refund::CannotGiveBack;
use escale::store::TaskKind;
use escale_simulators::{Fault, PaymentWay, RefundPlan, SalePlan};

on_both! {
    async fn refund_made_in_the_dashboard_is_followed(shop: Shop) {
        let order = shop.delivered(PaymentWay::Card).await;
        let total = shop.family(&order).await.order.total.minor;
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.world.refund_in_dashboard(&intent, 200).unwrap();
        shop.hear_webhooks().await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.payments[0].state, family.payments[0].refunded.minor), (PaymentState::Captured, 200));
        assert_eq!(shop.give_back(&order, total - 199).await, Err(CannotGiveBack::TooMuch));
        // Heard again, it is the same refund.
        let heard = shop.world.stripe_objects("event").into_iter().find(|event| event["type"] == "refund.created").unwrap();
        assert!(shop.world.deliver_event_again(heard["id"].as_str().unwrap()));
        shop.world.refund_in_dashboard(&intent, total - 200).unwrap();
        shop.hear_webhooks().await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.payments[0].state, family.refunds.len()), (PaymentState::Refunded, 2));
        assert_eq!((shop.world.payments()[0].kept(), shop.due(&order).await), (0, 0));
        assert_eq!(shop.subjects().len(), 3);
    }
}

/// An order that is paid and not bought yet; one part in `parts` of the money goes back in the Dashboard, and then the
/// supplier sells again.
async fn before_delivery(shop: &Shop, parts: i64) -> OrderId {
    let order = shop.paid(PaymentWay::BankAtOnce).await;
    shop.world.arm_fault("orange.offers.get", orange_says_no(), None);
    shop.work().await;
    let payment = shop.world.payments()[0].clone();
    shop.world.refund_in_dashboard(&payment.payment_intent, payment.amount / parts).unwrap();
    shop.hear_webhooks().await;
    shop.world.clear_faults();
    shop.work_for(20 * MINUTE, MINUTE).await;
    order
}

on_both! {
    async fn refund_made_in_the_dashboard_before_delivery_buys_nothing_more(shop: Shop) {
        let order = before_delivery(&shop, 1).await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.attempts[0].state, family.payments[0].state), (AttemptState::Abandoned, PaymentState::Refunded));
        assert!(shop.world.esims_sold().is_empty());
        assert_eq!((shop.world.payments()[0].kept(), shop.due(&order).await), (0, 0));
        assert_eq!(shop.subjects().len(), 2);
    }
}

on_both! {
    async fn part_given_back_in_the_dashboard_before_delivery_gives_the_rest_back_as_well(shop: Shop) {
        let order = before_delivery(&shop, 2).await;
        shop.hear_webhooks().await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.attempts[0].state, family.payments[0].state), (AttemptState::Abandoned, PaymentState::Refunded));
        assert_eq!(family.refunds.len(), 2);
        assert!(shop.world.esims_sold().is_empty());
        assert_eq!((shop.world.payments()[0].kept(), shop.due(&order).await), (0, 0));
        shop.subjects();
    }
}

on_both! {
    async fn part_that_could_not_be_given_back_in_the_dashboard_closes_the_order_as_well(shop: Shop) {
        let failing = RefundPlan { status: "pending".to_owned(), fails_after_seconds: Some(60), succeeds_after_seconds: None };
        shop.world.plan_next_refund(failing);
        let order = before_delivery(&shop, 2).await;
        shop.hear_webhooks().await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.attempts[0].state, family.payments[0].state), (AttemptState::Abandoned, PaymentState::RefundFailed));
        assert!(shop.world.esims_sold().is_empty());
        assert!(shop.tasks(&order).await.contains(&TaskKind::RefundFailed));
        shop.subjects();
    }
}

on_both! {
    async fn hold_captured_in_the_dashboard_is_given_back_where_nothing_was_delivered(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("orange.offers.get", orange_says_no(), None);
        shop.work().await;
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.world.capture_in_dashboard(&intent, shop.world.payments()[0].amount).unwrap();
        shop.hear_webhooks().await;
        shop.work_for(20 * MINUTE, MINUTE).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Refunded);
        assert_eq!((shop.world.payments()[0].kept(), shop.due(&order).await), (0, 0));
        assert_eq!(shop.subjects().len(), 2);
    }
}

on_both! {
    async fn more_captured_in_the_dashboard_than_was_delivered_is_given_back(shop: Shop) {
        let order = shop.paid_for_two(PaymentWay::Card).await;
        shop.world.arm_fault("stripe.payment_intents.capture", Fault::TooManyRequests { retry_after: 1 }, None);
        shop.world.plan_next_sale(SalePlan::default());
        shop.world.plan_every_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
        shop.work_for(2 * MINUTE, 5 * SECOND).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Capturing);
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.world.capture_in_dashboard(&intent, shop.world.payments()[0].amount).unwrap();
        shop.world.clear_faults();
        shop.work_for(10 * MINUTE, MINUTE).await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.order.state, family.payments[0].state), (OrderState::PartlyDelivered, PaymentState::Captured));
        assert_eq!(shop.world.payments()[0].kept(), family.lines[0].price.minor);
        assert_eq!(shop.tasks(&order).await, [TaskKind::PaymentMismatch]);
        assert_eq!(shop.due(&order).await, 0);
        assert!(!shop.subjects().is_empty());
    }
}
