//! Orders of several lines: what was delivered is paid, the rest goes back, and the buyer hears of both once.

use super::{MINUTE, SECOND};
use crate::purchase::location;
use crate::shop::{Shop, on_both};
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale_simulators::{PaymentWay, SalePlan};

on_both! {
    async fn part_that_was_delivered_is_captured_and_both_halves_are_told(shop: Shop) {
        let order = shop.paid_for_two(PaymentWay::Card).await;
        shop.world.plan_next_sale(SalePlan::default());
        shop.world.plan_every_sale(SalePlan { refuse: Some("busy".to_owned()), ..SalePlan::default() });
        shop.work_for(2 * MINUTE, 5 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::PartlyDelivered);
        assert_eq!(family.payments[0].state, PaymentState::Captured);
        let truth = &shop.world.payments()[0];
        assert_eq!((truth.kept(), truth.standing_hold()), (family.lines[0].price.minor, 0));
        let mails = shop.world.mails_to("ada@example.org");
        let esims = shop.services.store.snapshot().await.unwrap().esims_of(&order).await.unwrap();
        assert_eq!(esims.len(), 1);
        let code = esims[0].secrets.activation_code.matching_id().as_str().to_owned();
        assert_eq!(mails.iter().filter(|mail| mail.text().contains(&code)).count(), 1, "{:?}", shop.subjects());
        // The other mail says what was let go.
        assert_eq!(mails.len(), 2, "{:?}", shop.subjects());
        let ledger = shop.services.store.snapshot().await.unwrap().ledger_of(&order).await.unwrap();
        let held: i64 = ledger.iter().filter(|row| row.account == "memo:held").map(|row| row.amount.minor).sum();
        assert_eq!(held, 0);
    }
}

on_both! {
    async fn two_lines_are_two_esims_in_one_mail(shop: Shop) {
        let order = shop.paid_for_two(PaymentWay::Card).await;
        shop.work_for(MINUTE, 5 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered);
        assert_eq!(shop.world.esims_sold().len(), 2);
        assert_eq!(shop.subjects().len(), 1);
        assert_eq!(shop.world.payments()[0].kept(), family.order.total.minor);
    }
}

on_both! {
    async fn part_of_what_was_taken_at_once_is_refunded(shop: Shop) {
        let order = shop.paid_for_two(PaymentWay::BankAtOnce).await;
        // The first line gets nothing, the second is delivered last.
        shop.world.plan_next_sale(SalePlan { status: "ko".to_owned(), ..SalePlan::default() });
        shop.work_for(2 * MINUTE, 5 * SECOND).await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::PartlyDelivered);
        assert_eq!(shop.world.payments()[0].kept(), family.lines[0].price.minor);
        assert_eq!(family.payments[0].refunded, family.lines[0].price);
        assert_eq!(shop.subjects().len(), 2, "{:?}", shop.subjects());
    }
}

on_both! {
    async fn number_of_esims_is_chosen_before_anything_is_typed_and_bounded_by_the_stock(shop: Shop) {
        shop.world.hold_webhooks(true);
        let offer = shop.offer();
        let checkout = location(&shop.get(&format!("/en/buy/{offer}")).await);
        let path = checkout.split('?').next().unwrap();
        let price = shop.services.catalogue().offer(&offer).unwrap().price;
        let three = price.times(3).unwrap();
        let page = shop.get(&format!("{checkout}&quantity=3")).await.text().await.unwrap();
        let total = three.format(escale::domain::lang::Lang::En);
        assert!(page.matches(&total).count() >= 2, "the total stands in the list and on the button");
        let product = shop.services.catalogue().offer(&offer).unwrap().product.clone();
        shop.world.set_stock(product.as_str(), 2);
        let form = |quantity| {
            [("plan", offer.as_str()), ("quantity", quantity), ("email", "ada@example.org"), ("start", "on"), ("loss", "on")]
        };
        let refused = shop.post(path, &form("3")).await;
        assert_eq!(refused.status(), 422);
        assert!(refused.text().await.unwrap().contains("Only 2 are left"));
        let paying = location(&shop.post(path, &form("2")).await);
        let session = shop.world.stripe_object(paying.rsplit('/').next().unwrap()).unwrap();
        assert_eq!(session["amount_total"], price.times(2).unwrap().minor);
        // Nonsense is one.
        let page = shop.get(&format!("{checkout}&quantity=99")).await.text().await.unwrap();
        assert!(page.contains("name=\"email\""));
    }
}
