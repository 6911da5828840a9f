//! Paying in at eSIM Go by itself: off unless told, once for each need, never more than the day's limit, never to find out.

use crate::shop::setup::{self, esim_go};
use crate::shop::{Shop, on_both};
use escale::domain::ids::SupplierId;
use escale::fulfilment::credit_watch::watch_credit;
use escale::store::{PayIn, PayInState, TaskKind};
use escale_simulators::{Fault, Running};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);
const CHARGE: &str = "esim_go.organisation.top_up";

/// Pays in 1000 below 100, at most 2000 a day.
fn paying(running: &Running) -> String {
    format!("{}pay_in = \"1000\"\npay_in_below = \"100\"\npay_in_a_day = \"2000\"\n", setup::esim_go(running))
}

impl Shop {
    /// Reads the credit; whether it is to be read again soon.
    async fn watches(&self) -> bool {
        !watch_credit(&self.services, &SupplierId::from("esim-go")).await.unwrap()
    }

    async fn pay_ins(&self) -> Vec<PayIn> {
        let since = crate::shop::START;
        self.services.store.snapshot().await.unwrap().pay_ins(&SupplierId::from("esim-go"), since).await.unwrap()
    }

    async fn states(&self) -> Vec<PayInState> {
        self.pay_ins().await.into_iter().map(|pay_in| pay_in.state).collect()
    }

    /// Evidence of the tasks, which are closed.
    async fn told_of_pay_ins(&self) -> Vec<String> {
        let mut tx = self.services.store.begin().await.unwrap();
        let mut told = Vec::new();
        for task in tx.open_tasks().await.unwrap() {
            if task.kind == TaskKind::PaidIn {
                tx.close_task(&task.id, "test", "seen", self.services.clock.now()).await.unwrap();
                told.push(task.evidence);
            }
        }
        tx.commit("test").await.unwrap();
        told
    }
}

on_both! {
    [esim_go]
    async fn nothing_is_paid_in_unless_the_configuration_says_so(shop: Shop) {
        shop.world.set_esim_go_balance("1.00");
        assert!(!shop.watches().await);
        assert_eq!(shop.world.esim_go_balance(), "1.00");
        assert!(shop.pay_ins().await.is_empty());
    }
}

on_both! {
    [paying]
    async fn little_credit_is_filled_once_and_never_beyond_the_days_limit(shop: Shop) {
        shop.world.set_esim_go_balance("100.00");
        assert!(!shop.watches().await, "it is not below yet");
        shop.world.set_esim_go_balance("99.99");
        assert!(shop.watches().await);
        assert_eq!(shop.world.esim_go_balance(), "1099.99");
        assert!(!shop.watches().await, "one need, one payment");
        let [told] = shop.told_of_pay_ins().await.try_into().unwrap();
        assert!(told.contains("1000.00 USD paid in, done") && told.contains("99.99 USD were left"), "{told}");
        for (balance, states) in [("5.00", 2), ("4.00", 2)] {
            shop.pass(HOUR);
            shop.world.set_esim_go_balance(balance);
            shop.watches().await;
            assert_eq!(shop.states().await, vec![PayInState::Done; states]);
        }
        assert_eq!(shop.world.esim_go_balance(), "4.00", "the day's limit");
        shop.pass(24 * HOUR);
        shop.watches().await;
        assert_eq!(shop.states().await.len(), 3);
        assert_eq!(shop.told_of_pay_ins().await.len(), 2);
    }
}

on_both! {
    [paying]
    async fn payment_whose_answer_is_lost_counts_as_paid_and_is_not_repeated_for_a_day(shop: Shop) {
        shop.world.set_esim_go_balance("50.00");
        shop.world.arm_fault(CHARGE, Fault::CutAfter, Some(1));
        shop.watches().await;
        assert_eq!(shop.states().await, [PayInState::Unknown]);
        assert_eq!(shop.world.esim_go_balance(), "1050.00", "it was paid");
        assert!(shop.told_of_pay_ins().await[0].contains("paid in, unknown"));
        // Spent again within the day: nobody knows whether the first came in, so that nothing goes out.
        shop.world.set_esim_go_balance("50.00");
        for _ in 0..3 {
            shop.pass(7 * HOUR);
            shop.watches().await;
        }
        assert_eq!((shop.states().await.len(), shop.world.esim_go_balance()), (1, "50.00".to_owned()));
        shop.pass(4 * HOUR);
        shop.watches().await;
        assert_eq!(shop.states().await, [PayInState::Unknown, PayInState::Done]);
        shop.told_of_pay_ins().await;
    }
}

on_both! {
    [paying]
    async fn refused_payment_is_told_once_and_not_tried_again_for_a_day(shop: Shop) {
        shop.world.set_esim_go_balance("50.00");
        let body = r#"{"message": "card declined"}"#.to_owned();
        shop.world.arm_fault(CHARGE, Fault::Answer { status: 400, body }, None);
        for _ in 0..3 {
            shop.watches().await;
            shop.pass(HOUR);
        }
        assert_eq!(shop.states().await, [PayInState::Refused]);
        let [told] = shop.told_of_pay_ins().await.try_into().unwrap();
        assert!(told.contains("card declined"), "{told}");
    }
}

on_both! {
    [paying]
    async fn interrupted_payment_counts_as_paid(shop: Shop) {
        shop.world.set_esim_go_balance("50.00");
        let at = shop.services.clock.now().0;
        let row = format!(
            "insert into pay_ins (id, supplier, amount_minor, currency, state, sent_at, evidence) \
             values ('pin_1', 'esim-go', 100000, 'USD', 'sending', {at}, '')"
        );
        shop.sql(&row).await.unwrap();
        shop.watches().await;
        assert_eq!(shop.states().await, [PayInState::Sending], "its sender may be at work");
        shop.pass(HOUR);
        for _ in 0..2 {
            shop.watches().await;
        }
        assert_eq!(shop.states().await, [PayInState::Unknown]);
        assert_eq!(shop.world.esim_go_balance(), "50.00");
        shop.told_of_pay_ins().await;
    }
}
