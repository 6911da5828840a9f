//! eSIM Go under the contract.

use super::{Party, whole_contract};
use crate::shop::setup;
use escale_simulators::{EsimGoManners, EsimGoOrderPlan, OrderEsims, World};

fn refuse(world: &World) {
    let refuse = Some("Failed to process Order. No payment taken.".to_owned());
    world.plan_next_esim_go_order(EsimGoOrderPlan { refuse, ..EsimGoOrderPlan::default() });
}

static ESIM_GO: Party = Party {
    account: setup::esim_go,
    sells: "esim_go.orders.create",
    reads: &[
        "esim_go.organisation.get",
        "esim_go.catalogue.list",
        "esim_go.catalogue.get",
        "esim_go.orders.validate",
        "esim_go.orders.list",
        "esim_go.assignments.query",
        "esim_go.assignments.path",
        "esim_go.esims.get",
        "esim_go.bundles.list",
    ],
    sold: |world| {
        let codes = world.esim_go_sold().into_iter().filter_map(|sold| sold.activation_code);
        codes.map(|code| format!("LPA:{code}")).collect()
    },
    refuse,
    delay: Some(|world, seconds| {
        let manners = EsimGoManners { order_esims: OrderEsims::Never, ..world.esim_go_manners() };
        world.set_esim_go_manners(manners);
        world
            .plan_next_esim_go_order(EsimGoOrderPlan { assigned_after_seconds: seconds, ..EsimGoOrderPlan::default() });
    }),
    tops_up: "esim_go.orders.create",
    topped_up: |world| world.esim_go_sold().iter().filter(|sold| sold.is_top_up).count(),
    refuse_top_up: refuse,
    why_no_top_up: "Failed to process Order. No payment taken.",
};

whole_contract!(ESIM_GO);
