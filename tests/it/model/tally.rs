//! What the cases of a run came to: a model that never meets a state says nothing about it.

use super::case::Case;
use escale::domain::fulfilment::{ATTEMPT_STEPS, AttemptState};
use escale::domain::payment::{PAYMENT_STEPS, PaymentState};
use std::collections::BTreeMap;
use std::fmt;

/// How often each word was met: steps of the machines, kinds of tasks, how orders ended.
#[derive(Clone, Debug, Default)]
pub struct Tally(BTreeMap<String, u64>);

impl Tally {
    fn count(&mut self, word: impl Into<String>, times: u64) {
        *self.0.entry(word.into()).or_default() += times;
    }

    /// Everything that a case came to.
    pub fn of(case: &Case, steps: usize) -> Self {
        let mut tally = Self::default();
        tally.count("cases", 1);
        tally.count("steps", steps as u64);
        tally.count("crashes", u64::from(case.house.crashes));
        tally.count("eSIMs sold", case.house.world.esims_sold().len() as u64);
        tally.count("mails", case.house.world.mails().len() as u64);
        case.house.run(async |server| {
            let mut tx = server.services.store.snapshot().await.unwrap();
            for draft in case.buyers.drafts() {
                let Some(order) = tx.order_of_draft(&draft).await.unwrap() else { continue };
                tally.count(format!("order.{}", order.state.as_str()), 1);
                for noted in tx.audit_of(&order.id).await.unwrap() {
                    tally.count(noted.action, 1);
                }
                for task in tx.tasks_of(&order.id).await.unwrap() {
                    tally.count(format!("task.{}", task.kind.as_str()), 1);
                }
            }
        });
        tally
    }

    pub fn add(&mut self, other: Self) {
        for (word, times) in other.0 {
            self.count(word, times);
        }
    }

    /// States of both machines that no case came to.
    pub fn never_met(&self) -> Vec<String> {
        // How a reviewed payment ends, `order_faults` says.
        let payments = PAYMENT_STEPS.iter().filter(|(from, _)| *from != PaymentState::Review);
        let payments = payments.map(|(_, to)| format!("payment.{}", to.as_str()));
        // Back to `prepared` comes only what could not leave the machine; the simulators' ports never close.
        let attempts = ATTEMPT_STEPS.iter().filter(|(_, to)| *to != AttemptState::Prepared);
        let attempts = attempts.map(|(_, to)| format!("attempt.{}", to.as_str()));
        payments.chain(attempts).filter(|word| !self.0.contains_key(word)).collect()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (word, times) in &self.0 {
            writeln!(formatter, "{times:7} {word}")?;
        }
        Ok(())
    }
}
