//! After the purchase: what buyers, staff, banks and mail servers do to an order.

use crate::audit::Ending;
use crate::crash::journey::journey;
use crate::crash::stage::Stage;
use crate::crash::steps::ADA;
use escale::domain::timestamp::UnixSeconds;
use escale::store::{MailKind, TaskKind};
use escale_simulators::Fault;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

journey! {
    looked_at, ends: Some(Ending::Delivered),
    points: ["commit.usage_claimed", "call.supplier.usage", "call.supplier.sim_status", "commit.usage_stored"],
    |stage| {
        stage.open().await;
        let page = stage.buys().await;
        stage.pass(6 * MINUTE).await;
        stage.arm();
        stage.opens(&page).await;
        // A network is asked once in five minutes.
        stage.pass(6 * MINUTE).await;
        let asked = UnixSeconds(stage.place.now());
        stage.opens(&page).await;
        let mut tx = stage.place.store.snapshot().await.unwrap();
        let order = stage.place.records.orders().await.remove(0);
        let esim = tx.esims_of(&order).await.unwrap().remove(0);
        let read = tx.esim_read(&esim.id).await.unwrap();
        assert_eq!((read.usage_at, read.sim_at), (Some(asked), Some(asked)));
    }
}

journey! {
    /// The shop asks by itself, and what is news is mailed once.
    watched, ends: Some(Ending::Delivered),
    points: ["commit.usage_claimed", "call.supplier.sim_status", "commit.usage_stored", "call.mail.send"],
    |stage| {
        stage.open().await;
        let page = stage.buys().await;
        let world = &stage.place.world;
        let sale = world.esims_sold()[0].transaction_id.clone();
        assert!(world.set_sim_status(&sale, "expired"));
        // The page learns nothing: within the hour the shop asks again, by itself.
        let refused = Fault::Answer { status: 403, body: "{}".to_owned() };
        world.arm_fault("orange.simstatus", refused, Some(1));
        stage.pass(6 * MINUTE).await;
        stage.opens(&page).await;
        assert_eq!(stage.mails(MailKind::EsimNotice).await, 0);
        stage.arm();
        stage.pass(70 * MINUTE).await;
        for _ in 0..4 {
            stage.pass(10 * MINUTE).await;
        }
        assert_eq!(stage.mails(MailKind::EsimNotice).await, 1);
    }
}

journey! {
    lost_links, ends: Some(Ending::Delivered),
    points: ["commit.links_owed", "call.mail.send"],
    |stage| {
        stage.open().await;
        stage.buys().await;
        stage.arm();
        stage.asks_for_links().await;
        stage.settle().await;
    }
}

journey! {
    withdrawn, ends: Some(Ending::Delivered),
    points: ["commit.withdrawal_received", "call.mail.send"],
    tasks: &[TaskKind::Withdrawal],
    |stage| {
        stage.open().await;
        stage.buys().await;
        let number = stage.number().await;
        stage.arm();
        let form = [("number", &*number), ("email", ADA), ("name", "Ada"), ("step", "confirm")];
        stage.posts("/en/withdraw", &form, "").await;
        stage.settle().await;
        let owed = stage.mails(MailKind::WithdrawalReceived).await;
        assert_eq!(owed, 1);
    }
}

journey! {
    acted_on_by_staff, ends: Some(Ending::Delivered),
    points: ["commit.mail_again", "commit.task_closed"],
    |stage| {
        stage.open().await;
        stage.buys().await;
        let number = stage.number().await;
        let form = [("number", &*number), ("email", ADA), ("name", "Ada"), ("step", "confirm")];
        stage.posts("/en/withdraw", &form, "").await;
        let cookie = stage.staff_signs_in().await;
        stage.arm();
        stage.posts(&format!("/en/admin/orders/{number}"), &[("mail", "esim_ready")], &cookie).await;
        let task = stage.place.store.snapshot().await.unwrap().open_tasks().await.unwrap().remove(0).id;
        let form = [("act", "close"), ("task", task.as_str()), ("note", "told her that it is used")];
        stage.posts("/en/admin/tasks", &form, &cookie).await;
        stage.settle().await;
        assert!(stage.mails(MailKind::EsimReady).await >= 2);
    }
}

journey! {
    disputed, ends: Some(Ending::Delivered),
    points: ["commit.event_stored", "call.stripe.dispute.list", "commit.dispute_seen", "commit.event_seen"],
    tasks: &[TaskKind::Disputed],
    |stage| {
        stage.open().await;
        stage.buys().await;
        stage.arm();
        let intent = stage.place.world.payments()[0].payment_intent.clone();
        stage.place.world.dispute(&intent, "fraudulent").unwrap();
        stage.settle().await;
    }
}

journey! {
    mail_refused_for_a_while, ends: Some(Ending::Delivered),
    points: ["call.mail.send"],
    |stage| {
        stage.open().await;
        stage.place.world.reject_next_recipient("451 try again");
        stage.arm();
        stage.buys().await;
    }
}

journey! {
    mail_refused_for_good, ends: Some(Ending::Delivered),
    points: ["call.mail.send", "commit.job_ended"],
    perhaps: &[TaskKind::MailFailed],
    |stage| {
        stage.open().await;
        stage.place.world.reject_next_recipient("550 no such user");
        stage.arm();
        stage.buys().await;
    }
}

journey! {
    /// Another program is paid through the same account.
    event_of_somebody_else, ends: None,
    points: ["call.stripe.intent", "commit.event_not_ours", "commit.event_stored"],
    |stage| {
        stage.open().await;
        stage.arm();
        stage.pays_by_themselves(&[]).await;
        stage.settle().await;
    }
}

journey! {
    /// It names a payment of ours that is in no record.
    event_of_an_unknown_payment, ends: None,
    points: ["call.stripe.intent", "commit.event_given_up", "commit.job_ended"],
    tasks: &[TaskKind::UnknownPayment],
    |stage| {
        stage.open().await;
        stage.arm();
        stage.pays_by_themselves(&[("metadata[escale_payment]", "pay_00000000000000000000000000")]).await;
        stage.settle().await;
    }
}
