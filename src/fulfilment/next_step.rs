//! What an order needs next: a pure function of the family, the time, and what this run has tried already.

use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::{AttemptId, LineId, PaymentId};
use crate::domain::order::OrderState;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::store::{Attempt, Family, Order, Payment, RefundState, Restored};
use std::collections::HashSet;
use std::time::Duration;

/// The time limits of a delivery; defaults of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// After the first absence, so long until the second look-up counts.
    pub quiet: Duration,
    /// Longest time from writing an order to giving up on its answer.
    pub socket: Duration,
    /// From payment to giving the money back.
    pub delivery: Duration,
    /// The same where the supplier has accepted the order.
    pub accepted: Duration,
    /// Set where the records are those of an older backup: the world may be further than they are.
    pub restored: Option<Restored>,
}

impl Limits {
    /// Whether the order stood in an older backup: what it says was never sent may have been sold all the same.
    pub fn may_have_forgotten(&self, order: &Order) -> bool {
        self.restored.is_some_and(|restored| order.created_at <= restored.at)
    }

    /// Whether nothing may be bought, given up, let go or refunded: a restored backup was not compared with the world yet.
    pub fn wait_for_a_comparison(&self) -> bool {
        self.restored.is_some_and(|restored| !restored.compared)
    }

    /// Whether a step has to wait until a restored backup was compared with the world: all that buys, gives up, lets go
    /// or refunds. Reads go on, and so does taking the money for what was delivered.
    fn hold_back(&self, step: &Step) -> bool {
        let rests_on_the_records = matches!(
            step,
            Step::Send(_)
                | Step::LookUp(_)
                | Step::GiveUp(_)
                | Step::Void(_)
                | Step::RefundUndelivered(_)
                | Step::AskRefunds(_)
        );
        rests_on_the_records && self.wait_for_a_comparison()
    }
}

/// One step; each is made at most once in a run, so that a run ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    CreateSession(PaymentId),
    ReadPayment(PaymentId),
    Send(AttemptId),
    /// Its answer, if one came, is stored; otherwise nobody knows.
    ReadStoredAnswer(AttemptId),
    LookUp(AttemptId),
    Poll(AttemptId),
    /// The deadline has passed: a last look-up, then it is closed.
    GiveUp(AttemptId),
    /// A line whose attempts are all proven to have sold nothing gets no other; the money is settled.
    Capture(PaymentId),
    Void(PaymentId),
    RefundUndelivered(PaymentId),
    AskRefunds(PaymentId),
    /// The hold runs out soon: a person looks.
    WarnOfHold(PaymentId),
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Make(Step),
    /// Nothing before that time.
    Wait(UnixSeconds),
    /// Nothing more, ever, unless somebody rings.
    Rest,
}

/// When an open session is looked at without being told: so long after it was made.
const POLLS: [Duration; 4] =
    [Duration::from_secs(120), Duration::from_secs(300), Duration::from_secs(900), Duration::from_secs(1800)];

/// A prepared attempt older than this is looked up before its first send.
pub const STALE_PREPARED: Duration = Duration::from_secs(120);

/// How long a card's hold stands where the provider does not say (Stripe: "Place a hold on a payment method").
const USUAL_HOLD: Duration = Duration::from_secs(7 * 86_400);

/// So long before a hold runs out a person is called.
const WARN_BEFORE_THE_END: Duration = Duration::from_secs(2 * 86_400);

/// After a definite no that may be tried again, such as "too many requests".
const PAUSE_BEFORE_ANOTHER: Duration = Duration::from_secs(5);

/// What is held back after a restore is looked at again so often.
const WAIT_FOR_COMPARISON: Duration = Duration::from_secs(60);

