//! What happens by itself when its time has come: sessions and holds run out, delayed payments settle.

use std::collections::BTreeMap;

use super::Stripe;

/// Something that is due at a time.
#[derive(Clone, Debug)]
pub(super) enum Due {
    ExpireSession(String),
    ExpireHold(String),
    /// A delayed payment ends well or not.
    Settle(String, bool),
    FailRefund(String),
    SucceedRefund(String),
}

#[derive(Default)]
pub(super) struct Agenda(BTreeMap<i64, Vec<Due>>);

impl Agenda {
    pub(super) fn add(&mut self, at: i64, due: Due) {
        self.0.entry(at).or_default().push(due);
    }
}

impl Stripe {
    /// Does everything whose time has come.
    pub(crate) fn let_time_pass(&mut self, now: i64) {
        while let Some(entry) = self.agenda.0.first_entry().filter(|entry| *entry.key() <= now) {
            for due in entry.remove() {
                match due {
                    Due::ExpireSession(session) => self.expire_session(&session, now),
                    Due::ExpireHold(intent) => self.expire_hold(&intent, now),
                    Due::Settle(intent, well) => self.settle_delayed(&intent, well, now),
                    Due::FailRefund(refund) => self.fail_refund(&refund, now),
                    Due::SucceedRefund(refund) => self.succeed_refund(&refund, now),
                }
            }
        }
    }
}
