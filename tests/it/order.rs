//! The life of an order, against the world's own books: what was held, captured, given back, sold.

use crate::buyer::{ESIM_READY, MONEY_BACK, PAYMENT_IN};
use crate::shop::{Shop, on_both};
use escale::domain::checkout::Quantity;
use escale::domain::email_address::EmailAddress;
use escale::domain::fulfilment::AttemptState;
use escale::domain::lang::Lang;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::fulfilment::checkout::{CheckedOut, Checkout, check_out, new_draft, order_of_draft};
use escale::store::TaskKind;
use escale_simulators::{CodeForm, Fault, Later, PaymentWay, SalePlan};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

on_both! {
    async fn paid_order_is_delivered_once_and_captured_once(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered);
        assert_eq!(family.payments[0].state, PaymentState::Captured);
        let sold = shop.world.esims_sold();
        assert_eq!(sold.len(), 1);
        assert_eq!(sold[0].user_id, family.attempts[0].id.as_str());
        let esims = shop.services.store.snapshot().await.unwrap().esims_of(&order).await.unwrap();
        assert_eq!(esims[0].secrets.activation_code.lpa_string(), format!("LPA:{}", sold[0].activation_code));
        let mails = shop.world.mails_to("ada@example.org");
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text().contains(esims[0].secrets.activation_code.matching_id().as_str()));
        shop.work_for(60 * MINUTE, 5 * MINUTE).await;
        assert_eq!(shop.world.esims_sold().len(), 1);
        assert_eq!(shop.world.mails_to("ada@example.org").len(), 1);
    }
}

on_both! {
    async fn sale_whose_answer_was_cut_off_is_found_and_not_bought_again(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("orange.transactions.create", Fault::CutAfter, Some(1));
        shop.work().await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered, "{family:?}");
        assert_eq!(shop.world.esims_sold().len(), 1);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    async fn order_that_never_arrived_is_proven_absent_before_it_is_sent_again(shop: Shop) {
        // A known delivery first: without one, absence proves nothing.
        let first = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert_eq!(shop.family(&first).await.order.state, OrderState::Delivered);
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("orange.transactions.create", Fault::CutBefore, Some(1));
        shop.work().await;
        assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Unknown);
        shop.work_for(5 * MINUTE, 10 * SECOND).await;
        let family = shop.family(&order).await;
        assert_eq!(family.attempts[0].state, AttemptState::ProvenAbsent);
        assert_eq!(family.order.state, OrderState::Delivered);
        assert_eq!(shop.world.esims_sold().len(), 2);
        assert_eq!(shop.subjects(), [ESIM_READY, PAYMENT_IN, ESIM_READY]);
    }
}

on_both! {
    async fn silence_is_no_proof_without_a_known_order(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("orange.transactions.create", Fault::CutBefore, None);
        shop.work_for(5 * MINUTE, 10 * SECOND).await;
        let family = shop.family(&order).await;
        assert_eq!(family.order.state, OrderState::NeedsAPerson);
        assert_eq!(shop.tasks(&order).await, [TaskKind::InDoubt]);
        // The deadline stands all the same.
        shop.work_for(15 * MINUTE, MINUTE).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Voided);
        assert_eq!(family.order.state, OrderState::GivenBack);
        assert_eq!(shop.world.payments()[0].kept(), 0);
        assert_eq!(shop.subjects(), [PAYMENT_IN, MONEY_BACK]);
    }
}

on_both! {
    async fn empty_bucket_after_the_payment_lets_the_hold_go_at_once(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        let family = shop.family(&order).await;
        shop.world.set_stock(family.lines[0].product.as_str(), 0);
        shop.work().await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Voided);
        assert_eq!(family.order.state, OrderState::GivenBack);
        assert_eq!(shop.world.esims_sold().len(), 0);
        assert_eq!(shop.world.mails_to("ada@example.org").len(), 1);
    }
}

on_both! {
    async fn what_was_taken_at_once_and_not_delivered_is_refunded_once(shop: Shop) {
        let order = shop.paid(PaymentWay::BankAtOnce).await;
        shop.world.plan_every_sale(SalePlan { refuse: Some("bucket empty".to_owned()), ..SalePlan::default() });
        shop.work_for(20 * MINUTE, 30 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Refunded, "{family:?}");
        let truth = &shop.world.payments()[0];
        assert_eq!((truth.captured, truth.refunded), (family.order.total.minor, family.order.total.minor));
        assert_eq!(family.refunds.len(), 1);
        assert_eq!(shop.subjects(), [PAYMENT_IN, MONEY_BACK]);
    }
}

on_both! {
    async fn pending_order_is_waited_for_and_delivered(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        let later = Later { after_seconds: 90, status: "ok".to_owned() };
        shop.world.plan_next_sale(SalePlan { status: "pending".to_owned(), later: Some(later), ..SalePlan::default() });
        shop.work().await;
        assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Accepted);
        shop.work_for(2 * MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered);
        // Late: the buyer was told that the payment is in, then got the eSIM.
        assert_eq!(shop.world.mails_to("ada@example.org").len(), 2);
    }
}

