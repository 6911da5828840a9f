//! Topping up over real HTTP, without script: from the eSIM's page, and for SIMs that were not sold here.

use crate::buyer::{ESIM_READY, MONEY_BACK};
use crate::purchase::location;
use crate::shop::{Database, Shop, on_both};
use crate::top_up::TOPPED_UP;
use escale_simulators::{PaymentWay, SalePlan};
use reqwest::StatusCode;

/// The value of a hidden field of a page's form.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!(r#"name="{name}" value=""#)).unwrap_or_else(|| panic!("{name}: {page}"));
    rest.split('"').next().unwrap().to_owned()
}

impl Shop {
    /// A top-up as its ticket's form names it.
    fn top_up_offer(&self, name: &str) -> String {
        format!("orange-{}", self.world.offer_id(name).unwrap())
    }

    /// Goes from a ticket to the payment page and pays; gives the order's page.
    async fn buys_here(&self, path: &str, sim: &[(&str, &str)], ticket: &str, price: &str) -> String {
        let plan = self.top_up_offer(ticket);
        let chosen = [("step", "check"), ("plan", &*plan), ("price", price)];
        let form = self.post(path, &[sim, &chosen].concat()).await;
        assert_eq!(form.status(), StatusCode::OK);
        let form = form.text().await.unwrap();
        let draft = hidden(&form, "draft");
        let order = [("step", "order"), ("plan", &*plan), ("price", price), ("draft", &*draft)];
        let unwilling = self.post(path, &[sim, &order, &[("email", "ada@example.org")]].concat()).await;
        assert_eq!(unwilling.status(), StatusCode::UNPROCESSABLE_ENTITY, "consents are never ticked beforehand");
        assert_eq!(hidden(&unwilling.text().await.unwrap(), "draft"), draft, "the same purchase");
        let willing = [("email", "ada@example.org"), ("start", "on"), ("loss", "on")];
        let paying = self.post(path, &[sim, &order, &willing].concat()).await;
        assert_eq!(paying.status(), StatusCode::SEE_OTHER);
        let hosted = location(&paying);
        let again = self.post(path, &[sim, &order, &willing].concat()).await;
        assert_eq!(location(&again), hosted, "a second click leads to the same session");
        let session = hosted.rsplit('/').next().unwrap().to_owned();
        self.world.pay(&session, PaymentWay::Card);
        let session = self.world.stripe_object(&session).unwrap();
        let checkout = session["cancel_url"].as_str().unwrap().strip_prefix(&self.url).unwrap().to_owned();
        // Nobody has told us of the money yet: the page of the draft shows what is ordered.
        assert!(self.text(&checkout).await.contains("ending in"));
        session["success_url"].as_str().unwrap().to_owned()
    }
}

