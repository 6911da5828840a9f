//! What must hold at every moment (MONEY.md, I1 to I8), told from the shop's records and the simulators' own ledgers.

use super::seen::{Seen, SeenOrder};
use escale::domain::fulfilment::{ATTEMPT_STEPS, AttemptState};
use escale::domain::payment::{PAYMENT_STEPS, PaymentState};
use escale::fulfilment::next_step::all_lines_ended;
use escale_simulators::{MovementKind, PaymentTruth, SoldEsim};
use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

/// A hold that runs out sooner than this stands before a person.
const WELL_BEFORE: Duration = Duration::from_secs(86_400);

/// What others did in our name: the shop answers for the rest.
#[derive(Clone, Debug, Default)]
pub struct Others {
    /// PaymentIntents that were captured in the Dashboard.
    pub captured: HashSet<String>,
}

/// The rules that are broken, each in a line.
#[derive(Debug, Default)]
pub struct Broken(pub Vec<String>);

impl Broken {
    /// Notes the rule unless it holds.
    pub fn unless(&mut self, holds: bool, rule: impl FnOnce() -> String) {
        if !holds {
            self.0.push(rule());
        }
    }
}

/// Which rules are broken now; `before` is the last moment that was looked at.
pub fn broken(before: Option<&Seen>, now: &Seen, others: &Others) -> Broken {
    let mut broken = Broken::default();
    for order in &now.orders {
        money(order, now, others, &mut broken);
        records(order, &mut broken);
        deliveries(order, now, &mut broken);
    }
    sales(now, &mut broken);
    provider(now, &mut broken);
    if let Some(before) = before {
        for order in &now.orders {
            let id = &order.family.order.id;
            if let Some(was) = before.orders.iter().find(|was| was.family.order.id == *id) {
                history(was, order, &mut broken);
            }
        }
    }
    broken
}

/// The buyer's money, as the bank sees it.
fn money(order: &SeenOrder, now: &Seen, others: &Others, broken: &mut Broken) {
    let family = &order.family;
    let id = &family.order.id;
    let delivered = family.delivered_sum().minor;
    let truths = now.payments_of(id);
    let standing = truths.iter().filter(|truth| truth.standing_hold() > 0 || truth.kept() > 0).count();
    broken.unless(standing <= 1, || format!("{id}: {standing} payments are held or kept at once"));
    for truth in &truths {
        let intent = &truth.payment_intent;
        let captures = truth.movements.iter().filter(|one| one.kind == MovementKind::Captured).count();
        broken.unless(captures <= 1, || format!("I3 {id}: {intent} was captured {captures} times"));
        broken.unless(truth.refunded <= truth.captured, || {
            format!("{id}: {} given back of {} that were taken ({intent})", truth.refunded, truth.captured)
        });
        if truth.held > 0 && truth.captured > 0 && !others.captured.contains(intent) {
            broken.unless(all_lines_ended(family), || format!("I3 {id}: captured while a line may still deliver"));
            broken.unless(truth.captured == delivered, || {
                format!("I3 {id}: captured {}, delivered {delivered}", truth.captured)
            });
        }
    }
    for payment in &family.payments {
        let truth = truths.iter().find(|truth| Some(&truth.payment_intent) == payment.intent.as_ref());
        let captured = truth.map_or(0, |truth| truth.captured);
        // What came back later was given back all the same.
        let given_back = truth.map_or(0, |truth| moved(truth, MovementKind::Refunded));
        broken.unless(payment.captured.minor <= captured && payment.refunded.minor <= given_back, || {
            format!("I7 {id}: the books of {} are ahead of the bank", payment.id)
        });
        let runs_out = payment.capture_before.is_some_and(|end| now.now < end && end.since(now.now) < WELL_BEFORE);
        let held = matches!(payment.state, PaymentState::Held | PaymentState::Capturing | PaymentState::Voiding);
        let told = order.tasks.iter().any(|task| task.done_at.is_none());
        // Only a worker that has done all that is to do can have noticed.
        if held && runs_out && now.jobs.is_empty() {
            broken.unless(told, || format!("I5 {id}: the hold of {} runs out, and nobody is told", payment.id));
        }
    }
    let captured: i64 = truths.iter().map(|truth| truth.captured).sum();
    let refunded: i64 = truths.iter().map(|truth| truth.refunded).sum();
    broken.unless(refunded == 0 || refunded <= captured - delivered, || {
        format!("{id}: {refunded} given back of {captured}, although {delivered} was delivered")
    });
}

