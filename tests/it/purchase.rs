//! The purchase as a browser without script makes it: pages, forms and redirects over real HTTP.

use crate::buyer::ESIM_READY;
use crate::shop::{Shop, on_both};
use escale_simulators::PaymentWay;
use reqwest::{Response, StatusCode};

impl Shop {
    pub async fn get(&self, path: &str) -> Response {
        self.http.get(self.absolute(path)).send().await.unwrap()
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let request = self.http.post(self.absolute(path)).header("Origin", &self.url).form(form);
        request.send().await.unwrap()
    }

    fn absolute(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.url) }
    }
}

pub fn location(response: &Response) -> String {
    response.headers()["location"].to_str().unwrap().to_owned()
}

on_both! {
    async fn traveller_buys_an_esim_without_script(shop: Shop) {
        let home = shop.get("/en").await;
        assert_eq!(home.status(), StatusCode::OK);
        assert!(!home.text().await.unwrap().contains("<script"));

        let offer = shop.services.catalogue().offers().first().unwrap().id.clone();
        let plan = shop.get(&format!("/en/plan/{offer}")).await.text().await.unwrap();
        assert!(plan.contains(&format!("/en/buy/{offer}")), "the plan's page leads to the purchase");
        let buy = shop.get(&format!("/en/buy/{offer}")).await;
        assert_eq!(buy.status(), StatusCode::SEE_OTHER);
        let checkout = location(&buy);
        let page = shop.get(&checkout).await.text().await.unwrap();
        assert!(page.contains(r#"autocomplete="email""#));

        // Consents are never ticked beforehand; what was typed stays.
        let path = checkout.split('?').next().unwrap();
        let plan = offer.as_str();
        let refused = shop.post(path, &[("plan", plan), ("email", "ada@example.org")]).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let text = refused.text().await.unwrap();
        assert!(text.contains("<title>Error:") && text.contains(r#"value="ada@example.org""#), "{text}");

        let form = [("plan", plan), ("email", "ada@example.org"), ("start", "on"), ("loss", "on")];
        let paying = shop.post(path, &form).await;
        assert_eq!(paying.status(), StatusCode::SEE_OTHER);
        let hosted = location(&paying);
        assert_eq!(location(&shop.post(path, &form).await), hosted, "a second click leads to the same session");

        let session = hosted.rsplit('/').next().unwrap().to_owned();
        shop.world.pay(&session, PaymentWay::Card);
        let session = shop.world.stripe_object(&session).unwrap();
        let order_page = session["success_url"].as_str().unwrap().to_owned();
        let esim = shop.get(&order_page).await;
        assert_eq!(esim.headers()["cache-control"], "no-store");
        let esim = esim.text().await.unwrap();
        let sold = shop.world.esims_sold();
        assert_eq!(sold.len(), 1);
        let matching_id = sold[0].activation_code.rsplit('$').next().unwrap();
        assert!(esim.contains(matching_id) && esim.contains("<svg"), "the eSIM is on the page");

        // The checkout's page, opened again by the back button, leads to the order.
        assert_eq!(shop.get(path).await.status(), StatusCode::SEE_OTHER);
        shop.hear_webhooks().await;
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    async fn unknown_links_tell_nothing(shop: Shop) {
        for path in ["/en/o/00000000000000000000000000000000", "/en/o/x", "/en/nowhere", "/xx"] {
            assert_eq!(shop.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
