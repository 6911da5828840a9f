//! What was given back, why and how: the same words for the mail and the order's page.

use super::give_up::{CANCELLED_BY_BUYER, CANCELLED_BY_STAFF};
use crate::domain::fulfilment::AttemptState;
use crate::domain::money::Money;
use crate::domain::order::OrderState;
use crate::domain::payment::PaymentState;
use crate::mail::messages::{HowGivenBack, WhyGivenBack};
use crate::store::{Attempt, Family, Payment, RefundState};

/// Money on its way back to the buyer, or there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenBack {
    pub amount: Money,
    pub why: WhyGivenBack,
    pub how: HowGivenBack,
}

/// `None` while nothing goes back.
pub fn given_back(family: &Family) -> Option<GivenBack> {
    // Where nothing of the payment that counts goes back, it was a second one.
    let others = family.payments.iter().rev();
    family.main_payment().into_iter().chain(others).find_map(|payment| of_payment(family, payment))
}

fn of_payment(family: &Family, payment: &Payment) -> Option<GivenBack> {
    let rest = |kept: Money| Money::new(payment.amount.minor - kept.minor, payment.amount.currency);
    let nothing_comes = family.order.state == OrderState::GivingBack;
    let (how, amount) = match payment.state {
        PaymentState::Voiding | PaymentState::Voided => (HowGivenBack::Released, payment.amount),
        // A part was delivered: the rest of the hold is let go with the capture.
        PaymentState::Capturing => (HowGivenBack::Released, rest(family.delivered_sum())),
        PaymentState::Captured if payment.refunded.is_zero() => (HowGivenBack::Released, rest(payment.captured)),
        // Decided, and not begun: the next step does it.
        PaymentState::Held if nothing_comes => (HowGivenBack::Released, payment.amount),
        PaymentState::Taken if nothing_comes => (HowGivenBack::Refunded, payment.captured),
        _ => {
            let refunds = family
                .refunds
                .iter()
                .filter(|refund| refund.payment == payment.id && refund.state != RefundState::Failed);
            let minor: i64 = refunds.map(|refund| refund.amount.minor).sum();
            (HowGivenBack::Refunded, Money::new(minor, payment.amount.currency))
        }
    };
    (amount.minor > 0).then(|| GivenBack { amount, why: why(family), how })
}

fn why(family: &Family) -> WhyGivenBack {
    if family.order.late_payment {
        return WhyGivenBack::PaidTooLate;
    }
    let ended: Vec<&Attempt> = family
        .lines
        .iter()
        .filter_map(|line| family.newest_attempt(&line.id))
        .filter(|attempt| attempt.state != AttemptState::Delivered)
        .collect();
    if ended.iter().any(|attempt| attempt.reason.as_deref() == Some(CANCELLED_BY_BUYER)) {
        WhyGivenBack::CancelledByBuyer
    } else if ended.is_empty() || ended.iter().any(|attempt| attempt.reason.as_deref() == Some(CANCELLED_BY_STAFF)) {
        // Everything was delivered, or staff did not wait for it.
        WhyGivenBack::DecidedByStaff
    } else {
        let refused = ended.iter().all(|attempt| attempt.state.proves_nothing_sold());
        match (family.tops_up(), refused) {
            (false, true) => WhyGivenBack::NotAvailable,
            (false, false) => WhyGivenBack::NotInTime,
            (true, true) => WhyGivenBack::NotToppedUp { said: said(&ended) },
            (true, false) => WhyGivenBack::NotToppedUpInTime,
        }
    }
}

/// The network's own words; what was only proven by look-ups it did not say.
fn said(ended: &[&Attempt]) -> Option<String> {
    ended.iter().find(|attempt| attempt.state == AttemptState::Refused)?.reason.clone()
}
