//! Payments at Stripe against ours: what nobody noticed is noticed, and money without an order is given back by a person.

use super::{DAY, HOUR, MINUTE};
use crate::shop::{Shop, on_both};
use escale::domain::checkout::SessionParams;
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::PaymentId;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::domain::reconciliation::{DifferenceKind, Pass};
use escale::fulfilment::reconcile::Stretch;
use escale::store::TaskKind;
use escale_simulators::{Fault, PaymentWay};

impl Shop {
    /// A session that names a payment of ours which is not in our records, as one made after a backup.
    async fn session_without_an_order(&self) -> String {
        let family = self.ordered().await;
        let params = SessionParams { payment: PaymentId::from("pay_forgotten"), ..family.payments[0].params.clone() };
        self.services.stripe.create_session(&params, "sess:pay_forgotten").await.unwrap().id
    }
}

on_both! {
    async fn payment_that_nobody_noticed_is_delivered(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.lose_jobs().await;
        shop.compare(&Pass::Payments).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::PaymentBehind]);
        let evidence = shop.standing().await[0].evidence.clone();
        assert!(evidence.contains("is open") && evidence.contains("is held"), "{evidence}");
        shop.work().await;
        assert_eq!(shop.books_agree(&order).await.order.state, OrderState::Delivered);
        shop.compare(&Pass::Payments).await;
        assert_eq!(shop.differed(&order).await, [(DifferenceKind::PaymentBehind, true)]);
    }
}

on_both! {
    async fn command_mends_what_mends_itself_and_looks_again(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.lose_jobs().await;
        let report = shop.reconcile(Stretch::Everything).await;
        assert_eq!(shop.books_agree(&order).await.order.state, OrderState::Delivered);
        assert_eq!(report.standing(), 0, "{report:?}");
        assert!(report.is_complete());
        let payments = report.passes.iter().find(|pass| pass.pass == Pass::Jobs).unwrap();
        assert_eq!((payments.counts.healed, payments.differences.len()), (1, 0));
    }
}

on_both! {
    async fn money_without_an_order_is_a_task_until_it_is_given_back(shop: Shop) {
        let session = shop.session_without_an_order().await;
        shop.compare(&Pass::Payments).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::PaymentUnknown], "it can still be paid");
        assert!(shop.open_tasks().await.is_empty(), "and there is nothing to give back yet");
        shop.world.hold_webhooks(true);
        shop.world.pay(&session, PaymentWay::Card);
        for _ in 0..2 {
            shop.compare(&Pass::Payments).await;
        }
        assert_eq!(shop.open_tasks().await, [TaskKind::UnknownPayment]);
        let intent = shop.world.payments()[0].payment_intent.clone();
        let standing = shop.standing().await;
        assert_eq!(standing.len(), 1, "one difference is one row: {standing:?}");
        assert!(standing[0].evidence.contains(&intent), "{}", standing[0].evidence);
        assert!(shop.world.esims_sold().is_empty(), "an order is never rebuilt by guess");
        // A day later it still stands, although the window that is due begins later.
        shop.work_for(DAY, HOUR).await;
        shop.compare(&Pass::Payments).await;
        assert_eq!(shop.kinds_standing().await.len(), 1);
        shop.at_stripe(&format!("/v1/payment_intents/{intent}/cancel"), &[]).await;
        shop.compare(&Pass::Payments).await;
        assert!(shop.standing().await.is_empty());
    }
}

on_both! {
    async fn taken_money_without_an_order_is_done_with_once_it_is_refunded(shop: Shop) {
        let session = shop.session_without_an_order().await;
        shop.world.hold_webhooks(true);
        shop.world.pay(&session, PaymentWay::BankAtOnce);
        shop.compare(&Pass::Payments).await;
        assert_eq!(shop.open_tasks().await, [TaskKind::UnknownPayment]);
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.at_stripe("/v1/refunds", &[("payment_intent", &intent)]).await;
        shop.compare(&Pass::Payments).await;
        assert!(shop.standing().await.is_empty());
    }
}

on_both! {
    async fn objects_of_other_programs_are_counted_and_left_alone(shop: Shop) {
        let form = [("amount", "500"), ("currency", "eur"), ("confirm", "true"), ("payment_method", "pm_card_visa")];
        shop.at_stripe("/v1/payment_intents", &form).await;
        shop.pass(HOUR);
        let report = shop.reconcile(Stretch::Everything).await;
        assert_eq!((report.standing(), shop.open_tasks().await.len()), (0, 0));
        let payments = report.passes.iter().find(|pass| pass.pass == Pass::Payments).unwrap();
        assert_eq!((payments.counts.compared, payments.counts.others), (0, 1));
    }
}

on_both! {
    async fn hold_that_was_let_go_elsewhere_ends_its_order(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("orange.offers.get", Fault::ErrorBefore, None);
        shop.work().await;
        assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Prepared);
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.at_stripe(&format!("/v1/payment_intents/{intent}/cancel"), &[]).await;
        shop.compare(&Pass::Payments).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Voided);
        assert_eq!(family.order.state, OrderState::GivenBack);
        assert!(shop.world.esims_sold().is_empty());
        shop.compare(&Pass::Payments).await;
        assert!(shop.standing().await.is_empty());
    }
}

on_both! {
    async fn payment_after_its_order_had_ended_goes_back(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.lose_jobs().await;
        shop.sql(&format!("update payments set state = 'expired' where order_id = '{order}'")).await.unwrap();
        let report = shop.reconcile(Stretch::Due).await;
        assert_eq!(report.standing(), 0, "{report:?}");
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Voided);
        assert_eq!(shop.world.payments()[0].standing_hold(), 0);
        assert!(shop.world.esims_sold().is_empty());
    }
}

on_both! {
    async fn money_that_is_not_where_our_records_say_stands_before_a_person(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        shop.sql(&format!("update payments set state = 'voided' where order_id = '{order}'")).await.unwrap();
        shop.compare(&Pass::Payments).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::MoneyDiffers]);
        assert_eq!(shop.tasks(&order).await, [TaskKind::PaymentMismatch]);
    }
}

on_both! {
    async fn another_amount_than_the_orders_is_told_and_nothing_is_done(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.sql(&format!("update payments set amount_minor = amount_minor + 1 where order_id = '{order}'")).await.unwrap();
        shop.reconcile(Stretch::Due).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::PaymentMismatch]);
        assert_eq!(shop.tasks(&order).await, [TaskKind::PaymentMismatch]);
        assert!(shop.world.esims_sold().is_empty());
    }
}

on_both! {
    async fn session_that_stripe_does_not_know_is_told(shop: Shop) {
        let order = shop.ordered().await.order.id;
        let renamed = format!("update payments set id = 'pay_moved', session_id = 'cs_gone' where order_id = '{order}'");
        shop.sql(&renamed).await.unwrap();
        shop.compare(&Pass::Payments).await;
        let mut kinds = shop.kinds_standing().await;
        kinds.sort_by_key(|kind| kind.as_str());
        assert_eq!(kinds, [DifferenceKind::PaymentAbsent, DifferenceKind::PaymentUnknown]);
    }
}

on_both! {
    async fn two_payments_for_one_order_are_told(shop: Shop) {
        let family = shop.ordered().await;
        let again = shop.services.stripe.create_session(&family.payments[0].params, "another-key").await.unwrap().id;
        shop.world.hold_webhooks(true);
        shop.pay(&family);
        shop.world.pay(&again, PaymentWay::Card);
        shop.pass(5 * MINUTE);
        shop.compare(&Pass::Payments).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::PaymentDoubled]);
    }
}
