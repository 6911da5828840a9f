//! eSIMs at a partner after their sale, top-ups, and the account itself.

use super::*;

#[tokio::test]
async fn a_top_up_is_offered_where_it_fits_and_bought_once() {
    let (running, partner) = world().await;
    let esim = buy(&partner, "att_1").await;
    let sim = names(&esim);
    let fitting = partner.top_ups(&sim, "req").await.unwrap();
    let fitting: Vec<_> = fitting.iter().map(|top_up| (top_up.product.as_str(), top_up.kind)).collect();
    assert_eq!(fitting, [(FRANCE, ProductKind::TopUp), ("pkg_fr_20gb_30d", ProductKind::TopUp)]);
    let wanted = Wanted::TopUp(sim.clone());
    let answer = send(&partner, &purchase(wanted.clone(), "att_2", "pkg_fr_20gb_30d")).await;
    let Reading::ToppedUp(top_up) = partner.read(&answer, &wanted) else { panic!("{answer:?}") };
    assert_eq!(
        (top_up.reference.as_str(), top_up.sold_at),
        (running.world.standard_sold()[1].order_id.as_str(), Some(NOW))
    );
    // What was ordered as an eSIM is none, and another eSIM's top-up is not ours.
    assert!(matches!(partner.read(&answer, &Wanted::Esim), Reading::Accepted { problem: Some(_), .. }));
    let other = Wanted::TopUp(SimNames { sim_id: Some("esim_other".into()), ..sim.clone() });
    assert!(matches!(partner.read(&answer, &other), Reading::Accepted { problem: Some(_), .. }));
    let usage = partner.usage(&sim, "req").await.unwrap().unwrap();
    assert_eq!(usage.balances[0].data, Some(DataAmount::gigabytes(25)));

    let refused = send(&partner, &purchase(wanted.clone(), "att_3", "pkg_jp_10gb_30d")).await;
    assert!(matches!(partner.read(&refused, &wanted), Reading::Refused { may_try_again: false, .. }));
    let nameless = Wanted::TopUp(SimNames::default());
    assert!(matches!(partner.send(&purchase(nameless, "att_4", FRANCE)).await, Sent::NotSent { .. }));
    assert!(partner.top_ups(&SimNames::default(), "req").await.unwrap().is_empty());
}

#[tokio::test]
async fn the_esims_state_and_what_is_left_are_read() {
    let (running, partner) = world().await;
    let sim = names(&*buy(&partner, "att_1").await);
    let id = sim.sim_id.as_deref().unwrap();
    let state = async || partner.sim_status(&sim, "req").await.unwrap().unwrap();
    assert_eq!(state().await.status, SimStatus::NotInstalled);
    running.world.standard_use(id, 1250);
    let active = state().await;
    assert_eq!(
        (active.status, active.activated_at, active.expires_at),
        (SimStatus::Available, Some(NOW), Some(NOW.plus_days(30)))
    );
    let report = partner.usage(&sim, "req").await.unwrap().unwrap();
    let balance = &report.balances[0];
    assert_eq!((balance.data, balance.data_total), (Some(DataAmount::megabytes(3750)), Some(DataAmount::gigabytes(5))));
    assert_eq!((report.taken_at, balance.expires_at), (NOW, Some(NOW.plus_days(30))));
    running.world.standard_use(id, 9000);
    assert_eq!(state().await.status, SimStatus::Free);
    running.world.clock().advance(30 * 86_400);
    assert_eq!(state().await.status, SimStatus::Expired);
    assert!(partner.top_ups(&sim, "req").await.unwrap().is_empty());
    let unknown = SimNames { sim_id: Some("esim_none".into()), ..SimNames::default() };
    assert!(matches!(partner.usage(&unknown, "req").await, Err(SupplierError::NotFound)));
}

#[tokio::test]
async fn pushes_are_registered_once_however_often_it_starts() {
    let (running, partner) = world().await;
    let address = "http://127.0.0.1:9/webhooks/suppliers/partner".parse().unwrap();
    for _ in 0..3 {
        partner.register_pushes(&address, "req").await.unwrap();
    }
    assert_eq!(running.world.calls_seen("standard.webhooks.register"), 1);
}

#[tokio::test]
async fn an_expired_token_is_renewed_without_anybody_noticing_and_wrong_credentials_make_no_storm() {
    let (running, partner) = world().await;
    partner.catalogue().await.unwrap();
    running.world.expire_tokens();
    partner.catalogue().await.unwrap();
    assert_eq!(running.world.calls_seen("standard.token"), 2);
    let outcome = partner_as(&running, "wrong-secret").catalogue().await;
    let Err(SupplierError::Refused { reason, .. }) = outcome else { panic!("{outcome:?}") };
    assert!(!reason.contains("wrong-secret"));
    assert_eq!(running.world.calls_seen("standard.token"), 3);
}
