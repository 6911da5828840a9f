//! What must hold once everything has come to rest: each order is delivered and paid for exactly that, or nothing was
//! kept, or it stands before a person with the reason.

use super::rules::{Broken, Others, took_a_unit};
use super::seen::{Letter, Seen, SeenOrder};
use escale::domain::payment::PaymentState;
use escale::store::{MailKind, Payment, TaskKind};
use escale_simulators::PaymentTruth;
use std::collections::HashSet;

/// Which rules are broken at rest. `crashes`: how often the process has ended.
pub fn broken_at_rest(seen: &Seen, others: &Others, letters: &[Letter], crashes: u32) -> Broken {
    let mut broken = Broken::default();
    broken.unless(seen.jobs.is_empty(), || format!("jobs are left: {:?}", seen.jobs));
    broken.unless(seen.next_job_at.is_none(), || {
        format!("a job waits for {:?}, now is {:?}", seen.next_job_at, seen.now)
    });
    for order in &seen.orders {
        if is_reviewed(order, &mut broken) {
            continue;
        }
        settled(order, seen, others, &mut broken);
        books(order, seen, &mut broken);
        told(order, seen, others, &mut broken);
        arrived(order, letters, crashes, &mut broken);
    }
    let known: HashSet<&str> = seen.orders.iter().map(|order| order.family.order.id.as_str()).collect();
    for truth in &seen.payments {
        let order = truth.client_reference_id.as_deref().unwrap_or_default();
        broken.unless(known.contains(order), || format!("{} is a payment of no order", truth.payment_intent));
    }
    broken
}

/// A payment that is not what was asked for stands before a person: nothing is booked, bought or written before that.
fn is_reviewed(order: &SeenOrder, broken: &mut Broken) -> bool {
    let reviewed = order.family.payments.iter().any(|payment| payment.state == PaymentState::Review);
    let id = &order.family.order.id;
    broken.unless(!reviewed || waits_for_a_person(order, &[TaskKind::PaymentMismatch]), || {
        format!("{id}: a payment is not what was asked for, and nobody is told")
    });
    broken.unless(!reviewed || order.esims.is_empty(), || format!("{id}: bought for less than it costs"));
    reviewed
}

fn waits_for_a_person(order: &SeenOrder, kinds: &[TaskKind]) -> bool {
    order.tasks.iter().any(|task| task.done_at.is_none() && kinds.contains(&task.kind))
}

/// Money and eSIMs balance, or somebody is told why not.
fn settled(order: &SeenOrder, seen: &Seen, others: &Others, broken: &mut Broken) {
    let family = &order.family;
    let id = &family.order.id;
    let truths = seen.payments_of(id);
    let delivered = family.delivered_sum().minor;
    let kept: i64 = truths.iter().map(|truth| truth.kept()).sum();
    let held: i64 = truths.iter().map(|truth| truth.standing_hold()).sum();
    let told_of_too_much = [TaskKind::RefundFailed, TaskKind::PaymentMismatch, TaskKind::Disputed];
    broken.unless(kept <= delivered || waits_for_a_person(order, &told_of_too_much), || {
        format!("{id}: {kept} kept for {delivered}, and nobody is told")
    });
    let told_of_too_little = [TaskKind::Uncollected, TaskKind::PaymentMismatch];
    let due = delivered - others.gave_back(id);
    broken.unless(kept >= due || waits_for_a_person(order, &told_of_too_little), || {
        format!("{id}: delivered for {delivered}, {kept} kept, and nobody is told")
    });
    let gone = |truth: &&PaymentTruth| truth.status == "canceled" || others.captured.contains(&truth.payment_intent);
    let gone = truths.iter().any(gone);
    broken.unless(kept >= due || gone, || {
        format!("{id}: delivered for {delivered}, {kept} kept, although no hold was let go")
    });
    broken.unless(held == 0 || waits_for_a_person(order, &[TaskKind::PaymentMismatch]), || {
        format!("{id}: {held} is still held, and nobody is told")
    });
    for payment in &family.payments {
        use PaymentState as P;
        let rests = payment.state.is_final()
            || (payment.state == P::Taken && payment.captured.minor - payment.refunded.minor <= delivered)
            || (payment.state == P::RefundFailed && waits_for_a_person(order, &[TaskKind::RefundFailed]))
            || (family.order.disputed && waits_for_a_person(order, &[TaskKind::Disputed]));
        broken.unless(rests, || format!("{id}: {} is still {:?}", payment.id, payment.state));
    }
    for attempt in &family.attempts {
        let sold = seen.sold.iter().find(|sold| sold.user_id == attempt.id.as_str());
        let lost = !attempt.state.proves_nothing_sold() && attempt.state.has_ended();
        let lost = lost && family.newest_attempt(&attempt.line).is_some_and(|newest| newest.id == attempt.id);
        broken.unless(attempt.state.has_ended(), || format!("{id}: {} is still {:?}", attempt.id, attempt.state));
        if sold.is_some_and(took_a_unit) && lost && !order.esims.iter().any(|esim| esim.line == attempt.line) {
            let kinds = [TaskKind::DeadlinePassed, TaskKind::SoldTooLate];
            broken.unless(waits_for_a_person(order, &kinds), || {
                format!("{id}: {} was sold and not delivered, and nobody is told", attempt.id)
            });
        }
    }
}

