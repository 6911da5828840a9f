//! What is left of a supplier's stock: followed, forecast, told to staff; and the outages of the networks behind it.

use crate::shop::{Shop, on_both};
use escale::domain::ids::{OfferId, SupplierId};
use escale::fulfilment::stock_watch::run_out_at;
use escale::fulfilment::{catalogue_sync, supplier_watch};
use escale::store::TaskKind;
use escale_simulators::Supplier;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

impl Shop {
    async fn stock_tasks(&self) -> Vec<String> {
        let tasks = self.services.store.snapshot().await.unwrap().open_tasks().await.unwrap();
        tasks.into_iter().filter(|task| task.kind == TaskKind::StockLow).map(|task| task.evidence).collect()
    }

    async fn sync_with(&self, product: &str, stock: u32) {
        self.world.set_stock(product, stock.into());
        catalogue_sync::sync_catalogue(&self.services, &SupplierId::from("orange")).await.unwrap();
    }
}

on_both! {
    async fn bucket_that_runs_out_within_days_is_one_task_which_settles_once_it_is_filled(shop: Shop) {
        let offer = shop.services.catalogue().offer(&shop.offer()).unwrap().clone();
        let product = offer.product.to_string();
        let ends = async || {
            let now = shop.services.clock.now();
            let ends = run_out_at(&mut shop.services.store.snapshot().await.unwrap(), now).await.unwrap();
            ends.get(&OfferId::of(&offer.supplier, &offer.product)).copied()
        };
        shop.sync_with(&product, 100).await;
        assert_eq!(ends().await, None, "nothing was sold yet");
        shop.pass(DAY);
        shop.sync_with(&product, 80).await;
        assert_eq!(ends().await, Some(shop.services.clock.now().plus_days(4)));
        assert!(shop.stock_tasks().await.is_empty());
        shop.pass(DAY);
        shop.sync_with(&product, 20).await;
        assert_eq!(ends().await, Some(shop.services.clock.now() + DAY / 2));
        shop.sync_with(&product, 19).await;
        let [evidence] = shop.stock_tasks().await.try_into().unwrap();
        assert!(evidence.contains(&offer.facts.name) && evidence.contains("20 left"), "{evidence}");
        let cookie = shop.signed_in().await;
        let plans = shop.look("/en/admin/offers", &cookie).await.text().await.unwrap();
        assert!(plans.contains("empty about 23 November 2026"), "{plans}");
        let plans = shop.look("/fr/admin/offers", &cookie).await.text().await.unwrap();
        assert!(plans.contains("vide vers le 23 novembre 2026"));
        shop.sync_with(&product, 5000).await;
        assert!(shop.stock_tasks().await.is_empty(), "it has settled by itself");
        assert_eq!(shop.rows("from tasks where kind = 'stock_low'").await, 1);
    }
}

on_both! {
    async fn staff_see_which_network_is_down_and_when_one_was(shop: Shop) {
        let orange = SupplierId::from("orange");
        let cookie = shop.signed_in().await;
        assert!(!shop.look("/en/admin", &cookie).await.text().await.unwrap().contains("no connection"));
        shop.world.set_outage(Supplier::OrangeSpain, true);
        // What is known of networks is an hour old at most.
        shop.pass(Duration::from_secs(3600));
        assert!(supplier_watch::look_at_supplier(&shop.services, &orange).await.unwrap());
        let cookie = shop.signed_in_again().await;
        let page = shop.look("/en/admin", &cookie).await.text().await.unwrap();
        assert!(page.contains("Orange Spain: no connection since 21 November 2026"), "{page}");
        let page = shop.look("/fr/admin", &cookie).await.text().await.unwrap();
        assert!(page.contains("sans connexion depuis le 21 novembre 2026"), "{page}");
    }
}
