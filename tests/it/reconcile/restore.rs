//! An older backup is put back: until books and world were compared nothing is bought, let go or refunded; afterwards
//! they agree, nothing was bought twice, and nobody has paid for nothing.

use super::{HOUR, MINUTE, SECOND};
use crate::shop::{Shop, on_both};
use escale::domain::fulfilment::AttemptState;
use escale::domain::ids::{OrderId, SupplierId};
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::domain::reconciliation::DifferenceKind;
use escale::fulfilment::catalogue_sync::load_catalogue;
use escale::fulfilment::reconcile::Stretch;
use escale::fulfilment::supplier_watch::obstacle_fact;
use escale::secret::Secret;
use escale::services::Services;
use escale::store::Store;
use escale::store::backup::BackupError;
use escale::store::cipher::Vault;
use escale::store::restore::{restore, restore_in_place};
use escale::store::{Family, TaskKind};
use escale_simulators::{Fault, PaymentWay};
use std::path::Path;

impl Shop {
    /// Copies the database; gives what `set_back` needs.
    async fn back_up(&mut self) -> String {
        if !self.services.store.is_postgres() {
            let file = format!("{}.backup", self.database_url.strip_prefix("sqlite://").unwrap());
            self.services.store.back_up(Path::new(&file)).await.unwrap();
            return file;
        }
        // As pg_dump and pg_restore would.
        self.services.store.close().await;
        let mut url = url::Url::parse(&self.database_url).unwrap();
        let name = url.path().trim_start_matches('/').to_owned();
        url.set_path("/postgres");
        let server = sqlx::PgPool::connect(url.as_str()).await.unwrap();
        let copy = sqlx::AssertSqlSafe(format!("create database {name}_backup template {name}"));
        sqlx::query(copy).execute(&server).await.unwrap();
        server.close().await;
        self.open_again().await;
        url.set_path(&format!("{name}_backup"));
        url.to_string()
    }

    /// Puts a backup back and opens the shop over it.
    async fn set_back(&mut self, backup: &str) {
        self.services.store.close().await;
        let now = self.services.clock.now();
        if backup.starts_with("postgres") {
            self.database_url = backup.to_owned();
            let store = Store::connect(backup, self.vault()).await.unwrap();
            restore_in_place(&store, now).await.unwrap();
        } else {
            let replaced = restore(&self.database_url, Path::new(backup), self.vault(), now).await.unwrap();
            assert!(replaced.kept.unwrap().exists());
        }
        self.open_again().await;
    }

    fn vault(&self) -> Vault {
        let vault = &self.services.config.vault;
        Vault::new(&vault.active, &vault.keys, &vault.index_key).unwrap()
    }

    async fn open_again(&mut self) {
        let mut config = self.services.config.as_ref().clone();
        config.database_url = Secret::new(&self.database_url);
        self.services =
            Services::open(config, self.services.clock.clone(), escale::trial::Trial::default()).await.unwrap();
        load_catalogue(&self.services).await.unwrap();
    }

    /// Paid, and the payment is in our records; but nothing may be bought at that moment, so that nothing is sent yet.
    async fn paid_and_not_sent(&self) -> OrderId {
        let order = self.paid(PaymentWay::Card).await;
        self.obstruct("a key is missing").await;
        self.work().await;
        self.obstruct("").await;
        assert_eq!(self.family(&order).await.attempts[0].state, AttemptState::Prepared);
        order
    }

    async fn obstruct(&self, reason: &str) {
        let fact = obstacle_fact(&SupplierId::from("orange"));
        let mut tx = self.services.store.begin().await.unwrap();
        tx.set_fact(&fact, reason, self.services.clock.now()).await.unwrap();
        tx.commit("test").await.unwrap();
    }

    /// How often somebody bought, let go and refunded.
    fn acts(&self) -> [usize; 3] {
        ["orange.transactions.create", "stripe.payment_intents.cancel", "stripe.refunds.create"]
            .map(|call| self.world.calls_seen(call))
    }

    /// What is in the world of an order's money, in minor units: captured and not given back.
    fn kept(&self, family: &Family) -> i64 {
        let of_order = |intent: &str| family.payments.iter().any(|payment| payment.intent.as_deref() == Some(intent));
        self.world.payments().iter().filter(|truth| of_order(&truth.payment_intent)).map(|truth| truth.kept()).sum()
    }
}

