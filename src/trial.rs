//! What a trial may do to the shop: end it at a named point, or take one of its guards away. In a release build every
//! function here answers as if nothing were set, and nothing can be set.
//!
//! A point is passed before and after each commit and each call to the outside. `ESCALE_TRIAL` sets a program's trial
//! (`stop=/tmp/stop;clock=/tmp/clock;look=20`; the first file says `call.stripe.capture:after`, and may say so while the
//! program runs); tests in the same process hold the handle.

mod guard;

pub use guard::Guard;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Whether this build has trials at all: development and test builds only.
const ON: bool = cfg!(debug_assertions);

/// A boundary between the shop and what outlives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// A transaction is made durable.
    Commit,
    /// A supplier, the payment provider or the mail server is asked.
    Call,
}

/// The side of a boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Before,
    After,
}

/// What happens at an armed point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The process ends at once, as by `kill -9`.
    Abort,
    /// The task goes no further, as if its process had ended; whoever holds it drops it.
    Hang,
    /// The task waits until `go_on`, so that others overtake it.
    Wait,
}

/// The handle; clones are the same trial.
#[derive(Clone, Debug, Default)]
pub struct Trial(Arc<Mutex<Setting>>);

#[derive(Debug, Default)]
struct Setting {
    stop: Option<Armed>,
    taken_away: BTreeSet<Guard>,
    passed: BTreeMap<String, u64>,
    /// The file that names the point, and what it said last.
    stop_file: Option<(PathBuf, String)>,
    clock: Option<PathBuf>,
    look_every: Option<Duration>,
    hold: Arc<Hold>,
}

/// Where a task waits.
#[derive(Debug, Default)]
struct Hold {
    reached: Notify,
    gate: Notify,
}

#[derive(Debug)]
struct Armed {
    point: String,
    side: Side,
    /// How often it is still passed unharmed.
    skip: u32,
    how: Stop,
}

