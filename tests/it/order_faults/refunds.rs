//! Giving back by hand, and refunds that the provider knows better: never above what was taken, never of a disputed
//! charge, never while an order is on its way to a supplier.

use super::{MINUTE, SECOND, orange_says_no, stripe_says_no};
use crate::purchase::location;
use crate::shop::{Shop, on_both};
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::{OrderId, StaffId};
use escale::domain::money::Money;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::fulfilment::advance::advance_order;
use escale::fulfilment::staff_refund::{CannotGiveBack, give_back};
use escale::session::{Role, Staff};
use escale::store::{RefundState, TaskKind};
use escale::trial::{Side, Stop};
use escale_simulators::{Fault, Later, PaymentWay, RefundPlan, SalePlan};
use reqwest::StatusCode;

fn staff() -> Staff {
    Staff { id: StaffId::from("staff"), email: "owner@example.org".to_owned(), role: Role::Owner }
}

impl Shop {
    pub(super) async fn give_back(&self, order: &OrderId, minor: i64) -> Result<(), CannotGiveBack> {
        let currency = self.family(order).await.order.total.currency;
        give_back(&self.services, &staff(), order, Money::new(minor, currency), "a kind word").await.unwrap()
    }

    pub async fn delivered(&self, way: PaymentWay) -> OrderId {
        let order = self.paid(way).await;
        self.work().await;
        assert_eq!(self.family(&order).await.order.state, OrderState::Delivered);
        order
    }

    pub(super) async fn due(&self, order: &OrderId) -> i64 {
        self.services.store.snapshot().await.unwrap().balance_of(order).await.unwrap().due
    }
}

on_both! {
    async fn parts_are_given_back_until_nothing_is_left(shop: Shop) {
        let order = shop.delivered(PaymentWay::Card).await;
        let total = shop.family(&order).await.order.total.minor;
        assert_eq!(shop.give_back(&order, 100).await, Ok(()));
        // A second one may be asked for while the first is under way.
        assert_eq!(shop.give_back(&order, 50).await, Ok(()));
        shop.work().await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.payments[0].state, family.payments[0].refunded.minor), (PaymentState::Captured, 150));
        assert_eq!(shop.world.payments()[0].refunded, 150);
        assert_eq!(shop.give_back(&order, total - 149).await, Err(CannotGiveBack::TooMuch));
        assert_eq!(shop.give_back(&order, total - 150).await, Ok(()));
        shop.work().await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Refunded);
        assert_eq!(shop.give_back(&order, 1).await, Err(CannotGiveBack::Nothing));
        assert_eq!((shop.world.payments()[0].kept(), shop.due(&order).await), (0, 0));
        assert_eq!(shop.subjects().len(), 4);
    }
}

on_both! {
    async fn refunds_above_what_was_taken_are_refused_by_the_records(shop: Shop) {
        let order = shop.delivered(PaymentWay::Card).await;
        let family = shop.family(&order).await;
        let (payment, now) = (&family.payments[0], shop.services.clock.now());
        let too_much = Money::new(payment.captured.minor + 1, payment.amount.currency);
        let mut tx = shop.services.store.begin().await.unwrap();
        let refused = tx.insert_refund(&order, &payment.id, &"ref_1".into(), too_much, "too much", now).await;
        assert!(refused.is_err());
        drop(tx);
        assert_eq!(shop.subjects().len(), 1);
    }
}

on_both! {
    async fn refund_before_delivery_closes_the_attempt_and_lets_the_hold_go(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        let later = Later { after_seconds: 900, status: "ok".to_owned() };
        shop.world.plan_next_sale(SalePlan { status: "pending".to_owned(), later: Some(later), ..SalePlan::default() });
        shop.work().await;
        assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Accepted);
        assert_eq!(shop.give_back(&order, 0).await, Ok(()));
        assert_eq!(shop.give_back(&order, 0).await, Err(CannotGiveBack::Asked));
        shop.work().await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.attempts[0].state, family.payments[0].state), (AttemptState::Abandoned, PaymentState::Voided));
        assert_eq!(shop.world.payments()[0].standing_hold(), 0);
        assert_eq!(shop.tasks(&order).await, [TaskKind::DeadlinePassed]);
        // That it takes its time, then that the money is back.
        assert_eq!(shop.subjects().len(), 2);
    }
}

