//! The deliveries of events: each waits, is on its way, waits again, and is remembered for a while when it has ended.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::Parcel;
use super::faults::WebhookFault;
use super::post::Letter;
use super::seal::Seal;

/// How long a reordered delivery waits at most for one to overtake it.
const OVERTAKEN_WITHIN: Duration = Duration::from_secs(3);
/// Ended deliveries that can be shown; of older ones only remains whether they were delivered.
const REMEMBERED: usize = 2_000;
/// Deliveries on their way at the same time.
const AT_ONCE: usize = 64;

/// A delivery as it stands.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    pub event_id: String,
    pub event_type: String,
    pub url: String,
    /// Attempts so far.
    pub attempts: u32,
    /// `waiting`, `delivered`, `given_up` or `dropped`.
    pub state: &'static str,
    /// The receiver's last status; `None` when it could not be reached.
    pub last_status: Option<u16>,
}

/// When the next attempt is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    InRealTime(Instant),
    /// Unix seconds of the world's clock.
    ByTheClock(i64),
}

impl Due {
    pub(super) fn now() -> Self {
        Self::InRealTime(Instant::now())
    }

    pub(super) fn after(pause: Duration) -> Self {
        Self::InRealTime(Instant::now() + pause)
    }
}

/// Where events go, and how they are signed.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) url: String,
    pub(crate) seal: Seal,
    /// It can be moved, and takes what waits for it along.
    pub(crate) can_move: bool,
}

/// One delivery that has not ended.
pub(super) struct Queued {
    shown: Delivery,
    pub(super) body: String,
    pub(super) target: Target,
    pub(super) fault: Option<WebhookFault>,
    /// `None` while it is on its way.
    due: Option<Due>,
}

#[derive(Default)]
pub(super) struct Deliveries {
    /// What has not ended, numbered in the order of queueing.
    queue: BTreeMap<u64, Queued>,
    /// What of it is not on its way, by the time when it is due.
    waiting: BTreeSet<(Due, u64)>,
    /// What of it waits for another delivery to overtake it.
    reordered: BTreeSet<u64>,
    ended: VecDeque<(u64, Delivery)>,
    /// Every event that was delivered.
    delivered: HashSet<String>,
    numbered: u64,
}

impl Deliveries {
    /// Queues an event for a target; without a fault it is due at `due`.
    pub(super) fn add(&mut self, parcel: &Parcel, target: &Target, fault: Option<WebhookFault>, due: Due) {
        let copies = 1 + usize::from(fault == Some(WebhookFault::Duplicate));
        for _ in 0..copies {
            self.numbered += 1;
            let number = self.numbered;
            let shown = Delivery {
                event_id: parcel.id.clone(),
                event_type: parcel.kind.clone(),
                url: target.url.clone(),
                attempts: 0,
                state: "waiting",
                last_status: None,
            };
            let due = match &fault {
                Some(WebhookFault::Drop) => {
                    self.remember(number, shown, "dropped");
                    continue;
                }
                Some(WebhookFault::Delay { millis }) => Due::after(Duration::from_millis(*millis)),
                Some(WebhookFault::Reorder) => {
                    self.reordered.insert(number);
                    Due::after(OVERTAKEN_WITHIN)
                }
                _ => due,
            };
            let queued =
                Queued { shown, body: parcel.body.clone(), target: target.clone(), fault: fault.clone(), due: None };
            self.queue.insert(number, queued);
            self.let_wait(number, due);
        }
    }

    /// What follows the movable target goes to this one from now on.
    pub(super) fn redirect(&mut self, target: &Target) {
        for queued in self.queue.values_mut().filter(|queued| queued.target.can_move) {
            queued.shown.url.clone_from(&target.url);
            queued.target = target.clone();
        }
    }

    /// Whether the event was delivered to anybody.
    pub(super) fn reached_somebody(&self, event_id: &str) -> bool {
        self.delivered.contains(event_id)
    }

    /// Those that have not ended and the newest of the others, oldest first.
    pub(super) fn shown(&self) -> Vec<Delivery> {
        let open = self.queue.iter().map(|(number, queued)| (*number, &queued.shown));
        let mut all: Vec<_> = self.ended.iter().map(|(number, shown)| (*number, shown)).chain(open).collect();
        all.sort_by_key(|(number, _)| *number);
        all.into_iter().map(|(_, shown)| shown.clone()).collect()
    }

    /// Nothing is on its way, or will be before the world's clock moves on.
    pub(super) fn is_idle(&self, now: i64) -> bool {
        let next = self.waiting.range(..=(Due::ByTheClock(now), u64::MAX)).next();
        next.is_none() && self.on_their_way() == 0
    }

    fn on_their_way(&self) -> usize {
        self.queue.len() - self.waiting.len()
    }

    /// Makes everything that waits due.
    pub(super) fn hasten(&mut self) {
        let waiting: Vec<u64> = self.waiting.iter().map(|(_, number)| *number).collect();
        for number in waiting {
            self.let_wait(number, Due::now());
        }
    }

    fn let_wait(&mut self, number: u64, due: Due) {
        if let Some(queued) = self.queue.get_mut(&number) {
            if let Some(before) = queued.due.replace(due) {
                self.waiting.remove(&(before, number));
            }
            self.waiting.insert((due, number));
        }
    }

    /// Takes what is due, as much as may be on its way at once.
    pub(super) fn take_due(&mut self, now: i64) -> Vec<(u64, Letter)> {
        let in_real_time = self.waiting.range(..=(Due::now(), u64::MAX));
        let by_the_clock = self.waiting.range((Due::ByTheClock(i64::MIN), 0)..=(Due::ByTheClock(now), u64::MAX));
        let free = AT_ONCE.saturating_sub(self.on_their_way());
        let due: Vec<(Due, u64)> = in_real_time.chain(by_the_clock).take(free).copied().collect();
        let mut letters = Vec::new();
        for place in due {
            let number = place.1;
            self.waiting.remove(&place);
            self.reordered.remove(&number);
            if let Some(queued) = self.queue.get_mut(&number) {
                queued.due = None;
                letters.push((number, Letter::written(queued, now)));
            }
        }
        letters
    }

    /// Notes how an attempt went; `again` is when the next would be due, given how many there were before this.
    pub(super) fn note(&mut self, number: u64, status: Option<u16>, again: impl FnOnce(usize) -> Option<Due>) {
        let Some(queued) = self.queue.get_mut(&number) else {
            return;
        };
        queued.shown.last_status = status;
        let again = again(queued.shown.attempts as usize);
        queued.shown.attempts += 1;
        let is_ignored = queued.fault == Some(WebhookFault::AnswerIgnored) && again.is_some();
        if status.is_some_and(|status| (200..300).contains(&status)) && !is_ignored {
            self.end(number, "delivered");
            if let Some(overtaken) = self.reordered.range(..number).next().copied() {
                self.reordered.remove(&overtaken);
                self.let_wait(overtaken, Due::now());
            }
        } else if let Some(due) = again {
            self.let_wait(number, due);
        } else {
            self.end(number, "given_up");
        }
    }

    fn end(&mut self, number: u64, state: &'static str) {
        if let Some(queued) = self.queue.remove(&number) {
            self.remember(number, queued.shown, state);
        }
    }

    fn remember(&mut self, number: u64, mut shown: Delivery, state: &'static str) {
        shown.state = state;
        if state == "delivered" {
            self.delivered.insert(shown.event_id.clone());
        }
        if self.ended.len() >= REMEMBERED {
            self.ended.pop_front();
        }
        self.ended.push_back((number, shown));
    }
}

#[cfg(test)]
mod tests;
