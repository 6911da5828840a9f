//! Amounts and words that the database itself refuses.

use super::rows::{failed, refused, written};
use super::{Verdict, holds};
use crate::shop::Shop;
use escale::domain::ids::RefundId;
use escale::domain::money::Money;
use escale::secret::new_id;
use escale::store::Tx;
use escale_simulators::PaymentWay;

pub async fn order_for_nothing(shop: &Shop) -> Verdict {
    shop.ordered().await;
    refused(shop, "update orders set total_minor = 0").await
}

pub async fn line_for_nothing(shop: &Shop) -> Verdict {
    shop.ordered().await;
    refused(shop, "update order_lines set price_minor = 0").await
}

pub async fn payment_of_nothing(shop: &Shop) -> Verdict {
    shop.ordered().await;
    refused(shop, "update payments set amount_minor = 0").await
}

pub async fn refund_of_nothing(shop: &Shop) -> Verdict {
    let order = shop.paid(PaymentWay::Card).await;
    shop.work().await;
    let family = shop.family(&order).await;
    let nothing = Money::new(0, family.order.total.currency);
    let now = shop.services.clock.now();
    let refund: RefundId = new_id(now);
    let insert = written(shop, async |tx: &mut Tx| {
        tx.insert_refund(&order, &family.payments[0].id, &refund, nothing, "nothing", now).await
    });
    holds(insert.await.is_err(), || "a refund of nothing was written".to_owned())
}

pub async fn refund_in_an_unknown_state(shop: &Shop) -> Verdict {
    let order = shop.paid(PaymentWay::Card).await;
    shop.work().await;
    let family = shop.family(&order).await;
    let now = shop.services.clock.now();
    let refund: RefundId = new_id(now);
    let (payment, total) = (&family.payments[0].id, family.order.total);
    let insert = async |tx: &mut Tx| tx.insert_refund(&order, payment, &refund, total, "test", now).await;
    written(shop, insert).await.map_err(failed)?;
    refused(shop, "update refunds set state = 'lost'").await
}

pub async fn mail_in_an_unknown_state(shop: &Shop) -> Verdict {
    shop.paid(PaymentWay::Card).await;
    shop.work().await;
    refused(shop, "update mails set state = 'lost'").await
}
