//! Orange under the contract.

use super::{Party, whole_contract};
use crate::shop::setup;
use escale_simulators::{Later, SalePlan};

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
    refuse: |world| {
        world.plan_every_sale(SalePlan { refuse: Some("bucket empty".to_owned()), ..SalePlan::default() });
    },
    delay: Some(|world, seconds| {
        world.plan_next_sale(SalePlan {
            status: "pending".to_owned(),
            later: Some(Later { after_seconds: seconds, status: "ok".to_owned() }),
            ..SalePlan::default()
        });
    }),
};

whole_contract!(ORANGE);
