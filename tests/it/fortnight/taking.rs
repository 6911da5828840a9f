//! Paid orders whose delivery or capture does not go as usual.

use super::{DAY, FORTNIGHT, HOUR, MINUTE, SECOND, in_a_fortnight};
use crate::order_faults::stripe_says_no;
use crate::shop::Shop;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::fulfilment::advance::advance_order;
use escale::fulfilment::checkout::{CheckedOut, new_draft};
use escale::store::TaskKind;
use escale::trial::{Side, Stop};
use escale_simulators::{Fault, PaymentAttempt, PaymentWay, WebhookFault};

in_a_fortnight! {
    async fn webhooks_that_never_come(shop: Shop) {
        shop.world.arm_webhook_fault("*", WebhookFault::Drop, None);
        let family = shop.ordered().await;
        shop.pay(&family);
        shop.live_through(10 * MINUTE).await;
        assert_eq!(shop.family(&family.order.id).await.order.state, OrderState::Delivered);
        shop.watch(&family.order.id, FORTNIGHT).await;
        shop.has_ended(&family.order.id).await;
    }
}

in_a_fortnight! {
    async fn session_that_nobody_pays(shop: Shop) {
        shop.world.hold_webhooks(true);
        let family = shop.ordered().await;
        shop.watch(&family.order.id, FORTNIGHT).await;
        assert_eq!(shop.family(&family.order.id).await.order.state, OrderState::Closed);
        shop.has_ended(&family.order.id).await;
        assert_eq!(shop.services.store.snapshot().await.unwrap().next_job_at().await.unwrap(), None);
    }
}

in_a_fortnight! {
    async fn payment_in_the_last_minute_of_the_session(shop: Shop) {
        shop.world.hold_webhooks(true);
        let family = shop.ordered().await;
        shop.live_through(40 * MINUTE - 10 * SECOND).await;
        assert!(matches!(shop.pay(&family), PaymentAttempt::Completed { .. }));
        shop.watch(&family.order.id, FORTNIGHT).await;
        assert_eq!(shop.family(&family.order.id).await.order.state, OrderState::Delivered);
        shop.has_ended(&family.order.id).await;
    }
}

in_a_fortnight! {
    async fn capture_that_fails_for_three_days(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("stripe.payment_intents.capture", Fault::ErrorBefore, None);
        shop.watch(&order, 3 * DAY).await;
        // It is not asked for ever faster.
        assert!(shop.world.calls_seen("stripe.payment_intents.capture") < 300);
        shop.world.clear_faults();
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Captured);
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn capture_that_is_refused_for_days(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("stripe.payment_intents.capture", stripe_says_no(), None);
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.tasks(&order).await, [TaskKind::Uncollected]);
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn capture_that_fails_until_the_hold_is_gone(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("stripe.payment_intents.capture", Fault::ErrorBefore, None);
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Uncollected);
        assert!(shop.tasks(&order).await.contains(&TaskKind::Uncollected));
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn capture_whose_key_was_forgotten_before_its_answer_was_missed(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("stripe.payment_intents.capture", Fault::CutAfter, Some(1));
        shop.world.arm_fault("stripe.payment_intents.get", Fault::ErrorBefore, Some(1));
        shop.work().await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Capturing);
        shop.closed_for(25 * HOUR);
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Captured);
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn session_whose_key_was_forgotten_before_its_answer_was_missed(shop: Shop) {
        shop.world.hold_webhooks(true);
        shop.world.arm_fault("stripe.checkout.sessions.create", Fault::CutAfter, Some(1));
        let draft = new_draft();
        assert!(matches!(shop.send_form(&draft).await, CheckedOut::TryAgain));
        shop.closed_for(25 * HOUR);
        let order = shop.of_draft(&draft).await.order.id;
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.world.stripe_objects("checkout.session").len(), 1);
        assert_eq!(shop.family(&order).await.order.state, OrderState::Closed);
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn shop_that_was_closed_until_the_hold_was_gone(shop: Shop) {
        shop.world.hold_webhooks(true);
        let family = shop.ordered().await;
        shop.pay(&family);
        shop.closed_for(8 * DAY);
        shop.watch(&family.order.id, FORTNIGHT).await;
        assert_eq!(shop.family(&family.order.id).await.order.state, OrderState::Closed);
        assert!(shop.world.esims_sold().is_empty());
        shop.has_ended(&family.order.id).await;
    }
}

in_a_fortnight! {
    async fn shop_that_closed_between_delivery_and_capture(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.services.store.trial().stop_at("call.stripe.capture", Side::Before, 0, Stop::Hang);
        let steps = advance_order(&shop.services, &order);
        assert!(tokio::time::timeout(3 * SECOND, steps).await.is_err());
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Capturing);
        shop.closed_for(8 * DAY);
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Uncollected);
        assert_eq!(shop.tasks(&order).await, [TaskKind::Uncollected]);
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn debit_that_takes_five_days(shop: Shop) {
        shop.world.hold_webhooks(true);
        let family = shop.ordered().await;
        shop.world.pay(family.payments[0].session.as_deref().unwrap(), PaymentWay::BankLater);
        shop.watch(&family.order.id, 5 * DAY).await;
        assert!(shop.world.esims_sold().is_empty());
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.world.settle_delayed_payment(&intent, true);
        shop.watch(&family.order.id, FORTNIGHT).await;
        let state = shop.family(&family.order.id).await.order.state;
        assert!(matches!(state, OrderState::Delivered | OrderState::GivenBack), "{state:?}");
        shop.has_ended(&family.order.id).await;
    }
}

in_a_fortnight! {
    async fn dispute_that_lasts_for_ten_days(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.live_through(HOUR).await;
        let intent = shop.world.payments()[0].payment_intent.clone();
        let dispute = shop.world.dispute(&intent, "fraudulent").unwrap();
        shop.watch_and_hear(&order, 10 * DAY).await;
        shop.world.close_dispute(&dispute, false);
        shop.watch_and_hear(&order, 4 * DAY).await;
        assert!(shop.tasks(&order).await.contains(&TaskKind::Disputed));
        assert_eq!(shop.world.payments()[0].refunded, 0);
        shop.has_ended(&order).await;
    }
}
