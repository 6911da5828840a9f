//! The circuit breaker: a supplier that keeps failing is left alone for a while.

use recloser::{AsyncRecloser, Error, Recloser};
use std::time::Duration;

/// When the breaker opens, and for how long.
#[derive(Clone, Debug)]
pub struct BreakerPolicy {
    /// It looks at so many calls back; with fewer it never opens.
    pub window: usize,
    /// It opens when this share of them failed, 0 to 1.
    pub failing_share: f32,
    /// So long nothing is asked; then a few calls are let through on trial.
    pub rest: Duration,
}

impl Default for BreakerPolicy {
    fn default() -> Self {
        Self { window: 20, failing_share: 0.75, rest: Duration::from_secs(20) }
    }
}

/// One circuit.
#[derive(Debug)]
pub struct Breaker {
    circuit: AsyncRecloser,
    rest: Duration,
}

impl Breaker {
    /// A closed circuit: calls pass.
    pub fn new(policy: &BreakerPolicy) -> Self {
        let circuit = Recloser::custom()
            .closed_len(policy.window)
            .error_rate_closed(policy.failing_share)
            .half_open_len(2)
            .error_rate_half_open(0.5)
            .open_wait(policy.rest)
            .build();
        Self { circuit: circuit.into(), rest: policy.rest }
    }

    /// Runs the call unless the circuit is open, which is `None`; `failed` says whether the outcome counts against the
    /// supplier.
    pub async fn call<T>(&self, call: impl Future<Output = T>, failed: impl Fn(&T) -> bool) -> Option<T> {
        let judged = async {
            let outcome = call.await;
            if failed(&outcome) { Err(outcome) } else { Ok(outcome) }
        };
        match self.circuit.call(judged).await {
            Ok(outcome) | Err(Error::Inner(outcome)) => Some(outcome),
            Err(Error::Rejected) => None,
        }
    }

    /// How long an open circuit stays open.
    pub fn rest(&self) -> Duration {
        self.rest
    }
}
