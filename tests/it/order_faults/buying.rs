//! Buying in doubt: looked for before anything is believed, and never bought for nothing.

use super::{MINUTE, SECOND, orange_says_no};
use crate::buyer::{ESIM_READY, MONEY_BACK, PAYMENT_IN};
use crate::shop::{Shop, on_both};
use escale::domain::esim::Wanted;
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::{OrderId, SupplierId};
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::store::{Attempt, NewAnswer, TaskKind};
use escale::suppliers::{Purchase, Sent};
use escale_simulators::{Fault, Later, PaymentWay, SalePlan};

on_both! {
    async fn no_that_may_be_tried_again_is_followed_by_one_more_attempt(shop: Shop) {
        for _ in 0..6 {
            let order = shop.paid(PaymentWay::Card).await;
            shop.world.plan_next_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
            shop.work_for(10 * SECOND, 5 * SECOND).await;
            let family = shop.family(&order).await;
            assert_eq!(family.order.state, OrderState::Delivered, "{:?}", family.attempts);
        }
        assert_eq!(shop.world.esims_sold().len(), 6);
        // Each was told that it takes its time, then got its eSIM.
        assert_eq!(shop.subjects(), [PAYMENT_IN, ESIM_READY].repeat(6));
    }
}

on_both! {
    async fn order_found_at_the_deadline_gets_the_accepted_extension(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        let later = Later { after_seconds: 1200, status: "ok".to_owned() };
        shop.world.plan_next_sale(SalePlan { status: "pending".to_owned(), later: Some(later), ..SalePlan::default() });
        shop.world.arm_fault("orange.transactions.create", Fault::CutAfter, Some(1));
        shop.world.set_orange_list_lag(3600);
        shop.work_for(12 * MINUTE, 10 * SECOND).await;
        assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Review);
        shop.world.set_orange_list_lag(0);
        shop.work_for(2 * MINUTE, 10 * SECOND).await;
        assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Accepted);
        shop.work_for(10 * MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered);
        assert_eq!(shop.subjects(), [PAYMENT_IN, ESIM_READY]);
    }
}

on_both! {
    async fn control_that_could_not_be_made_is_no_verdict(shop: Shop) {
        let first = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert_eq!(shop.family(&first).await.order.state, OrderState::Delivered);
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("orange.transactions.create", Fault::CutBefore, Some(1));
        shop.work_for(170 * SECOND, 10 * SECOND).await;
        assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Unknown);
        // The second look-up finds nothing, then the control fails.
        let nothing = Fault::Answer { status: 200, body: "[]".to_owned() };
        shop.world.arm_fault("orange.transactions.list", nothing, Some(1));
        shop.world.arm_fault("orange.transactions.list", orange_says_no(), Some(1));
        shop.work_for(3 * MINUTE, 10 * SECOND).await;
        let family = shop.family(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered, "{:?}", family.attempts);
        assert_eq!(shop.world.esims_sold().len(), 2);
        assert_eq!(shop.subjects(), [ESIM_READY, PAYMENT_IN, ESIM_READY]);
    }
}

/// The order's attempt, prepared and not sent: the plan's facts cannot be read at present.
async fn prepared(shop: &Shop) -> (OrderId, Attempt) {
    let order = shop.paid(PaymentWay::Card).await;
    shop.world.arm_fault("orange.offers.get", orange_says_no(), None);
    shop.work().await;
    let attempt = shop.family(&order).await.attempts[0].clone();
    assert_eq!(attempt.state, AttemptState::Prepared);
    (order, attempt)
}

/// Sends the attempt's order, of which our records know nothing.
async fn sold_behind_our_back(shop: &Shop, attempt: &Attempt) {
    let purchase = Purchase {
        wanted: Wanted::Esim,
        attempt: attempt.id.clone(),
        product: attempt.product.clone(),
        send_by: shop.services.clock.now() + 5 * SECOND,
        request_id: "behind-our-back".to_owned(),
    };
    let supplier = shop.services.suppliers.get(&SupplierId::from("orange")).unwrap();
    assert!(matches!(supplier.send(&purchase).await, Sent::Answer(_)));
}

