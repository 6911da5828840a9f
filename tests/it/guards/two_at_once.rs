//! Two transactions at the same time: the second begins, with what it has read, before the first is durable.

use super::at_once::{go_on, steps, waiting};
use super::{Verdict, holds};
use crate::shop::Shop;
use escale::domain::fulfilment::AttemptState;
use escale::fulfilment::checkout::{check_out, new_draft};
use escale::trial::Side;
use escale_simulators::{Fault, Later, PaymentWay, SalePlan};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// How often a point was passed.
fn passed(shop: &Shop, point: &str) -> u64 {
    shop.services.store.trial().passed().get(point).copied().unwrap_or(0)
}

/// Waits, in real time, until somebody waits for a lock of the database or the point was passed so often.
async fn until_locked_or_passed(shop: &Shop, point: &str, times: u64) {
    let waits = "from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    for _ in 0..300 {
        if passed(shop, point) >= times || shop.services.store.is_postgres() && shop.rows(waits).await > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the second has not come so far");
}

pub async fn second_click_after_the_session_ended(shop: &Shop) -> Verdict {
    shop.world.hold_webhooks(true);
    let form = shop.form(&new_draft());
    drop(check_out(&shop.services, &form).await.unwrap());
    shop.work_for(50 * MINUTE, 5 * MINUTE).await;
    let click = || {
        let (services, form) = (shop.services.clone(), form.clone());
        async move { drop(check_out(&services, &form).await) }
    };
    let first = waiting(shop, "commit.session_again", Side::Before, 0, click()).await;
    let asked = passed(shop, "call.supplier.product");
    let second = tokio::spawn(click());
    // By then it has read the order.
    until_locked_or_passed(shop, "call.supplier.product", asked + 1).await;
    go_on(shop, first).await;
    second.await.unwrap();
    let family = shop.of_draft(&form.draft).await;
    let live = family.payments.iter().filter(|payment| payment.state.is_live_session()).count();
    holds(live == 1, || format!("one order has {live} pages that can be paid"))
}

pub async fn one_reference_for_two_orders(shop: &Shop) -> Verdict {
    let (one, two) = (shop.paid(PaymentWay::Card).await, shop.paid(PaymentWay::Card).await);
    let same = Fault::Answer { status: 201, body: r#"{"id":"4711","status":"pending"}"#.to_owned() };
    shop.world.arm_fault("orange.transactions.create", same, Some(2));
    let first = waiting(shop, "commit.answer_judged", Side::Before, 0, steps(shop, &one)).await;
    let second = tokio::spawn(steps(shop, &two));
    until_locked_or_passed(shop, "commit.answer_judged", 2).await;
    go_on(shop, first).await;
    second.await.unwrap();
    let mut owners = 0;
    for order in [&one, &two] {
        let family = shop.family(order).await;
        owners += family.attempts.iter().filter(|attempt| attempt.reference.as_deref() == Some("4711")).count();
    }
    holds(owners == 1, || format!("one sale of the supplier belongs to {owners} buyers"))
}

pub async fn delivery_that_is_read_twice(shop: &Shop) -> Verdict {
    let order = shop.paid(PaymentWay::Card).await;
    let later = Later { after_seconds: 30, status: "ok".to_owned() };
    shop.world.plan_next_sale(SalePlan { status: "pending".to_owned(), later: Some(later), ..SalePlan::default() });
    shop.work().await;
    assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Accepted);
    shop.pass(MINUTE);
    let first = waiting(shop, "commit.answer_judged", Side::Before, 0, steps(shop, &order)).await;
    let judged = passed(shop, "commit.answer_judged");
    let second = tokio::spawn(steps(shop, &order));
    until_locked_or_passed(shop, "commit.answer_judged", judged + 1).await;
    go_on(shop, first).await;
    second.await.unwrap();
    let stored = shop.rows(&format!("from esims where order_id = '{order}'")).await;
    holds(stored == 1, || format!("the eSIM of one line is stored {stored} times"))
}
