//! What happened to an order, in one line of time: payments, supplier calls, mails, staff.

use super::words::{attempt_state, mail_kind, payment_state, refund_state};
use crate::app::parts::timeline::{StepState, TimelineStep};
use crate::domain::fulfilment::AttemptState;
use crate::domain::lang::Lang;
use crate::domain::payment::PaymentState;
use crate::store::{AuditRow, Mail, RefundState, SupplierCall};
use crate::text::{t, t_with};

/// The steps, oldest first.
pub(super) fn timeline(lang: Lang, audit: &[AuditRow], calls: &[SupplierCall], mails: &[Mail]) -> Vec<TimelineStep> {
    let mut rows: Vec<Row<'_>> = audit.iter().map(Row::Noted).collect();
    for call in calls {
        // Within one second, a call stands before what it led to.
        let place = rows.iter().position(|row| match row {
            Row::Noted(note) => note.at > call.at || (note.at == call.at && is_outcome(&note.action)),
            Row::Called(other) => other.at > call.at,
        });
        rows.insert(place.unwrap_or(rows.len()), Row::Called(call));
    }
    let mut steps: Vec<TimelineStep> = rows
        .into_iter()
        .map(|row| match row {
            Row::Noted(note) => noted(lang, note),
            Row::Called(call) => called(lang, call),
        })
        .collect();
    steps.extend(mails.iter().map(|mail| mailed(lang, mail)));
    steps.sort_by_key(|step| step.at);
    steps
}

enum Row<'a> {
    Noted(&'a AuditRow),
    Called(&'a SupplierCall),
}

fn is_outcome(action: &str) -> bool {
    let state = action.strip_prefix("attempt.").and_then(AttemptState::parse);
    state.is_some_and(|state| !matches!(state, AttemptState::Prepared | AttemptState::Sending))
}

fn noted(lang: Lang, note: &AuditRow) -> TimelineStep {
    let (about, what) = note.action.split_once('.').unwrap_or(("", note.action.as_str()));
    let refund = [RefundState::Sending, RefundState::Pending, RefundState::Succeeded, RefundState::Failed]
        .into_iter()
        .find(|state| state.as_str() == what);
    let (title, failed) = match (about, PaymentState::parse(what), AttemptState::parse(what), refund) {
        ("payment", Some(state), _, _) => {
            let bad = matches!(state, PaymentState::Uncollected | PaymentState::RefundFailed);
            (t_with(lang, "admin-event-payment", &[("state", payment_state(lang, state).0.into())]), bad)
        }
        ("attempt", _, Some(state), _) => {
            let bad = matches!(state, AttemptState::Refused | AttemptState::Review | AttemptState::Abandoned);
            (t_with(lang, "admin-event-attempt", &[("state", attempt_state(lang, state).0.into())]), bad)
        }
        ("refund", _, _, Some(state)) => {
            let bad = state == RefundState::Failed;
            (t_with(lang, "admin-event-refund", &[("state", refund_state(lang, state).0.into())]), bad)
        }
        ("refund", ..) => (t(lang, "admin-event-refund-refused"), true),
        ("event", ..) => (t_with(lang, "admin-event-provider", &[("kind", what.to_owned().into())]), false),
        ("push", ..) => (t_with(lang, "admin-event-push", &[("kind", what.to_owned().into())]), false),
        ("order", ..) if what == "cancelled" => (t(lang, "admin-event-cancelled"), false),
        ("order", ..) if what == "given_back" => (t(lang, "admin-event-given-back"), false),
        ("line", ..) => (t(lang, "admin-event-stand-in"), false),
        ("dispute", ..) => (t(lang, "admin-event-dispute-won"), false),
        ("order", ..) => (t(lang, "admin-event-ordered"), false),
        ("mail", ..) => (t(lang, "admin-event-mail-again"), false),
        ("withdrawal", ..) => (t(lang, "admin-event-withdrawal"), false),
        ("task", ..) => (t(lang, "admin-event-task-done"), false),
        ("difference", ..) => (t(lang, "reconcile-event-settled"), false),
        _ => (note.action.clone(), false),
    };
    let by = note.actor.contains('@').then(|| t_with(lang, "admin-event-by", &[("name", note.actor.clone().into())]));
    let details = (!note.details.is_empty()).then(|| note.details.clone());
    TimelineStep {
        state: if failed { StepState::Failed } else { StepState::Done },
        title,
        at: Some(note.at),
        note: together([details, by]),
    }
}

fn called(lang: Lang, call: &SupplierCall) -> TimelineStep {
    let values = [
        ("call", call.call.clone().into()),
        ("status", call.status.to_string().into()),
        ("duration", call.took_ms.to_string().into()),
    ];
    let title = t_with(lang, "admin-event-call", &values);
    let ours = t_with(lang, "admin-event-request", &[("id", call.request_id.clone().into())]);
    let theirs = call.supplier_request_id.as_ref();
    let theirs = theirs.map(|id| t_with(lang, "admin-event-supplier-request", &[("id", id.clone().into())]));
    let failed = !(200..300).contains(&call.status);
    TimelineStep {
        state: if failed { StepState::Failed } else { StepState::Done },
        title,
        at: Some(call.at),
        note: together([Some(ours), theirs]),
    }
}

fn mailed(lang: Lang, mail: &Mail) -> TimelineStep {
    let kind = mail_kind(lang, mail.kind);
    let (title, state) = match mail.state.as_str() {
        "sent" => (t_with(lang, "admin-event-mail-sent", &[("mail", kind.into())]), StepState::Done),
        "failed" => (t_with(lang, "admin-event-mail-failed", &[("mail", kind.into())]), StepState::Failed),
        _ => (t_with(lang, "admin-event-mail-waiting", &[("mail", kind.into())]), StepState::Now),
    };
    TimelineStep {
        state,
        title,
        at: Some(mail.sent_at.unwrap_or(mail.created_at)),
        note: together([Some(mail.recipient.clone()), mail.last_error.clone()]),
    }
}

fn together(parts: [Option<String>; 2]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::timestamp::UnixSeconds;

    fn note(action: &str, at: i64) -> AuditRow {
        AuditRow { actor: "shop".to_owned(), action: action.to_owned(), details: String::new(), at: UnixSeconds(at) }
    }

    #[test]
    fn a_call_stands_between_the_sending_and_its_outcome_even_within_one_second() {
        let audit = [note("attempt.sending", 5), note("attempt.delivered", 5), note("payment.captured", 5)];
        let call = SupplierCall {
            call: "send".to_owned(),
            status: 200,
            request_id: "r1".to_owned(),
            supplier_request_id: None,
            took_ms: 42,
            at: UnixSeconds(5),
        };
        let steps = timeline(Lang::En, &audit, &[call], &[]);
        let place = |part: &str| steps.iter().position(|step| step.title.contains(part)).unwrap();
        assert_eq!(place("42"), 1);
        assert_eq!(steps.len(), 4);
    }
}
