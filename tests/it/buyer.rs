//! What buyers do in tests, and whether the books agree afterwards.

use crate::shop::Shop;
use escale::domain::checkout::Quantity;
use escale::domain::email_address::EmailAddress;
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::{OfferId, OrderId};
use escale::domain::lang::Lang;
use escale::fulfilment::checkout::{CheckedOut, Checkout, check_out, new_draft, order_of_draft};
use escale::store::{Family, TaskKind};
use escale_simulators::{PaymentAttempt, PaymentWay};
use std::time::Duration;

/// Subjects of mails to a buyer, without the order's number.
pub const PAYMENT_IN: &str = "We have your payment";
pub const ESIM_READY: &str = "Your eSIM is ready";
pub const MONEY_BACK: &str = "You get your money back";

impl Shop {
    /// An offer with stock, the cheapest.
    pub fn offer(&self) -> OfferId {
        self.services.catalogue().offers().first().unwrap().id.clone()
    }

    /// The checkout form of a draft, filled in.
    pub fn form(&self, draft: &str) -> Checkout {
        Checkout {
            draft: draft.to_owned(),
            offer: self.offer(),
            email: EmailAddress::parse("ada@example.org").unwrap(),
            lang: Lang::En,
            quantity: Quantity::ONE,
            although_similar: true,
        }
    }

    /// Checks out and gives the order as it stands.
    pub async fn ordered(&self) -> Family {
        let checkout = self.form(&new_draft());
        let outcome = check_out(&self.services, &checkout).await.unwrap();
        assert!(matches!(outcome, CheckedOut::PayAt(_)), "{outcome:?}");
        order_of_draft(&self.services, &checkout.draft).await.unwrap().unwrap().0
    }

    /// Orders, pays, and holds the webhook back: the order's own polls must do.
    pub async fn paid(&self, way: PaymentWay) -> OrderId {
        self.world.hold_webhooks(true);
        let family = self.ordered().await;
        let session = family.payments[0].session.clone().unwrap();
        let attempt = self.world.pay(&session, way);
        assert!(matches!(attempt, PaymentAttempt::Completed { .. }), "{attempt:?}");
        self.pass(Duration::from_secs(120));
        family.order.id
    }

    /// Works through what webhooks cause, until nothing is under way.
    pub async fn hear_webhooks(&self) {
        self.world.hold_webhooks(false);
        self.work().await;
    }

    /// What the mails to the buyer are about, oldest first: their subjects without the order's number.
    pub fn subjects(&self) -> Vec<String> {
        let about = |subject: String| subject.split(':').next().unwrap_or_default().trim().to_owned();
        self.world.mails_to("ada@example.org").iter().map(|mail| about(mail.subject())).collect()
    }

    /// What of the order waits or waited for a person.
    pub async fn tasks(&self, order: &OrderId) -> Vec<TaskKind> {
        let tasks = self.services.store.snapshot().await.unwrap().tasks_of(order).await.unwrap();
        tasks.into_iter().map(|task| task.kind).collect()
    }

    /// The books agree: the ledger sums to zero, the stored state is the derived one, and nothing was sold or
    /// charged that the order does not know.
    pub async fn books_agree(&self, order: &OrderId) -> Family {
        let family = self.family(order).await;
        assert_eq!(family.order.state, family.derived_state());
        let ledger = self.services.store.snapshot().await.unwrap().ledger_of(order).await.unwrap();
        assert_eq!(ledger.iter().map(|row| row.amount.minor).sum::<i64>(), 0);
        let delivered = family.attempts.iter().filter(|attempt| attempt.state == AttemptState::Delivered).count();
        let good = self.world.esims_sold().iter().filter(|sold| sold.status == "ok").count();
        let good = good + self.world.esim_go_sold().len();
        assert!(delivered <= good, "delivered {delivered}, sold {good}");
        for truth in self.world.payments() {
            let captured: i64 = family.payments.iter().map(|payment| payment.captured.minor).sum();
            assert_eq!(truth.captured, captured, "captured at the provider and here");
        }
        family
    }
}
