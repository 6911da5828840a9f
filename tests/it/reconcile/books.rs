//! Refunds and the ledger; what a person settles; and a shop without fault, of which nothing is told.

use super::{DAY, HOUR, MINUTE, SECOND};
use crate::shop::{Shop, on_both};
use escale::domain::order::OrderState;
use escale::domain::reconciliation::{DifferenceKind, Pass};
use escale::fulfilment::reconcile::Stretch;
use escale::store::TaskKind;
use escale_simulators::{PaymentWay, SalePlan};
use reqwest::StatusCode;

on_both! {
    async fn refund_in_the_dashboard_is_told(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        let intent = shop.world.payments()[0].payment_intent.clone();
        let refund = shop.at_stripe("/v1/refunds", &[("payment_intent", &intent), ("amount", "100")]).await;
        shop.compare(&Pass::Refunds).await;
        let standing = shop.standing().await;
        assert_eq!((standing.len(), standing[0].kind), (1, DifferenceKind::RefundElsewhere));
        assert_eq!(standing[0].order.as_ref(), Some(&order));
        let evidence = &standing[0].evidence;
        assert!(evidence.contains(refund["id"].as_str().unwrap()) && evidence.contains("1.00 EUR"), "{evidence}");
    }
}

on_both! {
    async fn refund_that_came_back_after_it_had_succeeded_is_a_task(shop: Shop) {
        let order = shop.paid(PaymentWay::BankAtOnce).await;
        shop.world.plan_every_sale(SalePlan { refuse: Some("bucket empty".to_owned()), ..SalePlan::default() });
        shop.work_for(20 * MINUTE, 30 * SECOND).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::GivenBack);
        shop.pass(3 * DAY);
        shop.compare(&Pass::Refunds).await;
        assert!(shop.standing().await.is_empty());
        let refund = shop.family(&order).await.refunds[0].provider.clone().unwrap();
        shop.world.hold_webhooks(true);
        shop.world.fail_refund(&refund);
        shop.compare(&Pass::Refunds).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::RefundDiffers]);
        assert!(shop.tasks(&order).await.contains(&TaskKind::RefundFailed));
    }
}

on_both! {
    async fn tampering_with_the_ledger_is_found(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        shop.compare(&Pass::Ledger).await;
        assert!(shop.standing().await.is_empty(), "{:?}", shop.standing().await);
        let payment = shop.family(&order).await.payments[0].id.clone();
        let one_side = format!("delete from ledger where entry_id = 'captured:{payment}' and account = 'buyer'");
        assert_eq!(shop.sql(&one_side).await.unwrap(), 1);
        shop.compare(&Pass::Ledger).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::LedgerUnbalanced]);
        // Both sides: it balances again, and says otherwise than the payment.
        let both = format!("delete from ledger where entry_id = 'captured:{payment}'");
        shop.sql(&both).await.unwrap();
        shop.compare(&Pass::Ledger).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::LedgerDiffers]);
        let differed = shop.differed(&order).await;
        assert!(differed.contains(&(DifferenceKind::LedgerUnbalanced, true)), "{differed:?}");
    }
}

on_both! {
    async fn provider_fee_is_booked_once_and_changes_nothing_between_us_and_the_buyer(shop: Shop) {
        let order = shop.delivered(PaymentWay::Card).await;
        let balance = async || shop.services.store.snapshot().await.unwrap().balance_of(&order).await.unwrap();
        let before = balance().await;
        let fees = async || {
            let rows = shop.services.store.snapshot().await.unwrap().ledger_of(&order).await.unwrap();
            let fees = rows.into_iter().filter(|row| row.kind == "fee" && row.account == "fees");
            fees.map(|row| row.amount.minor).collect::<Vec<_>>()
        };
        shop.compare(&Pass::Ledger).await;
        let theirs: i64 =
            shop.world.stripe_objects("balance_transaction").iter().map(|moved| moved["fee"].as_i64().unwrap()).sum();
        assert!(theirs > 0);
        assert_eq!(fees().await, [theirs]);
        shop.compare(&Pass::Ledger).await;
        assert_eq!((fees().await, balance().await), (vec![theirs], before));
        assert!(shop.standing().await.is_empty(), "{:?}", shop.standing().await);
    }
}

