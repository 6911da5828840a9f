//! Airalo under the contract.

use super::{Party, whole_contract};
use crate::shop::setup;
use escale_simulators::{AiraloOrderPlan, World};

/// What left the stock.
pub fn sold(world: &World) -> Vec<String> {
    let sales = world.airalo_sold().into_iter().filter(|sale| !sale.is_top_up);
    sales.flat_map(|sale| sale.activation_codes).map(|code| format!("LPA:{code}")).collect()
}

pub const AIRALO: Party = Party {
    account: setup::airalo,
    sells: "airalo.orders.create",
    reads: &[
        "airalo.packages.list",
        "airalo.orders.list",
        "airalo.orders.get",
        "airalo.sims.usage",
        "airalo.balance",
        "airalo.token",
    ],
    sold,
    // Out of stock.
    refuse: |world| {
        world.plan_next_airalo_order(AiraloOrderPlan { refuse_code: Some(33), ..AiraloOrderPlan::default() });
    },
    delay: None,
    tops_up: "airalo.orders.topup",
    topped_up: |world| world.airalo_sold().iter().filter(|sale| sale.is_top_up).count(),
    refuse_top_up: |world| {
        world.plan_next_airalo_order(AiraloOrderPlan { refuse_code: Some(23), ..AiraloOrderPlan::default() });
    },
    why_no_top_up: "The requested top-up has been disabled by the operator",
};

static AT_ONCE: Party = AIRALO;

whole_contract!(AT_ONCE);
