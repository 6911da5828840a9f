//! How often and how slowly a read is repeated.

use crate::suppliers::SupplierError;
use backon::{ExponentialBuilder, Retryable};
use std::time::Duration;

/// Doubling waits between the tries of a read. Buying is never repeated.
#[derive(Clone, Debug)]
pub struct RetryPolicy {
    /// The first wait; up to as much again is added by chance, so that servers do not come back in step.
    pub first_wait: Duration,
    /// No wait is longer; when the supplier asks for a longer one, the read fails at once and says how long.
    pub longest_wait: Duration,
    /// All tries, the first included.
    pub tries: usize,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { first_wait: Duration::from_secs(2), longest_wait: Duration::from_secs(60), tries: 5 }
    }
}

impl RetryPolicy {
    /// Repeats `attempt` while it says `Unavailable`. Err is what the last try said.
    pub async fn run<T, F, Attempt>(&self, attempt: Attempt) -> Result<T, SupplierError>
    where
        F: Future<Output = Result<T, SupplierError>>,
        Attempt: FnMut() -> F,
    {
        let waits = ExponentialBuilder::new()
            .with_min_delay(self.first_wait)
            .with_max_delay(self.longest_wait)
            .with_factor(2.0)
            .with_max_times(self.tries.saturating_sub(1))
            .with_jitter();
        attempt
            .retry(waits)
            .sleep(tokio::time::sleep)
            .when(|error| matches!(error, SupplierError::Unavailable { .. }))
            .adjust(|error, wait| match error {
                SupplierError::Unavailable { retry_after: Some(asked), .. } => {
                    wait.filter(|_| *asked <= self.longest_wait).map(|wait| wait.max(*asked))
                }
                _ => wait,
            })
            .notify(|error, wait| tracing::debug!(%error, wait_ms = wait.as_millis(), "a read is tried again"))
            .await
    }
}
