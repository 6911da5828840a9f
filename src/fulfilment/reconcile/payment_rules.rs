//! How a payment of ours and its objects at Stripe fit together: a pure function of both.

use super::{Cure, UNDER_WAY, evidence, figure};
use crate::domain::payment::PaymentState;
use crate::domain::reconciliation::DifferenceKind;
use crate::domain::timestamp::UnixSeconds;
use crate::payments::{IntentReading, IntentStatus, SessionReading, SessionStatus};
use crate::store::{Payment, TaskKind};
use std::time::Duration;

/// So long after its end a session that is still open for us is a difference.
const END_IS_SEEN_WITHIN: Duration = Duration::from_secs(300);

/// What the two sides say together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) kind: DifferenceKind,
    pub(super) cure: Cure,
    /// The event that would have told us: no poll looks at this payment any more, so that it is told again.
    pub(super) told: Option<&'static str>,
}

/// `None` when both sides agree, or may agree in a moment.
pub(super) fn judge(
    payment: &Payment,
    session: Option<&SessionReading>,
    intent: Option<&IntentReading>,
    now: UnixSeconds,
) -> Option<Verdict> {
    use IntentStatus as I;
    use PaymentState as P;
    let behind = |told| Some(Verdict { kind: DifferenceKind::PaymentBehind, cure: Cure::Advance, told });
    let person = Cure::Person(TaskKind::PaymentMismatch);
    let differs = || Some(Verdict { kind: DifferenceKind::MoneyDiffers, cure: person, told: None });
    let paid_at = intent.map(|intent| intent.charge.as_ref().map_or(intent.created, |charge| charge.created));
    let is_fresh = paid_at.is_some_and(|at| now.since(at) < UNDER_WAY);
    let page = session.map(|session| session.status);
    let ended = matches!(page, Some(SessionStatus::Expired | SessionStatus::Complete));
    match (payment.state, intent.map(|intent| intent.status)) {
        (P::Creating, _) if session.is_some() && now.since(payment.created_at) > UNDER_WAY => behind(None),
        (P::Creating, _) => None,
        (P::Open | P::Processing, Some(I::Held | I::Taken)) if !is_fresh => behind(None),
        (P::Open, Some(I::Processing)) if !is_fresh => behind(None),
        (P::Open | P::Processing, Some(I::Held | I::Taken | I::Processing)) => None,
        (P::Open | P::Processing, _) if ended && now > payment.expires_at + END_IS_SEEN_WITHIN => behind(None),
        (P::Open | P::Processing, _) => None,
        (P::Expired, Some(I::Held | I::Taken)) => behind(Some("checkout.session.completed")),
        // Its page can still be paid; what is paid goes back by itself.
        (P::Expired, _) if page == Some(SessionStatus::Open) => {
            Some(Verdict { kind: DifferenceKind::PaymentBehind, cure: Cure::Nothing, told: None })
        }
        (P::Expired, _) => None,
        (P::Held | P::Capturing | P::Voiding, Some(I::Held)) => None,
        (P::Held, Some(I::Canceled)) => behind(Some("payment_intent.canceled")),
        (P::Held | P::Capturing | P::Voiding, Some(I::Taken | I::Canceled)) => behind(None),
        (P::Taken | P::Captured | P::Refunding | P::Refunded | P::RefundFailed, Some(I::Taken))
            if intent.is_some_and(|intent| intent.amount_received == payment.captured) =>
        {
            None
        }
        (P::Uncollected, Some(I::Held | I::Canceled)) | (P::Voided, Some(I::Canceled)) => None,
        _ => differs(),
    }
}

/// Both sides' figures.
pub(super) fn figures(payment: &Payment, session: Option<&SessionReading>, intent: Option<&IntentReading>) -> String {
    let ours = format!(
        "payment {} over {} is {}, {} captured",
        payment.id,
        figure(payment.amount),
        payment.state.as_str(),
        figure(payment.captured)
    );
    evidence(&ours, &theirs(session, intent))
}

