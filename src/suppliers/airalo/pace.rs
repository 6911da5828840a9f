//! No more than so many calls in any minute.

use crate::clock::Clock;
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::SupplierError;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// The calls of the last minute.
pub(super) struct Pace {
    clock: Clock,
    most: usize,
    calls: Mutex<VecDeque<UnixSeconds>>,
}

impl Pace {
    pub(super) fn new(most: usize, clock: Clock) -> Self {
        Self { clock, most, calls: Mutex::default() }
    }

    /// Waits for a call's turn, and counts it. Err when the minute's are used up once more after the wait.
    pub(super) async fn turn(&self) -> Result<(), SupplierError> {
        match self.take() {
            Err(SupplierError::Unavailable { retry_after: Some(wait), .. }) => {
                tracing::debug!(wait_ms = wait.as_millis(), "waits for the limit of calls");
                tokio::time::sleep(wait).await;
                self.take()
            }
            outcome => outcome,
        }
    }

    fn take(&self) -> Result<(), SupplierError> {
        let now = self.clock.now();
        self.of_the_last_minute(now, |calls| match calls.front() {
            Some(oldest) if calls.len() >= self.most => Err(SupplierError::Unavailable {
                reason: format!("{} calls of one kind were made within a minute", self.most),
                retry_after: Some(MINUTE.saturating_sub(now.since(*oldest))),
            }),
            _ => {
                calls.push_back(now);
                Ok(())
            }
        })
    }

    /// How many calls may still be made now.
    pub(super) fn left(&self) -> usize {
        self.of_the_last_minute(self.clock.now(), |calls| self.most.saturating_sub(calls.len()))
    }

    fn of_the_last_minute<T>(&self, now: UnixSeconds, look: impl FnOnce(&mut VecDeque<UnixSeconds>) -> T) -> T {
        // Times alone: whoever panicked left nothing half done.
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        while calls.front().is_some_and(|call| now.since(*call) >= MINUTE) {
            calls.pop_front();
        }
        look(&mut calls)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_too_many_waits_for_the_oldest_to_be_a_minute_old() {
        let clock = Clock::standing_at(UnixSeconds(1_795_262_400));
        let pace = Pace::new(2, clock.clone());
        assert!(pace.take().is_ok());
        clock.advance(Duration::from_secs(20));
        assert!(pace.take().is_ok());
        let Err(SupplierError::Unavailable { retry_after, .. }) = pace.take() else { panic!("a third call") };
        assert_eq!((retry_after, pace.left()), (Some(Duration::from_secs(40)), 0));
        clock.advance(Duration::from_secs(40));
        assert_eq!(pace.left(), 1);
        assert!(pace.take().is_ok() && pace.take().is_err());
    }
}
