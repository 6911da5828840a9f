//! What time it is: given to everything that asks, so that tests can move it.

use crate::domain::timestamp::UnixSeconds;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// The shop's clock. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's own time.
    System,
    /// A time that stands until it is moved, in unix seconds.
    Virtual(Arc<AtomicI64>),
    /// The time that a file says, in unix seconds: of a program under trial.
    Followed(Arc<Path>),
}

impl Clock {
    /// A clock that stands at `start`.
    pub fn standing_at(start: UnixSeconds) -> Self {
        Self::Virtual(Arc::new(AtomicI64::new(start.0)))
    }

    /// A clock that says what stands in the file.
    pub fn followed(file: PathBuf) -> Self {
        Self::Followed(file.into())
    }

    /// Now, in whole seconds.
    pub fn now(&self) -> UnixSeconds {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's time")]
            Self::System => UnixSeconds(
                std::time::SystemTime::now()
                    .duration_since(std::time::UNIX_EPOCH)
                    .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX)),
            ),
            Self::Virtual(seconds) => UnixSeconds(seconds.load(Ordering::SeqCst)),
            Self::Followed(file) => {
                let seconds = std::fs::read_to_string(file).ok().and_then(|text| text.trim().parse().ok());
                UnixSeconds(seconds.unwrap_or(0))
            }
        }
    }

    /// Moves a virtual clock forward; no other clock can be moved.
    pub fn advance(&self, by: Duration) {
        if let Self::Virtual(seconds) = self {
            seconds.fetch_add(i64::try_from(by.as_secs()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }
}
