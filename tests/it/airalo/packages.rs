//! The catalogue: whole once an hour, one country at a time before something is sold.

use super::*;

const LIST: &str = "airalo.packages.list";

#[tokio::test]
async fn the_whole_catalogue_is_read_over_pages_of_either_shape() {
    for page_cap in [1000, 3] {
        let (running, airalo, _) = world().await;
        with_manners(&running, |manners| manners.page_cap = page_cap);
        let products = airalo.catalogue().await.unwrap();
        // 29 plans, and as top-ups all of them but those of the operator that has none.
        assert_eq!(products.len(), 56, "{page_cap}");
        let find = |id: &str| products.iter().find(|product| product.product.as_str() == id).unwrap();
        let france = find(FRANCE);
        assert_eq!((france.kind, france.cost), (ProductKind::Esim, Money::new(225, Currency::USD)));
        assert!(france.least_prices.contains(&Money::new(414, Currency::EUR)));
        assert!(france.least_prices.contains(&Money::new(450, Currency::USD)));
        assert_eq!(france.facts.allowance.data, DataAllowance::Limited(DataAmount::gigabytes(1)));
        assert_eq!((france.facts.validity, france.facts.top_up), (Validity::Days(7), Some(true)));
        assert_eq!(france.facts.name, "Bonbon Mobile 1 GB - 7 Days");
        assert_eq!(find(TOP_UP).kind, ProductKind::TopUp);
        assert_eq!(find("maew-10days-3gb").facts.top_up, Some(false));
        let unlimited = &find("bonbon-mobile-10days-unlimited").facts;
        assert!(matches!(unlimited.allowance.data, DataAllowance::Unlimited { .. }));
        assert!(unlimited.description.contains("3 GB usage per day"));
        assert!(find("eurolink-7days-1gb").facts.coverage.countries.len() > 20);
        let papers = |id: &str| find(id).facts.identity_papers != IdentityPapers::NotRequired;
        assert!(papers("merhaba-7days-1gb") && !papers(FRANCE));
    }
}

#[tokio::test]
async fn a_discount_stands_for_net_prices() {
    let (running, airalo, _) = world().await;
    with_manners(&running, |manners| manners.discount_pricing = true);
    let products = airalo.catalogue().await.unwrap();
    let france = products.iter().find(|product| product.product.as_str() == FRANCE).unwrap();
    // 4.50 less 20 %.
    assert_eq!(france.cost, Money::new(360, Currency::USD));
}

#[tokio::test]
async fn the_whole_is_read_once_an_hour_and_a_country_before_something_is_sold() {
    let (running, airalo, clock) = world().await;
    let id = SupplierProductId::from(FRANCE);
    for _ in 0..3 {
        airalo.catalogue().await.unwrap();
        assert!(airalo.product(&id).await.unwrap().is_some());
    }
    assert_eq!(running.world.calls_seen(LIST), 1);
    pass(&running, &clock, 61);
    running.world.set_airalo_stock(FRANCE, 0);
    assert_eq!(airalo.product(&id).await.unwrap(), None, "what is sold out is not listed");
    assert_eq!(running.world.calls_seen(LIST), 2);
    assert!(airalo.product(&SupplierProductId::from("eurolink-7days-1gb")).await.unwrap().is_some());
    assert_eq!(airalo.product(&SupplierProductId::from("unheard-of")).await.unwrap(), None);
    assert_eq!(running.world.calls_seen(LIST), 3);
    running.world.set_airalo_stock(FRANCE, 5);
    pass(&running, &clock, 3600);
    assert!(airalo.catalogue().await.unwrap().iter().any(|product| product.product == id));
    assert_eq!(running.world.calls_seen(LIST), 4);
}

#[tokio::test]
async fn the_limit_of_calls_is_kept_before_it_bites() {
    let (running, airalo, clock) = world().await;
    let products = airalo.catalogue().await.unwrap();
    pass(&running, &clock, 61);
    for product in &products {
        assert!(airalo.product(&product.product).await.unwrap().is_some());
    }
    let calls = running.world.calls_seen(LIST);
    assert!((5..=19).contains(&calls), "{calls}");
}

#[tokio::test]
async fn a_catalogue_that_breaks_off_is_no_catalogue() {
    let (running, airalo, _) = world().await;
    with_manners(&running, |manners| manners.page_cap = 5);
    running.world.arm_fault(LIST, Fault::HtmlBody, Some(1));
    assert!(matches!(airalo.catalogue().await, Err(SupplierError::Garbled { .. })));
    assert_eq!(airalo.catalogue().await.unwrap().len(), 56);
}
