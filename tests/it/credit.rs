//! What was paid to suppliers in advance: watched, forecast, told to staff, and never spent twice.

use crate::shop::setup::{self, airalo, esim_go};
use crate::shop::{Database, Shop, on_both};
use escale::domain::catalogue::Pause;
use escale::domain::checkout::Quantity;
use escale::domain::ids::{SupplierId, SupplierProductId};
use escale::domain::level::Level;
use escale::domain::order::OrderState;
use escale::domain::timestamp::UnixSeconds;
use escale::fulfilment::checkout::{CheckedOut, Checkout, check_out, new_draft};
use escale::fulfilment::credit_watch::{known_credit, watch_credit};
use escale::fulfilment::schedule::schedule;
use escale::store::{LevelOf, Task, TaskKind};
use escale_simulators::{Fault, PaymentWay, Running};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

impl Shop {
    /// Reads the credit at the shop's only supplier.
    async fn look_at_credit(&self) -> bool {
        let supplier = self.services.suppliers.iter().next().unwrap().id().clone();
        watch_credit(&self.services, &supplier).await.unwrap()
    }

    async fn credit_tasks(&self) -> Vec<Task> {
        let tasks = self.services.store.snapshot().await.unwrap().open_tasks().await.unwrap();
        tasks.into_iter().filter(|task| task.kind == TaskKind::CreditLow).collect()
    }

    async fn try_to_buy(&self, quantity: u8) -> CheckedOut {
        let checkout = Checkout {
            quantity: Quantity::try_from(quantity).unwrap(),
            although_similar: true,
            ..self.form(&new_draft())
        };
        check_out(&self.services, &checkout).await.unwrap()
    }
}

/// As it should warn: below 50.00, or three days before the end.
fn watched(running: &Running) -> String {
    format!("{}credit_low = \"50.00\"\ncredit_low_days = 3\n", setup::esim_go(running))
}

on_both! {
    [watched]
    async fn credit_that_ends_soon_is_one_task_which_settles_once_it_is_filled(shop: Shop) {
        let supplier = SupplierId::from("esim-go");
        for (days, balance, low) in [(0, "10000", false), (1, "9000", false), (1, "4000", true), (1, "3000", true)] {
            shop.pass(DAY * days);
            assert!(shop.world.set_esim_go_balance(balance));
            assert!(shop.look_at_credit().await);
            assert_eq!(shop.credit_tasks().await.len(), usize::from(low), "{balance}");
        }
        let evidence = shop.credit_tasks().await.remove(0).evidence;
        assert!(evidence.contains("4000.00 USD are left") && evidence.contains("ends on 2026-11-2"), "{evidence}");
        let known = known_credit(&mut shop.services.store.snapshot().await.unwrap(), &supplier).await.unwrap().unwrap();
        assert_eq!((known.left.minor, known.left.currency.as_str()), (300_000, "USD"));
        // 7000.00 went in three days.
        assert_eq!(known.ends_at, Some(known.read_at + Duration::from_secs(3 * 86_400 * 3 / 7)));
        let cookie = shop.signed_in().await;
        let page = shop.look("/en/admin", &cookie).await.text().await.unwrap();
        assert!(page.contains("$3,000.00") || page.contains("3,000.00"), "{page}");
        assert!(page.contains("ends on 25 November 2026") && page.contains("as read on 24 November 2026"), "{page}");
        let tasks = shop.look("/fr/admin/tasks", &cookie).await.text().await.unwrap();
        assert!(tasks.contains("Notre crédit chez un fournisseur s’épuise"));

        shop.pass(HOUR);
        shop.world.set_esim_go_balance("60000");
        shop.look_at_credit().await;
        assert!(shop.credit_tasks().await.is_empty(), "it has settled by itself");
        shop.pass(HOUR);
        shop.world.set_esim_go_balance("49.99");
        shop.look_at_credit().await;
        assert_eq!(shop.credit_tasks().await.len(), 1, "low again is a task of its own");
        assert!(shop.credit_tasks().await[0].evidence.contains("less than 50.00 USD"));
        assert_eq!(shop.rows("from tasks where kind = 'credit_low'").await, 2);
        shop.sql("update tasks set done_at = 1 where kind = 'credit_low'").await.unwrap();
    }
}

on_both! {
    [airalo]
    async fn what_the_credit_does_not_cover_pauses_until_it_does(shop: Shop) {
        assert!(shop.look_at_credit().await);
        let all = shop.services.catalogue().offers().len();
        let mut costs: Vec<_> = shop.services.catalogue().offers().iter().map(|offer| offer.cost.minor).collect();
        costs.sort_unstable();
        assert!(costs.len() > 2 && costs[0] < costs[costs.len() - 1]);
        assert!(shop.world.set_airalo_balance(&format!("{}.{:02}", costs[0] / 100, costs[0] % 100)));
        assert!(shop.look_at_credit().await);
        let catalogue = shop.services.catalogue();
        assert!(!catalogue.offers().is_empty() && catalogue.offers().len() < all);
        assert!(catalogue.offers().iter().all(|offer| offer.cost.minor == costs[0]));
        let dear = shop.services.store.snapshot().await.unwrap().sellable_offers().await.unwrap();
        let dear = dear.into_iter().find(|offer| offer.cost.minor > costs[0]).unwrap().id;
        assert_eq!(catalogue.paused(&dear).map(|(_, pause)| pause), Some(Pause::NoCredit));
        assert!(shop.get(&format!("/en/plan/{dear}")).await.text().await.unwrap().contains("takes a short break"));
        let cookie = shop.signed_in().await;
        let plans = shop.look("/en/admin/offers", &cookie).await.text().await.unwrap();
        assert!(plans.contains("Our credit at its supplier does not cover the cost"));
        shop.world.arm_fault("airalo.balance", Fault::CutBefore, None);
        assert!(!shop.look_at_credit().await, "what was known stands");
        assert_eq!(shop.services.catalogue().offers().len(), catalogue.offers().len());
        shop.world.clear_faults();
        shop.world.set_airalo_balance("5000.00");
        shop.look_at_credit().await;
        assert_eq!(shop.services.catalogue().offers().len(), all);
    }
}

