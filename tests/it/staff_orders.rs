//! Orders as staff see them: found by anything that names them, explained, never with what installs the eSIM.

use crate::buyer::ESIM_READY;
use crate::shop::{Shop, on_both};
use escale::domain::activation_code::ActivationCode;
use escale::domain::checkout::Quantity;
use escale::domain::email_address::EmailAddress;
use escale::domain::esim::EsimSecrets;
use escale::domain::iccid::Iccid;
use escale::domain::ids::{EsimId, OrderId};
use escale::domain::lang::Lang;
use escale::fulfilment::checkout::{Checkout, check_out, new_draft, order_of_draft};
use escale::store::{Esim, Family, NewEsim, TaskKind};
use escale_simulators::PaymentWay;
use reqwest::StatusCode;
use std::time::Duration;

impl Shop {
    async fn order_for(&self, email: &str) -> Family {
        let checkout = Checkout {
            draft: new_draft(),
            offer: self.services.catalogue().offers().first().unwrap().id.clone(),
            email: EmailAddress::parse(email).unwrap(),
            lang: Lang::En,
            quantity: Quantity::ONE,
            although_similar: true,
        };
        check_out(&self.services, &checkout).await.unwrap();
        order_of_draft(&self.services, &checkout.draft).await.unwrap().unwrap().0
    }

    async fn deliver_to(&self, email: &str) -> Family {
        self.world.hold_webhooks(true);
        let family = self.order_for(email).await;
        self.world.pay(family.payments[0].session.as_deref().unwrap(), PaymentWay::Card);
        self.pass(Duration::from_secs(120));
        self.work().await;
        self.family(&family.order.id).await
    }

    async fn esim_of(&self, order: &OrderId) -> Esim {
        self.services.store.snapshot().await.unwrap().esims_of(order).await.unwrap().remove(0)
    }

    async fn read(&self, path: &str, cookie: &str) -> String {
        let answer = self.look(path, cookie).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    }
}

on_both! {
    async fn order_page_explains_the_order_and_shows_no_secret(shop: Shop) {
        let cookie = shop.signed_in().await;
        let family = shop.deliver_to("ada@example.org").await;
        assert_eq!(shop.subjects(), [ESIM_READY]);
        let secrets = shop.esim_of(&family.order.id).await.secrets;
        let number = &family.order.number;
        let page = shop.read(&format!("/en/admin/orders/{number}"), &cookie).await;
        for shown in [
            "Everything is delivered and the money is collected.",
            "ada@example.org",
            family.attempts[0].id.as_str(),
            family.payments[0].intent.as_deref().unwrap(),
            &format!("1${}$••••", secrets.activation_code.smdp().as_str()),
            "Supplier order: Delivered",
            "Payment: Collected",
            "Mail sent: the eSIM",
        ] {
            assert!(page.contains(shown), "{shown} is missing from {page}");
        }
        let puk = secrets.puk.as_deref().unwrap();
        for hidden in [secrets.activation_code.matching_id().as_str(), secrets.msisdn.as_deref().unwrap(), puk] {
            assert!(!page.contains(hidden), "{hidden} is on the page");
        }
        assert!(!page.contains("<script") && !page.contains("leptos-island"));
        let french = shop.read(&format!("/fr/admin/orders/{number}"), &cookie).await;
        assert!(french.contains("Tout est livré"), "{french}");
        assert_eq!(shop.look("/en/admin/orders/E-00000-00000", &cookie).await.status(), StatusCode::NOT_FOUND);
    }
}

on_both! {
    async fn order_is_found_by_anything_that_names_it(shop: Shop) {
        let cookie = shop.signed_in().await;
        let family = shop.deliver_to("ada@example.org").await;
        assert_eq!(shop.subjects(), [ESIM_READY]);
        let esim = shop.esim_of(&family.order.id).await;
        let number = family.order.number.clone();
        let payment = &family.payments[0];
        for name in [
            &*number,
            &number.to_lowercase().replace('-', ""),
            family.order.id.as_str(),
            family.attempts[0].id.as_str(),
            payment.intent.as_deref().unwrap(),
            payment.session.as_deref().unwrap(),
            &esim.reference,
        ] {
            let answer = shop.look(&format!("/en/admin/orders?q={name}"), &cookie).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{name}");
            assert_eq!(answer.headers()["location"], format!("/en/admin/orders/{number}"), "{name}");
        }
        let listed = shop.read("/en/admin/orders?q=ADA%40example.org&state=delivered", &cookie).await;
        assert!(listed.contains(&number));
        for nowhere in ["?q=ada%40example.org&state=closed", "?q=eve%40example.org", "?q=ada", "?q=%27--"] {
            let page = shop.read(&format!("/en/admin/orders{nowhere}"), &cookie).await;
            assert!(page.contains("No order fits") && !page.contains(&number), "{nowhere}");
        }
    }
}

