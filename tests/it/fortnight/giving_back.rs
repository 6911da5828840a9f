//! Paid orders of which nothing comes, and money that does not find its way back at once.

use super::{FORTNIGHT, HOUR, MINUTE, in_a_fortnight};
use crate::shop::Shop;
use escale::domain::ids::OrderId;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::store::TaskKind;
use escale_simulators::{Fault, PaymentWay, RefundPlan, SalePlan};

/// Taken at once, and nothing is sold: all of it is owed back.
async fn owed_back(shop: &Shop, plan: RefundPlan) -> OrderId {
    shop.world.plan_every_sale(SalePlan { status: "ko".to_owned(), ..SalePlan::default() });
    shop.world.plan_next_refund(plan);
    shop.paid(PaymentWay::BankAtOnce).await
}

in_a_fortnight! {
    async fn supplier_that_is_dead(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("orange.*", Fault::ErrorBefore, None);
        shop.live_through(20 * MINUTE).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::GivenBack);
        shop.watch(&order, FORTNIGHT).await;
        shop.has_ended(&order).await;
        assert_eq!(shop.world.payments()[0].standing_hold(), 0);
    }
}

in_a_fortnight! {
    async fn supplier_that_accepts_and_never_delivers(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.plan_every_sale(SalePlan { status: "pending".to_owned(), ..SalePlan::default() });
        shop.live_through(61 * MINUTE).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::GivenBack);
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.tasks(&order).await, [TaskKind::DeadlinePassed]);
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn order_of_which_nobody_can_say_whether_it_was_sold(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("orange.transactions.create", Fault::CutBefore, None);
        shop.live_through(20 * MINUTE).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::GivenBack);
        shop.watch(&order, FORTNIGHT).await;
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn hold_that_cannot_be_let_go_until_it_is_gone(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.plan_every_sale(SalePlan { status: "ko".to_owned(), ..SalePlan::default() });
        shop.world.arm_fault("stripe.payment_intents.cancel", Fault::ErrorBefore, None);
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Voided);
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn refund_that_cannot_be_asked_for_until_its_key_is_forgotten(shop: Shop) {
        let order = owed_back(&shop, RefundPlan::default()).await;
        shop.world.arm_fault("stripe.refunds.create", Fault::ErrorBefore, None);
        shop.watch(&order, 26 * HOUR).await;
        shop.world.clear_faults();
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Refunded);
        assert_eq!(shop.world.payments()[0].kept(), 0);
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn refund_whose_answers_are_lost_until_its_key_is_forgotten(shop: Shop) {
        let order = owed_back(&shop, RefundPlan::default()).await;
        shop.world.arm_fault("stripe.refunds.*", Fault::CutAfter, None);
        shop.watch(&order, 26 * HOUR).await;
        shop.world.clear_faults();
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Refunded);
        assert_eq!(shop.world.payments()[0].kept(), 0);
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn refund_that_is_pending_for_five_days_and_fails(shop: Shop) {
        let plan = RefundPlan {
            status: "pending".to_owned(),
            fails_after_seconds: Some(5 * 86_400),
            ..RefundPlan::default()
        };
        let order = owed_back(&shop, plan).await;
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::RefundFailed);
        assert_eq!(shop.tasks(&order).await, [TaskKind::RefundFailed]);
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn refund_that_succeeded_and_comes_back(shop: Shop) {
        let order = owed_back(&shop, RefundPlan { fails_after_seconds: Some(5 * 86_400), ..RefundPlan::default() }).await;
        shop.live_through(HOUR).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Refunded);
        shop.watch_and_hear(&order, FORTNIGHT).await;
        assert!(shop.tasks(&order).await.contains(&TaskKind::RefundFailed));
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn refund_that_staff_made_in_the_dashboard(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.live_through(HOUR).await;
        let intent = shop.world.payments()[0].payment_intent.clone();
        let api = shop.services.config.stripe.api_url.as_str().trim_end_matches('/').to_owned();
        let refund = shop.http.post(format!("{api}/v1/refunds")).bearer_auth("sk_test_escale_demo");
        let made = refund.form(&[("payment_intent", intent.as_str()), ("amount", "100")]).send().await.unwrap();
        assert!(made.status().is_success());
        shop.watch_and_hear(&order, FORTNIGHT).await;
        assert_eq!(shop.family(&order).await.payments[0].refunded.minor, 100);
        shop.has_ended(&order).await;
    }
}

in_a_fortnight! {
    async fn relay_that_takes_no_mail_for_two_weeks(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        for _ in 0..1000 {
            shop.world.reject_next_recipient("451 try again later");
        }
        shop.watch(&order, FORTNIGHT).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
        // The buyer has the page; somebody knows that the mail did not go.
        let tasks = shop.services.store.snapshot().await.unwrap().open_tasks().await.unwrap();
        assert!(tasks.iter().any(|task| task.kind == TaskKind::DeadJob), "{tasks:?}");
        shop.has_ended(&order).await;
    }
}
