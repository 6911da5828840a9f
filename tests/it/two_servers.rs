//! Two servers over one database, each with its worker: whatever is done, one of them does it, once.

use crate::shop::{Shop, on_both};
use escale::domain::order::OrderState;
use escale::fulfilment::{catalogue_sync, worker};
use escale::services::Services;
use escale::store::Store;
use escale::store::cipher::Vault;
use escale_simulators::PaymentWay;
use std::time::Duration;
use tokio::sync::watch;

/// So many orders are bought at the same time.
const ORDERS: usize = 12;

impl Shop {
    /// Another server of this shop: connections, catalogue and worker of its own.
    async fn second_server(&self) -> Services {
        let config = (*self.services.config).clone();
        let vault = Vault::new(&config.vault.active, &config.vault.keys, &config.vault.index_key).unwrap();
        let store = Store::connect_with(&self.database_url, vault, false).await.unwrap();
        let (clock, suppliers) = (self.services.clock.clone(), self.services.suppliers.clone());
        let second = Services::over(config, clock, store, suppliers).unwrap();
        catalogue_sync::load_catalogue(&second).await.unwrap();
        second
    }
}

on_both! {
    async fn workers_of_two_servers_deliver_every_order_once(shop: Shop) {
        let second = shop.second_server().await;
        shop.world.hold_webhooks(true);
        let mut orders = Vec::new();
        for _ in 0..ORDERS {
            let family = shop.ordered().await;
            shop.world.pay(family.payments[0].session.as_deref().unwrap(), PaymentWay::Card);
            orders.push(family.order.id);
        }
        let (stop, stopped) = watch::channel(false);
        let workers = [
            tokio::spawn(worker::run(shop.services.clone(), stopped.clone())),
            tokio::spawn(worker::run(second.clone(), stopped)),
        ];
        shop.world.hold_webhooks(false);
        for _ in 0..600 {
            let mut states = Vec::new();
            for order in &orders {
                states.push(shop.family(order).await.order.state);
            }
            if states.iter().all(|state| *state == OrderState::Delivered) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(shop.world.webhooks_settled(Duration::from_secs(10)).await);
        stop.send(true).unwrap();
        for worker in workers {
            worker.await.unwrap();
        }
        shop.work().await;
        assert_eq!(shop.world.esims_sold().len(), ORDERS);
        for truth in shop.world.payments() {
            assert_eq!((truth.kept(), truth.standing_hold()), (truth.amount, 0));
        }
        for order in &orders {
            let family = shop.family(order).await;
            assert_eq!((family.order.state, family.attempts.len()), (OrderState::Delivered, 1));
        }
        assert_eq!(shop.world.mails_to("ada@example.org").len(), ORDERS);
        second.store.close().await;
    }
}
