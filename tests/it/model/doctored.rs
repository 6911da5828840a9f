//! The rules themselves: each notices a moment that was doctored against it, and none complains of one that was not.

use super::case::Case;
use super::command::{Click, Command, Hearing, Workers};
use super::rest::broken_at_rest;
use super::rules::{Others, broken};
use super::seen::{Letter, Seen, SeenOrder};
use crate::shop::Database;
use escale::domain::fulfilment::AttemptState;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale_simulators::{Movement, MovementKind, PaymentTruth, PaymentWay, SoldEsim};
use std::time::Duration;

/// What is done to a moment, and a word of the rule that must notice.
type Doctored = (&'static str, fn(&mut Seen));

const ALWAYS: &[Doctored] = &[
    ("I1", |seen| {
        let open = escale::store::Payment { state: PaymentState::Open, ..order(seen).family.payments[0].clone() };
        order(seen).family.payments.extend([open.clone(), open]);
    }),
    ("I1: two sessions for", |seen| seen.sessions.push(seen.sessions[0].clone())),
    ("I2", |seen| {
        let second = order(seen).family.attempts[0].clone();
        order(seen).family.attempts.push(second);
    }),
    ("I3", |seen| {
        let again = Movement { at: 0, kind: MovementKind::Captured, amount: 1 };
        truth(seen).movements.push(again);
    }),
    ("I3", |seen| truth(seen).captured += 1),
    ("I3", |seen| order(seen).family.attempts[0].state = AttemptState::Accepted),
    ("I4", |seen| order(seen).family.payments[0].state = PaymentState::Voided),
    ("I4", |seen| {
        order(seen).family.payments[0].state = PaymentState::Voiding;
        order(seen).family.attempts[0].state = AttemptState::Sending;
    }),
    ("I6", |seen| {
        let mut other = order(seen).family.attempts[0].clone();
        (other.id, other.state) = ("att_other".into(), AttemptState::Refused);
        order(seen).family.attempts.push(other);
    }),
    ("I7", |seen| order(seen).ledger[0].amount.minor += 1),
    ("I8", |seen| order(seen).family.order.paid_at = None),
    ("after the deadline", |seen| {
        let order = order(seen);
        order.family.attempts[0].sent_at = order.family.order.deliver_by.map(|by| by + Duration::from_secs(1));
    }),
    ("ahead of the bank", |seen| order(seen).family.payments[0].captured.minor += 1),
    ("stored as", |seen| order(seen).family.order.state = OrderState::Closed),
    ("sold twice", |seen| seen.sold.push(seen.sold[0].clone())),
    ("nobody ordered it", |seen| {
        seen.sold.push(SoldEsim { user_id: "att_nobody".to_owned(), ..seen.sold[0].clone() });
    }),
    ("the supplier sold it", |seen| order(seen).family.attempts[0].state = AttemptState::ProvenAbsent),
    ("not with the eSIM that was sold", |seen| seen.sold[0].activation_code.push('X')),
    ("not with the eSIM that was sold", |seen| "ko".clone_into(&mut seen.sold[0].status)),
    ("held or kept at once", |seen| {
        let second = PaymentTruth { payment_intent: "pi_second".to_owned(), ..truth(seen).clone() };
        seen.payments.push(second);
    }),
    ("although", |seen| truth(seen).refunded = truth(seen).captured),
    ("that were taken", |seen| truth(seen).refunded = truth(seen).captured + 1),
    ("made twice", |seen| seen.refunds.extend(["ref_1".to_owned(), "ref_1".to_owned()])),
    ("told twice", |seen| {
        let again = order(seen).mails[0].clone();
        order(seen).mails.push(again);
    }),
];

/// Against the moment before.
const SINCE: &[Doctored] = &[
    ("its version went back", |seen| order(seen).family.order.version -= 1),
    ("went from Captured", |seen| order(seen).family.payments[0].state = PaymentState::Held),
    ("went from Delivered", |seen| order(seen).family.attempts[0].state = AttemptState::Abandoned),
    ("was changed", |seen| drop(order(seen).ledger.pop())),
];

const AT_REST: &[Doctored] = &[
    ("kept for", |seen| order(seen).family.attempts[0].state = AttemptState::Refused),
    ("although no hold was let go", |seen| truth(seen).refunded = 1),
    ("still held", |seen| truth(seen).held *= 2),
    ("is still Held", |seen| order(seen).family.payments[0].state = PaymentState::Held),
    ("is still Unknown", |seen| order(seen).family.attempts[0].state = AttemptState::Unknown),
    ("sold and not delivered", |seen| {
        order(seen).family.attempts[0].state = AttemptState::Abandoned;
        order(seen).esims.clear();
    }),
    ("a payment of no order", |seen| truth(seen).client_reference_id = None),
    ("is in nobody's books", |seen| order(seen).family.payments[0].intent = None),
    ("booked", |seen| order(seen).family.payments[0].captured.minor -= 1),
    ("the ledger has", |seen| order(seen).ledger.retain(|row| row.account != "provider")),
    ("the ledger holds", |seen| order(seen).ledger.retain(|row| row.kind != "released")),
    ("nobody is told", |seen| order(seen).mails.clear()),
    ("told of money back", |seen| truth(seen).held += 1),
    ("is waiting", |seen| "waiting".clone_into(&mut order(seen).mails[0].state)),
    ("jobs are left", |seen| seen.jobs.push(("advance:ord_1".to_owned(), true, None))),
    ("a job waits", |seen| seen.next_job_at = Some(seen.now)),
];

fn order(seen: &mut Seen) -> &mut SeenOrder {
    &mut seen.orders[0]
}

fn truth(seen: &mut Seen) -> &mut PaymentTruth {
    &mut seen.payments[0]
}

/// An order that was paid, delivered and captured, and the mails about it.
fn delivered() -> (Seen, Vec<Letter>) {
    let mut case = Case::open(Database::Sqlite).unwrap();
    let steps = [
        Command::Order(Click::Once),
        Command::Pay { which: 0, way: PaymentWay::Card },
        Command::Hear(Hearing::All { reversed: false }),
        Command::Work(Workers::One),
    ];
    for step in steps {
        case.step(&step).unwrap();
    }
    case.end().unwrap();
    (case.look().unwrap(), Letter::all(&case.house))
}

#[test]
fn every_rule_notices_when_it_is_broken() {
    let (seen, letters) = delivered();
    let others = Others::default();
    assert!(broken(Some(&seen), &seen, &others).0.is_empty() && broken_at_rest(&seen, &letters, 0).0.is_empty());
    let doctored = |doctor: fn(&mut Seen)| {
        let mut copy = seen.clone();
        doctor(&mut copy);
        copy
    };
    let notices = |word: &str, rules: Vec<String>| {
        assert!(rules.iter().any(|rule| rule.contains(word)), "{word} was not noticed: {rules:?}");
    };
    for (word, doctor) in ALWAYS {
        notices(word, broken(None, &doctored(*doctor), &others).0);
    }
    for (word, doctor) in SINCE {
        notices(word, broken(Some(&seen), &doctored(*doctor), &others).0);
    }
    for (word, doctor) in AT_REST {
        notices(word, broken_at_rest(&doctored(*doctor), &letters, 0).0);
    }
    let twice = [letters.clone(), letters.clone()].concat();
    notices("arrived twice", broken_at_rest(&seen, &twice, 0).0);
    notices("0 arrived", broken_at_rest(&seen, &[], 0).0);
    let without_code = Letter { text: String::new(), ..letters[0].clone() };
    notices("no mail holds the code", broken_at_rest(&seen, &[without_code], 0).0);
}
