//! Why an order is in its state, in one sentence.

use crate::app::parts::tone::Tone;
use crate::domain::fulfilment::AttemptState;
use crate::domain::lang::Lang;
use crate::domain::order::OrderState;
use crate::domain::payment::PaymentState;
use crate::domain::timestamp::UnixSeconds;
use crate::fulfilment::next_step::{Limits, deadline_of};
use crate::store::{Attempt, Family};
use crate::text::{t, t_with};

/// The sentence, and how good or bad it is.
pub(super) fn reason(lang: Lang, family: &Family, limits: &Limits) -> (String, Tone) {
    match family.order.state {
        OrderState::AwaitingPayment => (awaiting_payment(lang, family), Tone::Plain),
        OrderState::Fulfilling => fulfilling(lang, family, limits),
        OrderState::Delivered => delivered(lang, family),
        OrderState::PartlyDelivered => (partly_delivered(lang, family), Tone::Warn),
        OrderState::GivingBack => (giving_back(lang, family), Tone::Warn),
        OrderState::GivenBack => (t(lang, "admin-why-given-back"), Tone::Plain),
        OrderState::Closed => (t(lang, "admin-why-closed"), Tone::Plain),
        OrderState::NeedsAPerson => (needs_a_person(lang, family), Tone::Bad),
    }
}

fn awaiting_payment(lang: Lang, family: &Family) -> String {
    let newest = family.payments.iter().rev().find(|payment| payment.state != PaymentState::Expired);
    match newest.map(|payment| (payment.state, payment.expires_at)) {
        Some((PaymentState::Open, until)) => t_with(lang, "admin-why-open", &[("time", until.date_time(lang).into())]),
        Some((PaymentState::Processing, _)) => t(lang, "admin-why-processing"),
        _ => t(lang, "admin-why-creating"),
    }
}

/// The newest attempt of the line that is least far.
fn slowest(family: &Family) -> Option<&Attempt> {
    let rank = |attempt: &&Attempt| match attempt.state {
        AttemptState::Unknown => 0,
        AttemptState::Prepared => 1,
        AttemptState::Sending => 2,
        AttemptState::Accepted => 3,
        _ => 4,
    };
    let newest = family.lines.iter().filter_map(|line| family.newest_attempt(&line.id));
    newest.filter(|attempt| !attempt.state.has_ended()).min_by_key(rank)
}

fn fulfilling(lang: Lang, family: &Family, limits: &Limits) -> (String, Tone) {
    let Some(attempt) = slowest(family) else { return (t(lang, "admin-why-about-to-order"), Tone::Warn) };
    let supplier = attempt.supplier.as_str().to_owned();
    let deadline = deadline_of(family, attempt, limits).unwrap_or(family.order.created_at);
    let time = |at: UnixSeconds| at.date_time(lang);
    match attempt.state {
        AttemptState::Sending => (t_with(lang, "admin-why-sending", &[("supplier", supplier.into())]), Tone::Warn),
        AttemptState::Unknown => {
            let values = [("supplier", supplier.into()), ("time", time(deadline).into())];
            (t_with(lang, "admin-why-unknown", &values), Tone::Bad)
        }
        AttemptState::Accepted => {
            let values = [("supplier", supplier.into()), ("time", time(deadline).into())];
            (t_with(lang, "admin-why-accepted", &values), Tone::Warn)
        }
        _ => (t_with(lang, "admin-why-prepared", &[("time", time(deadline).into())]), Tone::Warn),
    }
}

fn delivered(lang: Lang, family: &Family) -> (String, Tone) {
    match family.main_payment().map(|payment| payment.state) {
        Some(PaymentState::Held | PaymentState::Capturing) => (t(lang, "admin-why-collecting"), Tone::Ok),
        Some(PaymentState::Uncollected) => (t(lang, "admin-why-uncollected"), Tone::Bad),
        Some(PaymentState::Refunding) => (t(lang, "admin-why-refunding"), Tone::Warn),
        _ => (t(lang, "admin-why-delivered"), Tone::Ok),
    }
}

fn partly_delivered(lang: Lang, family: &Family) -> String {
    let delivered = family
        .lines
        .iter()
        .filter(|line| family.newest_attempt(&line.id).is_some_and(|attempt| attempt.state == AttemptState::Delivered));
    let (delivered, all) = (delivered.count(), family.lines.len());
    t_with(lang, "admin-why-partly", &[("delivered", delivered.into()), ("all", all.into())])
}

fn giving_back(lang: Lang, family: &Family) -> String {
    if family.order.late_payment {
        return t(lang, "admin-why-late-payment");
    }
    match family.attempts.iter().rev().find_map(|attempt| attempt.reason.clone()) {
        Some(reason) => t_with(lang, "admin-why-giving-back", &[("reason", reason.into())]),
        None => t(lang, "admin-why-giving-back-plainly"),
    }
}

fn needs_a_person(lang: Lang, family: &Family) -> String {
    match family.attempts.iter().find(|attempt| attempt.state == AttemptState::Review) {
        Some(attempt) => {
            let supplier = attempt.supplier.as_str().to_owned();
            t_with(lang, "admin-why-review", &[("supplier", supplier.into())])
        }
        None if family.payments.iter().any(|payment| payment.state == PaymentState::Review) => {
            t(lang, "admin-why-mismatch")
        }
        None => t(lang, "admin-why-refund-failed"),
    }
}
