//! Our records against themselves: the ledger sums to zero and says what the rows say; stored states follow from parts.

use super::{Cure, PassError, Tally, Window, evidence};
use crate::domain::fulfilment::AttemptState;
use crate::domain::payment::PaymentState;
use crate::domain::reconciliation::DifferenceKind;
use crate::services::Services;
use crate::store::{Family, LedgerKind, LedgerRow, Payment, RefundState, SeenDifference};

/// Looks at every entry, and at the orders that were made in the window.
pub(super) async fn compare(services: &Services, window: Window, tally: &mut Tally) -> Result<(), PassError> {
    for (entry, order, sum, currency) in services.store.snapshot().await?.unbalanced_entries().await? {
        let seen = SeenDifference {
            kind: DifferenceKind::LedgerUnbalanced,
            subject: format!("{entry} {currency}"),
            subject_at: window.until,
            order: Some(order),
            evidence: evidence(
                &format!("entry {entry} sums to {sum} minor units of {currency}"),
                "The rule: each entry sums to zero",
            ),
        };
        tally.find(seen, Cure::Nothing);
    }
    let mut after = (window.from, String::new());
    loop {
        let mut tx = services.store.snapshot().await?;
        let orders = tx.orders_made((after.0, &after.1), window.until).await?;
        let Some((at, last)) = orders.last() else { return Ok(()) };
        after = (*at, last.as_str().to_owned());
        for (_, order) in &orders {
            let Some(family) = tx.family(order).await? else { continue };
            tally.compared += 1;
            let rows = tx.ledger_of(order).await?;
            for (kind, subject, text) in differences(&family, &rows) {
                let seen = SeenDifference {
                    kind,
                    subject,
                    subject_at: family.order.created_at,
                    order: Some(order.clone()),
                    evidence: text,
                };
                tally.find(seen, Cure::Nothing);
            }
        }
    }
}

/// What does not fit within one order: kind, subject, evidence.
fn differences(family: &Family, rows: &[LedgerRow]) -> Vec<(DifferenceKind, String, String)> {
    let mut found = Vec::new();
    for payment in &family.payments {
        let (stored, booked) = (Figures::stored(family, payment), Figures::booked(family, payment, rows));
        if stored != booked {
            let ours = format!("payment {} is {}: {}", payment.id, payment.state.as_str(), stored.words());
            let text = evidence(&ours, &format!("The ledger: {}", booked.words()));
            found.push((DifferenceKind::LedgerDiffers, payment.id.as_str().to_owned(), text));
        }
    }
    for attempt in &family.attempts {
        let Some(line) = family.lines.iter().find(|line| line.id == attempt.line) else { continue };
        let cost = if attempt.state == AttemptState::Delivered { line.cost.minor } else { 0 };
        let booked = booked(rows, LedgerKind::Bought, attempt.id.as_str());
        if cost != booked {
            let ours = format!("attempt {} is {} at a cost of {cost}", attempt.id, attempt.state.as_str());
            let text = evidence(&ours, &format!("The ledger: {booked} bought, in minor units"));
            found.push((DifferenceKind::LedgerDiffers, attempt.id.as_str().to_owned(), text));
        }
    }
    let (stored, derived) = (family.order.state, family.derived_state());
    if stored != derived {
        let ours = format!("the order's stored state is {}", stored.as_str());
        let text = evidence(&ours, &format!("Its parts: {} follows from them", derived.as_str()));
        found.push((DifferenceKind::StateDiffers, family.order.id.as_str().to_owned(), text));
    }
    found
}

/// Where a payment's money is, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Figures {
    standing_hold: i64,
    captured: i64,
    /// As the payment sums it up.
    refunded: i64,
    /// As its refunds do.
    of_refunds: i64,
}

impl Figures {
    fn stored(family: &Family, payment: &Payment) -> Self {
        let holds = matches!(payment.state, PaymentState::Held | PaymentState::Capturing | PaymentState::Voiding);
        let succeeded = family
            .refunds
            .iter()
            .filter(|refund| refund.payment == payment.id && refund.state == RefundState::Succeeded);
        Self {
            standing_hold: if holds { payment.amount.minor } else { 0 },
            captured: payment.captured.minor,
            refunded: payment.refunded.minor,
            of_refunds: succeeded.map(|refund| refund.amount.minor).sum(),
        }
    }

    fn booked(family: &Family, payment: &Payment, rows: &[LedgerRow]) -> Self {
        let id = payment.id.as_str();
        let refunds = family.refunds.iter().filter(|refund| refund.payment == payment.id);
        let refunded = refunds
            .map(|refund| refund.id.as_str())
            .map(|id| booked(rows, LedgerKind::Refunded, id) - booked(rows, LedgerKind::RefundFailed, id))
            .sum();
        Self {
            standing_hold: booked(rows, LedgerKind::Held, id) - booked(rows, LedgerKind::Released, id),
            captured: booked(rows, LedgerKind::Captured, id),
            refunded,
            of_refunds: refunded,
        }
    }

    fn words(self) -> String {
        let Self { standing_hold, captured, refunded, of_refunds } = self;
        let refunds = if refunded == of_refunds { String::new() } else { format!(" ({of_refunds} by its refunds)") };
        format!("{standing_hold} held, {captured} captured, {refunded} refunded{refunds}, in minor units")
    }
}

/// The debit of the entry that this cause was booked with; nothing when it was not.
fn booked(rows: &[LedgerRow], kind: LedgerKind, about: &str) -> i64 {
    let entry = format!("{}:{about}", kind.as_str());
    rows.iter().filter(|row| row.entry == entry && row.amount.minor > 0).map(|row| row.amount.minor).sum()
}
