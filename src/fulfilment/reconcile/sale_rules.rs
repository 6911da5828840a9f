//! How an attempt of ours and the orders in a supplier's books fit together: a pure function of both.

use super::{Cure, UNDER_WAY};
use crate::domain::fulfilment::AttemptState;
use crate::domain::ids::AttemptId;
use crate::domain::reconciliation::DifferenceKind;
use crate::domain::timestamp::UnixSeconds;
use crate::store::{Attempt, Family, TaskKind};
use crate::suppliers::{ListedOrder, Standing};
use std::time::Duration;

/// What the two sides say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Agrees,
    /// It is ours and sold, and our records are not sure of it: taken over, as a look-up would.
    Adopt,
    Differs(DifferenceKind, Cure),
}

/// The attempt of ours that an order in a supplier's books is for: the one that it names, or the newest of its line where
/// our records have forgotten that one.
pub(super) fn attempt_for<'a>(family: &'a Family, named: &AttemptId) -> Option<&'a Attempt> {
    let exact = family.attempts.iter().find(|attempt| attempt.id == *named);
    exact.or_else(|| family.newest_attempt(&named.line()))
}

/// `listed` are all orders that name one attempt; `socket` is the longest wait for the answer to a purchase.
pub(super) fn judge(attempt: &Attempt, listed: &[ListedOrder], socket: Duration, now: UnixSeconds) -> Verdict {
    use AttemptState as A;
    let behind = Verdict::Differs(DifferenceKind::SaleBehind, Cure::Advance);
    let strange = Cure::Person(TaskKind::StrangeAnswer);
    let mut sold = listed.iter().filter(|order| order.standing != Standing::Refused);
    let newest = match (sold.next(), sold.next()) {
        (Some(_), Some(_)) => return Verdict::Differs(DifferenceKind::SaleDoubled, strange),
        (Some(order), None) => order,
        (None, _) => {
            // A definite no, which an attempt that waits for its answer will read by itself.
            let waits = attempt.state == A::Accepted && now.since(attempt.changed_at) > UNDER_WAY;
            return if waits { behind } else { Verdict::Agrees };
        }
    };
    let is_another = attempt.reference.as_ref().is_some_and(|reference| *reference != newest.reference);
    match attempt.state {
        A::Prepared | A::Unknown | A::Review => Verdict::Adopt,
        A::Sending if now > attempt.send_by.unwrap_or(attempt.changed_at) + socket + UNDER_WAY => behind,
        A::Sending => Verdict::Agrees,
        A::Accepted | A::Delivered if is_another => Verdict::Differs(DifferenceKind::SaleDiffers, strange),
        A::Accepted if newest.standing == Standing::Delivered && now.since(attempt.changed_at) > UNDER_WAY => behind,
        A::Accepted | A::Delivered => Verdict::Agrees,
        A::Refused | A::ProvenAbsent | A::Abandoned => {
            Verdict::Differs(DifferenceKind::SaleTooLate, Cure::Person(TaskKind::SoldTooLate))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::esim::Wanted;

    const NOW: UnixSeconds = UnixSeconds(1_795_262_400);
    const SOCKET: Duration = Duration::from_secs(30);

    fn attempt(state: AttemptState) -> Attempt {
        let made = NOW - Duration::from_secs(3600);
        Attempt {
            id: "att_1".into(),
            order: "ord_1".into(),
            line: "lin_1".into(),
            supplier: "orange".into(),
            product: "p".into(),
            wanted: Wanted::Esim,
            state,
            reference: matches!(state, AttemptState::Accepted | AttemptState::Delivered).then(|| "t1".to_owned()),
            send_by: Some(made),
            sent_at: Some(made),
            accepted_at: None,
            first_absent_at: None,
            reason: None,
            created_at: made,
            changed_at: made,
        }
    }

    fn listed(reference: &str, standing: Standing) -> ListedOrder {
        let ours = Some("att_1".to_owned());
        ListedOrder { our_reference: ours, reference: reference.to_owned(), sold_at: None, standing }
    }

    fn verdict(state: AttemptState, standing: Standing) -> &'static str {
        match judge(&attempt(state), &[listed("t1", standing)], SOCKET, NOW) {
            Verdict::Agrees => "agrees",
            Verdict::Adopt => "adopt",
            Verdict::Differs(DifferenceKind::SaleBehind, Cure::Advance) => "behind",
            Verdict::Differs(DifferenceKind::SaleTooLate, Cure::Person(TaskKind::SoldTooLate)) => "too late",
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_state_fits_what_the_supplier_says_of_the_sale() {
        let table: Vec<String> = AttemptState::ALL
            .iter()
            .map(|state| {
                let columns = [Standing::Delivered, Standing::UnderWay, Standing::Refused];
                let words: Vec<_> = columns.iter().map(|standing| verdict(*state, *standing)).collect();
                format!("{}: {}", state.as_str(), words.join(", "))
            })
            .collect();
        assert_eq!(
            table,
            [
                "prepared: adopt, adopt, agrees",
                "sending: behind, behind, agrees",
                "accepted: behind, agrees, behind",
                "delivered: agrees, agrees, agrees",
                "refused: too late, too late, agrees",
                "unknown: adopt, adopt, agrees",
                "proven_absent: too late, too late, agrees",
                "review: adopt, adopt, agrees",
                "abandoned: too late, too late, agrees",
            ]
        );
    }

    #[test]
    fn two_sales_for_one_attempt_are_never_adopted() {
        for state in [AttemptState::Unknown, AttemptState::Delivered] {
            let both = [listed("t1", Standing::Delivered), listed("t2", Standing::UnderWay)];
            let verdict = judge(&attempt(state), &both, SOCKET, NOW);
            assert!(matches!(verdict, Verdict::Differs(DifferenceKind::SaleDoubled, Cure::Person(_))), "{verdict:?}");
        }
        let one_refused = [listed("t1", Standing::Delivered), listed("t2", Standing::Refused)];
        assert_eq!(judge(&attempt(AttemptState::Delivered), &one_refused, SOCKET, NOW), Verdict::Agrees);
    }

    #[test]
    fn another_reference_than_ours_is_told() {
        let verdict = judge(&attempt(AttemptState::Delivered), &[listed("t9", Standing::Delivered)], SOCKET, NOW);
        assert!(matches!(verdict, Verdict::Differs(DifferenceKind::SaleDiffers, _)), "{verdict:?}");
    }

    #[test]
    fn an_order_that_is_being_sent_is_left_alone() {
        let sending = Attempt { send_by: Some(NOW), changed_at: NOW, ..attempt(AttemptState::Sending) };
        assert_eq!(judge(&sending, &[listed("t1", Standing::Delivered)], SOCKET, NOW), Verdict::Agrees);
    }
}