impl Trial {
    /// Reads `ESCALE_TRIAL`: `stop=FILE`, `clock=FILE`, `look=MILLISECONDS`, joined by semicolons. Err names what cannot
    /// be read. A release build ignores it.
    ///
    /// The file of `stop` says `POINT:SIDE[:SKIP]`, and is looked at whenever a point is passed.
    pub fn parse(text: &str) -> Result<Self, String> {
        let trial = Self::default();
        if !ON {
            return Ok(trial);
        }
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let unread = || format!("ESCALE_TRIAL: `{part}` cannot be read");
            let (name, value) = part.split_once('=').ok_or_else(unread)?;
            match name {
                "stop" => trial.setting().stop_file = Some((PathBuf::from(value), String::new())),
                "clock" => trial.setting().clock = Some(PathBuf::from(value)),
                "look" => {
                    let millis = value.parse().map_err(|_| unread())?;
                    trial.setting().look_every = Some(Duration::from_millis(millis));
                }
                _ => return Err(unread()),
            }
        }
        Ok(trial)
    }

    /// Arms a point: passed `skip` times unharmed, it strikes once and is disarmed.
    pub fn stop_at(&self, point: &str, side: Side, skip: u32, how: Stop) {
        if ON {
            self.setting().stop = Some(Armed { point: point.to_owned(), side, skip, how });
        }
    }

    /// Disarms; `true` when the point has not struck.
    pub fn disarm(&self) -> bool {
        self.setting().stop.take().is_some()
    }

    /// Takes a guard away.
    pub fn take_away(&self, guard: Guard) {
        if ON {
            self.setting().taken_away.insert(guard);
        }
    }

    /// Whether a guard stands. Always, in a release build.
    pub fn stands(&self, guard: Guard) -> bool {
        !ON || !self.setting().taken_away.contains(&guard)
    }

    /// Does `work`, which crosses a boundary, between the two sides of the point that is named after it.
    pub async fn around<T>(&self, boundary: Boundary, name: &str, work: impl Future<Output = T>) -> T {
        if !ON {
            return work.await;
        }
        let point = match boundary {
            Boundary::Commit => format!("commit.{name}"),
            Boundary::Call => format!("call.{name}"),
        };
        self.pass(&point, Side::Before).await;
        let done = Box::pin(work).await;
        self.pass(&point, Side::After).await;
        done
    }

    async fn pass(&self, point: &str, side: Side) {
        match self.strike(point, side) {
            None => {}
            Some(Stop::Abort) => std::process::abort(),
            Some(Stop::Hang) => std::future::pending().await,
            Some(Stop::Wait) => {
                let hold = self.hold();
                hold.reached.notify_one();
                hold.gate.notified().await;
            }
        }
    }

    /// Comes back once a task waits at the armed point.
    pub async fn reached(&self) {
        self.hold().reached.notified().await;
    }

    /// Lets the task that waits go on.
    pub fn go_on(&self) {
        self.hold().gate.notify_one();
    }

    fn hold(&self) -> Arc<Hold> {
        Arc::clone(&self.setting().hold)
    }

    fn strike(&self, point: &str, side: Side) -> Option<Stop> {
        let mut setting = self.setting();
        if side == Side::Before {
            *setting.passed.entry(point.to_owned()).or_default() += 1;
        }
        setting.read_stop_file();
        let armed = setting.stop.as_mut().filter(|armed| armed.point == point && armed.side == side)?;
        if armed.skip > 0 {
            armed.skip -= 1;
            return None;
        }
        setting.stop.take().map(|armed| armed.how)
    }

    /// The points that were passed, and how often.
    pub fn passed(&self) -> BTreeMap<String, u64> {
        self.setting().passed.clone()
    }

    /// Transactions that were committed, or were about to be.
    pub fn commits(&self) -> u64 {
        self.setting().passed.iter().filter(|(point, _)| point.starts_with("commit.")).map(|(_, times)| times).sum()
    }

    /// The file that holds the time, in unix seconds, if the trial has a clock of its own.
    pub fn clock(&self) -> Option<PathBuf> {
        self.setting().clock.clone()
    }

    /// How often the worker looks without a bell: `usual`, or as the trial says.
    pub fn look_every(&self, usual: Duration) -> Duration {
        if ON { self.setting().look_every.unwrap_or(usual) } else { usual }
    }

    fn setting(&self) -> MutexGuard<'_, Setting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Setting {
    /// Arms what the file names, once; without the file nothing changes.
    fn read_stop_file(&mut self) {
        let Some((file, before)) = &mut self.stop_file else { return };
        let Ok(text) = std::fs::read_to_string(file) else { return };
        if text != *before {
            self.stop = Armed::parse(text.trim());
            *before = text;
        }
    }
}

impl Armed {
    /// Reads `POINT:SIDE[:SKIP]`.
    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(':');
        let point = words.next()?.to_owned();
        let side = match words.next()? {
            "before" => Side::Before,
            "after" => Side::After,
            _ => return None,
        };
        let skip = words.next().map_or(Ok(0), str::parse).ok()?;
        Some(Self { point, side, skip, how: Stop::Abort })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn armed_point_strikes_once_after_it_was_skipped() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let trial = Trial::parse(&format!("stop={};look=20", file.path().display())).unwrap();
        assert_eq!(trial.strike("commit.x", Side::After), None);
        std::fs::write(file.path(), "commit.x:after:1\n").unwrap();
        assert_eq!(trial.strike("commit.x", Side::Before), None);
        assert_eq!(trial.strike("commit.x", Side::After), None);
        assert_eq!(trial.strike("commit.y", Side::After), None);
        assert_eq!(trial.strike("commit.x", Side::After), Some(Stop::Abort));
        assert_eq!(trial.strike("commit.x", Side::After), None);
        assert_eq!(trial.passed()["commit.x"], 1);
        assert_eq!(trial.look_every(Duration::from_secs(2)), Duration::from_millis(20));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for text in ["guard=off", "look=soon", "words"] {
            assert!(Trial::parse(text).is_err(), "{text}");
        }
        for text in ["x", "x:beside", "x:after:soon"] {
            assert!(Armed::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn guards_stand_until_they_are_taken_away() {
        let trial = Trial::default();
        assert!(Guard::ALL.iter().all(|guard| trial.stands(*guard)));
        trial.take_away(Guard::SendBy);
        assert!(!trial.stands(Guard::SendBy) && trial.stands(Guard::JobLease));
    }
}
