//! The staff's words for states, jobs and tasks, and how good or bad each is.

use crate::app::parts::tone::Tone;
use crate::domain::fulfilment::AttemptState;
use crate::domain::lang::Lang;
use crate::domain::order::OrderState;
use crate::domain::payment::PaymentState;
use crate::store::{MailKind, RefundState, TaskKind};
use crate::text::{t, t_with};
use std::time::Duration;

/// An order's state.
pub(super) fn order_state(lang: Lang, state: OrderState) -> (String, Tone) {
    use OrderState as S;
    match state {
        S::AwaitingPayment => (t(lang, "admin-order-awaiting-payment"), Tone::Plain),
        S::Fulfilling => (t(lang, "admin-order-fulfilling"), Tone::Warn),
        S::Delivered => (t(lang, "admin-order-delivered"), Tone::Ok),
        S::PartlyDelivered => (t(lang, "admin-order-partly-delivered"), Tone::Warn),
        S::GivingBack => (t(lang, "admin-order-giving-back"), Tone::Warn),
        S::GivenBack => (t(lang, "admin-order-given-back"), Tone::Plain),
        S::Closed => (t(lang, "admin-order-closed"), Tone::Plain),
        S::NeedsAPerson => (t(lang, "admin-order-needs-a-person"), Tone::Bad),
    }
}

/// A payment's state.
pub(super) fn payment_state(lang: Lang, state: PaymentState) -> (String, Tone) {
    use PaymentState as S;
    match state {
        S::Creating => (t(lang, "admin-payment-creating"), Tone::Plain),
        S::Open => (t(lang, "admin-payment-open"), Tone::Plain),
        S::Held => (t(lang, "admin-payment-held"), Tone::Ok),
        S::Taken => (t(lang, "admin-payment-taken"), Tone::Ok),
        S::Processing => (t(lang, "admin-payment-processing"), Tone::Warn),
        S::Review => (t(lang, "admin-payment-review"), Tone::Bad),
        S::Capturing => (t(lang, "admin-payment-capturing"), Tone::Warn),
        S::Captured => (t(lang, "admin-payment-captured"), Tone::Ok),
        S::Uncollected => (t(lang, "admin-payment-uncollected"), Tone::Bad),
        S::Expired => (t(lang, "admin-payment-expired"), Tone::Plain),
        S::Voiding => (t(lang, "admin-payment-voiding"), Tone::Warn),
        S::Voided => (t(lang, "admin-payment-voided"), Tone::Plain),
        S::Refunding => (t(lang, "admin-payment-refunding"), Tone::Warn),
        S::Refunded => (t(lang, "admin-payment-refunded"), Tone::Plain),
        S::RefundFailed => (t(lang, "admin-payment-refund-failed"), Tone::Bad),
    }
}

/// The state of a try to buy.
pub(super) fn attempt_state(lang: Lang, state: AttemptState) -> (String, Tone) {
    use AttemptState as S;
    match state {
        S::Prepared => (t(lang, "admin-attempt-prepared"), Tone::Plain),
        S::Sending => (t(lang, "admin-attempt-sending"), Tone::Warn),
        S::Accepted => (t(lang, "admin-attempt-accepted"), Tone::Warn),
        S::Delivered => (t(lang, "admin-attempt-delivered"), Tone::Ok),
        S::Refused => (t(lang, "admin-attempt-refused"), Tone::Bad),
        S::Unknown => (t(lang, "admin-attempt-unknown"), Tone::Warn),
        S::ProvenAbsent => (t(lang, "admin-attempt-proven-absent"), Tone::Plain),
        S::Review => (t(lang, "admin-attempt-review"), Tone::Bad),
        S::Abandoned => (t(lang, "admin-attempt-abandoned"), Tone::Bad),
    }
}

/// A refund's state.
pub(super) fn refund_state(lang: Lang, state: RefundState) -> (String, Tone) {
    match state {
        RefundState::Sending => (t(lang, "admin-refund-sending"), Tone::Warn),
        RefundState::Pending => (t(lang, "admin-refund-pending"), Tone::Warn),
        RefundState::Succeeded => (t(lang, "admin-refund-succeeded"), Tone::Ok),
        RefundState::Failed => (t(lang, "admin-refund-failed"), Tone::Bad),
    }
}

