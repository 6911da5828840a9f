//! Taking and giving back: once, to the right amount, and a person is called before anything goes on for ever.

use super::{MINUTE, SECOND, stripe_says_no};
use crate::buyer::{ESIM_READY, MONEY_BACK, PAYMENT_IN};
use crate::shop::{Shop, on_both};
use escale::domain::ids::OrderId;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::store::TaskKind;
use escale_simulators::{Fault, PaymentWay, SalePlan};

/// Taken at once, nothing delivered, and every answer about its refund is lost.
async fn refunding_in_the_dark(shop: &Shop, order: &OrderId) {
    shop.world.arm_fault("stripe.refunds.create", Fault::CutAfter, Some(1));
    shop.world.arm_fault("stripe.refunds.create", Fault::TooManyRequests { retry_after: 1 }, None);
    shop.world.arm_fault("stripe.refunds.list", Fault::ErrorBefore, None);
    for _ in 0..20 {
        shop.pass(5 * SECOND);
        shop.work().await;
        if shop.world.calls_seen("stripe.refunds.create") > 0 {
            break;
        }
    }
    assert_eq!(shop.family(order).await.payments[0].state, PaymentState::Refunding);
    // The shop is closed for longer than the provider remembers a key.
    shop.pass(25 * 60 * MINUTE);
    shop.world.clear_faults();
}

on_both! {
    async fn refund_is_found_again_when_its_key_is_forgotten(shop: Shop) {
        let order = shop.paid(PaymentWay::BankAtOnce).await;
        shop.world.plan_every_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
        refunding_in_the_dark(&shop, &order).await;
        shop.work_for(10 * MINUTE, MINUTE).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Refunded);
        assert_eq!(shop.tasks(&order).await, [TaskKind::RefundSlow]);
        assert_eq!(shop.subjects(), [PAYMENT_IN, MONEY_BACK]);
    }
}

on_both! {
    async fn part_is_not_refunded_twice_when_its_key_is_forgotten(shop: Shop) {
        let order = shop.paid_for_two(PaymentWay::BankAtOnce).await;
        shop.world.plan_next_sale(SalePlan::default());
        shop.world.plan_every_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
        refunding_in_the_dark(&shop, &order).await;
        shop.work_for(10 * MINUTE, MINUTE).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(shop.world.payments()[0].refunded, family.lines[0].price.minor);
        assert_eq!(family.payments[0].state, PaymentState::Captured);
        assert_eq!(family.payments[0].refunded, family.lines[0].price);
        let mut subjects = shop.subjects();
        subjects.sort();
        assert_eq!(subjects, [MONEY_BACK, ESIM_READY], "both at once, in any order");
    }
}

on_both! {
    async fn refund_that_the_provider_never_made_is_asked_for_under_a_new_key(shop: Shop) {
        let order = shop.paid(PaymentWay::BankAtOnce).await;
        shop.world.plan_every_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
        // The provider repeats this 500 for a day.
        shop.world.arm_fault("stripe.refunds.create", Fault::ErrorKept, Some(1));
        shop.work_for(15 * MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Refunded);
        assert_eq!(shop.world.payments()[0].refunded, family.order.total.minor);
        // A quiet time of two minutes lies between the last try under the old key and the first under the new one.
        let tries: Vec<i64> = shop
            .world
            .calls()
            .iter()
            .filter(|call| call.name == "stripe.refunds.create")
            .map(|call| call.at_millis / 1000)
            .collect();
        let new = tries.last().unwrap();
        let last_old = tries.iter().rev().find(|at| *at != new).unwrap();
        assert!(new - last_old >= 120, "{tries:?}");
        assert_eq!(shop.subjects(), [PAYMENT_IN, MONEY_BACK]);
    }
}

