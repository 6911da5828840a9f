//! One run of an order's steps waits at a point while others overtake it; then it goes on with what it believed before.

use super::{Verdict, holds};
use crate::order_faults::orange_says_no;
use crate::shop::Shop;
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::OrderId;
use escale::domain::payment::PaymentState;
use escale::fulfilment::advance::advance_order;
use escale::fulfilment::checkout::{check_out, new_draft};
use escale::fulfilment::worker;
use escale::store::RefundState;
use escale::trial::{Side, Stop};
use escale_simulators::{Fault, PaymentWay, RefundPlan, SalePlan};
use std::time::Duration;
use tokio::task::JoinHandle;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// Nothing real takes so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// Begins `work`, and comes back once it waits at the point.
pub async fn waiting(
    shop: &Shop,
    point: &str,
    side: Side,
    skip: u32,
    work: impl Future<Output = ()> + Send + 'static,
) -> JoinHandle<()> {
    let trial = shop.services.store.trial();
    trial.stop_at(point, side, skip, Stop::Wait);
    let task = tokio::spawn(work);
    tokio::time::timeout(PATIENCE, trial.reached()).await.unwrap_or_else(|_| panic!("{point} was not reached"));
    task
}

/// The steps of an order, as the worker, a page or a webhook makes them; what they end with is judged by the books.
pub fn steps(shop: &Shop, order: &OrderId) -> impl Future<Output = ()> + Send + use<> {
    let (services, order) = (shop.services.clone(), order.clone());
    async move { drop(advance_order(&services, &order).await) }
}

/// Lets the waiting task go on, to its end.
pub async fn go_on(shop: &Shop, task: JoinHandle<()>) {
    shop.services.store.trial().go_on();
    tokio::time::timeout(PATIENCE, task).await.unwrap().unwrap();
}

/// An order of which nothing was sent yet: the plan's facts could not be read.
async fn prepared(shop: &Shop, way: PaymentWay) -> OrderId {
    let order = shop.paid(way).await;
    shop.world.arm_fault("orange.offers.get", orange_says_no(), None);
    shop.work().await;
    assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Prepared);
    shop.world.clear_faults();
    order
}

/// How often the order's eSIMs were sold.
pub async fn sold_for(shop: &Shop, order: &OrderId) -> usize {
    let family = shop.family(order).await;
    let is_ours = |user: &str| family.attempts.iter().any(|attempt| attempt.id.as_str() == user);
    shop.world.esims_sold().iter().filter(|sold| is_ours(&sold.user_id)).count()
}

pub async fn disputed_order_that_was_about_to_be_bought(shop: &Shop) -> Verdict {
    let order = prepared(shop, PaymentWay::BankAtOnce).await;
    let buying = waiting(shop, "call.supplier.product", Side::After, 0, steps(shop, &order)).await;
    // As a dispute's event does it.
    let now = shop.services.clock.now();
    let mut tx = shop.services.store.begin().await.unwrap();
    let mut family = tx.family(&order).await.unwrap().unwrap();
    tx.lock(&mut family, now).await.unwrap();
    tx.set_disputed(&order, true).await.unwrap();
    tx.commit("test").await.unwrap();
    go_on(shop, buying).await;
    holds(sold_for(shop, &order).await == 0, || "an eSIM was bought for an order whose charge is disputed".to_owned())
}

pub async fn hold_that_is_let_go_while_we_are_about_to_buy(shop: &Shop) -> Verdict {
    let order = prepared(shop, PaymentWay::Card).await;
    let buying = waiting(shop, "call.supplier.product", Side::After, 0, steps(shop, &order)).await;
    shop.world.expire_hold(&shop.world.payments()[0].payment_intent);
    // The events are heard by one who could not buy it now.
    shop.world.arm_fault("orange.offers.get", orange_says_no(), None);
    shop.hear_webhooks().await;
    shop.world.clear_faults();
    go_on(shop, buying).await;
    let truth = &shop.world.payments()[0];
    let money = truth.kept() + truth.standing_hold();
    let sold = sold_for(shop, &order).await;
    holds(sold == 0 || money > 0, || format!("{sold} eSIM bought, and no money is held for it"))
}

pub async fn answer_about_the_session_that_comes_after_the_delivery(shop: &Shop) -> Verdict {
    shop.world.hold_webhooks(true);
    let form = shop.form(&new_draft());
    let services = shop.services.clone();
    let clicked = form.clone();
    let click = async move { drop(check_out(&services, &clicked).await) };
    let click = waiting(shop, "call.stripe.session.create", Side::After, 0, click).await;
    // The second click finds the session, its buyer pays, and the order is delivered.
    let order = shop.of_draft(&form.draft).await.order.id;
    steps(shop, &order).await;
    shop.pay(&shop.family(&order).await);
    shop.pass(2 * MINUTE);
    shop.work().await;
    go_on(shop, click).await;
    let state = shop.family(&order).await.payments[0].state;
    holds(state == PaymentState::Captured, || format!("a captured payment has become {state:?}"))
}