/// The next step of an order.
pub fn next_step(family: &Family, now: UnixSeconds, limits: &Limits, made: &HashSet<Step>) -> Next {
    let mut waits: Vec<UnixSeconds> = Vec::new();
    for payment in &family.payments {
        match step_of_payment(family, payment, now, limits) {
            Some(Next::Make(step)) if limits.hold_back(&step) => waits.push(now + WAIT_FOR_COMPARISON),
            Some(Next::Make(step)) if !made.contains(&step) => return Next::Make(step),
            Some(Next::Make(step)) => waits.push(now + pause_after(&step, family, now)),
            Some(Next::Wait(at)) => waits.push(at),
            Some(Next::Rest) | None => {}
        }
        if payment.state.has_money() {
            for line in &family.lines {
                match step_of_line(family, &line.id, now, limits) {
                    Some(Next::Make(step)) if limits.hold_back(&step) => waits.push(now + WAIT_FOR_COMPARISON),
                    Some(Next::Make(step)) if !made.contains(&step) => return Next::Make(step),
                    Some(Next::Make(step)) => waits.push(now + pause_after(&step, family, now)),
                    Some(Next::Wait(at)) => waits.push(at),
                    Some(Next::Rest) | None => {}
                }
            }
        }
        match watch_of_hold(payment, now) {
            Some(Next::Make(step)) if !made.contains(&step) => return Next::Make(step),
            Some(Next::Wait(at)) => waits.push(at),
            _ => {}
        }
        // An open session that was just read is looked at again on its own schedule.
        if matches!(payment.state, PaymentState::Open | PaymentState::Processing) {
            waits.push(next_poll(payment, now));
        }
    }
    // A deadline is never slept through.
    waits.extend(next_deadline(family, now, limits));
    waits.into_iter().min().map_or(Next::Rest, |at| Next::Wait(UnixSeconds(at.0.max(now.0 + 1))))
}

/// When the order's money goes back if this attempt has not delivered.
pub fn deadline_of(family: &Family, attempt: &Attempt, limits: &Limits) -> Option<UnixSeconds> {
    // Staff want the money to go back.
    if let Some(asked_at) = family.order.cancel_asked_at {
        return Some(asked_at);
    }
    let paid_at = family.order.paid_at?;
    let deliver_by = family.order.deliver_by?;
    Some(if attempt.state == AttemptState::Accepted { deliver_by.max(paid_at + limits.accepted) } else { deliver_by })
}

fn step_of_payment(family: &Family, payment: &Payment, now: UnixSeconds, limits: &Limits) -> Option<Next> {
    let id = payment.id.clone();
    match payment.state {
        PaymentState::Creating => Some(Next::Make(Step::CreateSession(id))),
        PaymentState::Open | PaymentState::Processing => Some(Next::Make(Step::ReadPayment(id))),
        PaymentState::Held | PaymentState::Taken if !all_lines_ended(family) => None,
        PaymentState::Held if family.delivered_sum().is_zero() => Some(Next::Make(Step::Void(id))),
        PaymentState::Held => Some(Next::Make(Step::Capture(id))),
        // A disputed charge is never refunded by us.
        PaymentState::Taken if owed_back(family, payment) > 0 && !family.order.disputed => {
            Some(Next::Make(Step::RefundUndelivered(id)))
        }
        PaymentState::Capturing => Some(Next::Make(Step::Capture(id))),
        PaymentState::Voiding => Some(Next::Make(Step::Void(id))),
        PaymentState::Refunding => {
            let of_payment = || family.refunds.iter().filter(|refund| refund.payment == id);
            if of_payment().any(|refund| family.order.disputed && refund.provider.is_none() && refund.is_under_way()) {
                return None;
            }
            let due = of_payment()
                .filter_map(|refund| match refund.state {
                    RefundState::Sending if refund.provider.is_none() => Some(refund.asked_at),
                    RefundState::Sending | RefundState::Pending => Some(refund.asked_at + Duration::from_secs(3600)),
                    RefundState::Succeeded | RefundState::Failed => None,
                })
                .min();
            match due {
                Some(at) if at > now && at.since(now) > limits.quiet => Some(Next::Wait(at)),
                _ => Some(Next::Make(Step::AskRefunds(id))),
            }
        }
        _ => None,
    }
}

fn step_of_line(family: &Family, line: &LineId, now: UnixSeconds, limits: &Limits) -> Option<Next> {
    let attempt = family.newest_attempt(line)?;
    let id = attempt.id.clone();
    let over = deadline_of(family, attempt, limits).is_some_and(|deadline| now >= deadline);
    match attempt.state {
        AttemptState::Sending => {
            let answered_by = attempt.send_by.unwrap_or(attempt.changed_at) + limits.socket;
            Some(if now > answered_by {
                Next::Make(Step::ReadStoredAnswer(id))
            } else {
                Next::Wait(answered_by + Duration::from_secs(1))
            })
        }
        AttemptState::Prepared | AttemptState::Unknown | AttemptState::Accepted | AttemptState::Review if over => {
            Some(Next::Make(Step::GiveUp(id)))
        }
        // A disputed order buys nothing; the deadline stands.
        AttemptState::Prepared if family.order.disputed => None,
        AttemptState::Prepared => {
            let is_first = family.attempts.iter().filter(|other| other.line == *line).count() == 1;
            let send_at = if is_first { attempt.created_at } else { attempt.created_at + PAUSE_BEFORE_ANOTHER };
            Some(if now < send_at { Next::Wait(send_at) } else { Next::Make(Step::Send(id)) })
        }
        AttemptState::Unknown => Some(Next::Make(Step::LookUp(id))),
        AttemptState::Accepted => Some(Next::Make(Step::Poll(id))),
        AttemptState::Review
        | AttemptState::Delivered
        | AttemptState::Refused
        | AttemptState::ProvenAbsent
        | AttemptState::Abandoned => None,
    }
}

