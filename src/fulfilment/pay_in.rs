//! Paying in at a supplier by ourselves, where the configuration says so and little is left.
//!
//! The supplier takes no key, so that nothing is ever repeated to find out: it is written down before it is sent; what has
//! no answer counts as paid; after anything but a yes nothing is paid for a day, and never more than the day's limit.

use super::provision::new_request_id;
use super::reconcile::is_held_back;
use crate::config::PayInConfig;
use crate::domain::ids::{PayInId, SupplierId};
use crate::domain::money::Money;
use crate::domain::timestamp::UnixSeconds;
use crate::secret::new_id;
use crate::services::Services;
use crate::store::{PayIn, PayInState, Result, TaskKind};
use crate::suppliers::{RawAnswer, Sent, Supplier};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);
/// Not one byte is written later than this after it was written down.
const SEND_WITHIN: Duration = Duration::from_secs(5);
/// One that is on its way for longer has lost its sender.
const LOST_AFTER: Duration = Duration::from_secs(180);
/// So much of an answer is kept as evidence.
const LONGEST_EVIDENCE: usize = 300;

/// What may be paid, in the currency of the credit.
struct Limits {
    amount: Money,
    below: Money,
    a_day: Money,
}

impl Limits {
    fn of(config: &PayInConfig, left: Money) -> Option<Self> {
        let read = |text: &str| Money::parse_decimal(text, left.currency).ok();
        Some(Self { amount: read(&config.amount)?, below: read(&config.below)?, a_day: read(&config.a_day)? })
    }

    /// Whether one more may go out after those of the last day.
    fn allow(&self, of_the_day: &[PayIn]) -> bool {
        let spent = of_the_day.iter().filter(|pay_in| pay_in.state != PayInState::Refused);
        let spent: i64 = spent.map(|pay_in| pay_in.amount.minor).sum();
        of_the_day.iter().all(|pay_in| pay_in.state == PayInState::Done)
            && spent.saturating_add(self.amount.minor) <= self.a_day.minor
    }
}

/// Pays in when less is `left` than the configuration wants; `true` when something went out, and the credit is to be read
/// again. Call it in the supplier's own job alone.
pub(super) async fn pay_in_if_low(services: &Services, supplier: &dyn Supplier, left: Money) -> Result<bool> {
    let id = supplier.id();
    let Some(limits) = services.config.pay_in(id).and_then(|config| Limits::of(config, left)) else { return Ok(false) };
    // Records of a backup do not know what was paid since.
    if left.covers(limits.below) || is_held_back(services).await? {
        return Ok(false);
    }
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    let of_the_day = tx.pay_ins(id, now - DAY).await?;
    if let Some(lost) = of_the_day.iter().find(|pay_in| pay_in.state == PayInState::Sending) {
        drop(tx);
        if now.since(lost.sent_at) > LOST_AFTER {
            end(services, id, lost, PayInState::Unknown, "its sender was interrupted").await?;
        }
        return Ok(false);
    }
    let pay_in = PayIn {
        id: new_id::<PayInId>(now),
        amount: limits.amount,
        state: PayInState::Sending,
        sent_at: now,
        evidence: format!("{} {} were left", left.to_decimal(), left.currency.as_str()),
    };
    if !tx.insert_pay_in(id, &pay_in).await? {
        return Ok(false);
    }
    // Read under the row that keeps every other one out.
    let mut of_the_day = tx.pay_ins(id, now - DAY).await?;
    of_the_day.retain(|other| other.id != pay_in.id);
    if !limits.allow(&of_the_day) {
        return Ok(false);
    }
    tx.commit("pay_in_sending").await?;
    let (state, evidence) = send(services, supplier, &pay_in, now).await;
    end(services, id, &pay_in, state, &evidence).await?;
    Ok(true)
}

async fn send(services: &Services, supplier: &dyn Supplier, pay_in: &PayIn, now: UnixSeconds) -> (PayInState, String) {
    let request_id = new_request_id();
    let sending = supplier.pay_in(pay_in.amount, now + SEND_WITHIN, &request_id);
    match services.outside("supplier.pay_in", sending).await {
        Sent::Answer(answer) => (meaning(answer.status), in_words(&answer)),
        Sent::NotSent { reason, .. } => (PayInState::Refused, reason),
        Sent::Unknown { reason } => (PayInState::Unknown, reason),
    }
}

/// Of an answer's status: only a clear no is a no.
fn meaning(status: u16) -> PayInState {
    match status {
        200..300 => PayInState::Done,
        400 | 401 | 403 | 404 | 422 | 429 => PayInState::Refused,
        _ => PayInState::Unknown,
    }
}

fn in_words(answer: &RawAnswer) -> String {
    let text: String = String::from_utf8_lossy(&answer.body).chars().take(LONGEST_EVIDENCE).collect();
    format!("{}: {text}", answer.status)
}

/// Writes down what became of it, and tells a person.
async fn end(
    services: &Services,
    supplier: &SupplierId,
    pay_in: &PayIn,
    state: PayInState,
    answered: &str,
) -> Result<()> {
    let now = services.clock.now();
    let PayIn { id, amount, evidence, .. } = pay_in;
    let evidence = format!("{evidence}; {answered}");
    let mut tx = services.store.begin().await?;
    if !tx.end_pay_in(id, state, &evidence).await? {
        return Ok(());
    }
    let amount = format!("{} {}", amount.to_decimal(), amount.currency.as_str());
    let told = format!("{supplier}: {amount} paid in, {}: {evidence}", state.as_str());
    tracing::warn!(%supplier, amount, state = state.as_str(), "paid in at a supplier");
    tx.raise_task(TaskKind::PaidIn, id.as_str(), None, &told, now).await?;
    tx.commit("pay_in_ended").await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    #[test]
    fn never_more_than_the_days_limit_and_nothing_after_anything_but_a_yes() {
        let dollars = |dollars: i64| Money::new(dollars * 100, Currency::USD);
        let limits = Limits { amount: dollars(1000), below: dollars(100), a_day: dollars(2500) };
        let day = |states: &[PayInState]| -> Vec<PayIn> {
            let pay_in = |state: &PayInState| PayIn {
                id: PayInId::from("pin_1"),
                amount: dollars(1000),
                state: *state,
                sent_at: UnixSeconds(0),
                evidence: String::new(),
            };
            states.iter().map(pay_in).collect()
        };
        use PayInState::{Done, Refused, Sending, Unknown};
        assert!(limits.allow(&day(&[])) && limits.allow(&day(&[Done])));
        for day_of in [&[Done, Done][..], &[Unknown], &[Refused], &[Sending], &[Done, Unknown]] {
            assert!(!limits.allow(&day(day_of)), "{day_of:?}");
        }
    }

    #[test]
    fn only_a_clear_no_is_a_no() {
        use PayInState::{Done, Refused, Unknown};
        let told = [200, 201, 302, 400, 403, 408, 409, 429, 500, 503].map(meaning);
        assert_eq!(told, [Done, Done, Unknown, Refused, Refused, Unknown, Unknown, Refused, Unknown, Unknown]);
    }
}