on_both! {
    async fn books_and_world_agree_after_an_older_backup_was_put_back(first: Shop) {
        let mut shop = first;
        let before = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        // As the backup knows them: nothing of this is done yet.
        let unpaid = shop.ordered().await;
        let open = shop.ordered().await;
        let prepared = shop.paid_and_not_sent().await;
        let twice = shop.paid_and_not_sent().await;
        let empty = shop.paid_and_not_sent().await;
        let bank = shop.ordered().await;
        let backup = shop.back_up().await;

        // What the world does after it, and the restored records will not know.
        shop.world.arm_fault("orange.transactions.create", Fault::TooManyRequests { retry_after: 1 }, Some(1));
        escale::fulfilment::advance::advance_order(&shop.services, &twice).await.unwrap();
        let product = shop.family(&empty).await.lines[0].product.to_string();
        let left = shop.world.stock(&product).unwrap();
        shop.world.set_stock(&product, 0);
        escale::fulfilment::advance::advance_order(&shop.services, &empty).await.unwrap();
        shop.world.set_stock(&product, left);
        shop.pay(&open);
        shop.world.pay(bank.payments[0].session.as_deref().unwrap(), PaymentWay::BankAtOnce);
        let forgotten = shop.paid(PaymentWay::Card).await;
        shop.work_for(12 * MINUTE, 15 * SECOND).await;
        for (order, state) in [
            (&open.order.id, OrderState::Delivered),
            (&prepared, OrderState::Delivered),
            (&twice, OrderState::Delivered),
            (&empty, OrderState::GivenBack),
            (&bank.order.id, OrderState::Delivered),
            (&forgotten, OrderState::Delivered),
        ] {
            assert_eq!(shop.family(order).await.order.state, state);
        }
        let second = shop.family(&twice).await.attempts[1].id.clone();
        let (sold, acts) = (shop.world.esims_sold().len(), shop.acts());
        assert_eq!(sold, 6);

        shop.set_back(&backup).await;
        shop.work_for(HOUR, 5 * MINUTE).await;
        assert_eq!(shop.acts(), acts, "nothing is bought, let go or refunded");
        let report = shop.reconcile(Stretch::Due).await;
        assert_eq!((report.restored.map(|restored| restored.compared), shop.acts()), (Some(false), acts));
        let report = shop.reconcile(Stretch::Everything).await;
        assert!(report.is_complete() && report.restored.unwrap().compared, "{report:?}");
        shop.work_for(2 * HOUR, 10 * MINUTE).await;

        assert_eq!((shop.world.esims_sold().len(), shop.acts()), (sold, acts), "nothing is done twice");
        for (order, state) in [
            (&before, OrderState::Delivered),
            (&unpaid.order.id, OrderState::Closed),
            (&open.order.id, OrderState::Delivered),
            (&prepared, OrderState::Delivered),
            (&twice, OrderState::Delivered),
            (&empty, OrderState::GivenBack),
            (&bank.order.id, OrderState::Delivered),
        ] {
            let family = shop.family(order).await;
            assert_eq!(family.order.state, state, "{family:?}");
            let paid: i64 = family.payments.iter().map(|payment| payment.captured.minor - payment.refunded.minor).sum();
            assert_eq!((paid, shop.kept(&family)), (family.delivered_sum().minor, paid), "{family:?}");
        }
        let sale = shop.world.esims_sold().into_iter().find(|sold| sold.user_id == second.as_str()).unwrap();
        let reference = shop.family(&twice).await.attempts[0].reference.clone();
        assert_eq!(reference, Some(sale.transaction_id), "the try that was forgotten names its line");

        // What was made after the backup is not rebuilt by guess: a person gives the money back.
        let report = shop.reconcile(Stretch::Everything).await;
        let mut kinds: Vec<_> = report.passes.iter().flat_map(|pass| &pass.differences).map(|found| found.kind).collect();
        kinds.sort_by_key(|kind| kind.as_str());
        assert_eq!(kinds, [DifferenceKind::PaymentUnknown, DifferenceKind::SaleOrphan], "{report:?}");
        let mut tasks = shop.open_tasks().await;
        tasks.sort_by_key(|task| task.as_str());
        assert_eq!(tasks, [TaskKind::OrphanSale, TaskKind::UnknownPayment]);
    }
}

