//! The Orange adapter against the simulated Orange: what is read of a sale must be what was sold.

use escale::clock::Clock;
use escale::domain::esim::{SimNames, Wanted};
use escale::domain::ids::{AttemptId, SupplierId, SupplierProductId};
use escale::domain::offer::{DataAllowance, IdentityPapers, ProductKind};
use escale::domain::sim_status::SimStatus;
use escale::domain::timestamp::UnixSeconds;
use escale::domain::usage::DataAmount;
use escale::secret::Secret;
use escale::suppliers::http::HttpSettings;
use escale::suppliers::http::retry::RetryPolicy;
use escale::suppliers::orange_travel::keyring::{Keyring, NewKey};
use escale::suppliers::orange_travel::{OrangeTravel, Settings};
use escale::suppliers::{OrderSearch, Purchase, RawAnswer, Reading, Sent, Supplier, SupplierError};
use escale_simulators::{
    CodeForm, DEMO_PRIVATE_KEY_PEM, DEMO_PUBLIC_KEY_PEM, Fault, Later, Options, Running, SIM_STATUSES, SalePlan, World,
};
use std::time::Duration;

mod customising;

const NOW: UnixSeconds = UnixSeconds(1_795_262_400);
const CREATE: &str = "orange.transactions.create";
const OFFER: &str = "Orange Holiday Europe 30GO";

/// A world whose Orange holds our key.
async fn world() -> (Running, OrangeTravel) {
    let running = world_without_key().await;
    running.world.set_distributor_key(Some(DEMO_PUBLIC_KEY_PEM));
    let orange = orange(&running);
    (running, orange)
}

async fn world_without_key() -> Running {
    let clock = escale_simulators::Clock::standing_at(NOW.0);
    World::start(Options { clock, ..Options::default() }).await.unwrap()
}

fn orange(running: &Running) -> OrangeTravel {
    orange_as(running, "demo-secret")
}

fn orange_as(running: &Running, client_secret: &str) -> OrangeTravel {
    let settings = Settings {
        id: SupplierId::from("orange"),
        base_url: running.addresses.orange_base_url.parse().unwrap(),
        token_url: running.addresses.orange_token_url.parse().unwrap(),
        client_id: "demo-client".into(),
        client_secret: Secret::new(client_secret),
        keys: Keyring::from_pems([("demo", DEMO_PRIVATE_KEY_PEM)]).unwrap(),
        http: HttpSettings {
            retry: RetryPolicy { first_wait: Duration::from_millis(1), ..RetryPolicy::default() },
            socket_limit: Duration::from_millis(600),
            ..HttpSettings::default()
        },
    };
    OrangeTravel::new(settings, Clock::standing_at(NOW)).unwrap()
}

fn purchase(running: &Running, attempt: &str) -> Purchase {
    Purchase {
        wanted: Wanted::Esim,
        attempt: AttemptId::from(attempt),
        product: SupplierProductId::from(running.world.offer_id(OFFER).unwrap()),
        send_by: NOW + Duration::from_secs(5),
        request_id: format!("req-{attempt}"),
    }
}

fn search(running: &Running, attempt: &str) -> OrderSearch {
    let Purchase { attempt, product, request_id, .. } = purchase(running, attempt);
    OrderSearch { wanted: Wanted::Esim, attempt, product, from: NOW, to: NOW, request_id }
}

