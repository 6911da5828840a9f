//! The public shop as a browser asks for it: files, names in both languages, the search, what is no longer sold.

use crate::purchase::location;
use crate::shop::{Database, Shop, on_both};
use escale::domain::ids::{OfferId, SupplierId};
use escale::fulfilment::catalogue_sync;
use escale::web::assets::Assets;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

#[tokio::test]
async fn a_destination_has_its_name_in_each_language_and_the_other_leads_there() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    for (asked, there) in [
        ("/fr/to/united-states", "/fr/to/etats-unis"),
        ("/en/to/etats-unis", "/en/to/united-states"),
        ("/fr/region/north-america", "/fr/region/amerique-du-nord"),
    ] {
        let answer = shop.get(asked).await;
        assert_eq!((answer.status(), location(&answer).as_str()), (StatusCode::SEE_OTHER, there));
        assert_eq!(shop.get(there).await.status(), StatusCode::OK);
    }
    for nowhere in ["/en/to/atlantis", "/en/region/atlantis", "/en/plan/orange-none", "/de", "/en/to"] {
        assert_eq!(shop.get(nowhere).await.status(), StatusCode::NOT_FOUND, "{nowhere}");
    }
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn one_clear_hit_of_the_search_leads_to_its_page() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    for (asked, there) in [
        ("/en/search?q=Paris", "/en/to/france"),
        ("/fr/search?q=japon", "/fr/to/japon"),
        ("/en/search?q=Niger", "/en/to/niger"),
        ("/en/search?q=", "/en/destinations"),
    ] {
        let answer = shop.get(asked).await;
        assert_eq!((answer.status(), location(&answer).as_str()), (StatusCode::SEE_OTHER, there), "{asked}");
    }
    let several = shop.get("/en/search?q=guinea").await;
    assert_eq!(several.status(), StatusCode::SEE_OTHER, "a whole name is clear, whatever else begins so");
    let several = shop.get("/en/search?q=guin").await;
    assert_eq!(several.status(), StatusCode::OK);
    assert_eq!(several.headers()["cache-control"], "no-store");
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn files_stand_beside_the_pages() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    let built = Assets::load().answer("/favicon.svg", &HeaderMap::new()).is_some();
    // `/{lang}` fits any single name; that of a file must not be taken for a language.
    let icon = shop.get("/favicon.svg").await;
    assert_eq!(icon.status() == StatusCode::OK, built);
    if built {
        assert_eq!(icon.headers()["content-type"], "image/svg+xml");
    }
    let missing = shop.get("/nothing.svg").await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    shop.leaves_nothing_behind().await;
}

on_both! {
    async fn a_plan_that_is_sold_out_leads_to_others_and_what_never_was_one_to_nothing(shop: Shop) {
        let orange = SupplierId::from("orange");
        let catalogue = shop.services.catalogue();
        let gone = catalogue.offers().iter().find(|offer| offer.facts.name == "Orange Holiday France 5GB").unwrap();
        let path = format!("/en/plan/{}", gone.id);
        assert_eq!(shop.get(&path).await.status(), StatusCode::OK);
        shop.world.set_stock(gone.product.as_str(), 0);
        catalogue_sync::sync_catalogue(&shop.services, &orange).await.unwrap();
        let answer = shop.get(&path).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        let html = answer.text().await.unwrap();
        assert!(html.contains("no longer sold") && html.contains("Orange Holiday France 20GB"));
        assert!(!html.contains("/en/buy/"));

        let top_up = shop.world.offer_id("Topup 20 € with data").unwrap();
        let top_up = OfferId::from(format!("orange-{top_up}"));
        let mut look = shop.services.store.snapshot().await.unwrap();
        assert!(look.plan_facts(&gone.id).await.unwrap().is_some());
        assert!(look.plan_facts(&top_up).await.unwrap().is_none());
        assert!(!shop.get(&format!("/en/plan/{top_up}")).await.text().await.unwrap().contains("no longer sold"));
    }
}
