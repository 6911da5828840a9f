//! A journey: what happens to an order, and the points that it passes. It is walked once for each side of each point; each
//! time the shop ends there, is started again, and everything must end as if nothing had happened.

use super::place::Place;
use super::stage::Stage;
use crate::audit::{Ending, audit};
use crate::shop::Database;
use escale::domain::timestamp::UnixSeconds;
use escale::store::TaskKind;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::time::Duration;

/// One journey.
pub struct Journey {
    pub name: &'static str,
    /// The points at which the shop ends, such as `commit.order_made`.
    pub points: &'static [&'static str],
    /// How the newest order ends, whichever point it was; all others are delivered. `None`: there is no order.
    pub ends: Option<Ending>,
    /// The tasks that are open then.
    pub tasks: &'static [TaskKind],
    /// Tasks that may be open as well, where a person cannot be told less.
    pub perhaps: &'static [TaskKind],
    /// Whether it begins without a catalogue.
    pub from_nothing: bool,
    pub walk: Walk,
}

pub type Walk = for<'a> fn(&'a mut Stage) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Names one stop alone, such as `commit.order_made:before`, when a failure is looked into.
const ONE_STOP: &str = "ESCALE_CRASH_STOP";
const COMMAND: &str = "cargo test -p escale -p escale-simulators --test it";

/// Writes a journey down, with a test for each database. What is left out is as in most journeys.
macro_rules! journey {
    (
        $(#[$about:meta])*
        $name:ident, ends: $ends:expr, points: [$($point:literal),* $(,)?],
        $($field:ident: $value:expr,)*
        |$stage:ident| $walk:block
    ) => {
        $(#[$about])*
        pub mod $name {
            use super::*;

            pub const JOURNEY: crate::crash::journey::Journey = crate::crash::journey::Journey {
                $($field: $value,)*
                ..crate::crash::journey::Journey::usual(stringify!($name), &[$($point),*], $ends, |stage| {
                    Box::pin(walk(stage))
                })
            };

            async fn walk($stage: &mut Stage) $walk

            #[tokio::test]
            async fn on_sqlite() {
                JOURNEY.walk_all($crate::shop::Database::Sqlite).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                JOURNEY.walk_all($crate::shop::Database::Postgres).await;
            }
        }
    };
}
pub(crate) use journey;

impl Journey {
    pub const fn usual(name: &'static str, points: &'static [&'static str], ends: Option<Ending>, walk: Walk) -> Self {
        Self { name, points, ends, tasks: &[], perhaps: &[], from_nothing: false, walk }
    }

    /// Walks it for each side of each of its points; all that fail are told.
    pub async fn walk_all(&self, database: Database) {
        #[allow(clippy::disallowed_methods, reason = "how a failure is looked into")]
        let one = std::env::var(ONE_STOP).ok();
        let stops = self.points.iter().flat_map(|point| ["before", "after"].map(|side| format!("{point}:{side}")));
        let mut failed = Vec::new();
        for stop in stops.filter(|stop| one.as_ref().is_none_or(|one| one == stop)) {
            match AssertUnwindSafe(self.walk_once(database, &stop)).catch_unwind().await {
                Ok(true) => {}
                Ok(false) => return eprintln!("not run on PostgreSQL: ESCALE_TEST_POSTGRES_URL is not set"),
                Err(_) => failed.push(format!("{ONE_STOP}={stop} {COMMAND} {}::", self.name)),
            }
        }
        assert!(failed.is_empty(), "{} does not survive {failed:#?}", self.name);
    }

    /// `false` when there is no such database here.
    pub async fn walk_once(&self, database: Database, stop: &str) -> bool {
        let place =
            if self.from_nothing { Place::empty(database).await } else { Place::with_catalogue(database).await };
        let Some(place) = place else { return false };
        let mut stage = Stage::new(place, stop.to_owned());
        (self.walk)(&mut stage).await;
        assert!(stage.struck, "{stop} is not on the way of {}", self.name);
        // Nothing happens once more.
        stage.pass(Duration::from_secs(3600)).await;

        let place = stage.end();
        let orders = place.records.orders().await;
        let audit = audit(&place.store, &place.world, &orders, UnixSeconds(place.now())).await;
        assert!(audit.complaints().is_empty(), "{stop}: {audit:#?}");
        let endings: Vec<Ending> = audit.endings.iter().map(|(_, ending)| *ending).collect();
        let others = endings.iter().rev().skip(1);
        assert_eq!(endings.last().copied(), self.ends, "{stop}: {audit:#?}");
        assert!(others.copied().all(|ending| ending == Ending::Delivered), "{stop}: {audit:#?}");
        let open = &audit.open_tasks;
        let expected = self.tasks.iter().all(|kind| open.contains(kind));
        let foreseen = open.iter().all(|kind| self.tasks.contains(kind) || self.perhaps.contains(kind));
        assert!(expected && foreseen, "{stop}: the tasks {open:?}");
        place.clear_away().await;
        true
    }
}
