//! The steps that most journeys are made of.

use super::program::command;
use super::stage::Stage;
use super::visitor::Led;
use escale::store::MailKind;
use escale_simulators::PaymentWay;
use reqwest::StatusCode;
use std::fs;
use std::time::Duration;

/// Who buys.
pub const ADA: &str = "ada@example.org";

/// A checkout that has led to the provider's page.
pub struct ToPay {
    /// The checkout's page.
    pub checkout: String,
    pub session: String,
}

impl Stage {
    /// Opens the shop, and lets its first jobs end.
    pub async fn open(&mut self) {
        self.start().await;
        self.rest().await;
    }

    /// The same, where one order was delivered already: by it, absence can be proven.
    pub async fn open_with_a_delivery(&mut self) {
        self.open().await;
        self.buys().await;
    }

    /// Fills the checkout's form in, until it leads to the provider's page.
    pub async fn sent_to_pay(&mut self) -> ToPay {
        let checkout = self.begins().await;
        let session = self.sends_form(&checkout).await;
        ToPay { checkout, session }
    }

    /// Presses "Buy" at the cheapest plan; the checkout's page.
    pub async fn begins(&mut self) -> String {
        let plan = self.place.offer().await.id;
        self.through(async |place| place.begin(&plan).await).await
    }

    /// Sends the form of a checkout, once more where the shop asks for it; the session.
    pub async fn sends_form(&mut self, checkout: &str) -> String {
        let plan = self.place.offer().await.id;
        for _ in 0..5 {
            match self.through(async |place| place.check_out(checkout, &plan, ADA).await).await {
                Led::ToPay(session) => return session,
                Led::Back => {}
                led @ (Led::To(_) | Led::Gone) => panic!("the checkout led elsewhere: {led:?}"),
            }
        }
        panic!("the form is shown again and again");
    }

    /// Opens a page.
    pub async fn opens(&mut self, page: &str) -> String {
        self.through(async |place| place.read(page).await).await
    }

    /// Buys, from the first page to the eSIM; the order's page.
    pub async fn buys(&mut self) -> String {
        let to_pay = self.sent_to_pay().await;
        let page = self.place.pay(&to_pay.session, PaymentWay::Card);
        self.opens(&page).await;
        self.settle().await;
        page
    }

    /// An order that is paid while no webhook is delivered and nobody has come back to the shop; the order's page.
    pub async fn pays_unseen(&mut self, way: PaymentWay) -> String {
        self.place.hold_webhooks(true);
        let to_pay = self.sent_to_pay().await;
        self.place.pay(&to_pay.session, way)
    }

    /// Lets time pass until some payment is in that state.
    pub async fn until_payment_is(&mut self, state: &str) {
        for _ in 0..20 {
            self.pass(Duration::from_secs(5)).await;
            let orders = self.place.records.orders().await;
            let mut tx = self.place.store.snapshot().await.unwrap();
            for order in orders {
                let family = tx.family(&order).await.unwrap().unwrap();
                if family.payments.iter().any(|payment| payment.state.as_str() == state) {
                    return;
                }
            }
        }
        panic!("no payment is {state}");
    }

    /// Sends a form.
    pub async fn posts(&mut self, path: &str, form: &[(&str, &str)], cookie: &str) {
        let status = self.through(async |place| Ok(place.post(path, form, cookie).await?.status())).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}");
    }

    /// The number of the newest order.
    pub async fn number(&self) -> String {
        let order = self.place.records.orders().await.pop().unwrap();
        self.place.store.snapshot().await.unwrap().order(&order).await.unwrap().unwrap().number
    }

    /// How many mails of that kind the newest order's buyer is owed or was sent.
    pub async fn mails(&self, kind: MailKind) -> usize {
        let order = self.place.records.orders().await.pop().unwrap();
        let mails = self.place.store.snapshot().await.unwrap().mails_of(&order).await.unwrap();
        mails.iter().filter(|mail| mail.kind == kind).count()
    }

    /// The cookie of a member of the staff.
    pub async fn staff_signs_in(&mut self) -> String {
        let (email, password) = ("owner@example.org", "correct horse battery");
        let folder = self.place.folder.path();
        fs::write(folder.join("password"), password).unwrap();
        let words = ["admin", "create", "--email", email, "--password-file", "password"];
        assert!(command(folder, &words).status().unwrap().success());
        let form = [("email", email), ("password", password)];
        self.through(async |place| {
            let answer = place.post("/en/admin/sign-in", &form, "").await?;
            let cookie = answer.headers()["set-cookie"].to_str().unwrap();
            Ok(cookie.split(';').next().unwrap().to_owned())
        })
        .await
    }

    /// Somebody is paid through the same account, and not by the shop.
    pub async fn pays_by_themselves(&self, more: &[(&str, &str)]) {
        let url = format!("{}/v1/payment_intents", self.place.stripe_url);
        let form = [("amount", "500"), ("currency", "eur"), ("confirm", "true"), ("payment_method", "pm_card_visa")];
        let request = self.place.http.post(url).bearer_auth("sk_test_escale_demo").form(&[&form[..], more].concat());
        assert!(request.send().await.unwrap().status().is_success());
    }
}
