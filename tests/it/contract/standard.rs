//! The generic protocol under the contract.

use super::{Party, whole_contract};
use crate::shop::setup;
use escale_simulators::{Later, StandardOrderPlan, World};

/// What left the stock; an order that ended as failed gave its unit back.
fn sold(world: &World) -> Vec<String> {
    let sales = world.standard_sold().into_iter().filter(|sale| !sale.is_top_up && sale.status != "failed");
    sales.map(|sale| sale.activation_code.map_or_else(String::new, |code| format!("LPA:{code}"))).collect()
}

fn refuse(world: &World) {
    let refuse = Some("Account blocked".to_owned());
    world.plan_next_standard_order(StandardOrderPlan { refuse, ..StandardOrderPlan::default() });
}

static PARTNER: Party = Party {
    account: setup::standard,
    sells: "standard.orders.create",
    reads: &[
        "standard.packages.list",
        "standard.orders.list",
        "standard.orders.get",
        "standard.esims.get",
        "standard.esims.usage",
        "standard.token",
    ],
    sold,
    refuse,
    delay: Some(|world, seconds| {
        world.plan_next_standard_order(StandardOrderPlan {
            status: "processing".to_owned(),
            later: Some(Later { after_seconds: seconds, status: "completed".to_owned() }),
            refuse: None,
        });
    }),
    tops_up: "standard.esims.topup",
    topped_up: |world| world.standard_sold().iter().filter(|sale| sale.is_top_up).count(),
    refuse_top_up: refuse,
    why_no_top_up: "Account blocked",
};

whole_contract!(PARTNER);
