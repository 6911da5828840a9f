//! Deliveries in great numbers: what is remembered, and how many are on their way.

use super::*;
use crate::webhooks::Scheme;

fn many(count: usize) -> Deliveries {
    let mut deliveries = Deliveries::default();
    let target =
        Target { url: "http://127.0.0.1:9/".to_owned(), seal: Seal::new(Scheme::Stripe, "whsec_x"), can_move: true };
    for number in 0..count {
        let parcel = Parcel { id: format!("evt_{number}"), kind: "x".to_owned(), body: "{}".to_owned() };
        deliveries.add(&parcel, &target, None, Due::ByTheClock(0));
    }
    deliveries
}

#[test]
fn old_deliveries_are_forgotten_but_not_that_they_arrived() {
    let mut deliveries = many(REMEMBERED + 500);
    let mut arrived = 0;
    while !deliveries.is_idle(0) {
        for (number, _) in deliveries.take_due(0) {
            // The very last is refused for good.
            let status = if arrived == REMEMBERED + 499 { 500 } else { 200 };
            deliveries.note(number, Some(status), |_| None);
            arrived += 1;
        }
    }
    let shown = deliveries.shown();
    assert_eq!((shown.len(), arrived), (REMEMBERED, REMEMBERED + 500));
    assert_eq!((shown[0].event_id.as_str(), shown[REMEMBERED - 1].state), ("evt_500", "given_up"));
    assert!(deliveries.reached_somebody("evt_0") && !deliveries.reached_somebody("evt_2499"));
}

#[test]
fn only_so_many_are_on_their_way_at_once() {
    let mut deliveries = many(AT_ONCE + 1);
    let first = deliveries.take_due(0);
    assert_eq!((first.len(), deliveries.take_due(0).len()), (AT_ONCE, 0));
    deliveries.note(first[0].0, None, |_| Some(Due::ByTheClock(60)));
    assert_eq!(deliveries.take_due(0).len(), 1);
    for (number, _) in first.into_iter().skip(1) {
        deliveries.note(number, Some(200), |_| None);
    }
    assert!(!deliveries.is_idle(0), "the last is on its way");
    deliveries.note(u64::try_from(AT_ONCE).unwrap() + 1, Some(200), |_| None);
    assert!(deliveries.is_idle(59), "what waits for the clock rests");
    assert!(!deliveries.is_idle(60));
}
