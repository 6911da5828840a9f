//! The rest of an eSIM's life: it is asked about by itself, its use is kept, and its buyer is told what is news, once.

use crate::buyer::ESIM_READY;
use crate::shop::{START, Shop, on_both};
use escale::domain::esim_life::EsimNotice;
use escale::domain::ids::OrderId;
use escale::domain::offer::{DataAllowance, IdentityPapers, PlanFacts};
use escale::domain::timestamp::UnixSeconds;
use escale::fulfilment::checkout::{Checkout, check_out, new_draft, order_of_draft};
use escale::fulfilment::jobs::Job;
use escale::store::{Esim, EsimRead};
use escale_simulators::Fault;
use serde_json::json;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

/// Orange France tells what is left, and asks for papers within thirty days.
const PLAN: &str = "Orange Holiday France 20GB";

/// Subjects of the notices, without the order's number.
const DATA_LOW: &str = "Your data is nearly used up";
const DATA_USED: &str = "Your data is used up";
const ENDS_SOON: &str = "Your eSIM ends soon";
const ENDED: &str = "Your eSIM has ended";
const PAPERS: &str = "Register an identity document";

/// A delivered eSIM in a shop that watches.
struct Watched {
    order: OrderId,
    esim: Esim,
    facts: PlanFacts,
    /// Its sale at the supplier.
    sale: String,
}

impl Shop {
    async fn watched(&self) -> Watched {
        self.world.hold_webhooks(true);
        let catalogue = self.services.catalogue();
        let offer = catalogue.offers().iter().find(|offer| offer.facts.name == PLAN).unwrap().id.clone();
        let checkout = Checkout { offer, ..self.form(&new_draft()) };
        check_out(&self.services, &checkout).await.unwrap();
        let family = order_of_draft(&self.services, &checkout.draft).await.unwrap().unwrap().0;
        self.pay(&family);
        self.pass(Duration::from_secs(120));
        self.work().await;
        let order = family.order.id;
        let (now, mut tx) = (self.services.clock.now(), self.services.store.begin().await.unwrap());
        Job::WatchEsims.ring(&mut tx, now, now).await.unwrap();
        let esim = tx.esims_of(&order).await.unwrap().remove(0);
        tx.commit("test").await.unwrap();
        self.work().await;
        let facts = self.family(&order).await.lines[0].facts.clone();
        let sale = self.world.esims_sold()[0].transaction_id.clone();
        Watched { order, esim, facts, sale }
    }

    /// So many per cent of the data are left, until then.
    fn leaves_of(&self, watched: &Watched, percent: u64, ends_at: UnixSeconds) {
        let DataAllowance::Limited(total) = watched.facts.allowance.data else { panic!("{:?}", watched.facts) };
        let bucket = json!({
            "name": "Plan", "data_remaining": total.bytes * percent / 100 / 1_000_000, "data_unit": "MB",
            "activation_date": START.iso8601(), "expiration_date": ends_at.iso8601(),
        });
        assert!(self.world.set_usage(&watched.sale, vec![bucket]));
    }

    async fn known_of(&self, esim: &Esim) -> EsimRead {
        self.services.store.snapshot().await.unwrap().esim_read(&esim.id).await.unwrap()
    }

    async fn next_look(&self) -> Option<UnixSeconds> {
        self.services.store.snapshot().await.unwrap().next_look_at().await.unwrap()
    }

    async fn told(&self, esim: &Esim) -> Vec<EsimNotice> {
        let notices = self.services.store.snapshot().await.unwrap().notices_of(&esim.id).await.unwrap();
        notices.into_iter().map(|(notice, _)| notice).collect()
    }

    /// Subjects since the eSIM came, without reminders of papers.
    fn news(&self) -> Vec<String> {
        let mut subjects = self.subjects();
        assert_eq!(subjects.remove(0), ESIM_READY);
        subjects.retain(|subject| subject != PAPERS);
        subjects
    }
}

on_both! {
    async fn use_is_asked_for_by_itself_and_told_once(shop: Shop) {
        let watched = shop.watched().await;
        let end = START.plus_days(14);
        assert!(shop.known_of(&watched.esim).await.asked_at.is_none(), "not before its time");
        assert!(shop.world.set_sim_status(&watched.sale, "available"));
        shop.leaves_of(&watched, 100, end);
        shop.work_for(13 * HOUR, HOUR).await;
        assert!(shop.known_of(&watched.esim).await.usage.is_some());
        assert_eq!(shop.news(), [""; 0]);

        shop.leaves_of(&watched, 20, end);
        shop.work_for(13 * HOUR, HOUR).await;
        assert_eq!(shop.news(), [DATA_LOW]);
        let now = shop.services.clock.now();
        let next = shop.next_look().await.unwrap();
        assert!(next <= now + HOUR, "nearly used: in an hour, not at {next:?}");
        let mail = shop.world.mails_to("ada@example.org").pop().unwrap();
        let (text, top_up) = (mail.text(), watched.facts.top_up == Some(true));
        assert_eq!(text.contains("/top-up/1"), top_up, "{text}");
        assert!(text.contains(&watched.facts.name), "{text}");

        shop.leaves_of(&watched, 0, end);
        shop.work_for(3 * HOUR, HOUR).await;
        assert_eq!(shop.news(), [DATA_LOW, DATA_USED]);
        shop.work_for(12 * DAY, 12 * HOUR).await;
        assert_eq!(shop.news(), [DATA_LOW, DATA_USED, ENDS_SOON]);
        shop.work_for(6 * DAY, DAY).await;
        assert_eq!(shop.news(), [DATA_LOW, DATA_USED, ENDS_SOON, ENDED]);
        assert_eq!(shop.next_look().await, None, "it is over for good");
        let asked = shop.known_of(&watched.esim).await.asked_at;
        shop.work_for(3 * DAY, DAY).await;
        assert_eq!(shop.known_of(&watched.esim).await.asked_at, asked);
        shop.books_agree(&watched.order).await;
    }
}

