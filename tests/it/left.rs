//! What a test leaves behind: a job that was not run or a mail that nobody looked at is a rule that nobody stated.

use crate::buyer::ESIM_READY;
use crate::shop::{Shop, on_both};
use escale::domain::ids::OrderId;
use escale::fulfilment::jobs::Job;
use escale::services::Services;
use escale::trial::Trial;
use escale_simulators::PaymentWay;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Jobs that a test leaves on purpose, by the beginning of their names.
#[derive(Clone, Default)]
pub struct Left(Arc<Mutex<Vec<&'static str>>>);

impl Shop {
    /// Jobs whose names begin so remain ready or dead at the end of this test, and why that is as it should be.
    pub fn leaves(&self, jobs: &[&'static str], why: &str) {
        assert!(!why.is_empty());
        self.left.0.lock().unwrap().extend(jobs);
    }

    /// Ends a test: nothing is ready to be done, nothing has failed for good, and every mail was looked at. What waits
    /// for its time is fine, as are webhooks that were held back.
    pub async fn leaves_nothing_behind(&self) {
        let left = self.left_behind().await;
        assert!(left.is_empty(), "the test leaves behind: {left:#?}");
    }

    async fn left_behind(&self) -> Vec<String> {
        // What is still on its way would become a job in a moment.
        if !self.world.webhooks_are_held() {
            assert!(self.world.webhooks_settled(Duration::from_secs(10)).await, "webhooks are under way for ever");
        }
        let mut left = Vec::new();
        let mut excuses = self.left.0.lock().unwrap().clone();
        let jobs = self.jobs_waiting().await;
        excuses.retain(|excuse| !jobs.iter().any(|(name, ..)| name.starts_with(excuse)));
        left.extend(excuses.iter().map(|excuse| format!("no job {excuse}, although it was said to remain")));
        for (name, dead, error) in &jobs {
            if !self.left.0.lock().unwrap().iter().any(|excuse| name.starts_with(excuse)) {
                let state = if *dead { "dead" } else { "ready" };
                left.push(format!("a {state} job {name} ({})", error.as_deref().unwrap_or("not tried")));
            }
        }
        let unread = self.world.unread_mails();
        left.extend(unread.iter().map(|mail| format!("an unread mail to {:?}: {}", mail.to, mail.subject())));
        left
    }

    async fn jobs_waiting(&self) -> Vec<(String, bool, Option<String>)> {
        let now = self.services.clock.now();
        if let Ok(mut tx) = self.services.store.snapshot().await {
            return tx.jobs_waiting(now).await.unwrap();
        }
        // The test has closed the shop's own records.
        let config = self.services.config.as_ref().clone();
        let reopened = Services::open(config, self.services.clock.clone(), Trial::default()).await.unwrap();
        reopened.store.snapshot().await.unwrap().jobs_waiting(now).await.unwrap()
    }
}

/// An order that was paid and worked at: its eSIM is mailed, nothing waits.
async fn delivered(shop: &Shop) -> OrderId {
    let order = shop.paid(PaymentWay::Card).await;
    shop.work().await;
    order
}

on_both! {
    async fn mail_that_nobody_looked_at_is_left_behind_even_when_it_was_thrown_away(shop: Shop) {
        delivered(&shop).await;
        shop.world.clear_mails();
        let left = shop.left_behind().await;
        assert!(left.len() == 1 && left[0].contains("an unread mail to [\"ada@example.org\"]"), "{left:?}");
        let ended = tokio::spawn({
            let shop = shop.clone();
            async move { shop.leaves_nothing_behind().await }
        });
        assert!(ended.await.unwrap_err().is_panic());
        assert!(shop.subjects().is_empty());
    }
}

on_both! {
    async fn job_that_is_ready_is_left_behind_unless_it_is_said_why(shop: Shop) {
        let order = delivered(&shop).await;
        assert_eq!(shop.subjects(), [ESIM_READY]);
        let (now, mut tx) = (shop.services.clock.now(), shop.services.store.begin().await.unwrap());
        Job::TellIfLate { order }.ring(&mut tx, now + Duration::from_secs(60), now).await.unwrap();
        tx.commit("test").await.unwrap();
        assert!(shop.left_behind().await.is_empty(), "it waits for its time");
        shop.pass(Duration::from_secs(60));
        let left = shop.left_behind().await;
        assert!(left.len() == 1 && left[0].starts_with("a ready job tell_if_late:"), "{left:?}");
        shop.leaves(&["tell_if_late"], "this test is about leaving it");
        assert!(shop.left_behind().await.is_empty());
        shop.work().await;
        let left = shop.left_behind().await;
        assert_eq!(left, ["no job tell_if_late, although it was said to remain"]);
        shop.left.0.lock().unwrap().clear();
    }
}

on_both! {
    async fn job_that_has_failed_for_good_is_left_behind(shop: Shop) {
        let (now, mut tx) = (shop.services.clock.now(), shop.services.store.begin().await.unwrap());
        tx.ring("mail:unheard_of", r#"{"job":"unheard_of"}"#, now, now).await.unwrap();
        tx.commit("test").await.unwrap();
        shop.work().await;
        let left = shop.left_behind().await;
        assert!(left.len() == 1 && left[0].starts_with("a dead job mail:unheard_of (this version"), "{left:?}");
        shop.leaves(&["mail:unheard_of"], "this test is about leaving it");
    }
}

on_both! {
    async fn webhook_on_its_way_is_waited_for_and_one_that_is_held_is_not(shop: Shop) {
        delivered(&shop).await;
        assert_eq!(shop.subjects(), [ESIM_READY]);
        assert!(shop.left_behind().await.is_empty());
        shop.world.hold_webhooks(false);
        let left = shop.left_behind().await;
        assert!(left.iter().any(|job| job.starts_with("a ready job stripe_event:")), "{left:?}");
        shop.work().await;
    }
}
