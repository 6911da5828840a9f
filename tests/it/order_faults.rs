//! What may go wrong around an order: lost answers, silence at the wrong moment, several lines, second thoughts.
//! Each rule names what must hold all the same.

mod buying;
mod giving_back;
mod paying;
mod several_lines;

use crate::shop::Shop;
use escale::domain::checkout::{SessionLine, SessionParams};
use escale::domain::email_address::EmailAddress;
use escale::domain::ids::{LineId, OrderId, PaymentId};
use escale::domain::lang::Lang;
use escale::domain::money::Money;
use escale::fulfilment::checkout::{CONSENT_VERSION, CheckedOut, check_out, new_draft, order_of_draft};
use escale::fulfilment::jobs::Job;
use escale::secret::{OrderToken, new_id, new_order_number};
use escale::store::{Family, NewLine, NewOrder};
use escale_simulators::{Fault, PaymentAttempt, PaymentWay};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// A definite no of Stripe's, whatever it is asked.
pub fn stripe_says_no() -> Fault {
    let body = r#"{"error":{"type":"invalid_request_error","code":"parameter_invalid","message":"No."}}"#;
    Fault::Answer { status: 400, body: body.to_owned() }
}

/// A definite no of Orange's to a read: it is not repeated.
pub fn orange_says_no() -> Fault {
    Fault::Answer { status: 400, body: r#"{"code":28,"message":"No."}"#.to_owned() }
}

impl Shop {
    /// Sends the checkout form of a draft.
    pub async fn send_form(&self, draft: &str) -> CheckedOut {
        check_out(&self.services, &self.form(draft)).await.unwrap()
    }

    /// The order that a draft became.
    pub async fn of_draft(&self, draft: &str) -> Family {
        order_of_draft(&self.services, draft).await.unwrap().unwrap().0
    }

    /// An order of two lines of the same plan, paid two minutes ago.
    async fn paid_for_two(&self, way: PaymentWay) -> OrderId {
        self.world.hold_webhooks(true);
        let offer = self.services.catalogue().offers().first().unwrap().clone();
        let now = self.services.clock.now();
        let line = || NewLine {
            id: new_id::<LineId>(now),
            offer: offer.id.clone(),
            supplier: offer.supplier.clone(),
            product: offer.product.clone(),
            facts: offer.facts.clone(),
            price: offer.price,
            cost: offer.cost,
        };
        let new = NewOrder {
            id: new_id(now),
            number: new_order_number(),
            draft: new_draft(),
            token: OrderToken::random(),
            email: EmailAddress::parse("ada@example.org").unwrap(),
            lang: Lang::En,
            total: Money::new(offer.price.minor * 2, offer.price.currency),
            consent_version: CONSENT_VERSION.to_owned(),
            now,
            lines: vec![line(), line()],
        };
        let params = SessionParams {
            payment: new_id::<PaymentId>(now),
            order: new.id.clone(),
            order_number: new.number.clone(),
            email: "ada@example.org".to_owned(),
            lang: Lang::En,
            lines: vec![SessionLine { name: offer.facts.name.clone(), unit: offer.price, quantity: 2 }],
            hold: true,
            expires_at: now + 40 * MINUTE,
            success_url: self.services.config.link("/en/o/{ORDER_TOKEN}"),
            cancel_url: self.services.config.link("/en"),
        };
        let mut tx = self.services.store.begin().await.unwrap();
        assert!(tx.insert_order(&new).await.unwrap());
        assert!(tx.insert_payment(&params, new.total, now).await.unwrap());
        Job::AdvanceOrder { order: new.id.clone() }.ring(&mut tx, now, now).await.unwrap();
        tx.commit("test").await.unwrap();
        self.work().await;
        let session = self.family(&new.id).await.payments[0].session.clone().unwrap();
        assert!(matches!(self.world.pay(&session, way), PaymentAttempt::Completed { .. }));
        self.pass(2 * MINUTE);
        new.id
    }

    /// The subjects of the mails that the buyer has got.
    pub fn subjects(&self) -> Vec<String> {
        self.world.mails_to("ada@example.org").iter().map(|mail| mail.subject()).collect()
    }

    /// Works through what webhooks cause, until nothing is under way.
    pub async fn hear_webhooks(&self) {
        self.world.hold_webhooks(false);
        assert!(self.world.webhooks_settled(Duration::from_secs(10)).await);
        self.work().await;
    }
}
