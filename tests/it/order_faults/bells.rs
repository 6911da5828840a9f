//! Bells that ring while a job is run: the run may have read what stood before, so the job is run once more.

use crate::buyer::ESIM_READY;
use crate::shop::{Shop, on_both};
use escale::domain::ids::OrderId;
use escale::domain::order::OrderState;
use escale::fulfilment::jobs::Job;
use escale::store::Finish;
use escale_simulators::PaymentWay;
use std::time::Duration;

impl Shop {
    /// A run of the order's job that ends so, and during which the order's bell rings.
    async fn rings_during_a_run_that_ends(&self, order: &OrderId, finish: Finish) {
        let now = self.services.clock.now();
        let mut tx = self.services.store.begin().await.unwrap();
        let job = tx.claim_job(now, Duration::from_secs(120)).await.unwrap().unwrap();
        assert_eq!(job.name, format!("advance:{order}"));
        tx.commit("job_claimed").await.unwrap();
        let mut tx = self.services.store.begin().await.unwrap();
        Job::AdvanceOrder { order: order.clone() }.ring(&mut tx, now, now).await.unwrap();
        tx.commit("rung").await.unwrap();
        let mut tx = self.services.store.begin().await.unwrap();
        assert!(tx.finish_job(&job, &finish, now).await.unwrap());
        tx.commit("job_ended").await.unwrap();
    }
}

on_both! {
    async fn bell_during_a_failing_run_is_heard_at_once(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        let at = shop.services.clock.now() + Duration::from_secs(3600);
        shop.rings_during_a_run_that_ends(&order, Finish::Retry { at, error: "busy".to_owned() }).await;
        shop.work().await;
        assert_eq!(shop.books_agree(&order).await.order.state, OrderState::Delivered);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    async fn bell_during_a_run_that_fails_for_good_is_heard(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.rings_during_a_run_that_ends(&order, Finish::Dead { error: "no such order".to_owned() }).await;
        shop.work().await;
        assert_eq!(shop.books_agree(&order).await.order.state, OrderState::Delivered);
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}
