//! The figures of the suppliers' calls: who may read them, and what they show.

use crate::shop::{Database, Shop, on_both};
use escale::domain::ids::SupplierId;
use escale::suppliers::SupplierError;
use escale_simulators::Fault;
use reqwest::{Response, StatusCode};

const TOKEN: &str = "a-token-for-prometheus-of-32-chars";

impl Shop {
    /// Lets calls to a supplier fail until its breaker for reading opens; `call` is the simulator's name of the look at
    /// one order.
    pub async fn tire(&self, supplier: &str, call: &str) {
        self.world.arm_fault(call, Fault::ErrorBefore, None);
        let supplier = self.services.suppliers.get(&SupplierId::from(supplier)).unwrap();
        for _ in 0..60 {
            if matches!(supplier.order("4711", "req").await, Err(SupplierError::LeftAlone)) {
                return;
            }
            if !supplier.line().is_up() {
                return;
            }
        }
        panic!("the breaker never opened");
    }

    async fn metrics(&self, token: Option<&str>) -> Response {
        let request = self.http.get(format!("{}/metrics", self.url));
        match token {
            Some(token) => request.bearer_auth(token).send().await.unwrap(),
            None => request.send().await.unwrap(),
        }
    }
}

async fn shop(more: &str) -> Shop {
    Shop::open_with(Database::Sqlite, more).await.unwrap()
}

#[tokio::test]
async fn nobody_reads_the_figures_without_the_token() {
    let closed = shop("").await;
    for token in [None, Some(TOKEN), Some("")] {
        assert_eq!(closed.metrics(token).await.status(), StatusCode::NOT_FOUND);
    }
    closed.leaves_nothing_behind().await;
    let open = shop(&format!("metrics = {{ token = \"{TOKEN}\" }}")).await;
    for token in [None, Some("a-token-for-prometheus-of-32-charz"), Some("")] {
        let answer = open.metrics(token).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(answer.headers()["www-authenticate"], "Bearer");
        assert!(!answer.text().await.unwrap().contains("escale_supplier"));
    }
    let answer = open.metrics(Some(TOKEN)).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("application/openmetrics-text"));
    open.leaves_nothing_behind().await;
}

#[tokio::test]
async fn calls_errors_times_and_an_open_breaker_are_told_by_supplier_and_call() {
    let shop = shop(&format!("metrics = {{ token = \"{TOKEN}\" }}")).await;
    let read = async || shop.metrics(Some(TOKEN)).await.text().await.unwrap();
    let before = read().await;
    for line in [
        "escale_supplier_calls_total{supplier=\"orange\",call=\"token\",end=\"ok\"} 1",
        "escale_supplier_calls_total{supplier=\"orange\",call=\"offers.list\",end=\"5xx\"} 0",
        "escale_supplier_call_errors_lately{supplier=\"orange\",call=\"offers.list\"} 0.0",
        "escale_supplier_call_lately_seconds{supplier=\"orange\",call=\"offers.list\",quantile=\"0.95\"} ",
        "escale_supplier_circuit{supplier=\"orange\",circuit=\"reading\",state=\"closed\"} 1",
        "escale_supplier_circuit{supplier=\"orange\",circuit=\"buying\",state=\"closed\"} 1",
        "# EOF",
    ] {
        assert!(before.contains(line), "{line}\n{before}");
    }
    shop.tire("orange", "orange.transactions.get").await;
    let order = SupplierId::from("orange");
    let asked = shop.services.suppliers.get(&order).unwrap().order("4711", "req").await;
    assert!(matches!(asked, Err(SupplierError::LeftAlone)));
    let after = read().await;
    for line in [
        "escale_supplier_call_errors_lately{supplier=\"orange\",call=\"transactions.read\"} 1.0",
        "escale_supplier_circuit{supplier=\"orange\",circuit=\"reading\",state=\"closed\"} 0",
        "escale_supplier_circuit{supplier=\"orange\",circuit=\"reading\",state=\"open\"} 1",
        "escale_supplier_circuit{supplier=\"orange\",circuit=\"buying\",state=\"open\"} 0",
    ] {
        assert!(after.contains(line), "{line}\n{after}");
    }
    assert!(!after.contains("4711"), "a call's name never holds what was asked for");
    shop.leaves_nothing_behind().await;
}

on_both! {
    async fn staff_see_how_each_supplier_answers(shop: Shop) {
        let cookie = shop.signed_in().await;
        let overview = async |lang: &str| shop.look(&format!("/{lang}/admin"), &cookie).await.text().await.unwrap();
        let page = overview("en").await;
        assert!(page.contains("95 of 100 calls within") && page.contains("errors 0.0%"), "{page}");
        shop.tire("orange", "orange.transactions.get").await;
        assert!(overview("en").await.contains("Left alone"));
        assert!(overview("fr").await.contains("Laissé en paix"));
    }
}