fn moved(truth: &PaymentTruth, kind: MovementKind) -> i64 {
    truth.movements.iter().filter(|one| one.kind == kind).map(|one| one.amount).sum()
}

/// The shop's records of one order.
fn records(order: &SeenOrder, broken: &mut Broken) {
    let family = &order.family;
    let id = &family.order.id;
    broken.unless(family.order.state == family.derived_state(), || {
        format!("{id}: stored as {:?}, derived as {:?}", family.order.state, family.derived_state())
    });
    let live = family.payments.iter().filter(|payment| payment.state.is_live_session()).count();
    broken.unless(live <= 1, || format!("I1 {id}: {live} live sessions"));
    for line in &family.lines {
        let of_line = family.attempts.iter().filter(|attempt| attempt.line == line.id);
        let in_doubt = of_line.filter(|attempt| !attempt.state.proves_nothing_sold()).count();
        broken.unless(in_doubt <= 1, || format!("I2 {id}: {in_doubt} attempts of {} may have sold", line.id));
    }
    if let Some(payment) = family.main_payment() {
        use PaymentState as P;
        let goes_back = matches!(payment.state, P::Voiding | P::Voided | P::Refunding | P::Refunded | P::RefundFailed);
        let open = family.lines.iter().filter_map(|line| family.newest_attempt(&line.id));
        let open = open.filter(|attempt| !attempt.state.has_ended()).count();
        broken.unless(!goes_back || open == 0, || format!("I4 {id}: money goes back while {open} lines may deliver"));
        let all_goes_back = matches!(payment.state, P::Voiding | P::Voided | P::Refunded);
        broken.unless(!all_goes_back || family.delivered_sum().is_zero(), || {
            format!("I4 {id}: all money goes back although something was delivered")
        });
    }
    for attempt in &family.attempts {
        broken.unless(attempt.sent_at.is_none() || family.order.paid_at.is_some(), || {
            format!("I8 {id}: {} was sent before anything was paid", attempt.id)
        });
    }
    for attempt in &family.attempts {
        let in_time = attempt.sent_at <= family.order.deliver_by;
        broken.unless(in_time, || format!("{id}: {} was sent after the deadline", attempt.id));
    }
    let mut entries: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for row in &order.ledger {
        *entries.entry((&row.entry, row.amount.currency.as_str())).or_default() += row.amount.minor;
    }
    for ((entry, _), sum) in entries {
        broken.unless(sum == 0, || format!("I7 {id}: the entry {entry} sums to {sum}"));
    }
    let mut kinds = HashSet::new();
    for mail in &order.mails {
        broken.unless(kinds.insert(mail.kind.as_str()), || format!("{id}: told twice ({})", mail.kind.as_str()));
    }
}

/// What was bought for one order.
fn deliveries(order: &SeenOrder, now: &Seen, broken: &mut Broken) {
    let family = &order.family;
    for attempt in &family.attempts {
        let sold = now.sold.iter().find(|sold| sold.user_id == attempt.id.as_str());
        let name = format!("{} of {}", attempt.id, family.order.id);
        if attempt.state.proves_nothing_sold() {
            broken.unless(!sold.is_some_and(took_a_unit), || {
                format!("{name} is {:?}, and the supplier sold it", attempt.state)
            });
        }
        if attempt.state == AttemptState::Delivered {
            let esim = order.esims.iter().find(|esim| esim.line == attempt.line);
            let is_the_sold_one = sold.zip(esim).is_some_and(|(sold, esim)| {
                sold.status == "ok"
                    && esim.reference == sold.transaction_id
                    && esim.secrets.activation_code.lpa_string() == format!("LPA:{}", sold.activation_code)
            });
            broken.unless(is_the_sold_one, || format!("{name} is delivered, but not with the eSIM that was sold"));
        }
    }
    let delivered = family.attempts.iter().filter(|attempt| attempt.state == AttemptState::Delivered).count();
    let stored = order.esims.len();
    broken.unless(delivered == stored, || format!("{}: {delivered} delivered, {stored} stored", family.order.id));
}

