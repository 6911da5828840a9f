//! Reconciliation: what got lost is found, what differs is told with both sides' figures, and what is mended is marked.

mod books;
mod disputes;
mod payments;
mod restore;
mod sales;

use crate::shop::{Shop, on_both};
use escale::domain::ids::{OrderId, SupplierId};
use escale::domain::order::OrderState;
use escale::domain::reconciliation::{DifferenceKind, Pass};
use escale::domain::timestamp::UnixSeconds;
use escale::fulfilment::reconcile::{Report, Stretch, reconcile, run_on_schedule};
use escale::fulfilment::schedule;
use escale::store::{Difference, TaskKind};
use escale_simulators::{PaymentWay, WebhookFault};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

/// Why these tests look at no mail, and leave an order that is set going again to its worker.
const BOOKS: &str =
    "these rules are about books; what an order does next and who is told is stated by those of its life";

fn orange() -> Pass {
    Pass::Supplier(SupplierId::from("orange"))
}

impl Shop {
    /// Makes one pass as its job would; gives when the next one is due.
    pub async fn compare(&self, pass: &Pass) -> UnixSeconds {
        self.is_not_about_the_rest(BOOKS);
        run_on_schedule(&self.services, pass).await.unwrap().unwrap()
    }

    async fn reconcile(&self, stretch: Stretch) -> Report {
        self.is_not_about_the_rest(BOOKS);
        reconcile(&self.services, stretch).await.unwrap()
    }

    /// What stands, in the order in which it was seen.
    pub async fn standing(&self) -> Vec<Difference> {
        self.services.store.snapshot().await.unwrap().standing_differences().await.unwrap()
    }

    async fn kinds_standing(&self) -> Vec<DifferenceKind> {
        self.standing().await.into_iter().map(|difference| difference.kind).collect()
    }

    /// Everything that ever differed about an order: its kind, and whether it is gone.
    async fn differed(&self, order: &OrderId) -> Vec<(DifferenceKind, bool)> {
        let all = self.services.store.snapshot().await.unwrap().differences_of(order).await.unwrap();
        all.into_iter().map(|difference| (difference.kind, difference.healed_at.is_some())).collect()
    }

    /// What waits for a person, of any order or of none.
    async fn open_tasks(&self) -> Vec<TaskKind> {
        let tasks = self.services.store.snapshot().await.unwrap().open_tasks().await.unwrap();
        tasks.into_iter().map(|task| task.kind).collect()
    }

    /// All jobs that would move orders on are lost, as no code of the shop loses them.
    async fn lose_jobs(&self) {
        self.sql("delete from outbox where name like 'advance:%'").await.unwrap();
    }

    /// Posts to Stripe as another program, or somebody in the Dashboard, would.
    async fn at_stripe(&self, path: &str, form: &[(&str, &str)]) -> serde_json::Value {
        let url = self.services.config.stripe.api_url.join(path).unwrap();
        let answer = self.http.post(url).bearer_auth("sk_test_escale_demo").form(form).send().await.unwrap();
        let body: serde_json::Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        assert!(body["error"].is_null(), "{path}: {body}");
        body
    }
}

on_both! {
    async fn order_whose_job_is_lost_is_set_going_again(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.lose_jobs().await;
        shop.work_for(5 * MINUTE, MINUTE).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::AwaitingPayment, "nobody looks at it");
        shop.compare(&Pass::Jobs).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::JobMissing]);
        shop.work().await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
        shop.compare(&Pass::Jobs).await;
        assert_eq!(shop.differed(&order).await, [(DifferenceKind::JobMissing, true)]);
    }
}

on_both! {
    async fn order_whose_job_failed_for_good_is_set_going_again(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.sql("update outbox set dead = true, last_error = 'no such job' where name like 'advance:%'").await.unwrap();
        shop.compare(&Pass::Jobs).await;
        assert!(shop.standing().await[0].evidence.contains("no such job"));
        shop.work().await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
    }
}

