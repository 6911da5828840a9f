//! What may go wrong around an order: lost answers, silence at the wrong moment, several lines, second thoughts.
//! Each rule names what must hold all the same.

mod bells;
mod buying;
mod dashboard;
mod giving_back;
mod paying;
mod refunds;
mod several_lines;
mod unseen;

use crate::shop::Shop;
use escale::domain::checkout::Quantity;
use escale::domain::ids::OrderId;
use escale::fulfilment::checkout::{CheckedOut, Checkout, check_out, new_draft, order_of_draft};
use escale::store::Family;
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
        let draft = new_draft();
        let two = Checkout { quantity: Quantity::parse("2").unwrap(), ..self.form(&draft) };
        let outcome = check_out(&self.services, &two).await.unwrap();
        assert!(matches!(outcome, CheckedOut::PayAt(_)), "{outcome:?}");
        let family = self.of_draft(&draft).await;
        assert_eq!(family.lines.len(), 2);
        assert!(matches!(
            self.world.pay(family.payments[0].session.as_deref().unwrap(), way),
            PaymentAttempt::Completed { .. }
        ));
        self.pass(2 * MINUTE);
        family.order.id
    }
}