/// A payment whose money came and went before the shop could look: its session has ended, and nobody got anything.
fn never_seen(order: &SeenOrder, truth: &PaymentTruth) -> bool {
    let of_session = |payment: &&Payment| payment.session == truth.session;
    let ended = order.family.payments.iter().find(of_session).is_some_and(|one| one.state == PaymentState::Expired);
    ended && truth.standing_hold() == 0 && truth.captured == 0
}

/// The shop's books say what the bank says.
fn books(order: &SeenOrder, seen: &Seen, broken: &mut Broken) {
    let family = &order.family;
    let id = &family.order.id;
    for truth in seen.payments_of(id) {
        let intent = &truth.payment_intent;
        let Some(payment) = family.payments.iter().find(|payment| payment.intent.as_deref() == Some(intent)) else {
            broken.unless(never_seen(order, truth), || format!("{id}: {intent} is in nobody's books"));
            continue;
        };
        let (captured, refunded) = (payment.captured.minor, payment.refunded.minor);
        broken.unless(captured == truth.captured, || format!("{id}: {captured} booked, {} captured", truth.captured));
        broken.unless(refunded == truth.refunded, || format!("{id}: {refunded} booked, {} refunded", truth.refunded));
    }
    let sum = |account: &str| -> i64 {
        order.ledger.iter().filter(|row| row.account == account).map(|row| row.amount.minor).sum()
    };
    let truths = seen.payments_of(id);
    let kept: i64 = truths.iter().map(|truth| truth.kept()).sum();
    let held: i64 = truths.iter().map(|truth| truth.standing_hold()).sum();
    // The provider keeps its fee of what it owes us.
    let owed = sum("provider") + sum("fees");
    broken.unless(owed == kept, || format!("I7 {id}: the ledger has {owed}, the bank {kept}"));
    broken.unless(sum("memo:held") == held, || {
        format!("I7 {id}: the ledger holds {}, the bank {held}", sum("memo:held"))
    });
}

/// Who got an eSIM or money back was told, once.
fn told(order: &SeenOrder, seen: &Seen, others: &Others, broken: &mut Broken) {
    let family = &order.family;
    let id = &family.order.id;
    let has = |kind: MailKind| order.mails.iter().any(|mail| mail.kind == kind);
    for mail in &order.mails {
        let nothing_to_tell = mail.last_error.as_deref() == Some("there is nothing to tell");
        let written_off = mail.state == "failed" && waits_for_a_person(order, &[TaskKind::MailFailed]);
        broken.unless(mail.state == "sent" || nothing_to_tell || written_off, || {
            format!("{id}: the mail {} is {} ({:?})", mail.kind.as_str(), mail.state, mail.last_error)
        });
    }
    let truths = seen.payments_of(id);
    let came = truths.iter().filter(|truth| !never_seen(order, truth));
    let came: i64 = came.map(|truth| truth.held.max(truth.captured)).sum();
    let delivered = family.delivered_sum().minor;
    broken
        .unless(delivered == 0 || has(MailKind::EsimReady), || format!("{id}: the eSIM is there, and nobody is told"));
    if !family.order.disputed {
        let by_hand = others.gave_back(id) > 0;
        broken.unless(by_hand || has(MailKind::GivenBack) == (came > delivered), || {
            format!("{id}: {came} came, {delivered} was delivered; told of money back: {}", has(MailKind::GivenBack))
        });
    }
}

/// What we say was sent is what arrived, and it holds what installs the eSIM.
fn arrived(order: &SeenOrder, letters: &[Letter], crashes: u32, broken: &mut Broken) {
    let id = &order.family.order.id;
    let ours: Vec<&Letter> = letters.iter().filter(|letter| letter.to == order.family.order.email).collect();
    let different = ours.iter().map(|letter| &letter.message_id).collect::<HashSet<_>>().len();
    let sent: Vec<_> = order.mails.iter().filter(|mail| mail.state == "sent").map(|mail| mail.kind.as_str()).collect();
    broken.unless(different == sent.len(), || format!("{id}: sent {sent:?}, {different} mails arrived"));
    // A crash between the relay's word and ours sends the same mail again, under the same name.
    broken.unless(crashes > 0 || ours.len() == sent.len(), || format!("{id}: a mail arrived twice"));
    let sent_codes = order.mails.iter().any(|mail| mail.kind == MailKind::EsimReady && mail.state == "sent");
    for esim in order.esims.iter().filter(|_| sent_codes) {
        let code = esim.secrets.activation_code.matching_id().as_str();
        broken.unless(ours.iter().any(|letter| letter.text.contains(code)), || {
            format!("{id}: no mail holds the code of {}", esim.line)
        });
    }
}