on_both! {
    async fn order_at_rest_needs_no_job(shop: Shop) {
        let bank = shop.paid(PaymentWay::BankAtOnce).await;
        shop.work_for(2 * HOUR, 10 * MINUTE).await;
        let unpaid = shop.ordered().await.order.id;
        shop.work_for(HOUR, MINUTE).await;
        assert_eq!(shop.family(&bank).await.order.state, OrderState::Delivered);
        assert_eq!(shop.family(&unpaid).await.order.state, OrderState::Closed);
        shop.lose_jobs().await;
        shop.compare(&Pass::Jobs).await;
        assert!(shop.standing().await.is_empty(), "{:?}", shop.standing().await);
    }
}

on_both! {
    async fn lost_webhooks_come_in_through_the_same_door(shop: Shop) {
        let family = shop.ordered().await;
        shop.world.arm_webhook_fault("*", WebhookFault::Drop, None);
        shop.pay(&family);
        shop.lose_jobs().await;
        shop.pass(5 * MINUTE);
        shop.compare(&Pass::Events).await;
        shop.work().await;
        assert_eq!(shop.books_agree(&family.order.id).await.order.state, OrderState::Delivered);
        let lost = (DifferenceKind::EventLost, true);
        assert_eq!(shop.differed(&family.order.id).await, [lost]);
        // What is known by now is not taken in twice; that of the capture is new.
        shop.pass(5 * MINUTE);
        for _ in 0..2 {
            shop.compare(&Pass::Events).await;
        }
        assert_eq!(shop.differed(&family.order.id).await, [lost, lost]);
    }
}

on_both! {
    async fn each_pass_keeps_its_schedule(shop: Shop) {
        for _ in 0..2 {
            schedule::schedule(&shop.services).await.unwrap();
        }
        let now = shop.services.clock.now();
        let jobs = shop.services.store.snapshot().await.unwrap().jobs_waiting(now + HOUR).await.unwrap();
        let passes: Vec<_> = jobs.iter().filter_map(|(name, ..)| name.strip_prefix("reconcile:")).collect();
        assert_eq!(passes, ["jobs", "events", "payments", "supplier:orange", "refunds", "disputes", "ledger"]);
        for (pass, minutes) in [
            (Pass::Jobs, 5),
            (Pass::Events, 15),
            (Pass::Payments, 60),
            (orange(), 60),
            (Pass::Refunds, 24 * 60),
            (Pass::Disputes, 24 * 60),
            (Pass::Ledger, 24 * 60),
        ] {
            assert_eq!(shop.compare(&pass).await, now + minutes * MINUTE, "{pass}");
        }
        // A supplier that is not configured any more is not compared any more.
        let gone = Pass::Supplier(SupplierId::from("gone"));
        assert_eq!(run_on_schedule(&shop.services, &gone).await.unwrap(), None);
        shop.pass(HOUR);
        shop.work().await;
        let newest = shop.services.store.snapshot().await.unwrap().newest_reconciliations().await.unwrap();
        assert_eq!(newest.len(), 7);
        assert!(newest.iter().all(|run| run.ended_at.is_some() && run.problem.is_none()), "{newest:?}");
    }
}

on_both! {
    async fn side_that_cannot_be_read_heals_nothing(shop: Shop) {
        let family = shop.ordered().await;
        shop.spoil(&family.order.id, "state", "delivered").await;
        shop.compare(&Pass::Ledger).await;
        shop.lose_jobs().await;
        shop.compare(&Pass::Jobs).await;
        assert_eq!(shop.standing().await.len(), 2);
        shop.world.arm_fault("stripe.checkout.sessions.list", escale_simulators::Fault::ErrorBefore, Some(1));
        let report = shop.reconcile(Stretch::Due).await;
        assert!(!report.is_complete());
        let problems: Vec<_> = report.passes.iter().filter(|pass| pass.problem.is_some()).map(|pass| &pass.pass).collect();
        assert_eq!(problems, [&Pass::Payments]);
        let newest = shop.services.store.snapshot().await.unwrap().compared_until(&Pass::Payments).await.unwrap();
        assert_eq!(newest, None, "the next pass begins where the last whole one ended");
    }
}