on_both! {
    async fn key_that_may_not_read_the_balance_books_no_fee_and_compares_all_the_same(shop: Shop) {
        let order = shop.delivered(PaymentWay::Card).await;
        shop.world.restrict_stripe_key(Some(&["stripe.checkout.*", "stripe.payment_intents.*", "stripe.refunds.*"]));
        shop.compare(&Pass::Ledger).await;
        assert!(shop.standing().await.is_empty(), "{:?}", shop.standing().await);
        let rows = shop.services.store.snapshot().await.unwrap().ledger_of(&order).await.unwrap();
        assert!(rows.iter().all(|row| row.kind != "fee"));
    }
}

on_both! {
    async fn state_that_does_not_follow_from_its_parts_is_found(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        shop.spoil(&order, "state", "closed").await;
        shop.sql(&format!("update payments set captured_minor = captured_minor - 1 where order_id = '{order}'")).await.unwrap();
        shop.compare(&Pass::Ledger).await;
        let mut kinds = shop.kinds_standing().await;
        kinds.sort_by_key(|kind| kind.as_str());
        assert_eq!(kinds, [DifferenceKind::LedgerDiffers, DifferenceKind::StateDiffers]);
        let evidence = shop.standing().await.into_iter().find(|found| found.kind == DifferenceKind::StateDiffers);
        assert!(evidence.unwrap().evidence.contains("closed"));
    }
}

on_both! {
    async fn settled_difference_stays_settled_until_its_figures_change(shop: Shop) {
        let cookie = shop.signed_in().await;
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        shop.spoil(&order, "state", "closed").await;
        shop.compare(&Pass::Ledger).await;
        let number = shop.family(&order).await.order.number;
        let (page, order_page) = ("/en/admin/reconciliation", format!("/en/admin/orders/{number}"));
        let read = async |path: &str| {
            let answer = shop.look(path, &cookie).await;
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            answer.text().await.unwrap()
        };
        let shown = read(page).await;
        assert!(shown.contains("stored state is closed") && shown.contains(&number), "{shown}");
        assert!(shown.contains("Somebody or something wrote into the database"), "the safe next step: {shown}");
        assert!(shown.contains("Read whole") && !shown.contains("<script"), "{shown}");
        assert!(read("/fr/admin/reconciliation").await.contains("Écarts qui subsistent"));
        assert!(read("/en/admin").await.contains("difference between books and world"));
        assert!(read(&order_page).await.contains("stored state is closed"));

        let difference = shop.standing().await[0].id.clone();
        let form = [("difference", difference.as_str()), ("note", "a test wrote it")];
        assert_eq!(shop.act(page, &cookie, &form).await.status(), StatusCode::SEE_OTHER);
        assert!(read(page).await.contains("Books and world agree"));
        let timeline = read(&order_page).await;
        assert!(timeline.contains("Difference settled") && timeline.contains("a test wrote it"), "{timeline}");
        shop.compare(&Pass::Ledger).await;
        assert!(shop.standing().await.is_empty(), "the same figures");
        shop.spoil(&order, "state", "given_back").await;
        shop.compare(&Pass::Ledger).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::StateDiffers], "other figures");
    }
}

on_both! {
    async fn shop_without_fault_has_no_difference(shop: Shop) {
        // Delivered, taken at once, given back, refunded, never paid, and paid too late.
        shop.paid(PaymentWay::Card).await;
        shop.work().await;
        shop.paid(PaymentWay::BankAtOnce).await;
        shop.work().await;
        shop.world.plan_every_sale(SalePlan { refuse: Some("bucket empty".to_owned()), ..SalePlan::default() });
        shop.paid(PaymentWay::Card).await;
        shop.work_for(20 * MINUTE, 30 * SECOND).await;
        shop.paid(PaymentWay::BankAtOnce).await;
        shop.work_for(20 * MINUTE, 30 * SECOND).await;
        shop.world.plan_every_sale(SalePlan::default());
        shop.ordered().await;
        let late = shop.ordered().await;
        shop.pay(&late);
        shop.pass(16 * MINUTE);
        shop.work_for(2 * HOUR, 5 * MINUTE).await;
        let open = shop.ordered().await;
        for stretch in [Stretch::Due, Stretch::Everything, Stretch::Since(crate::shop::START)] {
            let report = shop.reconcile(stretch).await;
            assert!(report.is_complete(), "{report:?}");
            assert_eq!(report.standing(), 0, "{report:?}");
        }
        for order in [late.order.id, open.order.id] {
            let differed = shop.differed(&order).await;
            assert!(differed.iter().all(|(kind, _)| *kind == DifferenceKind::EventLost), "{differed:?}");
        }
        let tasks = shop.open_tasks().await;
        assert!(tasks.is_empty(), "{tasks:?}");
    }
}