/// What a mail is about.
pub(super) fn mail_kind(lang: Lang, kind: MailKind) -> String {
    match kind {
        MailKind::EsimReady => t(lang, "admin-mail-esim-ready"),
        MailKind::ToppedUp => t(lang, "admin-mail-topped-up"),
        MailKind::PaymentReceived => t(lang, "admin-mail-payment-received"),
        MailKind::GivenBack => t(lang, "admin-mail-given-back"),
        MailKind::OrderLinks => t(lang, "admin-mail-order-links"),
        MailKind::WithdrawalReceived => t(lang, "admin-mail-withdrawal-received"),
        MailKind::EsimNotice => t(lang, "admin-mail-esim-notice"),
    }
}

/// What a task is, and the safe next step: one that cannot buy, charge or give back twice.
pub(super) fn task(lang: Lang, kind: TaskKind) -> (String, String) {
    use TaskKind as K;
    match kind {
        K::UnreadableCode => (t(lang, "admin-task-unreadable-code"), t(lang, "admin-next-unreadable-code")),
        K::StrangeAnswer => (t(lang, "admin-task-strange-answer"), t(lang, "admin-next-strange-answer")),
        K::InDoubt => (t(lang, "admin-task-in-doubt"), t(lang, "admin-next-in-doubt")),
        K::DeadlinePassed => (t(lang, "admin-task-deadline-passed"), t(lang, "admin-next-deadline-passed")),
        K::SoldTooLate => (t(lang, "admin-task-sold-too-late"), t(lang, "admin-next-sold-too-late")),
        K::OrphanSale => (t(lang, "admin-task-orphan-sale"), t(lang, "admin-next-orphan-sale")),
        K::Uncollected => (t(lang, "admin-task-uncollected"), t(lang, "admin-next-uncollected")),
        K::HoldEnding => (t(lang, "admin-task-hold-ending"), t(lang, "admin-next-hold-ending")),
        K::RefundFailed => (t(lang, "admin-task-refund-failed"), t(lang, "admin-next-refund-failed")),
        K::RefundSlow => (t(lang, "admin-task-refund-slow"), t(lang, "admin-next-refund-slow")),
        K::SoldMeanwhile => (t(lang, "admin-task-sold-meanwhile"), t(lang, "admin-next-sold-meanwhile")),
        K::PaymentMismatch => (t(lang, "admin-task-payment-mismatch"), t(lang, "admin-next-payment-mismatch")),
        K::Disputed => (t(lang, "admin-task-disputed"), t(lang, "admin-next-disputed")),
        K::UnknownPayment => (t(lang, "admin-task-unknown-payment"), t(lang, "admin-next-unknown-payment")),
        K::DeadJob => (t(lang, "admin-task-dead-job"), t(lang, "admin-next-dead-job")),
        K::MailFailed => (t(lang, "admin-task-mail-failed"), t(lang, "admin-next-mail-failed")),
        K::SupplierRefuses => (t(lang, "admin-task-supplier-refuses"), t(lang, "admin-next-supplier-refuses")),
        K::CreditLow => (t(lang, "admin-task-credit-low"), t(lang, "admin-next-credit-low")),
        K::PaidIn => (t(lang, "admin-task-paid-in"), t(lang, "admin-next-paid-in")),
        K::StockLow => (t(lang, "admin-task-stock-low"), t(lang, "admin-next-stock-low")),
        K::Withdrawal => (t(lang, "admin-task-withdrawal"), t(lang, "admin-next-withdrawal")),
    }
}

/// How long something has waited.
pub(super) fn age(lang: Lang, waited: Duration) -> String {
    let minutes = waited.as_secs() / 60;
    match minutes {
        0..60 => t_with(lang, "admin-age-minutes", &[("count", minutes.into())]),
        60..2880 => t_with(lang, "admin-age-hours", &[("count", (minutes / 60).into())]),
        _ => t_with(lang, "admin-age-days", &[("count", (minutes / 1440).into())]),
    }
}