on_both! {
    async fn an_esim_is_topped_up_from_its_page_and_the_balance_afterwards_is_shown(shop: Shop) {
        let (order, _) = shop.bought_esim("Orange Holiday France 5GB").await;
        let esim = shop.page_of(&order).await;
        let page = shop.text(&esim).await;
        assert!(!page.contains("Topup 10 € with data"));
        let counter = format!("{esim}/top-up/1");
        assert!(page.contains(&counter), "{page}");
        let offered = shop.text(&counter).await;
        assert!(offered.contains("Topup 10 € with data") && !offered.contains("Recarga") && !offered.contains("<script"));
        let bought = shop.buys_here(&counter, &[], "Topup 10 € with data", "999").await;
        let done = shop.get(&bought).await;
        assert_eq!(done.headers()["cache-control"], "no-store");
        let done = done.text().await.unwrap();
        // The network was asked for this eSIM a moment ago, and is asked again: what is left has changed.
        assert!(done.contains("Your SIM is topped up") && done.matches("5\u{a0}GB").count() >= 2, "{done}");
        assert!(done.contains(&format!("{esim}#esim-1")) && !done.contains("LPA:"), "{done}");
        assert!(shop.text(&esim).await.contains("Topup 10 € with data"), "on the eSIM's own page as well");
        shop.hear_webhooks().await;
        assert_eq!(shop.world.top_ups_sold().len(), 1);
        assert_eq!(shop.subjects(), [ESIM_READY, TOPPED_UP]);
        for path in [format!("{esim}/top-up/0"), format!("{esim}/top-up/2"), format!("{esim}/top-up/x")] {
            assert_eq!(shop.get(&path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}

on_both! {
    async fn a_bare_number_is_topped_up_and_tells_nothing_of_its_sim(shop: Shop) {
        let (_, esim) = shop.bought_esim("Orange Holiday France 5GB").await;
        let number = esim.secrets.msisdn.unwrap();
        let sim = [("number", number.as_str()), ("sim", "")];
        let offered = shop.post("/en/top-up", &sim).await.text().await.unwrap();
        assert!(offered.contains("Topup 10 € with data") && !offered.contains("How the SIM is"), "{offered}");
        let bought = shop.buys_here("/en/top-up", &sim, "Topup 10 € with data", "999").await;
        let done = shop.get(&bought).await.text().await.unwrap();
        assert!(done.contains("Your SIM is topped up") && !done.contains("What is left"), "{done}");
        assert!(!done.contains(&number), "{done}");
        let told = shop.world.calls_seen("orange.usagebalances") + shop.world.calls_seen("orange.simstatus");
        assert_eq!(told, 0);
        shop.hear_webhooks().await;
        assert_eq!(shop.subjects(), [ESIM_READY, TOPPED_UP]);
    }
}

on_both! {
    async fn a_sim_named_by_its_own_number_shows_how_it_is_before_and_after(shop: Shop) {
        let (_, esim) = shop.bought_esim("Welcome Travelers Europe 10GB").await;
        let sim_id = esim.secrets.sim_id.unwrap();
        let sim = [("number", ""), ("sim", sim_id.as_str())];
        let before = shop.post("/en/top-up", &sim).await.text().await.unwrap();
        assert!(before.contains("not on a phone yet") && before.contains("10\u{a0}GB"), "{before}");
        assert!(before.contains("Recharge Welcome 5GB") && !before.contains("Topup 10"));
        let plan = shop.top_up_offer("Recharge Welcome 5GB");
        let price = before.split_once(&plan).map(|(_, rest)| hidden(rest, "price")).unwrap();
        let bought = shop.buys_here("/en/top-up", &sim, "Recharge Welcome 5GB", &price).await;
        assert!(shop.get(&bought).await.text().await.unwrap().contains("Your SIM is topped up"));
        let after = shop.post("/en/top-up", &sim).await.text().await.unwrap();
        assert_eq!(after.matches("Recharge Welcome 5GB").count(), before.matches("Recharge Welcome 5GB").count() + 1);
        shop.hear_webhooks().await;
        assert_eq!(shop.subjects(), [ESIM_READY, TOPPED_UP]);
    }
}

on_both! {
    async fn the_page_says_at_once_why_the_network_refused(shop: Shop) {
        let why = "Unknown line: 612345678 belongs to no customer";
        shop.world.plan_every_sale(SalePlan { refuse: Some(why.to_owned()), ..SalePlan::default() });
        let sim = [("number", "06 12 34 56 78"), ("sim", "")];
        let bought = shop.buys_here("/en/top-up", &sim, "Topup 10 € with data", "999").await;
        let told = shop.get(&bought).await.text().await.unwrap();
        assert!(told.contains(why) && told.contains("the network did not top up your SIM"), "{told}");
        assert!(!told.contains("transaction failed"), "{told}");
        shop.hear_webhooks().await;
        assert_eq!(shop.world.payments()[0].kept(), 0);
        assert_eq!(shop.subjects(), [MONEY_BACK]);
    }
}

#[tokio::test]
async fn what_is_no_number_is_asked_for_again_and_asking_has_an_end() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    for (number, sim, message) in [
        ("", "", "Enter the phone number or the SIM number"),
        ("12", "", "Enter a phone number of 9 to 15 digits"),
        ("", "abc", "Enter the SIM number"),
        ("0612345678", "02321234567890", "not both"),
    ] {
        let answer = shop.post("/en/top-up", &[("number", number), ("sim", sim)]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{number} {sim}");
        assert!(answer.text().await.unwrap().contains(message), "{number} {sim}");
    }
    let nothing = shop.post("/fr/top-up", &[("number", "+44 7700 900123"), ("sim", "")]).await;
    assert!(nothing.text().await.unwrap().contains("Aucune recharge ne convient"));
    let stale = [("number", "0612345678"), ("sim", ""), ("step", "check"), ("plan", "orange-x"), ("price", "999")];
    assert!(shop.post("/en/top-up", &stale).await.text().await.unwrap().contains("not there any more"));
    let mut last = StatusCode::OK;
    for _ in 0..20 {
        last = shop.post("/en/top-up", &[("number", "")]).await.status();
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    shop.leaves_nothing_behind().await;
}