/// How long a run that made this step in vain waits before the next one makes it again.
fn pause_after(step: &Step, family: &Family, now: UnixSeconds) -> Duration {
    let age = |id: &AttemptId| {
        family
            .attempts
            .iter()
            .find(|attempt| attempt.id == *id)
            .map_or(0, |attempt| now.since(attempt.changed_at).as_secs())
    };
    let of = |id: &PaymentId| family.payments.iter().find(|payment| payment.id == *id);
    let seconds = match step {
        Step::ReadPayment(_) => 3600,
        Step::CreateSession(id) if of(id).is_none_or(|payment| now.since(payment.created_at).as_secs() < 60) => 5,
        Step::CreateSession(_) => 30,
        Step::Send(_) => 5,
        Step::Poll(id) if age(id) < 60 => 5,
        Step::LookUp(id) if age(id) < 60 => 10,
        Step::LookUp(_) | Step::Poll(_) => 30,
        Step::ReadStoredAnswer(_) | Step::GiveUp(_) => 5,
        // Each no raises the key's number, and doubles the pause to half an hour.
        Step::Capture(id) | Step::Void(id) => {
            let noes = of(id).map_or(0, |payment| payment.key_number - 1);
            15 << noes.clamp(0, 7)
        }
        Step::RefundUndelivered(_) => 15,
        Step::AskRefunds(_) => 60,
        Step::WarnOfHold(_) => 3600,
    };
    Duration::from_secs(seconds)
}

/// A hold that is neither collected nor let go stands before a person well before it runs out (I5).
fn watch_of_hold(payment: &Payment, now: UnixSeconds) -> Option<Next> {
    if !matches!(payment.state, PaymentState::Held | PaymentState::Capturing | PaymentState::Voiding) {
        return None;
    }
    let ends_at = payment.capture_before.or(payment.paid_at.map(|at| at + USUAL_HOLD))?;
    let warn_at = ends_at - WARN_BEFORE_THE_END;
    Some(if now < warn_at { Next::Wait(warn_at) } else { Next::Make(Step::WarnOfHold(payment.id.clone())) })
}

/// When a session is looked at next, whatever webhooks bring.
pub fn next_poll(payment: &Payment, now: UnixSeconds) -> UnixSeconds {
    let end = payment.expires_at + Duration::from_secs(60);
    POLLS
        .iter()
        .map(|after| payment.created_at + *after)
        .chain([end])
        .filter(|at| *at > now)
        .min()
        .unwrap_or(now + Duration::from_secs(3600))
}

fn next_deadline(family: &Family, now: UnixSeconds, limits: &Limits) -> Option<UnixSeconds> {
    if family.order.state == OrderState::Closed || !family.payments.iter().any(|payment| payment.state.has_money()) {
        return None;
    }
    family
        .lines
        .iter()
        .filter_map(|line| family.newest_attempt(&line.id))
        .filter(|attempt| !attempt.state.has_ended())
        .filter_map(|attempt| deadline_of(family, attempt, limits))
        .filter(|at| *at > now)
        .min()
}

/// Every line has an attempt, and none of them can still deliver (I3).
pub fn all_lines_ended(family: &Family) -> bool {
    family.lines.iter().all(|line| family.newest_attempt(&line.id).is_some_and(|attempt| attempt.state.has_ended()))
}

/// No line can deliver any more, also where none was ever tried.
pub fn nothing_may_deliver(family: &Family) -> bool {
    family.lines.iter().all(|line| family.newest_attempt(&line.id).is_none_or(|attempt| attempt.state.has_ended()))
}

/// What a taken payment still owes the buyer, in minor units: undelivered lines for which no refund is done or under way.
pub fn owed_back(family: &Family, payment: &Payment) -> i64 {
    payment.captured.minor - family.delivered_sum().minor - payment.refund_claimed.minor
}
