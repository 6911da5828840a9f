//! Airalo under the contract.

use super::{Party, whole_contract};
use crate::shop::setup;
use escale_simulators::AiraloOrderPlan;

static AIRALO: Party = Party {
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
    sold: |world| {
        let codes = world.airalo_sold().into_iter().flat_map(|sold| sold.activation_codes);
        codes.map(|code| format!("LPA:{code}")).collect()
    },
    // Out of stock.
    refuse: |world| {
        world.plan_next_airalo_order(AiraloOrderPlan { refuse_code: Some(33), ..AiraloOrderPlan::default() });
    },
    delay: None,
};

whole_contract!(AIRALO);