on_both! {
    async fn refund_waits_while_an_order_is_on_its_way_to_the_supplier(shop: Shop) {
        let order = shop.paid(PaymentWay::BankAtOnce).await;
        // The sender's process ends when the order is written down as going out.
        shop.services.store.trial().stop_at("call.supplier.send", Side::Before, 0, Stop::Hang);
        let sender = advance_order(&shop.services, &order);
        assert!(tokio::time::timeout(std::time::Duration::from_millis(1500), sender).await.is_err());
        assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Sending);
        assert_eq!(shop.give_back(&order, 0).await, Ok(()));
        shop.work().await;
        let family = shop.family(&order).await;
        assert_eq!((family.attempts[0].state, family.payments[0].state), (AttemptState::Sending, PaymentState::Taken));
        shop.work_for(3 * MINUTE, 20 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.attempts[0].state, AttemptState::Abandoned);
        assert_eq!(family.payments[0].state, PaymentState::Refunded);
        assert_eq!((shop.world.payments()[0].kept(), shop.due(&order).await), (0, 0));
        assert!(shop.world.esims_sold().is_empty());
        assert_eq!(shop.subjects().len(), 2);
    }
}

on_both! {
    async fn refund_that_fails_days_later_stands_before_a_person_and_can_be_made_again(shop: Shop) {
        let order = shop.delivered(PaymentWay::Card).await;
        let total = shop.family(&order).await.order.total.minor;
        let fails = RefundPlan { fails_after_seconds: Some(5 * 86_400), ..RefundPlan::default() };
        shop.world.plan_next_refund(fails);
        assert_eq!(shop.give_back(&order, total).await, Ok(()));
        shop.work().await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Refunded);
        shop.pass(5 * 24 * 60 * MINUTE);
        assert_eq!(shop.world.payments()[0].kept(), total);
        shop.hear_webhooks().await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.payments[0].state, family.order.state), (PaymentState::RefundFailed, OrderState::NeedsAPerson));
        assert_eq!(family.refunds[0].state, RefundState::Failed);
        assert_eq!(shop.tasks(&order).await, [TaskKind::RefundFailed]);
        // The books say that we owe it.
        assert_eq!(shop.due(&order).await, -total);
        assert_eq!(shop.give_back(&order, total).await, Ok(()));
        shop.work().await;
        shop.hear_webhooks().await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.payments[0].state, shop.due(&order).await), (PaymentState::Refunded, 0));
        assert_eq!(shop.subjects().len(), 3);
    }
}

on_both! {
    async fn disputed_charge_is_not_given_back_by_staff_and_a_won_one_goes_on(shop: Shop) {
        let order = shop.paid(PaymentWay::BankAtOnce).await;
        shop.world.arm_fault("orange.offers.get", orange_says_no(), None);
        shop.work().await;
        let intent = shop.world.payments()[0].payment_intent.clone();
        let dispute = shop.world.dispute(&intent, "fraudulent").unwrap();
        shop.hear_webhooks().await;
        assert_eq!(shop.give_back(&order, 0).await, Err(CannotGiveBack::Disputed));
        shop.world.clear_faults();
        shop.work_for(20 * MINUTE, MINUTE).await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Taken);
        // An early word of it that comes late does not freeze it again.
        shop.world.close_dispute(&dispute, true);
        shop.hear_webhooks().await;
        let created = shop.world.stripe_objects("event").into_iter().find(|event| event["type"] == "charge.dispute.created");
        assert!(shop.world.deliver_event_again(created.unwrap()["id"].as_str().unwrap()));
        shop.hear_webhooks().await;
        let family = shop.family(&order).await;
        assert!(!family.order.disputed);
        assert!(shop.world.esims_sold().is_empty());
        shop.work_for(2 * MINUTE, 10 * SECOND).await;
        let refused = shop.family(&order).await;
        // The simulated bank refuses refunds of a charge that was ever disputed: a person looks.
        assert!(matches!(refused.payments[0].state, PaymentState::Refunded | PaymentState::RefundFailed), "{refused:?}");
        assert!(shop.tasks(&order).await.contains(&TaskKind::Disputed));
        assert!(!shop.subjects().is_empty());
    }
}

