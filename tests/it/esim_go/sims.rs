//! eSIMs at eSIM Go after their sale, top-ups, and the account itself.

use super::*;

#[tokio::test]
async fn the_esims_state_and_what_is_left_are_read() {
    let (running, esim_go) = world().await;
    let sim = a_sim(&esim_go).await;
    let status = async || esim_go.sim_status(&sim, "req").await.unwrap().unwrap();
    let left = async || esim_go.usage(&sim, "req").await.unwrap().unwrap().balances[0].clone();
    assert_eq!(status().await.status, SimStatus::NotInstalled);
    assert_eq!(left().await.data, Some(DataAmount::gigabytes(1)));
    assert!(
        running.world.esim_go_attach(iccid_of(&sim), "FR") && running.world.esim_go_use(iccid_of(&sim), 250_000_000)
    );
    let balance = left().await;
    assert_eq!(balance.data, Some(DataAmount { bytes: 750_000_000 }));
    assert_eq!((balance.activated_at, balance.expires_at), (Some(NOW), Some(NOW.plus_days(7))));
    let report = status().await;
    assert_eq!((report.status, report.expires_at), (SimStatus::Available, Some(NOW.plus_days(7))));
    running.world.set_esim_go_bundle_state(iccid_of(&sim), FRANCE, "expired");
    assert_eq!(status().await.status, SimStatus::Free);
    running.world.delete_esim_go_esim(iccid_of(&sim));
    assert!(matches!(esim_go.usage(&sim, "req").await, Err(SupplierError::Refused { status: 403, .. })));
    assert_eq!(esim_go.usage(&SimNames::default(), "req").await.unwrap(), None);
}

async fn top_up(esim_go: &EsimGo, sim: &SimNames, product: &str) -> Reading {
    let wanted = Wanted::TopUp(sim.clone());
    match esim_go.send(&purchase(wanted.clone(), product)).await {
        Sent::Answer(answer) => esim_go.read(&answer, &wanted),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_fits_an_esim_is_offered_and_put_on_it() {
    let (running, esim_go) = world().await;
    let sim = a_sim(&esim_go).await;
    let offered = esim_go.top_ups(&sim, "req").await.unwrap();
    assert!((1..=8).contains(&offered.len()));
    assert!(offered.iter().all(|product| product.kind == ProductKind::TopUp));
    let france = |code: &escale::domain::country::CountryCode| code.as_str() == "FR";
    assert!(offered.iter().all(|product| product.facts.coverage.countries.iter().any(france)));
    assert_eq!(offered[0].product.as_str(), FRANCE, "the same countries first, the cheapest of them first");
    let Reading::ToppedUp(done) = top_up(&esim_go, &sim, FRANCE).await else { panic!() };
    let ToppedUp { reference, sold_at, exchanged: None } = *done else { panic!() };
    let sold = running.world.esim_go_sold().pop().unwrap();
    assert_eq!((reference, sold.is_top_up, sold_at), (sold.order_reference, true, Some(NOW)));
    assert_eq!(sold.iccid.as_deref(), Some(iccid_of(&sim)));
    // What is for other profiles is neither offered nor sold.
    assert!(is_no(&top_up(&esim_go, &sim, "esim_5GB_15D_CN_V2").await));
    assert_eq!(running.world.esim_go_sold().len(), 2);
}

#[tokio::test]
async fn a_top_up_without_an_answer_is_found_for_its_own_sim_alone() {
    let (running, esim_go) = world().await;
    let (sim, other) = (a_sim(&esim_go).await, a_sim(&esim_go).await);
    running.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
    let wanted = Wanted::TopUp(sim.clone());
    assert!(matches!(esim_go.send(&purchase(wanted.clone(), FRANCE)).await, Sent::Unknown { .. }));
    assert!(matches!(top_up(&esim_go, &other, FRANCE).await, Reading::ToppedUp(_)));
    let found = esim_go.find_order(&search(wanted.clone(), FRANCE)).await.unwrap();
    let sold = running.world.esim_go_sold();
    let for_it: Vec<_> = sold.iter().filter(|sold| sold.iccid.as_deref() == Some(iccid_of(&sim))).collect();
    // The sale of the eSIM itself names it as well: that one is another attempt's.
    assert_eq!((found.len(), for_it.len()), (2, 2));
    assert!(found.iter().all(|order| for_it.iter().any(|sold| sold.order_reference == order.reference)));
    let topped_up = |order: &&escale::suppliers::FoundOrder| order.reference == for_it[1].order_reference;
    let answer = &found.iter().find(topped_up).unwrap().answer;
    assert!(matches!(esim_go.read(answer, &wanted), Reading::ToppedUp(_)));
}

#[tokio::test]
async fn a_key_that_is_refused_is_an_obstacle_that_does_not_tell_it() {
    let (running, esim_go) = world().await;
    assert_eq!(esim_go.obstacle().await.unwrap(), None);
    let wrong = esim_go_as(&running, "wrong-key");
    let obstacle = wrong.obstacle().await.unwrap().unwrap();
    assert!(!obstacle.contains("wrong-key"), "{obstacle}");
    assert!(is_no(&wrong.read(&buy(&wrong).await, &Wanted::Esim)));
    running.world.arm_fault("esim_go.organisation.get", Fault::HtmlBody, None);
    assert!(matches!(esim_go.obstacle().await, Err(SupplierError::Garbled { .. })));
}

#[tokio::test]
async fn an_order_at_work_does_not_open_the_breaker() {
    let (running, esim_go) = world().await;
    let plan = EsimGoOrderPlan { assigned_after_seconds: 300, ..EsimGoOrderPlan::default() };
    running.world.plan_next_esim_go_order(plan);
    with_manners(&running, |manners| manners.order_esims = OrderEsims::Never);
    let Reading::Accepted { reference: Some(reference), .. } = esim_go.read(&buy(&esim_go).await, &Wanted::Esim) else {
        panic!()
    };
    for _ in 0..50 {
        let outcome = esim_go.order(&reference, "req").await;
        assert!(matches!(outcome, Err(SupplierError::Unavailable { .. })), "{outcome:?}");
    }
    assert!(esim_go.product(&SupplierProductId::from(FRANCE)).await.unwrap().is_some());
}

#[tokio::test]
async fn the_rate_limit_never_bites() {
    let (running, esim_go) = world().await;
    with_manners(&running, |manners| manners.tokens_per_second = 6);
    let since = Instant::now();
    for _ in 0..3 {
        esim_go.catalogue().await.unwrap();
    }
    assert!(since.elapsed() > Duration::from_secs(2), "each takes more than the tokens of a second");
    let refused = running.world.calls().iter().filter(|call| call.status == 429).count();
    assert!(refused <= 1, "before the first answer nothing is known of the limit: {refused}");
}
