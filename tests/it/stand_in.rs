//! An equal plan of another supplier: only after the first has proven to have sold nothing, at the price that was agreed.

use crate::shop::setup::{self, Account};
use crate::shop::{Database, Shop};
use escale::domain::fulfilment::AttemptState;
use escale::domain::order::OrderState;
use escale_simulators::{Fault, PaymentWay, Running};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// A second account at the same supplier: another supplier of the same plans, as far as the shop knows.
fn another(running: &Running) -> String {
    setup::orange(running).replace("id = \"orange\"", "id = \"another\"")
}

async fn each_database<F: Future<Output = ()>>(accounts: &[Account], rule: impl Fn(Shop) -> F) {
    for database in [Database::Sqlite, Database::Postgres] {
        if let Some(shop) = Shop::open_selling(database, accounts).await {
            rule(shop.clone()).await;
            shop.leaves_nothing_behind().await;
        }
    }
}

fn says_no(shop: &Shop) {
    let body =
        r#"{"code": 24, "message": "Invalid body field", "description": "bucket empty for the offer"}"#.to_owned();
    shop.world.arm_fault("orange.transactions.create", Fault::Answer { status: 400, body }, Some(1));
}

#[tokio::test]
async fn equal_plan_of_another_supplier_stands_in_after_a_definite_no_and_the_buyer_is_told() {
    each_database(&[setup::orange, another], async |shop| {
        says_no(&shop);
        let order = shop.paid(PaymentWay::Card).await;
        let first = shop.family(&order).await.lines[0].clone();
        shop.work_for(MINUTE, Duration::from_secs(10)).await;
        let family = shop.books_agree(&order).await;
        let states: Vec<_> = family.attempts.iter().map(|attempt| attempt.state).collect();
        assert_eq!(states, [AttemptState::Refused, AttemptState::Delivered]);
        assert_eq!(family.order.state, OrderState::Delivered);
        let line = &family.lines[0];
        assert_ne!(line.supplier, first.supplier);
        assert_eq!((line.price, family.attempts[1].supplier.clone()), (first.price, line.supplier.clone()));
        assert_eq!(shop.world.esims_sold().len(), 1);
        assert_eq!(shop.world.payments()[0].kept(), first.price.minor);
        let token = shop.services.store.snapshot().await.unwrap().order_token(&order).await.unwrap().unwrap();
        let page = shop.get(&format!("/en/o/{}", token.expose())).await.text().await.unwrap();
        assert!(page.contains("an equal plan of another network"), "{page}");
        let mails = shop.world.mails_to("ada@example.org");
        assert!(mails.last().unwrap().text().contains("an equal plan of another network"));
    })
    .await;
}

#[tokio::test]
async fn while_it_may_have_been_sold_nobody_stands_in() {
    each_database(&[setup::orange, another], async |shop| {
        shop.world.arm_fault("orange.transactions.create", Fault::CutAfter, Some(1));
        shop.world.set_orange_list_lag(90);
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        let family = shop.family(&order).await;
        assert_eq!((family.attempts.len(), family.attempts[0].state), (1, AttemptState::Unknown));
        shop.work_for(10 * MINUTE, MINUTE).await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.attempts.len(), family.attempts[0].state), (1, AttemptState::Delivered));
        assert_eq!(shop.world.esims_sold().len(), 1);
        shop.subjects();
    })
    .await;
}

#[tokio::test]
async fn where_nothing_is_equal_the_money_goes_back() {
    each_database(&[setup::orange], async |shop| {
        says_no(&shop);
        let order = shop.paid(PaymentWay::Card).await;
        shop.work_for(20 * MINUTE, MINUTE).await;
        let family = shop.books_agree(&order).await;
        assert_eq!((family.order.state, family.attempts.len()), (OrderState::GivenBack, 1));
        shop.subjects();
    })
    .await;
}

#[tokio::test]
async fn a_plan_that_is_gone_before_it_is_sent_is_stood_in_for_and_the_buyer_is_told() {
    each_database(&[setup::orange, another], async |shop| {
        let order = shop.paid(PaymentWay::Card).await;
        let first = shop.family(&order).await.lines[0].clone();
        let gone = Fault::Answer { status: 200, body: "[]".to_owned() };
        // It is looked at when the payment arrives, and again before it would be sent.
        shop.world.arm_fault("orange.offers.get", gone, Some(2));
        shop.work_for(MINUTE, Duration::from_secs(10)).await;
        let family = shop.books_agree(&order).await;
        let states: Vec<_> = family.attempts.iter().map(|attempt| attempt.state).collect();
        assert_eq!(states, [AttemptState::ProvenAbsent, AttemptState::Delivered]);
        assert_eq!(family.attempts[0].sent_at, None);
        assert_ne!(family.lines[0].supplier, first.supplier);
        assert_eq!((family.order.state, family.lines[0].price), (OrderState::Delivered, first.price));
        assert_eq!(shop.world.esims_sold().len(), 1);
        let mails = shop.world.mails_to("ada@example.org");
        assert!(mails.last().unwrap().text().contains("an equal plan of another network"));
    })
    .await;
}

#[tokio::test]
async fn what_is_sold_out_everywhere_is_given_back() {
    each_database(&[setup::orange, another], async |shop| {
        let order = shop.paid(PaymentWay::Card).await;
        let gone = Fault::Answer { status: 200, body: "[]".to_owned() };
        shop.world.arm_fault("orange.offers.get", gone, None);
        shop.work_for(MINUTE, Duration::from_secs(10)).await;
        let family = shop.books_agree(&order).await;
        let states: Vec<_> = family.attempts.iter().map(|attempt| attempt.state).collect();
        assert_eq!(states, [AttemptState::ProvenAbsent, AttemptState::Abandoned]);
        assert_eq!(family.order.state, OrderState::GivenBack);
        assert!(shop.world.esims_sold().is_empty());
        shop.subjects();
    })
    .await;
}

/// A second account at eSIM Go.
fn another_go(running: &Running) -> String {
    setup::esim_go(running).replace("id = \"esim-go\"", "id = \"another-go\"")
}

#[tokio::test]
async fn who_waits_behind_a_doubt_moves_to_an_equal_plan_while_there_is_time() {
    each_database(&[setup::esim_go, another_go], async |shop| {
        let first = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault("esim_go.orders.create", Fault::CutAfter, Some(1));
        shop.world.arm_fault("esim_go.orders.list", Fault::ErrorBefore, None);
        shop.work().await;
        let second = shop.another_paid(&first).await;
        shop.work_for(5 * MINUTE, Duration::from_secs(30)).await;
        assert_eq!(shop.family(&second).await.attempts[0].state, AttemptState::Prepared, "its turn may come yet");
        shop.work_for(5 * MINUTE, Duration::from_secs(30)).await;
        let family = shop.family(&second).await;
        let states: Vec<_> = family.attempts.iter().map(|attempt| attempt.state).collect();
        assert_eq!(states, [AttemptState::ProvenAbsent, AttemptState::Delivered]);
        assert_ne!(family.attempts[0].supplier, family.attempts[1].supplier);
        assert_eq!(family.order.state, OrderState::Delivered);
        shop.work_for(10 * MINUTE, Duration::from_secs(30)).await;
        assert_eq!(shop.family(&first).await.order.state, OrderState::GivenBack);
        assert_eq!(shop.world.esim_go_sold().len(), 2, "the one in doubt, and the one that was delivered");
        shop.subjects();
    })
    .await;
}
