//! Airalo under the contract where orders are accepted first and made later.

use super::airalo::{AIRALO, sold};
use super::{Party, starts, under_contract};
use crate::shop::{Shop, on_both, setup};
use escale::domain::fulfilment::AttemptState;
use escale::domain::order::OrderState;
use escale_simulators::{AiraloOrderPlan, Fault, PaymentWay, Running};
use std::time::Duration;

const CREATE: &str = "airalo.orders.create_async";
const MINUTE: Duration = Duration::from_secs(60);

fn account(running: &Running) -> String {
    format!("{}async_orders = true\n", setup::airalo(running))
}

static LATER: Party = Party {
    account,
    sells: CREATE,
    // Accepted, and never made: out of stock.
    refuse: |world| {
        world.plan_next_airalo_order(AiraloOrderPlan { refuse_code: Some(33), ..AiraloOrderPlan::default() });
    },
    delay: Some(|world, async_after_seconds| {
        world.plan_next_airalo_order(AiraloOrderPlan { async_after_seconds, ..AiraloOrderPlan::default() });
    }),
    ..AIRALO
};

// An order that never arrived cannot be told from one that is not made yet: it is not bought again, see below.
under_contract! { LATER;
    esims:
        catalogue_can_be_sold, paid_order_is_delivered_once_with_the_code_that_was_sold, no_gives_the_money_back,
        accepted_order_is_waited_for, books_list_what_was_sold, use_can_be_asked_for;
    faults:
        answer_lost_after_the_sale_is_adopted, whatever_comes_back_nothing_is_bought_twice,
        whatever_is_read_nothing_panics_and_nothing_is_lost;
    top_ups:
        top_up_is_bought_once, top_up_whose_answer_was_lost_is_adopted, refused_top_up_costs_nothing_and_says_why;
}

on_both! {
    [account] async fn an_order_that_is_not_made_yet_is_not_taken_for_absent(shop: Shop) {
        starts(&shop).await;
        shop.buys().await;
        let plan = AiraloOrderPlan { async_after_seconds: 6 * 60, ..AiraloOrderPlan::default() };
        shop.world.plan_next_airalo_order(plan);
        shop.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
        let order = shop.paid(PaymentWay::Card).await;
        shop.work_for(5 * MINUTE, MINUTE / 6).await;
        assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Unknown);
        shop.work_for(5 * MINUTE, MINUTE / 6).await;
        let family = shop.family(&order).await;
        assert_eq!((family.order.state, family.attempts.len()), (OrderState::Delivered, 1), "{:?}", family.attempts);
        assert_eq!(sold(&shop.world).len(), 2);
        shop.is_not_about_the_rest("mails are every order's");
    }
}

on_both! {
    [account] async fn an_order_that_never_arrived_is_given_back_in_time_and_not_bought_again(shop: Shop) {
        starts(&shop).await;
        shop.buys().await;
        shop.world.arm_fault(CREATE, Fault::CutBefore, Some(1));
        let order = shop.buys().await;
        let family = shop.family(&order).await;
        assert_eq!((family.order.state, family.attempts.len()), (OrderState::GivenBack, 1), "{:?}", family.attempts);
        assert_eq!(family.attempts[0].state, AttemptState::Abandoned);
        assert_eq!(sold(&shop.world).len(), 1);
        shop.is_not_about_the_rest("a task asks to look whether it came after all");
    }
}