async fn buy(running: &Running, orange: &OrangeTravel, attempt: &str) -> RawAnswer {
    match orange.send(&purchase(running, attempt)).await {
        Sent::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

fn handle(reference: &str, network: &str) -> SimNames {
    SimNames { reference: Some(reference.into()), network: Some(network.into()), ..SimNames::default() }
}

#[tokio::test]
async fn the_whole_catalogue_is_read_and_esims_are_told_apart() {
    let (running, orange) = world().await;
    let products = orange.catalogue().await.unwrap();
    let sellable = |kind| products.iter().filter(move |product| product.kind == kind && product.available).count();
    assert!(sellable(ProductKind::Esim) > 40 && sellable(ProductKind::TopUp) == 5);
    assert!(products.iter().any(|product| !product.available));
    let id = running.world.offer_id(OFFER).unwrap();
    let listed = products.iter().find(|product| product.product.as_str() == id).unwrap();
    let facts = &listed.facts;
    assert_eq!((listed.cost.minor, listed.stock, facts.network.as_str()), (2750, Some(60), "Orange France"));
    assert_eq!(facts.allowance.data, DataAllowance::Limited(DataAmount::gigabytes(30)));
    assert!(facts.coverage.countries.len() > 20 && !facts.description.contains('<'));
    let IdentityPapers::Required { within_days: 30, url: Some(url) } = &facts.identity_papers else { panic!() };
    assert_eq!(url, "https://travel.orange.com/fr/orange-holidays");
    assert_eq!(orange.product(&listed.product).await.unwrap().as_ref(), Some(listed));
    assert_eq!(orange.product(&SupplierProductId::from("unheard-of")).await.unwrap(), None);
}

#[tokio::test]
async fn every_readable_form_of_code_is_delivered_as_it_was_sold() {
    let (running, orange) = world().await;
    let forms = [CodeForm::Plain, CodeForm::Plain, CodeForm::LpaPrefix, CodeForm::BareMatchingId];
    for (number, code) in forms.into_iter().enumerate() {
        running.world.plan_next_sale(SalePlan { code, ..SalePlan::default() });
        let answer = buy(&running, &orange, &format!("att_{number}")).await;
        let Reading::Delivered(esim) = orange.read(&answer, &Wanted::Esim) else { panic!("{code:?}") };
        let truth = running.world.esims_sold().into_iter().find(|sold| sold.transaction_id == esim.reference).unwrap();
        assert_eq!(esim.secrets.activation_code.manual_code(), truth.activation_code);
        assert_eq!(esim.secrets.msisdn.as_deref(), Some(truth.msisdn.as_str()));
        assert_eq!(esim.secrets.puk.as_deref(), Some(truth.puk.as_str()));
        assert_eq!(esim.secrets.sim_id.as_deref(), Some(truth.nsce.as_str()));
        assert_eq!((esim.sold_at, esim.network.as_deref()), (Some(NOW), Some("Orange France")));
        assert_eq!(truth.user_id, format!("att_{number}"));
    }
    assert!(running.world.calls().iter().any(|call| call.request_id.as_deref() == Some("req-att_0")));
}

#[tokio::test]
async fn an_unreadable_code_is_sold_and_a_problem() {
    let (running, orange) = world().await;
    let forms = [CodeForm::Garbage, CodeForm::Undecryptable, CodeForm::TooShort, CodeForm::Missing];
    for (number, code) in forms.into_iter().enumerate() {
        running.world.plan_next_sale(SalePlan { code, ..SalePlan::default() });
        let answer = buy(&running, &orange, &format!("att_{number}")).await;
        let reading = orange.read(&answer, &Wanted::Esim);
        let is_a_problem = matches!(&reading, Reading::Accepted { reference: Some(_), problem: Some(_) });
        assert!(is_a_problem, "{code:?} {reading:?}");
    }
}

#[tokio::test]
async fn an_order_that_comes_late_is_read_when_it_is_there() {
    let (running, orange) = world().await;
    let later = Later { after_seconds: 60, status: "ok".into() };
    running.world.plan_next_sale(SalePlan { status: "pending".into(), later: Some(later), ..SalePlan::default() });
    let answer = buy(&running, &orange, "att_1").await;
    let Reading::Accepted { reference: Some(reference), problem: None } = orange.read(&answer, &Wanted::Esim) else {
        panic!()
    };
    let again = orange.order(&reference, "req").await.unwrap();
    assert!(matches!(orange.read(&again, &Wanted::Esim), Reading::Accepted { problem: None, .. }));
    running.world.clock().advance(60);
    let at_last = orange.order(&reference, "req").await.unwrap();
    let Reading::Delivered(esim) = orange.read(&at_last, &Wanted::Esim) else { panic!() };
    // The detail writes its dates in RFC 1123.
    assert_eq!((esim.reference, esim.sold_at), (reference, Some(NOW)));
}

#[tokio::test]
async fn a_definite_no_sells_nothing() {
    let (running, orange) = world().await;
    let no = |reading: Reading| matches!(reading, Reading::Refused { .. });
    running.world.set_stock(&running.world.offer_id(OFFER).unwrap(), 0);
    assert!(no(orange.read(&buy(&running, &orange, "att_1").await, &Wanted::Esim)));
    running.world.set_stock(&running.world.offer_id(OFFER).unwrap(), 5);
    running.world.set_distributor_key(None);
    assert!(no(orange.read(&buy(&running, &orange, "att_2").await, &Wanted::Esim)));
    running.world.set_distributor_key(Some(DEMO_PUBLIC_KEY_PEM));
    running.world.arm_fault(CREATE, Fault::TooManyRequests { retry_after: 2 }, Some(1));
    assert!(no(orange.read(&buy(&running, &orange, "att_3").await, &Wanted::Esim)));
    let mut unheard_of = purchase(&running, "att_4");
    unheard_of.product = SupplierProductId::from("unheard-of");
    let Sent::Answer(answer) = orange.send(&unheard_of).await else { panic!() };
    assert!(no(orange.read(&answer, &Wanted::Esim)));
    assert!(running.world.esims_sold().is_empty());
}

/// Whatever the network does to the order, the look-up tells the truth, and nothing was bought twice.
#[tokio::test]
async fn whatever_happens_to_an_order_the_look_up_tells_what_was_sold() {
    for fault in Fault::examples() {
        let (running, orange) = world().await;
        let fault = match fault {
            Fault::DelayBefore { .. } => Fault::DelayBefore { millis: 900 },
            Fault::DelayAfter { .. } => Fault::DelayAfter { millis: 900 },
            other => other,
        };
        running.world.arm_fault(CREATE, fault.clone(), None);
        let sent = orange.send(&purchase(&running, "att_1")).await;
        // A caller that gave up does not stop the sale.
        if matches!(fault, Fault::DelayBefore { .. }) {
            tokio::time::sleep(Duration::from_millis(800)).await;
        }
        let sold: Vec<_> = running.world.esims_sold().into_iter().map(|esim| esim.transaction_id).collect();
        let found = orange.find_order(&search(&running, "att_1")).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|order| order.reference).collect();
        assert!(sold.len() <= 1 && found == sold, "{fault:?} {found:?} {sold:?}");
        assert!(running.world.calls_seen(CREATE) <= 1, "{fault:?}");
        let says = match sent {
            Sent::NotSent { .. } => "no",
            Sent::Unknown { .. } => "in doubt",
            Sent::Answer(answer) => match orange.read(&answer, &Wanted::Esim) {
                Reading::Refused { .. } => "no",
                Reading::Unknown { .. } => "in doubt",
                Reading::Delivered(_) | Reading::ToppedUp(_) | Reading::Accepted { .. } => "yes",
            },
        };
        let may_say = if sold.is_empty() { ["no", "in doubt"] } else { ["yes", "in doubt"] };
        assert!(may_say.contains(&says), "{fault:?} {says} {sold:?}");
    }
}

#[tokio::test]
async fn orders_of_others_and_of_other_attempts_are_not_found() {
    let (running, orange) = world().await;
    for attempt in ["att_1", "att_10", "att_2"] {
        buy(&running, &orange, attempt).await;
    }
    let found = orange.find_order(&search(&running, "att_1")).await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(matches!(orange.read(&found[0].answer, &Wanted::Esim), Reading::Delivered(_)));
    assert!(orange.find_order(&search(&running, "att_3")).await.unwrap().is_empty());
    assert_eq!(orange.orders_between(NOW, NOW, "req").await.unwrap().unwrap().len(), 3);
}

#[tokio::test]
async fn an_expired_token_is_renewed_without_anybody_noticing() {
    let (running, orange) = world().await;
    orange.catalogue().await.unwrap();
    running.world.expire_tokens();
    orange.catalogue().await.unwrap();
    assert_eq!(running.world.calls_seen("orange.token"), 2);
}

#[tokio::test]
async fn esims_are_sellable_only_while_oranges_key_is_the_active_one() {
    let running = world_without_key().await;
    let orange = orange(&running);
    assert!(orange.obstacle().await.unwrap().is_some());
    orange.publish_key(orange.active_key(), "req").await.unwrap();
    assert_eq!(orange.obstacle().await.unwrap(), None);
    let other = NewKey::generate().unwrap();
    orange.publish_key(&other.public, "req").await.unwrap();
    assert!(orange.obstacle().await.unwrap().unwrap().contains(&other.public.fingerprint().to_string()));
    assert_eq!(orange.published_key("req").await.unwrap(), Some(other.public));
}

#[tokio::test]
async fn the_sims_state_and_what_is_left_are_read() {
    let (running, orange) = world().await;
    let answer = buy(&running, &orange, "att_1").await;
    let Reading::Delivered(esim) = orange.read(&answer, &Wanted::Esim) else { panic!() };
    let (reference, network) = (esim.reference, esim.network.unwrap());
    let esim = handle(&reference, &network);
    running.world.set_data_remaining(&reference, 13.2);
    let report = orange.usage(&esim, "req").await.unwrap().unwrap();
    assert_eq!(report.balances[0].data, Some(DataAmount { bytes: 13_200_000_000 }));
    for word in SIM_STATUSES {
        running.world.set_sim_status(&reference, word);
        let report = orange.sim_status(&esim, "req").await.unwrap().unwrap();
        assert_eq!((report.status.as_str(), matches!(report.status, SimStatus::Unknown(_))), (word, false));
    }
    assert_eq!(orange.usage(&handle(&reference, "Orange Spain"), "req").await.unwrap(), None);
}

#[tokio::test]
async fn wrong_credentials_are_refused_without_a_storm() {
    let running = world_without_key().await;
    let outcome = orange_as(&running, "wrong-secret").catalogue().await;
    let Err(SupplierError::Refused { reason, .. }) = outcome else { panic!("{outcome:?}") };
    assert!(!reason.contains("wrong-secret"));
    assert_eq!(running.world.calls_seen("orange.token"), 1);
}
