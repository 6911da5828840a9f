//! Orange under the contract.

use super::{Party, whole_contract};
use crate::shop::setup;
use escale_simulators::{Later, SalePlan, World};

fn refuse(world: &World) {
    world.plan_every_sale(SalePlan { refuse: Some("bucket empty".to_owned()), ..SalePlan::default() });
}

static ORANGE: Party = Party {
    account: setup::orange,
    sells: "orange.transactions.create",
    reads: &[
        "orange.offers.list",
        "orange.offers.get",
        "orange.transactions.list",
        "orange.transactions.get",
        "orange.keys.get",
        "orange.suppliers",
        "orange.usagebalances",
        "orange.simstatus",
        "orange.token",
    ],
    sold: |world| world.esims_sold().into_iter().map(|sold| format!("LPA:{}", sold.activation_code)).collect(),
    refuse,
    delay: Some(|world, seconds| {
        world.plan_next_sale(SalePlan {
            status: "pending".to_owned(),
            later: Some(Later { after_seconds: seconds, status: "ok".to_owned() }),
            ..SalePlan::default()
        });
    }),
    tops_up: "orange.transactions.create",
    topped_up: |world| world.top_ups_sold().len(),
    refuse_top_up: refuse,
    why_no_top_up: "bucket empty",
};

whole_contract!(ORANGE);