on_both! {
    async fn disputed_charge_is_not_refunded_by_us(shop: Shop) {
        let order = shop.paid(PaymentWay::BankAtOnce).await;
        shop.world.plan_every_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
        shop.world.arm_fault("stripe.refunds.create", Fault::TooManyRequests { retry_after: 1 }, None);
        shop.work_for(MINUTE, 5 * SECOND).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Refunding);
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.world.dispute(&intent, "fraudulent").unwrap();
        shop.hear_webhooks().await;
        shop.world.clear_faults();
        let asked = shop.world.calls_seen("stripe.refunds.create");
        shop.work_for(10 * MINUTE, 30 * SECOND).await;
        assert_eq!(shop.world.calls_seen("stripe.refunds.create"), asked);
        assert_eq!(shop.tasks(&order).await, [TaskKind::Disputed]);
        assert_eq!(shop.subjects(), [PAYMENT_IN, MONEY_BACK]);
    }
}

on_both! {
    async fn dispute_is_noticed_although_its_first_event_was_lost(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.world.arm_webhook_fault("charge.dispute.created", escale_simulators::WebhookFault::Drop, None);
        shop.world.dispute(&intent, "fraudulent").unwrap();
        shop.hear_webhooks().await;
        assert!(shop.family(&order).await.order.disputed);
        assert_eq!(shop.tasks(&order).await, [TaskKind::Disputed]);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    async fn capture_that_is_refused_for_good_ends_before_a_person(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("stripe.payment_intents.capture", stripe_says_no(), None);
        shop.work_for(60 * MINUTE, 15 * SECOND).await;
        let family = shop.family(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Uncollected);
        assert_eq!(family.order.state, OrderState::Delivered);
        assert_eq!(shop.tasks(&order).await, [TaskKind::Uncollected]);
        assert!(shop.world.calls_seen("stripe.payment_intents.capture") <= 10);
        assert_eq!(shop.subjects().len(), 1);
    }
}

on_both! {
    async fn hold_that_cannot_be_let_go_stands_before_a_person(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        let product = shop.family(&order).await.lines[0].product.clone();
        shop.world.set_stock(product.as_str(), 0);
        shop.world.arm_fault("stripe.payment_intents.cancel", stripe_says_no(), None);
        shop.work_for(60 * MINUTE, 15 * SECOND).await;
        assert_eq!(shop.tasks(&order).await, [TaskKind::PaymentMismatch]);
        assert!(shop.world.calls_seen("stripe.payment_intents.cancel") <= 15);
        // It is tried again all the same.
        shop.world.clear_faults();
        shop.work_for(60 * MINUTE, MINUTE).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::GivenBack);
        assert_eq!(shop.world.payments()[0].standing_hold(), 0);
        assert_eq!(shop.subjects(), [MONEY_BACK]);
    }
}

on_both! {
    async fn answer_about_another_amount_is_not_booked(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        let body = r#"{"id":"pi_1","object":"payment_intent","status":"succeeded","livemode":false,"currency":"usd",
            "amount":1,"amount_capturable":0,"amount_received":1,"metadata":{},"created":1795262400,
            "latest_charge":null}"#;
        let another = Fault::Answer { status: 200, body: body.to_owned() };
        shop.world.arm_fault("stripe.payment_intents.capture", another, Some(1));
        shop.work_for(5 * MINUTE, 15 * SECOND).await;
        assert_eq!(shop.tasks(&order).await, [TaskKind::PaymentMismatch]);
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].captured, family.order.total);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    async fn mail_goes_out_although_the_relay_was_down_for_four_hours(shop: Shop) {
        // Each try of these four hours meets a relay that is not ready.
        for _ in 0..40 {
            shop.world.reject_next_recipient("451 try again later");
        }
        let order = shop.paid(PaymentWay::Card).await;
        shop.work_for(4 * 60 * MINUTE, 5 * MINUTE).await;
        assert!(shop.subjects().is_empty());
        shop.work_for(48 * 60 * MINUTE, 10 * MINUTE).await;
        assert_eq!(shop.subjects().len(), 1);
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
    }
}
