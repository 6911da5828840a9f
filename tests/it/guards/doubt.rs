//! Doubt, lateness and lost answers: what must not be believed too early, and not be done twice.

use super::at_once::{sold_for, steps};
use super::{Verdict, holds};
use crate::shop::Shop;
use escale::domain::order::OrderState;
use escale::fulfilment::checkout::{check_out, new_draft};
use escale::store::Finish;
use escale_simulators::{Fault, PaymentWay};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// A worker's lease, and a little.
const LEASE_IS_OVER: Duration = Duration::from_secs(130);

pub async fn worker_that_was_thought_dead_ends_its_job(shop: &Shop) -> Verdict {
    let order = shop.paid(PaymentWay::Card).await;
    let claim = async || {
        let mut tx = shop.services.store.begin().await.unwrap();
        let job = tx.claim_job(shop.services.clock.now(), 2 * MINUTE).await.unwrap().unwrap();
        tx.commit("test").await.unwrap();
        job
    };
    let slow = claim().await;
    shop.pass(LEASE_IS_OVER);
    let next = claim().await;
    assert_eq!(slow.name, next.name);
    let mut tx = shop.services.store.begin().await.unwrap();
    tx.finish_job(&slow, &Finish::Done, shop.services.clock.now()).await.unwrap();
    tx.commit("test").await.unwrap();
    // The one that has taken the job over ends here, as by a crash.
    shop.work_for(30 * MINUTE, MINUTE).await;
    let state = shop.family(&order).await.order.state;
    holds(state == OrderState::Delivered, || format!("nobody looks at a paid order any more; it is {state:?}"))
}

pub async fn session_whose_answer_was_lost(shop: &Shop) -> Verdict {
    shop.world.hold_webhooks(true);
    shop.world.arm_fault("stripe.checkout.sessions.create", Fault::CutAfter, Some(1));
    let form = shop.form(&new_draft());
    for _ in 0..2 {
        drop(check_out(&shop.services, &form).await.unwrap());
    }
    let sessions = shop.world.stripe_objects("checkout.session").len();
    holds(sessions == 1, || format!("{sessions} pages on which one order can be paid"))
}

pub async fn sale_that_shows_late_in_the_list(shop: &Shop) -> Verdict {
    shop.paid(PaymentWay::Card).await;
    shop.work().await;
    shop.pass(3 * MINUTE);
    shop.world.set_orange_list_lag(100);
    let order = shop.paid(PaymentWay::Card).await;
    shop.world.arm_fault("orange.transactions.create", Fault::CutAfter, Some(1));
    shop.work_for(10 * MINUTE, 5 * SECOND).await;
    let sold = sold_for(shop, &order).await;
    holds(sold == 1, || format!("{sold} eSIMs were bought for one line"))
}

pub async fn sale_in_a_list_that_shows_nothing(shop: &Shop) -> Verdict {
    shop.world.set_orange_list_lag(3600);
    let order = shop.paid(PaymentWay::Card).await;
    shop.world.arm_fault("orange.transactions.create", Fault::CutAfter, Some(1));
    shop.work_for(10 * MINUTE, 10 * SECOND).await;
    let sold = sold_for(shop, &order).await;
    holds(sold == 1, || format!("{sold} eSIMs were bought for one line"))
}

pub async fn payment_over_another_amount(shop: &Shop) -> Verdict {
    shop.world.hold_webhooks(true);
    let family = shop.ordered().await;
    // As if the provider held less than was asked for.
    let more = format!("update payments set amount_minor = amount_minor + 1 where order_id = '{}'", family.order.id);
    assert_eq!(shop.sql(&more).await.unwrap(), 1);
    shop.pay(&family);
    steps(shop, &family.order.id).await;
    let sold = sold_for(shop, &family.order.id).await;
    holds(sold == 0, || "an eSIM was bought for less money than it costs".to_owned())
}

pub async fn payment_first_seen_after_the_deadline(shop: &Shop) -> Verdict {
    shop.world.hold_webhooks(true);
    let family = shop.ordered().await;
    shop.pay(&family);
    shop.pass(16 * MINUTE);
    shop.work().await;
    let sold = sold_for(shop, &family.order.id).await;
    holds(sold == 0, || "an eSIM was bought for a buyer who has waited longer than we promise".to_owned())
}