on_both! {
    async fn code_that_nobody_can_read_is_a_task_and_the_money_goes_back(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.plan_every_sale(SalePlan { code: CodeForm::Undecryptable, ..SalePlan::default() });
        shop.work().await;
        let family = shop.family(&order).await;
        assert_eq!(family.attempts[0].state, AttemptState::Accepted);
        assert_eq!(shop.tasks(&order).await, [TaskKind::UnreadableCode]);
        shop.work_for(61 * MINUTE, MINUTE).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Voided);
        assert_eq!(shop.world.payments()[0].kept(), 0);
        assert_eq!(shop.subjects(), [PAYMENT_IN, MONEY_BACK]);
    }
}

on_both! {
    async fn declined_card_charges_nothing_and_the_session_can_still_be_paid(shop: Shop) {
        shop.world.hold_webhooks(true);
        let family = shop.ordered().await;
        let session = family.payments[0].session.clone().unwrap();
        shop.world.pay(&session, PaymentWay::DeclinedCard);
        shop.pass(2 * MINUTE);
        shop.work().await;
        assert_eq!(shop.family(&family.order.id).await.order.state, OrderState::AwaitingPayment);
        shop.world.pay(&session, PaymentWay::Card);
        shop.pass(3 * MINUTE);
        shop.work().await;
        assert_eq!(shop.family(&family.order.id).await.order.state, OrderState::Delivered);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    async fn unpaid_order_closes_with_its_session(shop: Shop) {
        let family = shop.ordered().await;
        shop.work_for(45 * MINUTE, MINUTE).await;
        let family = shop.family(&family.order.id).await;
        assert_eq!(family.payments[0].state, PaymentState::Expired);
        assert_eq!(family.order.state, OrderState::Closed);
        assert!(shop.world.mails_to("ada@example.org").is_empty());
    }
}

on_both! {
    async fn payment_first_seen_after_the_deadline_is_given_back_unordered(shop: Shop) {
        shop.world.hold_webhooks(true);
        let family = shop.ordered().await;
        shop.pay(&family);
        shop.pass(16 * MINUTE);
        shop.work().await;
        let family = shop.books_agree(&family.order.id).await;
        assert_eq!(family.order.state, OrderState::GivenBack);
        assert!(family.order.late_payment);
        assert!(family.attempts.is_empty());
        assert!(shop.world.esims_sold().is_empty());
        assert_eq!(shop.world.payments()[0].kept(), 0);
        assert_eq!(shop.subjects(), [MONEY_BACK]);
    }
}

on_both! {
    async fn lost_answers_of_the_payment_provider_charge_nothing_twice(shop: Shop) {
        shop.world.hold_webhooks(true);
        shop.world.arm_fault("stripe.checkout.sessions.create", Fault::CutAfter, Some(1));
        let checkout = Checkout {
            draft: new_draft(),
            offer: shop.offer(),
            email: EmailAddress::parse("ada@example.org").unwrap(),
            lang: Lang::Fr,
            quantity: Quantity::ONE,
            although_similar: false,
        };
        assert!(matches!(check_out(&shop.services, &checkout).await.unwrap(), CheckedOut::TryAgain));
        assert!(matches!(check_out(&shop.services, &checkout).await.unwrap(), CheckedOut::PayAt(_)));
        let (family, _) = order_of_draft(&shop.services, &checkout.draft).await.unwrap().unwrap();
        assert_eq!(shop.world.stripe_objects("checkout.session").len(), 1);
        shop.pay(&family);
        shop.world.arm_fault("stripe.payment_intents.capture", Fault::CutAfter, Some(1));
        shop.pass(2 * MINUTE);
        shop.work_for(2 * MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&family.order.id).await;
        assert_eq!(family.payments[0].state, PaymentState::Captured);
        assert_eq!(shop.world.payments().len(), 1);
        assert_eq!(shop.subjects(), ["Votre eSIM est prête"]);
    }
}

on_both! {
    async fn two_workers_and_a_page_at_once_buy_one_esim(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        let advance = || escale::fulfilment::advance::advance_order(&shop.services, &order);
        let (one, two, three) = tokio::join!(advance(), advance(), advance());
        for advanced in [one, two, three] {
            advanced.unwrap();
        }
        shop.work_for(MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered);
        assert_eq!(shop.world.esims_sold().len(), 1);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    async fn webhook_alone_moves_the_order(shop: Shop) {
        let family = shop.ordered().await;
        shop.pay(&family);
        for _ in 0..100 {
            shop.work().await;
            if shop.family(&family.order.id).await.order.state == OrderState::Delivered {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let family = shop.books_agree(&family.order.id).await;
        assert_eq!(family.order.state, OrderState::Delivered);
        assert_eq!(shop.world.esims_sold().len(), 1);
        shop.hear_webhooks().await;
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    async fn disputed_charge_freezes_its_order(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        shop.world.hold_webhooks(false);
        let intent = shop.world.payments()[0].payment_intent.clone();
        shop.world.dispute(&intent, "fraudulent").unwrap();
        shop.hear_webhooks().await;
        assert!(shop.family(&order).await.order.disputed);
        assert_eq!(shop.tasks(&order).await, [TaskKind::Disputed]);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}