on_both! {
    async fn payment_of_another_amount_buys_nothing_and_stands_before_a_person(shop: Shop) {
        shop.world.hold_webhooks(true);
        let family = shop.ordered().await;
        let session = family.payments[0].session.clone().unwrap();
        shop.pay(&family);
        let intent = shop.world.payments()[0].payment_intent.clone();
        let mut seen = shop.world.stripe_object(&session).unwrap();
        seen["payment_intent"] = shop.world.stripe_object(&intent).unwrap();
        seen["payment_intent"]["amount"] = 1.into();
        shop.world.arm_fault("stripe.checkout.sessions.get", Fault::Answer { status: 200, body: seen.to_string() }, None);
        shop.pass(2 * MINUTE);
        shop.work().await;
        let family = shop.family(&family.order.id).await;
        assert_eq!((family.payments[0].state, family.order.state), (PaymentState::Review, OrderState::NeedsAPerson));
        assert!(family.attempts.is_empty() && shop.world.esims_sold().is_empty());
        assert_eq!(shop.tasks(&family.order.id).await, [TaskKind::PaymentMismatch]);
        // The person lets it go; the shop notices.
        shop.world.clear_faults();
        shop.world.expire_hold(&intent);
        shop.hear_webhooks().await;
        let family = shop.family(&family.order.id).await;
        assert_eq!((family.payments[0].state, family.order.state), (PaymentState::Voided, OrderState::GivenBack));
    }
}

on_both! {
    async fn hold_that_nothing_becomes_of_stands_before_a_person_before_it_ends(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("stripe.payment_intents.*", Fault::ErrorBefore, None);
        shop.work().await;
        assert_eq!(shop.family(&order).await.payments[0].state, PaymentState::Capturing);
        shop.work_for(4 * 24 * 60 * MINUTE, 6 * 60 * MINUTE).await;
        assert!(shop.tasks(&order).await.is_empty());
        shop.work_for(24 * 60 * MINUTE, 6 * 60 * MINUTE).await;
        assert_eq!(shop.tasks(&order).await, [TaskKind::HoldEnding]);
        // Two days are left, and it is tried all the time.
        shop.world.clear_faults();
        shop.work_for(60 * MINUTE, 10 * MINUTE).await;
        assert_eq!(shop.books_agree(&order).await.payments[0].state, PaymentState::Captured);
        assert_eq!(shop.subjects().len(), 1);
    }
}

on_both! {
    async fn staff_give_back_by_a_form_that_must_be_meant(shop: Shop) {
        let order = shop.delivered(PaymentWay::Card).await;
        let number = shop.family(&order).await.order.number;
        let cookie = shop.signed_in().await;
        let path = format!("/en/admin/orders/{number}");
        let refused = shop.act(&path, &cookie, &[("act", "give_back"), ("amount", "9999"), ("reason", "sorry")]).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let text = refused.text().await.unwrap();
        assert!(text.contains(r#"value="9999""#) && text.contains(r#"value="sorry""#), "what was typed stays");
        assert!(text.contains("Tick that the money shall go back"));
        let form = [("act", "give_back"), ("amount", "1,50"), ("reason", "sorry"), ("meant", "on")];
        let accepted = shop.act(&path, &cookie, &form).await;
        assert_eq!((accepted.status(), location(&accepted)), (StatusCode::SEE_OTHER, path.clone()));
        shop.work().await;
        assert_eq!(shop.world.payments()[0].refunded, 150);
        assert_eq!(shop.books_agree(&order).await.payments[0].refunded.minor, 150);
        assert_eq!(shop.subjects().len(), 2);
    }
}

on_both! {
    async fn no_that_is_said_while_another_run_still_asks_is_not_believed(shop: Shop) {
        let order = shop.delivered(PaymentWay::Card).await;
        shop.world.arm_fault("stripe.refunds.create", stripe_says_no(), Some(1));
        assert_eq!(shop.give_back(&order, 100).await, Ok(()));
        shop.work().await;
        let family = shop.family(&order).await;
        let refund = &family.refunds[0];
        assert_eq!((refund.state, refund.refused_at.is_some()), (RefundState::Sending, true));
        // What the other run had sent before arrives only now.
        let intent = family.payments[0].intent.clone().unwrap();
        let key = shop.services.provider_key(format!("refund:{}:{}", refund.id, refund.key_number));
        shop.services.stripe.refund(&intent, refund.amount, &refund.id, &key).await.unwrap();
        shop.work_for(2 * MINUTE, 15 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.payments[0].refunded.minor, shop.world.payments()[0].refunded), (100, 100));
        assert!(shop.tasks(&order).await.is_empty());
        assert_eq!(shop.subjects().len(), 2);
    }
}
