//! The supplier's books against our attempts: doubt is resolved, what we gave up or never ordered is told.

use super::{HOUR, MINUTE, SECOND, orange};
use crate::shop::{Shop, on_both};
use escale::domain::esim::Wanted;
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::{AttemptId, LineId, OrderId, SupplierId, SupplierProductId};
use escale::domain::order::OrderState;
use escale::domain::reconciliation::DifferenceKind;
use escale::fulfilment::reconcile::Stretch;
use escale::store::TaskKind;
use escale::suppliers::{Purchase, Sent};
use escale_simulators::{Fault, PaymentWay};

impl Shop {
    /// Buys at the supplier past the shop's records; gives the supplier's reference.
    async fn buy_as(&self, attempt: &AttemptId) -> String {
        let supplier = self.services.suppliers.get(&SupplierId::from("orange")).unwrap();
        let offer = self.services.catalogue().offers().first().unwrap().clone();
        let purchase = Purchase {
            wanted: Wanted::Esim,
            attempt: attempt.clone(),
            product: SupplierProductId::clone(&offer.product),
            send_by: self.services.clock.now() + MINUTE,
            request_id: "req-1".to_owned(),
        };
        assert!(matches!(supplier.send(&purchase).await, Sent::Answer(_)));
        self.world.esims_sold().last().unwrap().transaction_id.clone()
    }

    /// Sold, but the answer is lost and the supplier's list says nothing of it for a day.
    async fn sold_in_the_dark(&self) -> OrderId {
        let order = self.paid(PaymentWay::Card).await;
        self.world.set_orange_list_lag(86_400);
        self.world.arm_fault("orange.transactions.create", Fault::CutAfter, Some(1));
        self.work_for(5 * MINUTE, 10 * SECOND).await;
        order
    }
}

fn forgotten() -> AttemptId {
    AttemptId::of(&LineId::from("lin_0123456789abcdef0123456789abcdef"), 1)
}

on_both! {
    async fn sale_in_doubt_is_found_in_the_suppliers_books(shop: Shop) {
        let order = shop.sold_in_the_dark().await;
        assert_eq!(shop.family(&order).await.attempts[0].state, AttemptState::Review);
        shop.world.set_orange_list_lag(0);
        shop.compare(&orange()).await;
        shop.work().await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::Delivered);
        assert_eq!(shop.world.esims_sold().len(), 1);
        assert_eq!(shop.differed(&order).await, [(DifferenceKind::SaleBehind, true)]);
    }
}

on_both! {
    async fn sale_that_we_had_given_up_is_told_until_the_supplier_takes_it_back(shop: Shop) {
        let order = shop.sold_in_the_dark().await;
        shop.work_for(20 * MINUTE, MINUTE).await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::GivenBack);
        shop.world.set_orange_list_lag(0);
        shop.compare(&orange()).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::SaleTooLate]);
        assert!(shop.tasks(&order).await.contains(&TaskKind::SoldTooLate));
        assert_eq!(shop.world.payments()[0].kept(), 0);
        let sale = shop.world.esims_sold()[0].transaction_id.clone();
        assert!(shop.world.set_sale_status(&sale, "ko"));
        shop.compare(&orange()).await;
        assert!(shop.standing().await.is_empty());
    }
}

on_both! {
    async fn sale_in_our_name_without_an_order_is_told(shop: Shop) {
        let sale = shop.buy_as(&forgotten()).await;
        shop.compare(&orange()).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::SaleOrphan]);
        assert_eq!(shop.open_tasks().await, [TaskKind::OrphanSale]);
        let evidence = shop.standing().await[0].evidence.clone();
        assert!(evidence.contains(forgotten().as_str()) && !evidence.contains(&sale), "{evidence}");
        assert!(shop.world.set_sale_status(&sale, "ko"));
        shop.compare(&orange()).await;
        assert!(shop.standing().await.is_empty());
    }
}

on_both! {
    async fn two_sales_for_one_attempt_are_told(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        let attempt = shop.family(&order).await.attempts[0].id.clone();
        shop.buy_as(&attempt).await;
        shop.compare(&orange()).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::SaleDoubled]);
        assert_eq!(shop.tasks(&order).await, [TaskKind::StrangeAnswer]);
    }
}

on_both! {
    async fn another_sale_than_the_one_we_know_is_told(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        let ours = shop.world.esims_sold()[0].transaction_id.clone();
        let attempt = shop.family(&order).await.attempts[0].id.clone();
        shop.buy_as(&attempt).await;
        assert!(shop.world.set_sale_status(&ours, "ko"));
        shop.compare(&orange()).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::SaleDiffers]);
    }
}

on_both! {
    async fn sale_that_is_not_in_the_suppliers_books_is_told(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert_eq!(shop.family(&order).await.order.state, OrderState::Delivered);
        shop.world.set_orange_list_lag(86_400);
        shop.compare(&orange()).await;
        assert!(shop.standing().await.is_empty(), "lists lag");
        shop.pass(HOUR + MINUTE);
        shop.compare(&orange()).await;
        assert_eq!(shop.kinds_standing().await, [DifferenceKind::SaleAbsent]);
        shop.world.set_orange_list_lag(0);
        shop.compare(&orange()).await;
        assert!(shop.standing().await.is_empty());
    }
}

on_both! {
    async fn orders_of_other_programs_are_counted_and_left_alone(shop: Shop) {
        for reference in ["", "customer 7", "att_1", "ord_0123456789abcdef0123456789abcdef_1"] {
            shop.buy_as(&AttemptId::from(reference)).await;
        }
        let report = shop.reconcile(Stretch::Everything).await;
        let sales = report.passes.iter().find(|pass| pass.pass == orange()).unwrap();
        assert_eq!((sales.counts.compared, sales.counts.others, report.standing()), (0, 4, 0));
    }
}
