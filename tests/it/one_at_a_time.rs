//! A supplier that takes no reference of ours (eSIM Go): one order for a bundle at a time, found again by bundle and time,
//! and never another's.

use crate::buyer::{ESIM_READY, MONEY_BACK, PAYMENT_IN};
use crate::shop::setup::esim_go;
use crate::shop::{Shop, on_both};
use escale::domain::checkout::Quantity;
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::OrderId;
use escale::domain::order::OrderState;
use escale::fulfilment::advance::advance_order;
use escale::fulfilment::checkout::{CheckedOut, Checkout, check_out, new_draft, order_of_draft};
use escale::services::Services;
use escale::store::{Attempt, TaskKind};
use escale_simulators::{EsimGoManners, Fault, PaymentWay};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const CREATE: &str = "esim_go.orders.create";

impl Shop {
    /// Orders at eSIM Go show in its list so many seconds late.
    fn esim_go_lists_late(&self, seconds: i64) {
        let manners = self.world.esim_go_manners();
        self.world.set_esim_go_manners(EsimGoManners { order_list_lag_seconds: seconds, ..manners });
    }

    async fn code_of(&self, order: &OrderId) -> String {
        let esims = self.services.store.snapshot().await.unwrap().esims_of(order).await.unwrap();
        esims[0].secrets.activation_code.manual_code().to_owned()
    }

    /// What eSIM Go sold, oldest first.
    fn codes_sold(&self) -> Vec<String> {
        self.world.esim_go_sold().into_iter().filter_map(|sold| sold.activation_code).collect()
    }

    async fn attempt(&self, order: &OrderId) -> Attempt {
        self.family(order).await.attempts[0].clone()
    }
}