pub async fn capture_that_is_heard_of_twice(shop: &Shop) -> Verdict {
    let order = shop.paid(PaymentWay::Card).await;
    let capture = waiting(shop, "call.stripe.capture", Side::After, 0, steps(shop, &order)).await;
    shop.work().await;
    go_on(shop, capture).await;
    let ledger = shop.services.store.snapshot().await.unwrap().ledger_of(&order).await.unwrap();
    let booked: i64 = ledger.iter().filter(|row| row.account == "provider").map(|row| row.amount.minor).sum();
    let captured = shop.world.payments()[0].captured;
    holds(booked == captured, || format!("{captured} was captured, {booked} is booked"))
}

pub async fn answer_about_the_refund_that_comes_after_its_success(shop: &Shop) -> Verdict {
    let order = shop.paid(PaymentWay::BankAtOnce).await;
    shop.world.plan_next_sale(SalePlan { status: "ko".to_owned(), ..SalePlan::default() });
    let slow = RefundPlan { status: "pending".to_owned(), succeeds_after_seconds: Some(10), ..RefundPlan::default() };
    shop.world.plan_next_refund(slow);
    let asking = waiting(shop, "call.stripe.refund", Side::After, 0, steps(shop, &order)).await;
    shop.work_for(130 * MINUTE, 10 * MINUTE).await;
    go_on(shop, asking).await;
    let family = shop.family(&order).await;
    let given_back = family.payments[0].refunded == family.payments[0].captured;
    let state = family.refunds[0].state;
    holds(given_back && state == RefundState::Succeeded, || format!("a refund that succeeded stands as {state:?}"))
}

/// An order in doubt whose absence one run is about to conclude: it has looked twice, and found a known order.
async fn about_to_conclude_absence(shop: &Shop, fault: Fault) -> (OrderId, JoinHandle<()>) {
    // A known delivery first: without one, absence proves nothing.
    shop.paid(PaymentWay::Card).await;
    shop.work().await;
    shop.pass(11 * MINUTE);
    shop.world.set_orange_list_lag(600);
    let order = shop.paid(PaymentWay::Card).await;
    shop.world.arm_fault("orange.transactions.create", fault, Some(1));
    shop.work().await;
    for _ in 0..20 {
        if shop.family(&order).await.attempts[0].first_absent_at.is_some() {
            break;
        }
        shop.pass(5 * SECOND);
        shop.work().await;
    }
    shop.pass(125 * SECOND);
    // The first look-up is the order's own, the second the control.
    let run = waiting(shop, "call.supplier.find_order", Side::After, 1, steps(shop, &order)).await;
    (order, run)
}

pub async fn absence_that_is_concluded_after_the_sale_was_found(shop: &Shop) -> Verdict {
    let (order, concluding) = about_to_conclude_absence(shop, Fault::CutAfter).await;
    shop.world.set_orange_list_lag(0);
    steps(shop, &order).await;
    assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Delivered);
    go_on(shop, concluding).await;
    let state = shop.family(&order).await.attempts[0].state;
    holds(state == AttemptState::Delivered, || format!("an eSIM that was sold and delivered stands as {state:?}"))
}

pub async fn absence_that_is_concluded_twice(shop: &Shop) -> Verdict {
    let (order, concluding) = about_to_conclude_absence(shop, Fault::CutBefore).await;
    steps(shop, &order).await;
    go_on(shop, concluding).await;
    let family = shop.family(&order).await;
    let open = family.attempts.iter().filter(|attempt| !attempt.state.proves_nothing_sold()).count();
    holds(open == 1, || format!("{open} attempts for one line, each of which may buy"))
}

pub async fn order_that_was_held_up_on_its_way_out(shop: &Shop) -> Verdict {
    shop.paid(PaymentWay::Card).await;
    shop.work().await;
    let order = shop.paid(PaymentWay::Card).await;
    let sending = waiting(shop, "call.supplier.send", Side::Before, 0, steps(shop, &order)).await;
    shop.work_for(5 * MINUTE, 10 * SECOND).await;
    go_on(shop, sending).await;
    let sold = sold_for(shop, &order).await;
    holds(sold == 1, || format!("{sold} eSIMs were bought for one line"))
}

pub async fn second_worker_beside_a_slow_one(shop: &Shop) -> Verdict {
    shop.paid(PaymentWay::Card).await;
    let services = shop.services.clone();
    let worker = async move { drop(worker::run_ready(&services).await) };
    let slow = waiting(shop, "call.mail.send", Side::Before, 0, worker).await;
    shop.work().await;
    go_on(shop, slow).await;
    let mails = shop.subjects().len();
    holds(mails == 1, || format!("the buyer got the same mail {mails} times"))
}