on_both! {
    async fn esim_is_found_by_its_iccid_however_it_is_spaced(shop: Shop) {
        let cookie = shop.signed_in().await;
        let family = shop.order_for("ada@example.org").await;
        let (line, now) = (&family.lines[0], shop.services.clock.now());
        let mut tx = shop.services.store.begin().await.unwrap();
        tx.insert_attempt(&family.order.id, &line.id, &line.supplier, &line.product, now).await.unwrap();
        let family = tx.family(&family.order.id).await.unwrap().unwrap();
        let secrets = EsimSecrets {
            activation_code: ActivationCode::parse("LPA:1$rsp.example.com$K2-1A2B3C").unwrap(),
            iccid: Some(Iccid::parse("8933010000000000011").unwrap()),
            msisdn: None,
            pin: None,
            puk: None,
            sim_id: None,
            confirmation_code: None,
        };
        let esim = NewEsim {
            id: EsimId::from("sim_1"),
            attempt: &family.attempts[0],
            network: "Orange France",
            reference: "T-1",
            secrets: &secrets,
            sold_at: now,
            now,
        };
        tx.insert_esim(&esim).await.unwrap();
        tx.commit("test").await.unwrap();
        for typed in ["8933010000000000011", "8933%200100%200000%200000%20011"] {
            let answer = shop.look(&format!("/en/admin/orders?q={typed}"), &cookie).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{typed}");
        }
        let page = shop.read(&format!("/en/admin/orders/{}", family.order.number), &cookie).await;
        assert!(page.contains("•••• 0011") && !page.contains("8933010000000000011"), "{page}");
    }
}

on_both! {
    async fn list_is_paged_by_key_without_gap_or_repetition(shop: Shop) {
        let cookie = shop.signed_in().await;
        let mut numbers = Vec::new();
        for _ in 0..53 {
            numbers.push(shop.order_for("ada@example.org").await.order.number);
        }
        let mut path = "/en/admin/orders?state=awaiting_payment".to_owned();
        let mut found = Vec::new();
        loop {
            let page = shop.read(&path, &cookie).await;
            found.extend(numbers.iter().filter(|number| page.contains(number.as_str())).cloned());
            // Not the link to the same page in the other language.
            let older = page.split("href=\"").find(|href| href.contains("after=") && href.contains("Older orders"));
            let Some(older) = older else { break };
            path = older.split('"').next().unwrap().replace("&amp;", "&");
        }
        found.sort();
        numbers.sort();
        assert_eq!(found, numbers);
    }
}

on_both! {
    async fn mail_is_sent_again_at_a_staffs_word_and_noted(shop: Shop) {
        let cookie = shop.signed_in().await;
        let family = shop.deliver_to("ada@example.org").await;
        assert_eq!(shop.world.mails_to("ada@example.org").len(), 1);
        let page = format!("/en/admin/orders/{}", family.order.number);
        // A mail that was never owed is not sent.
        for kind in ["given_back", "nonsense"] {
            assert_eq!(shop.act(&page, &cookie, &[("mail", kind)]).await.status(), StatusCode::SEE_OTHER);
        }
        shop.work().await;
        assert_eq!(shop.world.mails_to("ada@example.org").len(), 1);
        let answer = shop.act(&page, &cookie, &[("mail", "esim_ready")]).await;
        assert_eq!(answer.headers()["location"].to_str().unwrap(), page);
        shop.work().await;
        assert_eq!(shop.world.mails_to("ada@example.org").len(), 2);
        assert!(shop.read(&page, &cookie).await.contains("by owner@example.org"));
    }
}

on_both! {
    async fn task_is_closed_once_with_its_note(shop: Shop) {
        let cookie = shop.signed_in().await;
        let family = shop.order_for("ada@example.org").await;
        let now = shop.services.clock.now();
        let mut tx = shop.services.store.begin().await.unwrap();
        tx.raise_task(TaskKind::InDoubt, "att_1", Some(&family.order.id), "nobody answered", now).await.unwrap();
        tx.commit("test").await.unwrap();
        let task = shop.services.store.snapshot().await.unwrap().open_tasks().await.unwrap().remove(0).id;
        let page = shop.read("/en/admin/tasks", &cookie).await;
        assert!(page.contains("nobody answered") && page.contains(&family.order.number), "{page}");
        assert!(page.contains("Do not order again"), "the safe next step stands beside it");
        assert!(shop.read("/en/admin", &cookie).await.contains("task waits for a person"));

        for note in ["asked Orange: not sold", "too late"] {
            let form = [("act", "close"), ("task", task.as_str()), ("note", note)];
            let answer = shop.act("/en/admin/tasks", &cookie, &form).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        }
        assert!(shop.read("/en/admin/tasks", &cookie).await.contains("Nothing waits for a person"));
        let order = shop.read(&format!("/en/admin/orders/{}", family.order.number), &cookie).await;
        assert!(order.contains("asked Orange: not sold") && !order.contains("too late"), "{order}");
    }
}

on_both! {
    async fn overview_says_whether_a_supplier_sells(shop: Shop) {
        let cookie = shop.signed_in().await;
        let page = shop.read("/en/admin", &cookie).await;
        assert!(page.contains("orange") && page.contains("Sells"), "{page}");
        assert!(shop.world.set_distributor_key(None));
        let orange = escale::domain::ids::SupplierId::from("orange");
        escale::fulfilment::supplier_watch::look_at_supplier(&shop.services, &orange).await.unwrap();
        let page = shop.read("/en/admin", &cookie).await;
        assert!(page.contains("Stopped"), "{page}");
    }
}