on_both! {
    [esim_go] async fn paid_bundle_is_delivered_once(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered, "{:?}", family.attempts);
        assert_eq!(shop.codes_sold(), [shop.code_of(&order).await]);
        shop.work_for(60 * MINUTE, 5 * MINUTE).await;
        assert_eq!(shop.codes_sold().len(), 1);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    [esim_go] async fn sale_whose_answer_was_cut_off_is_adopted_and_never_bought_again(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
        shop.work_for(10 * MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered, "{:?}", family.attempts);
        assert_eq!(shop.codes_sold(), [shop.code_of(&order).await]);
        assert_eq!(shop.world.calls_seen(CREATE), 1);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    [esim_go] async fn two_orders_for_one_bundle_never_adopt_each_others(shop: Shop) {
        let first = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        shop.esim_go_lists_late(150);
        let second = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
        shop.work().await;
        assert_eq!(shop.attempt(&second).await.state, AttemptState::Unknown);
        // One that was paid before anybody knew: it waits, for longer than a prepared attempt is believed unsent.
        let third = shop.another_paid(&second).await;
        shop.work_for(2 * MINUTE, 10 * SECOND).await;
        // The list has caught up, and it is the one that waits who looks first.
        shop.pass(40 * SECOND);
        advance_order(&shop.services, &third).await.unwrap();
        let waiting = shop.attempt(&third).await;
        assert_eq!((waiting.state, waiting.sent_at), (AttemptState::Prepared, None));
        shop.work_for(8 * MINUTE, 10 * SECOND).await;
        let mut codes = Vec::new();
        for order in [&first, &second, &third] {
            let family = shop.books_agree(order).await;
            assert_eq!(family.order.state, OrderState::Delivered, "{:?}", family.attempts);
            assert_eq!(family.attempts.len(), 1);
            codes.push(shop.code_of(order).await);
        }
        assert_eq!(shop.codes_sold(), codes, "each has what was sold for it");
        assert_eq!(shop.subjects(), [ESIM_READY, PAYMENT_IN, PAYMENT_IN, ESIM_READY, ESIM_READY]);
    }
}

on_both! {
    [esim_go] async fn what_was_never_sent_does_not_end_with_what_another_has_bought(shop: Shop) {
        let first = shop.paid(PaymentWay::Card).await;
        shop.esim_go_lists_late(3600);
        shop.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
        shop.work().await;
        let second = shop.another_paid(&first).await;
        shop.work_for(3 * MINUTE, 10 * SECOND).await;
        // Both deadlines pass, the list catches up, and the last look is first that of the one that waited.
        shop.pass(65 * MINUTE);
        advance_order(&shop.services, &second).await.unwrap();
        let family = shop.books_agree(&second).await;
        assert_eq!((family.order.state, family.attempts[0].state), (OrderState::GivenBack, AttemptState::Abandoned));
        shop.work().await;
        assert_eq!(shop.family(&first).await.order.state, OrderState::Delivered);
        assert_eq!(shop.codes_sold(), [shop.code_of(&first).await]);
        // The last two go out together.
        let mut subjects = shop.subjects();
        subjects.sort();
        assert_eq!(subjects, [PAYMENT_IN, PAYMENT_IN, MONEY_BACK, ESIM_READY]);
    }
}

impl Shop {
    /// An order that is paid although its bundle is in doubt: its session was open before.
    pub async fn another_paid(&self, doubtful: &OrderId) -> OrderId {
        let attempt = self.attempt(doubtful).await;
        assert!(self.is_not_sold_now().await);
        // As if the doubt had begun a moment later.
        self.sql(&format!("update attempts set state = 'sending' where id = '{}'", attempt.id)).await.unwrap();
        let family = self.ordered().await;
        self.sql(&format!("update attempts set state = 'unknown' where id = '{}'", attempt.id)).await.unwrap();
        self.pay(&family);
        family.order.id
    }

    /// A buyer who comes now is asked to try again.
    async fn is_not_sold_now(&self) -> bool {
        matches!(check_out(&self.services, &self.form(&new_draft())).await.unwrap(), CheckedOut::TryAgain)
    }
}

on_both! {
    [esim_go] async fn bundle_that_may_have_been_sold_unseen_is_not_sold_meanwhile(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.esim_go_lists_late(60);
        shop.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
        shop.work().await;
        assert!(shop.is_not_sold_now().await);
        shop.work_for(2 * MINUTE, 10 * SECOND).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
        assert!(!shop.is_not_sold_now().await);
        assert_eq!(shop.subjects(), [PAYMENT_IN, ESIM_READY]);
    }
}

on_both! {
    [esim_go] async fn absence_is_proven_before_one_new_attempt(shop: Shop) {
        let first = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert_eq!(shop.family(&first).await.order.state, OrderState::Delivered);
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault(CREATE, Fault::CutBefore, Some(1));
        shop.work_for(6 * MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&order).await;
        let states: Vec<_> = family.attempts.iter().map(|attempt| attempt.state).collect();
        assert_eq!(states, [AttemptState::ProvenAbsent, AttemptState::Delivered]);
        assert_eq!(shop.codes_sold(), [shop.code_of(&first).await, shop.code_of(&order).await]);
        assert_eq!(shop.subjects(), [ESIM_READY, PAYMENT_IN, ESIM_READY]);
    }
}

on_both! {
    [esim_go] async fn silence_is_no_proof_without_a_known_order(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault(CREATE, Fault::CutBefore, Some(1));
        shop.work_for(6 * MINUTE, 10 * SECOND).await;
        assert_eq!(shop.attempt(&order).await.state, AttemptState::Review);
        shop.work_for(15 * MINUTE, MINUTE).await;
        assert_eq!(shop.books_agree(&order).await.order.state, OrderState::GivenBack);
        assert!(shop.codes_sold().is_empty());
        assert_eq!(shop.subjects(), [PAYMENT_IN, MONEY_BACK]);
    }
}

on_both! {
    [esim_go] async fn several_orders_that_could_be_it_are_a_doubt(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
        shop.world.arm_fault("esim_go.orders.list", Fault::ErrorBefore, Some(1));
        shop.work().await;
        assert_eq!(shop.attempt(&order).await.state, AttemptState::Unknown);
        // Somebody buys the same by hand.
        shop.sold_by_hand().await;
        shop.work_for(MINUTE, 10 * SECOND).await;
        assert_eq!(shop.attempt(&order).await.state, AttemptState::Review);
        assert!(shop.tasks(&order).await.contains(&TaskKind::InDoubt));
        shop.work_for(15 * MINUTE, MINUTE).await;
        assert_eq!(shop.books_agree(&order).await.order.state, OrderState::GivenBack);
        assert_eq!(shop.codes_sold().len(), 2);
        assert_eq!(shop.subjects(), [PAYMENT_IN, MONEY_BACK]);
    }
}

impl Shop {
    /// The cheapest bundle, bought in eSIM Go's portal.
    async fn sold_by_hand(&self) {
        let catalogue = self.services.catalogue();
        let item = catalogue.offers()[0].product.as_str().to_owned();
        let order = format!(r#"{{"type":"transaction","assign":true,"order":[{{"item":"{item}","quantity":1}}]}}"#);
        let supplier = self.services.config.suppliers[0].clone();
        let escale::config::SupplierConfig::EsimGo(account) = supplier else { panic!("another supplier") };
        let call = self.http.post(format!("{}/orders", account.base_url)).header("x-api-key", account.api_key.expose());
        assert!(call.body(order).send().await.unwrap().status().is_success());
    }
}

on_both! {
    [esim_go] async fn order_that_waits_behind_a_doubt_is_given_back_by_the_deadline(shop: Shop) {
        let first = shop.paid(PaymentWay::Card).await;
        shop.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
        shop.world.arm_fault("esim_go.orders.list", Fault::ErrorBefore, None);
        shop.work().await;
        assert_eq!(shop.attempt(&first).await.state, AttemptState::Unknown);
        let second = shop.another_paid(&first).await;
        shop.work_for(14 * MINUTE, 30 * SECOND).await;
        assert_eq!(shop.attempt(&second).await.state, AttemptState::Prepared);
        // The first is given up; what waited behind it may go, if there is time.
        shop.work_for(4 * MINUTE, 10 * SECOND).await;
        assert_eq!(shop.books_agree(&first).await.order.state, OrderState::GivenBack);
        let family = shop.books_agree(&second).await;
        assert!(matches!(family.order.state, OrderState::Delivered | OrderState::GivenBack));
        let delivered = usize::from(family.order.state == OrderState::Delivered);
        assert_eq!(shop.codes_sold().len(), 1 + delivered, "no more than what was sold unseen, and what was delivered");
        shop.is_not_about_the_rest("whom it writes to is the deadline's rule");
    }
}

on_both! {
    [esim_go] async fn each_esim_of_one_order_is_bought_in_its_turn(shop: Shop) {
        shop.world.hold_webhooks(true);
        let checkout = Checkout { quantity: Quantity::try_from(3).unwrap(), ..shop.form(&new_draft()) };
        assert!(matches!(check_out(&shop.services, &checkout).await.unwrap(), CheckedOut::PayAt(_)));
        let family = order_of_draft(&shop.services, &checkout.draft).await.unwrap().unwrap().0;
        shop.pay(&family);
        shop.pass(2 * MINUTE);
        shop.work_for(MINUTE, 10 * SECOND).await;
        let family = shop.books_agree(&family.order.id).await;
        assert_eq!(family.order.state, OrderState::Delivered, "{:?}", family.attempts);
        assert_eq!(shop.codes_sold().len(), 3);
        assert_eq!(shop.subjects(), ["Your 3 eSIMs are ready"]);
    }
}

/// Takes the turn of an order's attempt as a server that is about to send it would; whether it may.
async fn goes_out(services: &Services, order: &OrderId) -> bool {
    let now = services.clock.now();
    let mut tx = services.store.begin().await.unwrap();
    let mut family = tx.family(order).await.unwrap().unwrap();
    tx.lock(&mut family, now).await.unwrap();
    let attempt = family.attempts[0].clone();
    let is_first = tx.take_turn(&attempt, now).await.unwrap();
    if is_first {
        // The other one has every chance to look in between.
        tokio::time::sleep(Duration::from_millis(100)).await;
        tx.move_attempt(&attempt, AttemptState::Sending, None, now).await.unwrap();
        tx.set_sending(&attempt.id, now, now + 5 * SECOND).await.unwrap();
        tx.settle(order).await.unwrap();
        tx.commit("test").await.unwrap();
    }
    is_first
}

on_both! {
    [esim_go] async fn two_servers_never_send_for_the_same_bundle_at_once(shop: Shop) {
        let mut orders = Vec::new();
        for _ in 0..2 {
            let family = shop.ordered().await;
            shop.world.hold_webhooks(true);
            shop.pay(&family);
            orders.push(family.order.id);
        }
        shop.pass(2 * MINUTE);
        // Nothing can be bought at present, so both are prepared.
        let no = Fault::Answer { status: 403, body: r#"{"message": "access denied"}"#.to_owned() };
        shop.world.arm_fault("esim_go.catalogue.get", no, None);
        shop.work().await;
        for order in &orders {
            assert_eq!(shop.attempt(order).await.state, AttemptState::Prepared);
        }
        let (one, other) = tokio::join!(goes_out(&shop.services, &orders[0]), goes_out(&shop.services, &orders[1]));
        assert!(one != other, "exactly one goes out: {one} {other}");
        shop.is_not_about_the_rest("what becomes of them is the other rules'");
    }
}
