//! Fourteen days by a clock that the test moves: holds run out after seven, the provider forgets keys after one and stops
//! telling after three. However an order began, it ends, or stands before a person well before its hold is gone.

mod giving_back;
mod taking;

use crate::shop::Shop;
use escale::domain::ids::OrderId;
use escale::domain::timestamp::UnixSeconds;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);
const FORTNIGHT: Duration = Duration::from_secs(14 * 86_400);

/// Whoever must act on a hold needs a day.
const WELL_BEFORE: Duration = DAY;

/// Runs a rule over both databases in a shop in a hurry.
macro_rules! in_a_fortnight {
    (async fn $name:ident($shop:ident: Shop) $body:block) => {
        mod $name {
            use super::*;

            async fn rule($shop: Shop) $body

            async fn on(database: $crate::shop::Database) {
                match Shop::open_hasty(database).await {
                    Some(shop) => rule(shop).await,
                    None => println!("not run on PostgreSQL: ESCALE_TEST_POSTGRES_URL is not set"),
                }
            }

            #[tokio::test]
            async fn on_sqlite() {
                on($crate::shop::Database::Sqlite).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                on($crate::shop::Database::Postgres).await;
            }
        }
    };
}
use in_a_fortnight;

impl Shop {
    /// Lives through the time; on every day a hold that is about to run out must stand before a person.
    async fn watch(&self, order: &OrderId, time: Duration) {
        let end = self.services.clock.now() + time;
        while self.services.clock.now() < end {
            self.live_through(end.since(self.services.clock.now()).min(6 * HOUR)).await;
            self.holds_are_known(order).await;
        }
    }

    /// As `watch`, while the provider's events arrive.
    async fn watch_and_hear(&self, order: &OrderId, time: Duration) {
        let end = self.services.clock.now() + time;
        while self.services.clock.now() < end {
            // Whoever looks at the world lets its time pass.
            drop(self.world.payments());
            self.hear_webhooks().await;
            self.watch(order, end.since(self.services.clock.now()).min(6 * HOUR)).await;
        }
        self.hear_webhooks().await;
    }

    async fn holds_are_known(&self, order: &OrderId) {
        let now = self.services.clock.now();
        let truths = self.world.payments();
        let family = self.family(order).await;
        for payment in &family.payments {
            let truth = truths.iter().find(|truth| Some(&truth.payment_intent) == payment.intent.as_ref());
            let stands = truth.is_some_and(|truth| truth.standing_hold() > 0);
            let soon = payment.capture_before.is_some_and(|at| now + WELL_BEFORE >= at);
            if stands && soon {
                let tasks = self.services.store.snapshot().await.unwrap().tasks_of(order).await.unwrap();
                assert!(
                    tasks.iter().any(|task| task.done_at.is_none()),
                    "a hold is about to run out, and nobody knows"
                );
            }
        }
    }

    /// At rest, with the books in order and nothing left to do today.
    async fn has_ended(&self, order: &OrderId) {
        assert_eq!(self.complaints(order).await, [""; 0], "{:?}", self.family(order).await);
        let now = self.services.clock.now();
        let waiting = self.services.store.snapshot().await.unwrap().jobs_waiting(now).await.unwrap();
        assert!(waiting.iter().all(|(_, dead, _)| *dead), "{waiting:?}");
    }

    /// Nobody minds the shop for so long.
    fn closed_for(&self, time: Duration) -> UnixSeconds {
        self.pass(time);
        self.services.clock.now()
    }
}
