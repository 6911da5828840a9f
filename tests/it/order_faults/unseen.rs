//! What happened at the provider before the shop looked for the first time.

use super::{MINUTE, orange_says_no};
use crate::shop::{Shop, on_both};
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::OrderId;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::store::TaskKind;
use escale_simulators::{PaymentWay, RefundPlan};
use std::time::Duration;

impl Shop {
    /// An order that is paid while nobody minds the shop.
    async fn paid_unseen(&self, way: PaymentWay) -> (OrderId, String) {
        let order = self.paid(way).await;
        let intent = self.world.payments()[0].payment_intent.clone();
        (order, intent)
    }
}

on_both! {
    async fn money_that_was_given_back_before_we_looked_buys_nothing_and_nobody_pays_twice(shop: Shop) {
        let (order, intent) = shop.paid_unseen(PaymentWay::BankAtOnce).await;
        shop.world.refund_in_dashboard(&intent, shop.world.payments()[0].amount).unwrap();
        shop.work_for(5 * MINUTE, MINUTE).await;
        shop.hear_webhooks().await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.attempts[0].state, family.payments[0].state), (AttemptState::Abandoned, PaymentState::Refunded));
        assert!(shop.world.esims_sold().is_empty());
        assert_eq!((shop.world.payments()[0].kept(), shop.due(&order).await), (0, 0));
        assert!(!shop.tasks(&order).await.contains(&TaskKind::RefundFailed), "nobody is asked to pay another way");
        shop.subjects();
    }
}

on_both! {
    async fn part_that_was_given_back_before_we_looked_is_followed_by_the_rest(shop: Shop) {
        let (order, intent) = shop.paid_unseen(PaymentWay::BankAtOnce).await;
        shop.world.refund_in_dashboard(&intent, 100).unwrap();
        shop.work_for(10 * MINUTE, MINUTE).await;
        shop.hear_webhooks().await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.payments[0].state, family.order.state), (PaymentState::Refunded, OrderState::GivenBack));
        assert!(shop.world.esims_sold().is_empty());
        assert_eq!((shop.world.payments()[0].kept(), shop.due(&order).await), (0, 0));
        shop.subjects();
    }
}

on_both! {
    async fn late_payment_that_was_given_back_in_the_dashboard_is_not_paid_back_again(shop: Shop) {
        let (order, intent) = shop.paid_unseen(PaymentWay::BankAtOnce).await;
        shop.pass(30 * MINUTE);
        shop.world.refund_in_dashboard(&intent, shop.world.payments()[0].amount).unwrap();
        shop.work_for(10 * MINUTE, MINUTE).await;
        shop.hear_webhooks().await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Refunded);
        assert!(!shop.tasks(&order).await.contains(&TaskKind::RefundFailed));
        shop.subjects();
    }
}

on_both! {
    async fn charge_that_is_disputed_before_we_looked_freezes_its_order(shop: Shop) {
        let (order, intent) = shop.paid_unseen(PaymentWay::BankAtOnce).await;
        shop.world.dispute(&intent, "fraudulent").unwrap();
        shop.work().await;
        let family = shop.family(&order).await;
        assert!(family.order.disputed && shop.world.esims_sold().is_empty());
        assert_eq!(shop.tasks(&order).await, [TaskKind::Disputed]);
        shop.is_not_about_the_rest("a frozen order ends with its dispute");
    }
}

on_both! {
    async fn part_of_a_hold_that_was_captured_before_we_looked_stands_before_a_person(shop: Shop) {
        let (order, intent) = shop.paid_unseen(PaymentWay::Card).await;
        shop.world.capture_in_dashboard(&intent, 100).unwrap();
        shop.work().await;
        shop.hear_webhooks().await;
        let family = shop.family(&order).await;
        assert_eq!((family.payments[0].state, family.order.state), (PaymentState::Review, OrderState::NeedsAPerson));
        assert!(shop.world.esims_sold().is_empty());
        assert_eq!(shop.tasks(&order).await, [TaskKind::PaymentMismatch]);
    }
}

on_both! {
    async fn late_payment_whose_refund_fails_needs_a_person(shop: Shop) {
        let (order, _) = shop.paid_unseen(PaymentWay::BankAtOnce).await;
        shop.pass(30 * MINUTE);
        let failing = RefundPlan { status: "pending".to_owned(), fails_after_seconds: Some(60), succeeds_after_seconds: None };
        shop.world.plan_next_refund(failing);
        shop.work_for(120 * MINUTE, 10 * MINUTE).await;
        shop.hear_webhooks().await;
        let family = shop.family(&order).await;
        assert_eq!((family.payments[0].state, family.order.state), (PaymentState::RefundFailed, OrderState::NeedsAPerson));
        assert_eq!(shop.tasks(&order).await, [TaskKind::RefundFailed]);
        shop.subjects();
    }
}

on_both! {
    async fn refund_that_may_not_be_asked_for_stands_before_a_person_and_is_made_as_soon_as_it_may(shop: Shop) {
        let order = shop.paid(PaymentWay::BankAtOnce).await;
        shop.world.arm_fault("orange.offers.get", orange_says_no(), None);
        shop.world.restrict_stripe_key(Some(&["stripe.checkout.*", "stripe.payment_intents.*", "stripe.refunds.list"]));
        shop.work_for(30 * MINUTE, MINUTE).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::GivingBack);
        assert!(!shop.tasks(&order).await.contains(&TaskKind::RefundSlow));
        shop.work_for(120 * MINUTE, 5 * MINUTE).await;
        assert!(shop.tasks(&order).await.contains(&TaskKind::RefundSlow));
        shop.world.restrict_stripe_key(None);
        shop.work_for(20 * MINUTE, MINUTE).await;
        shop.hear_webhooks().await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Refunded);
        assert_eq!(shop.world.payments()[0].kept(), 0);
        shop.subjects();
    }
}

on_both! {
    async fn give_back_that_came_too_late_to_stop_a_sale_stands_before_a_person(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("orange.transactions.create", escale_simulators::Fault::DelayAfter { millis: 1200 }, Some(1));
        let selling = tokio::spawn({
            let shop = shop.clone();
            async move { shop.work().await }
        });
        for _ in 0..100 {
            let sending = shop.family(&order).await.attempts.first().is_some_and(|one| one.state == AttemptState::Sending);
            if sending {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let total = shop.family(&order).await.order.total.minor;
        assert_eq!(shop.give_back(&order, total).await, Ok(()));
        selling.await.unwrap();
        shop.work().await;
        shop.hear_webhooks().await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered);
        assert_eq!(shop.tasks(&order).await, [TaskKind::SoldMeanwhile]);
        shop.subjects();
    }
}

on_both! {
    async fn hold_that_was_let_go_while_a_line_was_in_doubt_buys_nothing_more(shop: Shop) {
        shop.delivered(PaymentWay::Card).await;
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("orange.transactions.create", escale_simulators::Fault::CutBefore, Some(1));
        shop.work().await;
        assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Unknown);
        let intent = shop.world.payments().last().unwrap().payment_intent.clone();
        shop.world.cancel_in_dashboard(&intent).unwrap();
        shop.hear_webhooks().await;
        shop.work_for(20 * MINUTE, MINUTE).await;
        let family = shop.family(&order).await;
        assert_eq!((family.attempts.len(), family.order.state), (1, OrderState::GivenBack), "{:?}", family.attempts);
        assert_eq!(shop.world.esims_sold().len(), 1, "the first order's");
        shop.subjects();
    }
}
