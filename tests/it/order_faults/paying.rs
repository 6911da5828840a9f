//! From the checkout to the money: nothing that was paid is overlooked, however it comes to be known.

use super::{MINUTE, SECOND, stripe_says_no};
use crate::buyer::{ESIM_READY, MONEY_BACK};
use crate::shop::{Shop, on_both};
use escale::domain::fulfilment::AttemptState;
use escale::domain::order::{OrderState, derive};
use escale::domain::payment::PaymentState;
use escale::fulfilment::checkout::{CheckedOut, new_draft};
use escale::store::TaskKind;
use escale_simulators::{Fault, PaymentWay};
use std::time::Duration;

on_both! {
    async fn second_session_of_an_order_is_polled_as_the_first_was(shop: Shop) {
        shop.world.hold_webhooks(true);
        let draft = new_draft();
        assert!(matches!(shop.send_form(&draft).await, CheckedOut::PayAt(_)));
        shop.work_for(50 * MINUTE, 5 * MINUTE).await;
        assert_eq!(shop.of_draft(&draft).await.order.state, OrderState::Closed);
        assert!(matches!(shop.send_form(&draft).await, CheckedOut::PayAt(_)));
        let family = shop.of_draft(&draft).await;
        shop.pay(&family);
        shop.work_for(3 * MINUTE, MINUTE).await;
        assert_eq!(shop.family(&family.order.id).await.order.state, OrderState::Delivered);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    async fn one_failed_read_does_not_make_a_paid_order_wait_for_the_next_poll(shop: Shop) {
        shop.world.hold_webhooks(true);
        let family = shop.ordered().await;
        shop.work_for(4 * MINUTE, MINUTE).await;
        shop.pay(&family);
        shop.world.arm_fault("stripe.checkout.sessions.get", Fault::ErrorBefore, Some(1));
        shop.work_for(MINUTE + 30 * SECOND, 30 * SECOND).await;
        assert_eq!(shop.family(&family.order.id).await.order.state, OrderState::Delivered);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

/// An order whose session exists at the provider, but whose answer was lost and which then was given up.
async fn lost_session(shop: &Shop) -> (String, String) {
    let draft = new_draft();
    let nothing = r#"{"object":"list","url":"/v1/checkout/sessions","has_more":false,"data":[]}"#;
    let nothing = Fault::Answer { status: 200, body: nothing.to_owned() };
    shop.world.hold_webhooks(true);
    shop.world.arm_fault("stripe.checkout.sessions.create", Fault::CutAfter, Some(1));
    shop.world.arm_fault("stripe.checkout.sessions.create", stripe_says_no(), Some(1));
    shop.world.arm_fault("stripe.checkout.sessions.list", nothing, Some(1));
    assert!(matches!(shop.send_form(&draft).await, CheckedOut::TryAgain));
    shop.pass(15 * SECOND);
    shop.work().await;
    assert_eq!(shop.of_draft(&draft).await.order.state, OrderState::Closed);
    let sessions = shop.world.stripe_objects("checkout.session");
    (draft, sessions[0]["id"].as_str().unwrap().to_owned())
}

on_both! {
    async fn payment_of_a_session_that_was_given_up_goes_back(shop: Shop) {
        let (draft, session) = lost_session(&shop).await;
        shop.world.pay(&session, PaymentWay::Card);
        shop.hear_webhooks().await;
        shop.work_for(MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&shop.of_draft(&draft).await.order.id).await;
        assert_eq!(family.payments[0].state, PaymentState::Voided);
        assert!(family.order.late_payment && shop.world.esims_sold().is_empty());
        assert_eq!(shop.world.payments()[0].standing_hold(), 0);
        assert_eq!(shop.subjects().len(), 1);
    }
}

on_both! {
    async fn late_payment_goes_back_although_the_first_looks_at_it_failed(shop: Shop) {
        let (draft, session) = lost_session(&shop).await;
        shop.world.pay(&session, PaymentWay::BankAtOnce);
        shop.world.arm_fault("stripe.checkout.sessions.get", Fault::ErrorBefore, Some(4));
        shop.world.arm_fault("stripe.payment_intents.get", Fault::ErrorBefore, Some(4));
        shop.hear_webhooks().await;
        shop.work_for(10 * MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&shop.of_draft(&draft).await.order.id).await;
        assert_eq!(family.payments[0].state, PaymentState::Refunded);
        assert_eq!(shop.world.payments()[0].kept(), 0);
        assert!(shop.tasks(&family.order.id).await.is_empty());
        assert_eq!(shop.subjects(), [MONEY_BACK]);
    }
}

on_both! {
    async fn late_payment_does_not_spoil_the_one_that_was_in_time(shop: Shop) {
        let (draft, late) = lost_session(&shop).await;
        assert!(matches!(shop.send_form(&draft).await, CheckedOut::PayAt(_)));
        shop.world.pay(&late, PaymentWay::Card);
        shop.hear_webhooks().await;
        shop.pay(&shop.of_draft(&draft).await);
        shop.hear_webhooks().await;
        shop.work_for(MINUTE, 10 * SECOND).await;
        let family = shop.of_draft(&draft).await;
        assert_eq!(family.order.state, OrderState::Delivered, "{family:?}");
        assert_eq!(family.payments.iter().map(|payment| payment.state).collect::<Vec<_>>(), [
            PaymentState::Voided,
            PaymentState::Captured,
        ]);
        let kept: i64 = shop.world.payments().iter().map(|truth| truth.kept() + truth.standing_hold()).sum();
        assert_eq!(kept, family.order.total.minor);
        // One that the money goes back, one with the eSIM.
        assert_eq!(shop.subjects().len(), 2);
    }
}

#[test]
fn second_payment_that_goes_back_does_not_hide_that_the_first_was_delivered() {
    let delivered = [Some(AttemptState::Delivered)];
    for second in [PaymentState::Voiding, PaymentState::Voided, PaymentState::Refunding, PaymentState::Refunded] {
        assert_eq!(derive(&[PaymentState::Captured, second], &delivered), OrderState::Delivered, "{second:?}");
    }
}

on_both! {
    async fn session_that_never_was_made_closes_when_it_could_not_be_paid_any_more(shop: Shop) {
        shop.world.hold_webhooks(true);
        let draft = new_draft();
        // The provider keeps the 500 under our key for a day.
        shop.world.arm_fault("stripe.checkout.sessions.create", Fault::ErrorKept, Some(1));
        assert!(matches!(shop.send_form(&draft).await, CheckedOut::TryAgain));
        shop.work_for(50 * MINUTE, MINUTE).await;
        assert_eq!(shop.of_draft(&draft).await.order.state, OrderState::Closed);
        assert!(matches!(shop.send_form(&draft).await, CheckedOut::PayAt(_)));
    }
}

on_both! {
    async fn debit_that_was_refused_before_anybody_looked_closes_the_order(shop: Shop) {
        shop.world.hold_webhooks(true);
        let family = shop.ordered().await;
        let session = family.payments[0].session.clone().unwrap();
        shop.world.pay(&session, PaymentWay::BankLater);
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.world.settle_delayed_payment(&intent, false);
        shop.work_for(45 * MINUTE, MINUTE).await;
        assert_eq!(shop.family(&family.order.id).await.order.state, OrderState::Closed);
    }
}

on_both! {
    async fn event_whose_object_cannot_be_read_is_no_lost_payment(shop: Shop) {
        // Another program of the same account is paid while the provider's reads fail for a while.
        let created = shop
            .http
            .post(format!("{}/v1/payment_intents", shop.services.config.stripe.api_url.as_str().trim_end_matches('/')))
            .bearer_auth("sk_test_escale_demo")
            .form(&[("amount", "500"), ("currency", "eur"), ("confirm", "true"), ("payment_method", "pm_card_visa")])
            .send()
            .await
            .unwrap();
        assert!(created.status().is_success());
        shop.world.arm_fault("stripe.payment_intents.get", Fault::ErrorBefore, None);
        shop.hear_webhooks().await;
        shop.work_for(20 * MINUTE, 30 * SECOND).await;
        let tasks = shop.services.store.snapshot().await.unwrap().open_tasks().await.unwrap();
        assert!(tasks.is_empty(), "{tasks:?}");
        shop.world.clear_faults();
        shop.work_for(70 * MINUTE, 10 * MINUTE).await;
        let mut tx = shop.services.store.snapshot().await.unwrap();
        assert!(tx.open_tasks().await.unwrap().is_empty());
        let waiting = tx.next_job_at().await.unwrap();
        assert_eq!(waiting, None, "every event is dealt with");
    }
}

on_both! {
    async fn same_click_twice_at_once_gets_the_last_unit(shop: Shop) {
        let catalogue = shop.services.catalogue();
        let product = catalogue.offers().first().unwrap().product.clone();
        for _ in 0..4 {
            shop.world.set_stock(product.as_str(), 1);
            let draft = new_draft();
            let (one, two) = tokio::join!(shop.send_form(&draft), shop.send_form(&draft));
            for outcome in [one, two] {
                assert!(matches!(outcome, CheckedOut::PayAt(_) | CheckedOut::TryAgain), "{outcome:?}");
            }
            shop.work_for(50 * MINUTE, 10 * MINUTE).await;
        }
        shop.hear_webhooks().await;
    }
}

on_both! {
    async fn buyer_who_goes_away_in_the_middle_does_not_stop_the_purchase(shop: Shop) {
        shop.world.hold_webhooks(true);
        let draft = new_draft();
        assert!(matches!(shop.send_form(&draft).await, CheckedOut::PayAt(_)));
        let family = shop.of_draft(&draft).await;
        shop.pay(&family);
        shop.world.arm_fault("orange.transactions.create", Fault::DelayAfter { millis: 1500 }, Some(1));
        // A browser that closes its connection ends the request where it stands.
        let sent = tokio::time::timeout(Duration::from_millis(700), shop.send_form(&draft)).await;
        assert!(sent.is_err());
        for _ in 0..100 {
            if shop.family(&family.order.id).await.order.state == OrderState::Delivered {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(shop.family(&family.order.id).await.order.state, OrderState::Delivered);
        shop.work().await;
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    async fn order_that_cannot_be_advanced_stands_before_a_person(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.spoil(&order, "lang", "xx").await;
        shop.work_for(4 * 60 * MINUTE, 10 * MINUTE).await;
        shop.spoil(&order, "lang", "en").await;
        assert_eq!(shop.tasks(&order).await, [TaskKind::DeadJob]);
        // It is not given up all the same.
        shop.work_for(2 * 60 * MINUTE, 10 * MINUTE).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::GivenBack);
        assert_eq!(shop.world.payments()[0].standing_hold(), 0);
        assert_eq!(shop.subjects(), [MONEY_BACK]);
    }
}
