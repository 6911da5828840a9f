//! The post that all faces share: who is told what, signed how, with which faults, and when once more if nobody took it.

mod deliveries;
mod faults;
mod post;
mod seal;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use deliveries::Delivery;
pub(crate) use deliveries::Target;
pub(crate) use faults::matches_type;
pub use faults::{ArmedWebhookFault, WebhookFault};
pub(crate) use post::{answers_head, deliver_forever};
pub(crate) use seal::{Scheme, Seal};
pub use seal::{body_signature, sha512_signature, signature_header};

use crate::world::World;
use deliveries::{Deliveries, Due};
use post::Letter;

/// Pauses before the attempts after the first, in real time; after the last the delivery is given up.
const PAUSES_MILLIS: [u64; 6] = [150, 300, 600, 1200, 2500, 5000];
/// The same in seconds of the world's clock: together nearly the three days for which Stripe tries.
const PAUSES_BY_THE_CLOCK: [i64; 8] = [60, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 24 * 3600, 30 * 3600];

/// What is told.
pub(crate) struct Parcel {
    /// The sender's id of the event, or one of our own where the sender gives none.
    pub(crate) id: String,
    /// The event's type; those of suppliers begin with the face's name.
    pub(crate) kind: String,
    pub(crate) body: String,
}

/// Clones are the same post. Its lock is never held while another is taken.
#[derive(Clone, Default)]
pub(crate) struct Post(Arc<Mutex<Office>>);

#[derive(Default)]
struct Office {
    faults: Vec<ArmedWebhookFault>,
    /// While true nothing is sent; everything queues up.
    is_held: bool,
    /// Pauses count on the world's clock instead of in real time.
    by_the_clock: bool,
    deliveries: Deliveries,
}

impl Post {
    fn office(&self) -> MutexGuard<'_, Office> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues it, with the fault that its type suffers now.
    pub(crate) fn send(&self, parcel: &Parcel, target: &Target, now: i64) {
        let fault = faults::take(&mut self.office().faults, &parcel.kind);
        self.send_with(parcel, target, fault, now);
    }

    pub(crate) fn send_with(&self, parcel: &Parcel, target: &Target, fault: Option<WebhookFault>, now: i64) {
        let mut office = self.office();
        let due = if office.by_the_clock { Due::ByTheClock(now) } else { Due::now() };
        office.deliveries.add(parcel, target, fault, due);
    }

    /// What follows the movable target goes to this one from now on.
    pub(crate) fn redirect(&self, target: &Target) {
        self.office().deliveries.redirect(target);
    }

    /// Whether the event was delivered to anybody.
    pub(crate) fn was_delivered(&self, id: &str) -> bool {
        self.office().deliveries.reached_somebody(id)
    }

    pub(crate) fn armed_faults(&self) -> Vec<ArmedWebhookFault> {
        self.office().faults.clone()
    }

    fn take_due(&self, now: i64) -> Vec<(u64, Letter)> {
        let mut office = self.office();
        if office.is_held { Vec::new() } else { office.deliveries.take_due(now) }
    }

    /// Notes how an attempt at a delivery went, and when the next is due.
    fn note(&self, number: u64, status: Option<u16>, now: i64) {
        let mut office = self.office();
        let by_the_clock = office.by_the_clock;
        office.deliveries.note(number, status, |attempts| {
            if by_the_clock {
                PAUSES_BY_THE_CLOCK.get(attempts).map(|seconds| Due::ByTheClock(now + seconds))
            } else {
                PAUSES_MILLIS.get(attempts).map(|millis| Due::after(Duration::from_millis(*millis)))
            }
        });
    }
}

impl World {
    /// Arms a fault for the deliveries of events of this type, such as `checkout.session.*`,
    /// `esim_go.Utilisation`, `standard.*` or `*` for all.
    pub fn arm_webhook_fault(&self, event_type: &str, fault: WebhookFault, times: Option<u32>) {
        self.post().office().faults.push(ArmedWebhookFault { event_type: event_type.to_owned(), times, fault });
    }

    /// Disarms every fault of webhooks.
    pub fn clear_webhook_faults(&self) {
        self.post().office().faults.clear();
    }

    /// While held, events queue up and none is sent.
    pub fn hold_webhooks(&self, is_held: bool) {
        self.post().office().is_held = is_held;
        self.wake_deliveries();
    }

    #[must_use]
    pub fn webhooks_are_held(&self) -> bool {
        self.post().office().is_held
    }

    /// Sends what waits for its next attempt at once.
    pub fn hasten_webhooks(&self) {
        self.post().office().deliveries.hasten();
        self.wake_deliveries();
    }

    /// Whether the pauses between the attempts at a delivery count on the world's clock, as Stripe's do (a minute
    /// first, three days in all), or in real time (a fraction of a second first, ten seconds in all).
    pub fn webhooks_by_the_clock(&self, is_on: bool) {
        self.post().office().by_the_clock = is_on;
    }

    /// The deliveries that have not ended and the newest 2,000 of the others, oldest first.
    #[must_use]
    pub fn webhook_deliveries(&self) -> Vec<Delivery> {
        self.post().office().deliveries.shown()
    }

    /// Lets what is due happen, then waits until no delivery is on its way or will be before the world's clock moves
    /// on; false when that takes longer than `patience`.
    pub async fn webhooks_settled(&self, patience: Duration) -> bool {
        let now = self.clock().now();
        self.lock().let_time_pass(now);
        self.wake_deliveries();
        let settled = async {
            while !self.post().office().deliveries.is_idle(self.clock().now()) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(patience, settled).await.is_ok()
    }
}
