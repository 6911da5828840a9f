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
