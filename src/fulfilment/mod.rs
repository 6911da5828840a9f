//! Floor 4: the life of an order, and everything that is done outside a request.
//!
//! Two machines are stored, the payment and the supplier attempt; the order's state is derived from them
//! (`domain::order`). The diagrams are printed from the tables of legal steps; a test compares them.
//!
//! ```text
#![doc = include_str!("machines.txt")]
//! ```
//!
//! One step, from the click to the eSIM:
//!
//! ```text
//! checkout ──▶ sessions ──▶ arrival ──▶ provision ──▶ judge ──▶ collect
//!  (order,      (hosted      (held or     (sent once,   (what the  (capture of what
//!   payment)     page)        taken)       stored)       answer     was delivered,
//!                                                        means)     or void)
//!                                 └── give_up (deadline) ──▶ collect, refund
//! ```
//!
//! `advance` makes the steps; `next_step` decides which. The worker, the webhook, the landing page and the island all
//! call the same function, and every change takes the order's lock first. `reconcile` is the net below: what got lost on
//! the way is found in Stripe's and the suppliers' books.

pub mod advance;
mod arrival;
pub mod catalogue_sync;
pub mod checkout;
mod collect;
pub mod credit_watch;
mod deliver;
mod disputes;
mod doubt;
mod esim_news;
pub mod esim_watch;
pub mod find_orders;
pub mod give_up;
pub mod given_back;
pub mod jobs;
mod judge;
pub mod line_watch;
pub mod mailing;
pub mod next_step;
mod pay_in;
mod payment_reading;
mod provision;
pub mod pushes;
pub mod reconcile;
mod refund;
pub mod refund_mirror;
pub mod schedule;
mod sessions;
pub mod staff_acts;
pub mod staff_refund;
mod stand_in;
mod standing_alarms;
mod still_sold;
pub mod stock_watch;
pub mod supplier_watch;
pub mod top_up;
mod unsent;
pub mod usage_sync;
pub mod webhooks;
pub mod withdraw;
pub mod worker;

#[cfg(test)]
mod tests {
    use crate::domain::fulfilment::{ATTEMPT_STEPS, AttemptState};
    use crate::domain::payment::{PAYMENT_STEPS, PaymentState};

    /// Prints a machine as `state → next | next`, one line a state.
    fn diagram<S: Copy + PartialEq>(title: &str, all: &[S], steps: &[(S, S)], word: fn(S) -> &'static str) -> String {
        let mut lines = Vec::new();
        for state in all {
            let next: Vec<_> = steps.iter().filter(|(from, _)| from == state).map(|(_, to)| word(*to)).collect();
            if !next.is_empty() {
                let label = if lines.is_empty() { title } else { "" };
                lines.push(format!("{label:8}{} → {}", word(*state), next.join(" | ")));
            }
        }
        lines.join("\n") + "\n"
    }

    #[test]
    fn diagram_in_the_source_is_the_table_of_legal_steps() {
        let printed = diagram("payment", PaymentState::ALL, PAYMENT_STEPS, PaymentState::as_str)
            + "\n"
            + &diagram("attempt", AttemptState::ALL, ATTEMPT_STEPS, AttemptState::as_str);
        assert_eq!(include_str!("machines.txt"), printed);
    }
}
