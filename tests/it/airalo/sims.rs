//! A delivered eSIM: topped up, asked for its state and for what is left.

use super::*;

#[tokio::test]
async fn a_top_up_comes_onto_its_sim_and_is_found_by_its_description() {
    let (running, airalo, _) = world().await;
    airalo.catalogue().await.unwrap();
    let sim = buy(&airalo, 1).await;
    let fitting = airalo.top_ups(&sim, "req").await.unwrap();
    let wanted = fitting.iter().find(|product| product.product.as_str() == TOP_UP).unwrap();
    assert!(fitting.iter().all(|product| product.kind == ProductKind::TopUp));
    assert_eq!((wanted.facts.network.as_str(), wanted.cost.minor), ("Bonbon Mobile", 460));
    let purchase = top_up(2, &sim);
    running.world.arm_fault("airalo.orders.topup", Fault::CutAfter, Some(1));
    assert!(matches!(airalo.send(&purchase).await, Sent::Unknown { .. }));
    let found = airalo.find_order(&search(&purchase)).await.unwrap();
    let Reading::ToppedUp(booked) = airalo.read(&found[0].answer, &purchase.wanted) else { panic!("not topped up") };
    let truth = running.world.airalo_sold().remove(1);
    assert_eq!((booked.reference, booked.sold_at), (truth.order_id.to_string(), Some(NOW)));
    assert!(truth.is_top_up && truth.iccids == [iccid(&sim).to_owned()]);
    let left = airalo.usage(&sim, "req").await.unwrap().unwrap();
    assert_eq!(left.balances[0].data_total, Some(DataAmount::gigabytes(4)));
    running.world.recycle_airalo_sim(iccid(&sim));
    assert!(airalo.top_ups(&sim, "req").await.unwrap().is_empty());
    let answer = send(&airalo, &top_up(3, &sim)).await;
    assert!(matches!(airalo.read(&answer, &purchase.wanted), Reading::Refused { may_try_again: false, .. }));
}

#[tokio::test]
async fn the_sims_state_and_what_is_left_are_read() {
    let (running, airalo, _) = world().await;
    let sim = buy(&airalo, 1).await;
    let status = async || airalo.sim_status(&sim, "req").await.unwrap().map(|report| report.status);
    assert_eq!(status().await, Some(SimStatus::NotInstalled));
    running.world.airalo_use(iccid(&sim), 512);
    let report = airalo.usage(&sim, "req").await.unwrap().unwrap();
    let balance = &report.balances[0];
    assert_eq!(balance.data, Some(DataAmount::megabytes(500)));
    assert_eq!((balance.data_left_percent(), balance.expires_at), (Some(50), Some(NOW.plus_days(7))));
    assert_eq!(status().await, Some(SimStatus::Available));
    running.world.airalo_use(iccid(&sim), 512);
    assert_eq!(status().await, Some(SimStatus::Free));
    running.world.set_airalo_status(iccid(&sim), "UNKNOWN");
    assert_eq!(status().await, None);
    running.world.set_airalo_status(iccid(&sim), "DANCING");
    assert_eq!(status().await, Some(SimStatus::Unknown("DANCING".into())));
    running.world.recycle_airalo_sim(iccid(&sim));
    assert_eq!(status().await, Some(SimStatus::Expired));
    assert!(airalo.usage(&sim, "req").await.unwrap().unwrap().balances.is_empty());
    assert_eq!(airalo.usage(&SimNames::default(), "req").await.unwrap(), None);
}