on_both! {
    [airalo]
    async fn credit_is_promised_to_one_buyer_and_counts_what_was_bought_since_it_was_read(shop: Shop) {
        let cost = shop.services.catalogue().offer(&shop.offer()).unwrap().cost.minor;
        let text = |minor: i64| format!("{}.{:02}", minor / 100, minor % 100);
        shop.world.set_airalo_balance(&text(3 * cost));
        shop.look_at_credit().await;
        assert!(matches!(shop.try_to_buy(4).await, CheckedOut::NotNow), "four are wanted, three are covered");
        assert!(shop.world.stripe_objects("checkout.session").is_empty());
        assert!(matches!(shop.try_to_buy(2).await, CheckedOut::PayAt(_)));
        assert!(matches!(shop.try_to_buy(2).await, CheckedOut::NotNow), "two of the three are spoken for");
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
        // Not read since; the purchase is known all the same.
        assert!(matches!(shop.try_to_buy(1).await, CheckedOut::NotNow));
        shop.live_through(HOUR * 2).await;
        shop.look_at_credit().await;
        assert!(matches!(shop.try_to_buy(2).await, CheckedOut::PayAt(_)), "the unpaid order has ended");
        shop.subjects();
    }
}

on_both! {
    [airalo]
    async fn credit_that_was_spent_elsewhere_before_the_order_goes_out_gives_the_money_back(shop: Shop) {
        shop.look_at_credit().await;
        let order = {
            let family = shop.ordered().await;
            shop.world.set_airalo_balance("0.10");
            shop.pay(&family);
            shop.hear_webhooks().await;
            family.order.id
        };
        shop.work_for(HOUR / 4, Duration::from_secs(60)).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::GivenBack);
        assert!(shop.world.airalo_sold().is_empty());
        assert_eq!(shop.world.payments()[0].kept(), 0);
        shop.subjects();
    }
}

on_both! {
    [airalo]
    async fn purchase_brings_the_next_look_at_the_credit_forward(shop: Shop) {
        schedule(&shop.services).await.unwrap();
        shop.work().await;
        let airalo = SupplierId::from("airalo");
        let read = async || shop.services.store.snapshot().await.unwrap().newest_credit(&airalo).await.unwrap().unwrap();
        let (before, _) = read().await;
        let order = shop.paid(PaymentWay::Card).await;
        shop.work_for(Duration::from_secs(120), Duration::from_secs(30)).await;
        let (after, at) = read().await;
        let cost = shop.family(&order).await.lines[0].cost;
        assert_eq!(after, before.checked_sub(cost).unwrap());
        assert!(shop.services.clock.now().since(at) < Duration::from_secs(90));
        shop.subjects();
    }
}

on_both! {
    [esim_go]
    async fn levels_of_a_flat_stretch_are_two_and_old_ones_are_forgotten(shop: Shop) {
        let (supplier, product) = (SupplierId::from("esim-go"), SupplierProductId::from("x"));
        let of = LevelOf::Stock(&product);
        let mut tx = shop.services.store.begin().await.unwrap();
        for (at, amount) in [(1, 5), (2, 5), (3, 5), (4, 5), (5, 4), (5, 3), (6, 5)] {
            tx.keep_level(&supplier, of, Level { taken_at: UnixSeconds(at), amount }).await.unwrap();
        }
        let kept = tx.levels(&supplier, of, UnixSeconds(0)).await.unwrap();
        let kept: Vec<_> = kept.into_iter().map(|level| (level.taken_at.0, level.amount)).collect();
        assert_eq!(kept, [(1, 5), (4, 5), (5, 3), (6, 5)]);
        assert_eq!(tx.levels(&supplier, of, UnixSeconds(5)).await.unwrap().len(), 2);
        assert_eq!(tx.newest_credit(&supplier).await.unwrap(), None, "stock is no credit");
        tx.forget_levels(&supplier, UnixSeconds(5)).await.unwrap();
        assert_eq!(tx.levels(&supplier, of, UnixSeconds(0)).await.unwrap().len(), 2);
        tx.commit("test").await.unwrap();
    }
}

#[tokio::test]
async fn where_credit_is_unknown_or_paid_afterwards_nothing_pauses() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    let offers = shop.services.catalogue().offers().len();
    assert!(watch_credit(&shop.services, &SupplierId::from("orange")).await.unwrap());
    assert_eq!(shop.services.catalogue().offers().len(), offers);
    assert_eq!(shop.rows("from supplier_levels where product = ''").await, 0);
    shop.leaves_nothing_behind().await;
}