on_both! {
    async fn flat_stretch_is_kept_as_its_first_and_its_last_sample(shop: Shop) {
        let watched = shop.watched().await;
        assert!(shop.world.set_sim_status(&watched.sale, "available"));
        let end = START.plus_days(30);
        for percent in [100, 90, 90, 90, 90, 60] {
            shop.leaves_of(&watched, percent, end);
            shop.work_for(13 * HOUR, HOUR).await;
        }
        let samples = shop.services.store.snapshot().await.unwrap().newest_samples(&watched.esim.id, 10).await.unwrap();
        let left: Vec<_> = samples.iter().map(|sample| sample.data_left.unwrap().bytes).collect();
        let most = left[0];
        let percent: Vec<_> = left.iter().map(|left| (left * 100).div_ceil(most)).collect();
        assert_eq!(percent, [100, 90, 90, 60, 60], "{samples:?}");
        assert!(samples[2].taken_at.since(samples[1].taken_at) > DAY, "{samples:?}");

        let token = shop.services.store.snapshot().await.unwrap().order_token(&watched.order).await.unwrap().unwrap();
        let page = shop.get(&format!("/en/o/{}", token.expose())).await.text().await.unwrap();
        assert!(page.contains("Used up, at the pace of the last days, around"), "{page}");
        assert_eq!(shop.news(), [""; 0]);
    }
}

on_both! {
    async fn what_two_looks_find_at_once_is_mailed_once(shop: Shop) {
        let watched = shop.watched().await;
        shop.leaves_of(&watched, 10, START.plus_days(14));
        let (now, store) = (shop.services.clock.now(), &shop.services.store);
        let owe = || async {
            let mut tx = store.begin().await.unwrap();
            let owed = tx.owe_notice(&watched.esim, EsimNotice::DataLow, "ada@example.org", now).await.unwrap();
            tx.commit("test").await.unwrap();
            owed
        };
        let (one, other) = tokio::join!(owe(), owe());
        assert_eq!([&one, &other].iter().filter(|owed| owed.is_some()).count(), 1, "{one:?} {other:?}");
        let mail = one.or(other).unwrap();
        let about = store.snapshot().await.unwrap().notice_of_mail(&mail).await.unwrap();
        assert_eq!(about, Some((watched.esim.id.clone(), EsimNotice::DataLow)));
        shop.work_for(13 * HOUR, HOUR).await;
        assert_eq!(shop.news(), [""; 0], "the mail is owed already");
    }
}

on_both! {
    async fn supplier_that_cannot_be_asked_is_asked_again_within_the_hour(shop: Shop) {
        let watched = shop.watched().await;
        assert!(shop.world.set_sim_status(&watched.sale, "available"));
        shop.pass(12 * HOUR);
        let refused = Fault::Answer { status: 403, body: "{}".to_owned() };
        shop.world.arm_fault("orange.usagebalances", refused, Some(1));
        shop.work().await;
        let now = shop.services.clock.now();
        assert!(shop.next_look().await.unwrap() <= now + HOUR);
        shop.work_for(2 * HOUR, HOUR).await;
        assert!(shop.known_of(&watched.esim).await.usage.is_some());
        assert_eq!(shop.news(), [""; 0]);
    }
}

on_both! {
    async fn identity_papers_are_reminded_of_three_times_and_staff_see_who_is_about_to_be_cut(shop: Shop) {
        let watched = shop.watched().await;
        drop(shop.signed_in().await);
        let IdentityPapers::Required { within_days: 30, .. } = watched.facts.identity_papers else {
            panic!("{:?}", watched.facts.identity_papers)
        };
        assert!(shop.world.set_sim_status(&watched.sale, "available"));
        shop.leaves_of(&watched, 100, START.plus_days(90));
        let number = shop.family(&watched.order).await.order.number;
        let papers = |subjects: Vec<String>| subjects.iter().filter(|subject| *subject == PAPERS).count();
        let listed = async || {
            let cookie = shop.signed_in_again().await;
            let page = shop.look("/en/admin/identity-papers", &cookie).await.text().await.unwrap();
            page.contains(&number)
        };
        shop.work_for(6 * DAY, DAY).await;
        assert_eq!(papers(shop.subjects()), 0);
        shop.work_for(2 * DAY, DAY).await;
        assert_eq!(papers(shop.subjects()), 1);
        shop.work_for(13 * DAY, DAY).await;
        assert_eq!((papers(shop.subjects()), listed().await), (2, true));
        shop.work_for(8 * DAY, DAY).await;
        assert_eq!(papers(shop.subjects()), 3);
        assert_eq!(
            shop.told(&watched.esim).await,
            [EsimNotice::PapersFirst, EsimNotice::PapersSecond, EsimNotice::PapersLast]
        );
        shop.work_for(3 * DAY, DAY).await;
        assert_eq!((papers(shop.subjects()), listed().await), (3, false), "the term is over");
        let overview = shop.look("/en/admin", &shop.signed_in_again().await).await.text().await.unwrap();
        assert!(overview.contains("/en/admin/identity-papers"), "{overview}");
    }
}
