//! The line to a supplier as it stands: both circuits, and the calls that were made on it.

use super::breaker::{Breaker, BreakerPolicy, Circuit};
use super::calls::Calls;

/// One a supplier, shared by its clients. Reading and buying have a circuit each: trouble with usage reads stops no
/// purchase that is under way.
#[derive(Debug)]
pub struct Line {
    pub(super) reading: Breaker,
    pub(super) buying: Breaker,
    pub calls: Calls,
}

impl Line {
    pub(super) fn new(policy: &BreakerPolicy) -> Self {
        Self { reading: Breaker::new(policy), buying: Breaker::new(policy), calls: Calls::default() }
    }

    /// Both circuits with the word that the metrics have for each.
    pub fn circuits(&self) -> [(&'static str, Circuit); 2] {
        [("reading", self.reading.state()), ("buying", self.buying.state())]
    }

    /// Whether the supplier may sell: what is read is answered again, and an order would go out. A circuit for reading is
    /// closed by our own looks; one for buying only by orders, so that it must sell on trial.
    pub fn is_up(&self) -> bool {
        self.reading.state() == Circuit::Closed && self.buying.state() != Circuit::Open
    }

    /// Whether nothing is asked, or no order goes out.
    pub fn is_open(&self) -> bool {
        self.circuits().iter().any(|(_, circuit)| *circuit == Circuit::Open)
    }

    /// Whether reads are let through on trial: a look closes the circuit, or opens it again.
    pub fn wants_a_look(&self) -> bool {
        self.reading.state() == Circuit::Trial
    }
}