/// What the supplier has sold in all.
fn sales(now: &Seen, broken: &mut Broken) {
    let attempts: Vec<_> = now.orders.iter().flat_map(|order| &order.family.attempts).collect();
    let mut names = HashSet::new();
    for sold in &now.sold {
        let name = &sold.user_id;
        broken.unless(names.insert(name.as_str()), || format!("{name} was sold twice"));
        broken.unless(attempts.iter().any(|attempt| attempt.id.as_str() == name), || {
            format!("{name} was sold, and nobody ordered it")
        });
    }
    let mut references = HashSet::new();
    for attempt in attempts {
        if let Some(reference) = &attempt.reference {
            let key = (attempt.supplier.as_str(), reference.as_str());
            broken.unless(references.insert(key), || format!("I6: {reference} belongs to two attempts"));
        }
    }
}

/// What the payment provider holds in our name.
fn provider(now: &Seen, broken: &mut Broken) {
    let (mut open, mut made, mut refunds) = (HashSet::new(), HashSet::new(), HashSet::new());
    for session in &now.sessions {
        broken.unless(made.insert(&session.payment), || format!("I1: two sessions for {}", session.payment));
        broken.unless(!session.is_open || open.insert(&session.order), || {
            format!("I1: two sessions of {} can be paid", session.order)
        });
    }
    for refund in &now.refunds {
        broken.unless(refunds.insert(refund), || format!("the refund {refund} was made twice"));
    }
}

/// From one moment to the next.
fn history(was: &SeenOrder, is: &SeenOrder, broken: &mut Broken) {
    let (before, now) = (&was.family, &is.family);
    let id = &now.order.id;
    broken.unless(before.order.version <= now.order.version, || format!("I8 {id}: its version went back"));
    for old in &before.payments {
        let new = now.payments.iter().find(|new| new.id == old.id).map(|new| new.state);
        broken.unless(new.is_some_and(|new| leads(PAYMENT_STEPS, old.state, new)), || {
            format!("I8 {id}: {} went from {:?} to {new:?}", old.id, old.state)
        });
    }
    for old in &before.attempts {
        let new = now.attempts.iter().find(|new| new.id == old.id).map(|new| new.state);
        broken.unless(new.is_some_and(|new| leads(ATTEMPT_STEPS, old.state, new)), || {
            format!("I8 {id}: {} went from {:?} to {new:?}", old.id, old.state)
        });
    }
    for old in &was.ledger {
        let stands = is.ledger.iter().any(|new| {
            new.entry == old.entry && new.account == old.account && new.amount == old.amount && new.at == old.at
        });
        broken.unless(stands, || format!("I7 {id}: the entry {} was changed", old.entry));
    }
}

/// Whether a machine can come from one state to another, in any number of legal steps.
fn leads<S: Copy + PartialEq>(steps: &[(S, S)], from: S, to: S) -> bool {
    let mut reached = vec![from];
    let mut next = 0;
    while let Some(state) = reached.get(next).copied() {
        next += 1;
        for (_, then) in steps.iter().filter(|(first, _)| *first == state) {
            if !reached.contains(then) {
                reached.push(*then);
            }
        }
    }
    reached.contains(&to)
}

/// Sold, and not taken back by the supplier.
pub fn took_a_unit(sold: &SoldEsim) -> bool {
    sold.status != "ko" && sold.status != "expired"
}
