//! More for a SIM that was sold here: bought once, adopted when its answer was lost, and a no that costs nothing.

use super::Party;
use crate::buyer::MONEY_BACK;
use crate::shop::Shop;
use crate::top_up::TOPPED_UP;
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::OrderId;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::fulfilment::top_up::sim_of;
use escale_simulators::Fault;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

pub async fn top_up_is_bought_once(shop: Shop, party: &Party) {
    let order = shop.pays_for_a_top_up().await;
    shop.live_through(90 * MINUTE).await;
    shop.is_topped_up(party, &order).await;
}

/// The time-out after acceptance.
pub async fn top_up_whose_answer_was_lost_is_adopted(shop: Shop, party: &Party) {
    let order = shop.pays_for_a_top_up().await;
    shop.world.arm_fault(party.tops_up, Fault::CutAfter, Some(1));
    shop.live_through(90 * MINUTE).await;
    shop.is_topped_up(party, &order).await;
}

pub async fn refused_top_up_costs_nothing_and_says_why(shop: Shop, party: &Party) {
    let order = shop.pays_for_a_top_up().await;
    (party.refuse_top_up)(&shop.world);
    shop.live_through(90 * MINUTE).await;
    let family = shop.family(&order).await;
    assert_eq!((family.order.state, family.attempts.len()), (OrderState::GivenBack, 1), "{:?}", family.attempts);
    assert_eq!(family.attempts[0].state, AttemptState::Refused);
    assert_eq!((shop.money_kept(&order).await, (party.topped_up)(&shop.world)), (0, 0));
    assert_eq!(shop.subjects().last().map(String::as_str), Some(MONEY_BACK));
    let mails = shop.world.mails_to("ada@example.org");
    let told = mails.last().unwrap().text();
    assert!(told.contains(party.why_no_top_up), "{told}");
}

impl Shop {
    /// An eSIM that is bought, delivered and paid, and an order for the cheapest that fits it, paid as well.
    async fn pays_for_a_top_up(&self) -> OrderId {
        let catalogue = self.services.catalogue();
        let rechargeable = catalogue.offers().iter().find(|offer| offer.facts.top_up == Some(true)).unwrap();
        let (_, esim) = self.bought_esim(&rechargeable.facts.name).await;
        self.live_through(10 * MINUTE).await;
        self.topped_up(&sim_of(&esim)).await
    }

    /// The order is delivered and was bought and paid once.
    async fn is_topped_up(&self, party: &Party, order: &OrderId) {
        let family = self.family(order).await;
        assert_eq!((family.order.state, family.attempts.len()), (OrderState::Delivered, 1), "{:?}", family.attempts);
        assert_eq!(family.payments[0].state, PaymentState::Captured);
        assert_eq!((party.topped_up)(&self.world), 1);
        assert_eq!(self.money_kept(order).await, family.order.total.minor);
        let top_ups = self.services.store.snapshot().await.unwrap().top_ups_of(order).await.unwrap();
        assert_eq!(top_ups.len(), 1);
        assert_eq!(self.subjects().last().map(String::as_str), Some(TOPPED_UP));
    }

    /// What of the order's money stays with the shop, by the payment provider's own books, in minor units.
    async fn money_kept(&self, order: &OrderId) -> i64 {
        let intent = self.family(order).await.payments[0].intent.clone().unwrap();
        self.world.payments().into_iter().find(|truth| truth.payment_intent == intent).unwrap().kept()
    }
}
