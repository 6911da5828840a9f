//! A supplier that keeps failing is not sold: its plans pause, an equal one stands in, and they come back by themselves.

use crate::purchase::location;
use crate::shop::setup::{self, Account};
use crate::shop::{Database, Shop};
use escale::domain::catalogue::Pause;
use escale::domain::ids::OfferId;
use escale::fulfilment::checkout::{new_draft, order_of_draft};
use escale::fulfilment::line_watch;
use escale_simulators::Fault;
use reqwest::StatusCode;

const LOOK: &str = "orange.keys.get";
const ORDER: &str = "orange.transactions.get";

/// Shops in a hurry, whose breakers rest for a moment only.
async fn each_database<F: Future<Output = ()>>(rule: impl Fn(Shop) -> F) {
    for database in [Database::Sqlite, Database::Postgres] {
        if let Some(shop) = Shop::open_hasty(database).await {
            rule(shop.clone()).await;
            shop.leaves_nothing_behind().await;
        }
    }
}

impl Shop {
    fn first_offer(&self) -> OfferId {
        self.services.catalogue().offers().first().unwrap().id.clone()
    }

    async fn follow(&self) {
        line_watch::try_lines(&self.services).await;
        line_watch::follow_lines(&self.services).await.unwrap();
    }

    async fn try_to_order(&self, draft: &str, offer: &OfferId) -> reqwest::Response {
        let form = [("plan", offer.as_str()), ("email", "ada@example.org"), ("start", "on"), ("loss", "on")];
        self.post(&format!("/en/checkout/{draft}"), &form).await
    }
}

#[tokio::test]
async fn plans_of_a_supplier_that_is_left_alone_pause_and_come_back_without_a_restart() {
    each_database(async |shop| {
        let offer = shop.first_offer();
        let plan = format!("/en/plan/{offer}");
        shop.world.arm_fault(LOOK, Fault::ErrorBefore, None);
        shop.tire("orange", ORDER).await;
        for _ in 0..2 {
            // Looked at and found failing: it stays away.
            shop.follow().await;
            let catalogue = shop.services.catalogue();
            assert!(catalogue.offers().is_empty() && catalogue.countries().next().is_none());
            assert_eq!(catalogue.paused(&offer).map(|(_, pause)| pause), Some(Pause::SupplierAway));
        }
        let page = shop.get(&plan).await;
        assert_eq!(page.status(), StatusCode::OK);
        assert!(page.text().await.unwrap().contains("takes a short break"));
        let french = shop.get(&format!("/fr/plan/{offer}")).await.text().await.unwrap();
        assert!(french.contains("fait une courte pause"));
        assert_eq!(location(&shop.get(&format!("/en/buy/{offer}")).await), plan);
        let draft = new_draft();
        assert_eq!(location(&shop.try_to_order(&draft, &offer).await), plan, "to the page that says it politely");
        assert!(order_of_draft(&shop.services, &draft).await.unwrap().is_none(), "nothing was ordered");

        shop.world.clear_faults();
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        shop.follow().await;
        assert!(shop.services.catalogue().offer(&offer).is_some());
        assert_eq!(shop.get(&plan).await.status(), StatusCode::OK);
        assert!(location(&shop.try_to_order(&draft, &offer).await).starts_with("http://127.0.0.1"));
    })
    .await;
}

/// A second account at the same supplier: another supplier of the same plans, as far as the shop knows.
fn another(running: &escale_simulators::Running) -> String {
    setup::orange(running).replace("id = \"orange\"", "id = \"another\"")
}

#[tokio::test]
async fn equal_plan_of_another_is_shown_while_the_best_one_is_left_alone_and_checkout_says_why() {
    let accounts: [Account; 2] = [setup::orange, another];
    for database in [Database::Sqlite, Database::Postgres] {
        let Some(shop) = Shop::open_selling(database, &accounts).await else { continue };
        let best = shop.services.catalogue().shown().next().unwrap().clone();
        shop.tire(best.supplier.as_str(), ORDER).await;
        shop.world.clear_faults();
        // The page was opened a moment before: its form is refused with a clear word, and nothing is ordered.
        let draft = new_draft();
        let answer = shop.try_to_order(&draft, &best.id).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().await.unwrap().contains("cannot be bought just now"));
        assert!(order_of_draft(&shop.services, &draft).await.unwrap().is_none());
        line_watch::follow_lines(&shop.services).await.unwrap();
        let catalogue = shop.services.catalogue();
        assert!(catalogue.shown().count() > 20);
        assert!(catalogue.shown().all(|offer| offer.supplier != best.supplier));
        let page = shop.get(&format!("/en/plan/{}", best.id)).await.text().await.unwrap();
        assert!(page.contains("These work in the same place"), "the equal plan of the other is shown there");
        shop.leaves_nothing_behind().await;
    }
}
