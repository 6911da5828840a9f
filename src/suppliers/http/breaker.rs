//! The circuit breaker: a supplier that keeps failing is left alone for a while.

use futures_util::FutureExt;
use recloser::{AsyncRecloser, Error, Recloser};
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// On trial, the outcome of the last of so many calls closes or opens the circuit.
const TRIAL_CALLS: usize = 3;

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

/// How a circuit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Circuit {
    /// Calls pass.
    Closed,
    /// It has rested; a few calls pass and decide.
    Trial,
    /// Nothing passes.
    Open,
}

impl Circuit {
    pub const ALL: [Self; 3] = [Self::Closed, Self::Trial, Self::Open];

    /// The word in the metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Trial => "trial",
            Self::Open => "open",
        }
    }
}

/// One circuit.
#[derive(Debug)]
pub struct Breaker {
    circuit: AsyncRecloser,
    /// The library tells only whether calls pass: so many outcomes of a trial are still to come, 0 while closed.
    to_come: AtomicUsize,
    rest: Duration,
}

impl Breaker {
    /// A closed circuit: calls pass.
    pub fn new(policy: &BreakerPolicy) -> Self {
        let circuit = Recloser::custom()
            .closed_len(policy.window)
            .error_rate_closed(policy.failing_share)
            // It judges the calls after these.
            .half_open_len(TRIAL_CALLS - 1)
            .error_rate_half_open(0.5)
            .open_wait(policy.rest)
            .build();
        Self { circuit: circuit.into(), to_come: AtomicUsize::new(0), rest: policy.rest }
    }

    /// Runs the call unless the circuit is open, which is `None`; `failed` says whether the outcome counts against the
    /// supplier.
    pub async fn call<T>(&self, call: impl Future<Output = T>, failed: impl Fn(&T) -> bool) -> Option<T> {
        let judged = async {
            let outcome = call.await;
            if failed(&outcome) { Err(outcome) } else { Ok(outcome) }
        };
        let outcome = match self.circuit.call(judged).await {
            Ok(outcome) | Err(Error::Inner(outcome)) => outcome,
            Err(Error::Rejected) => return None,
        };
        if self.lets_through() {
            let one_less = |to_come: usize| to_come.checked_sub(1);
            // Err: it was closed.
            let _ = self.to_come.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less);
        } else {
            self.to_come.store(TRIAL_CALLS, Ordering::SeqCst);
        }
        Some(outcome)
    }

    /// How it stands now.
    pub fn state(&self) -> Circuit {
        match (self.lets_through(), self.to_come.load(Ordering::SeqCst)) {
            (false, _) => Circuit::Open,
            (true, 0) => Circuit::Closed,
            (true, _) => Circuit::Trial,
        }
    }

    /// How long an open circuit stays open.
    pub fn rest(&self) -> Duration {
        self.rest
    }

    /// Begins a call that never ends and leaves it: nothing is counted.
    fn lets_through(&self) -> bool {
        self.circuit.call(pending::<Result<(), ()>>()).now_or_never().is_none()
    }
}
