//! A buyer with a mind of their own, who comes back when the shop does not answer.

use crate::crash::place::Place;
use crate::crash::stage::Away;
use crate::crash::visitor::Led;
use escale::domain::ids::OfferId;
use escale_simulators::{PaymentAttempt, PaymentWay};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::sync::Arc;
use std::time::Duration;

/// So often a page is tried again before its buyer goes away.
const PATIENCE: u32 = 300;

pub struct Buyer {
    place: Arc<Place>,
    plan: OfferId,
    email: String,
    dice: StdRng,
}

impl Buyer {
    /// Of the seed follows all that this buyer does.
    pub fn new(place: &Arc<Place>, plan: &OfferId, seed: u64) -> Self {
        let email = format!("buyer-{seed:016x}@example.org");
        Self { place: Arc::clone(place), plan: plan.clone(), email, dice: StdRng::seed_from_u64(seed) }
    }

    /// From the plan's page to the eSIM's, or wherever it ends.
    pub async fn shops(mut self) {
        let plan = self.plan.clone();
        let Some(checkout) = self.tries(async |place| place.begin(&plan).await).await else { return };
        let Some(session) = self.sends_form(&checkout).await else { return };
        let Some(page) = self.pays(&session).await else { return };
        for _ in 0..self.dice.random_range(0..=3) {
            self.waits(200).await;
            if self.tries(async |place| place.read(&page).await).await.is_none() {
                return;
            }
        }
        if self.dice.random_ratio(1, 10) {
            let cancel = format!("{page}/cancel");
            self.tries(async |place| Ok(place.post(&cancel, &[], "").await?.status())).await;
        }
        if self.dice.random_ratio(1, 10) {
            let form = [("email", self.email.clone())];
            let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
            self.tries(async |place| Ok(place.post("/en/orders", &form, "").await?.status())).await;
        }
    }

    /// Sends the form until it leads to the provider's page, sometimes twice at once.
    async fn sends_form(&mut self, checkout: &str) -> Option<String> {
        let (plan, email) = (self.plan.clone(), self.email.clone());
        for _ in 0..5 {
            if self.dice.random_ratio(1, 5) {
                let (place, plan, email) = (Arc::clone(&self.place), plan.clone(), email.clone());
                let checkout = checkout.to_owned();
                tokio::task::spawn_local(async move { place.check_out(&checkout, &plan, &email).await });
            }
            match self.tries(async |place| place.check_out(checkout, &plan, &email).await).await? {
                Led::ToPay(session) => return Some(session),
                Led::Back => self.waits(200).await,
                Led::To(_) | Led::Gone => return None,
            }
        }
        None
    }

    /// Pays or does not; the page to which that leads back.
    async fn pays(&mut self, session: &str) -> Option<String> {
        self.waits(100).await;
        let ways: &[PaymentWay] = match self.dice.random_range(0..20) {
            0..11 => &[PaymentWay::Card],
            11..14 => &[PaymentWay::BankAtOnce],
            14..16 => &[PaymentWay::DeclinedCard, PaymentWay::Card],
            16 => &[PaymentWay::DeclinedCard],
            17 => &[PaymentWay::CardWithThreeDSecure],
            _ => &[],
        };
        let mut page = None;
        for way in ways {
            let mut attempt = self.place.world.pay(session, *way);
            if attempt == PaymentAttempt::NeedsThreeDSecure {
                self.waits(50).await;
                attempt = self.place.world.finish_three_d_secure(session, self.dice.random_ratio(2, 3));
            }
            if let PaymentAttempt::Completed { success_url } = attempt {
                page = Some(success_url);
            }
        }
        page
    }

    /// `None` when the buyer has lost patience.
    async fn tries<T>(&mut self, doing: impl AsyncFn(&Place) -> Result<T, Away>) -> Option<T> {
        let place = Arc::clone(&self.place);
        for _ in 0..PATIENCE {
            if let Ok(done) = doing(&place).await {
                return Some(done);
            }
            self.waits(150).await;
        }
        None
    }

    async fn waits(&mut self, most_millis: u64) {
        tokio::time::sleep(Duration::from_millis(self.dice.random_range(0..=most_millis))).await;
    }
}