/// Stripe's side alone.
pub(super) fn theirs(session: Option<&SessionReading>, intent: Option<&IntentReading>) -> String {
    let session = session.map_or_else(
        || "no session".to_owned(),
        |session| {
            let status = match session.status {
                SessionStatus::Open => "open",
                SessionStatus::Complete => "complete",
                SessionStatus::Expired => "expired",
            };
            format!("session {} is {status}", session.id)
        },
    );
    let intent = intent.map_or_else(
        || "no PaymentIntent".to_owned(),
        |intent| {
            let status = match intent.status {
                IntentStatus::Unpaid => "not paid",
                IntentStatus::Processing => "being decided",
                IntentStatus::Held => "held",
                IntentStatus::Taken => "taken",
                IntentStatus::Canceled => "cancelled",
                IntentStatus::Other => "in a state that nobody knows",
            };
            let (amount, received) = (figure(intent.amount), figure(intent.amount_received));
            format!("PaymentIntent {} over {amount} is {status}, {received} received", intent.id)
        },
    );
    format!("Stripe: {session}, {intent}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checkout::SessionParams;
    use crate::domain::lang::Lang;
    use crate::domain::money::{Currency, Money};
    use crate::payments::ChargeReading;

    const NOW: UnixSeconds = UnixSeconds(1_795_262_400);

    fn euros(cents: i64) -> Money {
        Money::new(cents, Currency::EUR)
    }

    /// Made an hour ago.
    fn payment(state: PaymentState) -> Payment {
        let made = NOW - Duration::from_secs(3600);
        let params = SessionParams {
            payment: "pay_1".into(),
            order: "ord_1".into(),
            order_number: "E-1".to_owned(),
            email: "ada@example.org".to_owned(),
            lang: Lang::En,
            lines: Vec::new(),
            hold: true,
            expires_at: made + Duration::from_secs(2400),
            success_url: String::new(),
            cancel_url: String::new(),
        };
        let takes = matches!(
            state,
            PaymentState::Taken
                | PaymentState::Captured
                | PaymentState::Refunding
                | PaymentState::Refunded
                | PaymentState::RefundFailed
        );
        Payment {
            id: "pay_1".into(),
            order: "ord_1".into(),
            state,
            amount: euros(1299),
            session: Some("cs_1".to_owned()),
            session_url: None,
            intent: Some("pi_1".to_owned()),
            paid_at: None,
            capture_before: None,
            captured: euros(if takes { 1299 } else { 0 }),
            refunded: euros(0),
            refund_claimed: euros(0),
            key_number: 1,
            created_at: made,
            expires_at: params.expires_at,
            params,
        }
    }

    fn intent(status: IntentStatus) -> IntentReading {
        let charge = ChargeReading {
            id: "ch_1".to_owned(),
            created: NOW - Duration::from_secs(1800),
            capture_before: None,
            amount_refunded: euros(0),
            disputed: false,
        };
        IntentReading {
            id: "pi_1".to_owned(),
            status,
            livemode: false,
            amount: euros(1299),
            amount_capturable: euros(0),
            amount_received: euros(if status == IntentStatus::Taken { 1299 } else { 0 }),
            payment: Some("pay_1".into()),
            created: NOW - Duration::from_secs(3600),
            charge: Some(charge),
        }
    }

    fn session(status: SessionStatus) -> SessionReading {
        SessionReading {
            id: "cs_1".to_owned(),
            status,
            url: None,
            livemode: false,
            amount: Some(euros(1299)),
            payment: Some("pay_1".into()),
            created: NOW - Duration::from_secs(3600),
            intent: None,
        }
    }

    /// Whether the two agree (`=`), looking again mends it (`>`), or a person must look (`!`).
    fn verdict(state: PaymentState, status: IntentStatus) -> char {
        let paid = matches!(status, IntentStatus::Held | IntentStatus::Taken | IntentStatus::Processing);
        let page = session(if paid { SessionStatus::Complete } else { SessionStatus::Expired });
        match judge(&payment(state), Some(&page), Some(&intent(status)), NOW) {
            None => '=',
            Some(Verdict { cure: Cure::Advance, .. }) => '>',
            Some(Verdict { cure: Cure::Person(_), .. }) => '!',
            Some(verdict) => panic!("{verdict:?}"),
        }
    }

    #[test]
    fn each_state_fits_what_it_says_of_the_money() {
        use IntentStatus as I;
        let columns = [I::Unpaid, I::Processing, I::Held, I::Taken, I::Canceled, I::Other];
        let table: Vec<String> = PaymentState::ALL
            .iter()
            .map(|state| columns.iter().map(|status| verdict(*state, *status)).collect())
            .zip(PaymentState::ALL)
            .map(|(row, state): (String, _)| format!("{row} {}", state.as_str()))
            .collect();
        assert_eq!(
            table,
            [
                ">>>>>> creating",
                ">>>>>> open",
                "!!=>>! held",
                "!!!=!! taken",
                ">=>>>> processing",
                "!!=>>! capturing",
                "!!!=!! captured",
                "!!=!=! uncollected",
                "==>>== expired",
                "!!=>>! voiding",
                "!!!!=! voided",
                "!!!=!! refunding",
                "!!!=!! refunded",
                "!!!=!! refund_failed",
            ]
        );
    }

    #[test]
    fn what_has_just_been_paid_is_no_difference_yet() {
        let mut held = intent(IntentStatus::Held);
        held.charge.as_mut().unwrap().created = NOW - Duration::from_secs(5);
        let page = session(SessionStatus::Complete);
        assert_eq!(judge(&payment(PaymentState::Open), Some(&page), Some(&held), NOW), None);
    }

    #[test]
    fn another_amount_taken_than_in_our_records_stands_before_a_person() {
        let mut taken = intent(IntentStatus::Taken);
        taken.amount_received = euros(1200);
        let verdict = judge(&payment(PaymentState::Captured), None, Some(&taken), NOW).unwrap();
        assert_eq!(verdict.kind, DifferenceKind::MoneyDiffers);
    }

    #[test]
    fn a_page_that_can_still_be_paid_after_its_end_is_seen() {
        let page = session(SessionStatus::Open);
        let verdict = judge(&payment(PaymentState::Expired), Some(&page), None, NOW).unwrap();
        assert_eq!((verdict.kind, verdict.cure), (DifferenceKind::PaymentBehind, Cure::Nothing));
    }
}