on_both! {
    async fn restored_shop_sells_nothing_until_it_was_compared(first: Shop) {
        let mut shop = first;
        let cookie = shop.signed_in().await;
        let waiting = shop.ordered().await;
        let refused = shop.paid(PaymentWay::BankAtOnce).await;
        let backup = shop.back_up().await;
        shop.set_back(&backup).await;
        // The web's own connection is to the records that were set back.
        let router = escale::web::router(shop.services.clone(), escale::web::assets::Assets::load());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        shop.url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(escale::web::serve(listener, router, std::future::pending()));

        assert_eq!(shop.get("/health/ready").await.status(), 200);
        let overview = shop.look("/en/admin", &cookie).await.text().await.unwrap();
        assert!(overview.contains("runs on a restored backup"), "{overview}");
        let offer = shop.offer();
        let form = [("plan", offer.as_str()), ("email", "ada@example.org"), ("start", "on"), ("loss", "on")];
        for draft in [escale::fulfilment::checkout::new_draft(), waiting.order.draft.clone()] {
            let request = shop.http.post(format!("{}/en/checkout/{draft}", shop.url)).form(&form);
            let answer = request.header("sec-fetch-site", "same-origin").send().await.unwrap();
            assert_eq!(answer.status(), 422);
            assert!(answer.text().await.unwrap().contains("Nothing can be ordered just now"));
        }

        // A page that was open before is paid: the order waits for the comparison, and is delivered after it.
        shop.pay(&waiting);
        shop.pass(2 * MINUTE);
        shop.work_for(3 * MINUTE, 30 * SECOND).await;
        assert_eq!(shop.family(&waiting.order.id).await.attempts[0].state, AttemptState::Prepared);
        shop.world.arm_fault("orange.transactions.list", Fault::ErrorBefore, None);
        let report = shop.reconcile(Stretch::Everything).await;
        assert!(!report.is_complete() && !report.restored.unwrap().compared, "a side could not be read");
        shop.world.clear_faults();
        let report = shop.reconcile(Stretch::Everything).await;
        assert!(report.restored.unwrap().compared, "{report:?}");
        shop.work_for(3 * MINUTE, 30 * SECOND).await;
        for order in [&waiting.order.id, &refused] {
            assert_eq!(shop.family(order).await.order.state, OrderState::Delivered);
        }
        assert_eq!(shop.world.esims_sold().len(), 2);
        let overview = shop.look("/en/admin", &cookie).await.text().await.unwrap();
        assert!(!overview.contains("runs on a restored backup"));
        assert!(matches!(shop.family(&refused).await.payments[0].state, PaymentState::Taken));
    }
}

on_both! {
    async fn database_in_use_is_not_replaced(first: Shop) {
        let mut shop = first;
        let backup = shop.back_up().await;
        let now = shop.services.clock.now();
        let refused = if shop.services.store.is_postgres() {
            // A snapshot keeps a connection of the shop's open.
            let _reading = shop.services.store.snapshot().await.unwrap();
            let store = Store::connect(&shop.database_url, shop.vault()).await.unwrap();
            restore_in_place(&store, now).await
        } else {
            restore(&shop.database_url, Path::new(&backup), shop.vault(), now).await.map(|_| ())
        };
        assert!(matches!(refused, Err(BackupError::InUse)), "{refused:?}");
        assert_eq!(shop.services.store.snapshot().await.unwrap().restored().await.unwrap(), None);
    }
}

on_both! {
    async fn backup_whose_secrets_do_not_open_is_refused(first: Shop) {
        let mut shop = first;
        shop.ordered().await;
        let backup = shop.back_up().await;
        let now = shop.services.clock.now();
        shop.services.store.close().await;
        let index_key = shop.services.config.vault.index_key;
        let another = Vault::new("k1", &[("k1".to_owned(), [7; 32])].into(), &index_key).unwrap();
        let refused = if backup.starts_with("postgres") {
            restore_in_place(&Store::connect(&backup, another).await.unwrap(), now).await
        } else {
            restore(&shop.database_url, Path::new(&backup), another, now).await.map(|_| ())
        };
        assert!(matches!(refused, Err(BackupError::Sealed(_))), "{refused:?}");
        shop.open_again().await;
        assert_eq!(shop.services.store.snapshot().await.unwrap().restored().await.unwrap(), None);
    }
}