on_both! {
    async fn prepared_attempt_gets_its_last_look_up_at_the_deadline(shop: Shop) {
        let (order, attempt) = prepared(&shop).await;
        // As after the restore of an older backup.
        sold_behind_our_back(&shop, &attempt).await;
        shop.pass(15 * MINUTE);
        shop.work().await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered, "{:?}", family.attempts);
        assert_eq!(shop.world.esims_sold().len(), 1);
        assert_eq!(shop.subjects(), [PAYMENT_IN, ESIM_READY]);
    }
}

on_both! {
    async fn stored_no_is_read_once_more_before_it_is_believed(shop: Shop) {
        let (order, attempt) = prepared(&shop).await;
        sold_behind_our_back(&shop, &attempt).await;
        // The sender ended between storing the answer and judging it.
        let now = shop.services.clock.now();
        let mut tx = shop.services.store.begin().await.unwrap();
        let mut family = tx.family(&order).await.unwrap().unwrap();
        tx.lock(&mut family, now).await.unwrap();
        tx.move_attempt(&attempt, AttemptState::Sending, None, now).await.unwrap();
        tx.set_sending(&attempt.id, now, now + 5 * SECOND).await.unwrap();
        let answer = NewAnswer {
            call: "send",
            status: 201,
            content_type: "application/json",
            body: br#"{"id":"1","status":"ko"}"#,
            request_id: "r",
            supplier_request_id: None,
            took_ms: 1,
            at: now,
        };
        tx.insert_answer(&attempt, &answer).await.unwrap();
        tx.commit("test").await.unwrap();
        shop.work_for(MINUTE, 20 * SECOND).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
        assert_eq!(shop.subjects(), [PAYMENT_IN, ESIM_READY]);
    }
}

on_both! {
    async fn no_attempt_is_made_again_without_room_for_its_own_proof(shop: Shop) {
        let (order, _) = prepared(&shop).await;
        // The supplier is there again 160 seconds before the deadline, and then says no for the moment.
        shop.pass(10 * MINUTE + 10 * SECOND);
        shop.world.clear_faults();
        shop.world.plan_next_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
        shop.work_for(MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.attempts.len(), 1);
        assert_eq!(family.order.state, OrderState::GivenBack);
        assert!(shop.world.esims_sold().is_empty());
        assert_eq!(shop.subjects(), [PAYMENT_IN, MONEY_BACK]);
    }
}

on_both! {
    async fn disputed_order_buys_nothing(shop: Shop) {
        let order = shop.paid(PaymentWay::BankAtOnce).await;
        shop.world.arm_fault("orange.offers.get", orange_says_no(), None);
        shop.work().await;
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.world.dispute(&intent, "fraudulent").unwrap();
        shop.hear_webhooks().await;
        assert!(shop.family(&order).await.order.disputed);
        shop.world.clear_faults();
        shop.work_for(30 * MINUTE, 30 * SECOND).await;
        assert!(shop.world.esims_sold().is_empty());
        assert!(shop.tasks(&order).await.contains(&TaskKind::Disputed));
        assert_eq!(shop.subjects(), [PAYMENT_IN]);
    }
}

on_both! {
    async fn hold_that_was_let_go_elsewhere_buys_nothing(shop: Shop) {
        let (order, _) = prepared(&shop).await;
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.world.expire_hold(&intent);
        shop.hear_webhooks().await;
        shop.world.clear_faults();
        shop.work_for(2 * MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Voided);
        assert_eq!(family.order.state, OrderState::GivenBack);
        assert!(shop.world.esims_sold().is_empty());
        assert_eq!(shop.subjects(), [PAYMENT_IN, MONEY_BACK]);
    }
}
