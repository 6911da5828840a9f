//! The generic protocol's adapter against the simulated partner: what is read of a sale must be what was sold.

use crate::shop::setup::STANDARD_SECRET;
use escale::clock::Clock;
use escale::domain::activation_code::ActivationCode;
use escale::domain::esim::{SimNames, Wanted};
use escale::domain::ids::{AttemptId, SupplierId, SupplierProductId};
use escale::domain::offer::{DataAllowance, ProductKind, Validity};
use escale::domain::sim_status::SimStatus;
use escale::domain::timestamp::UnixSeconds;
use escale::domain::usage::DataAmount;
use escale::secret::Secret;
use escale::suppliers::http::HttpSettings;
use escale::suppliers::http::retry::RetryPolicy;
use escale::suppliers::standard::{Settings, Standard};
use escale::suppliers::{
    DeliveredEsim, OrderSearch, Purchase, RawAnswer, Reading, Sent, Standing, Supplier, SupplierError,
};
use escale_simulators::{
    Fault, Later, ManualCode, Options, Running, StandardManners, StandardOrderPlan, StandardSale, World,
};
use std::time::Duration;

mod mutual_tls;
mod sims;

const NOW: UnixSeconds = UnixSeconds(1_795_262_400);
const CREATE: &str = "standard.orders.create";
const TOP_UP: &str = "standard.esims.topup";
const FRANCE: &str = "pkg_fr_5gb_30d";

async fn world() -> (Running, Standard) {
    let clock = escale_simulators::Clock::standing_at(NOW.0);
    let running = World::start(Options { clock, ..Options::default() }).await.unwrap();
    let partner = partner_as(&running, "standard-secret");
    (running, partner)
}

fn partner_as(running: &Running, client_secret: &str) -> Standard {
    let settings = Settings {
        id: SupplierId::from("partner"),
        base_url: running.addresses.standard_base_url.parse().unwrap(),
        token_url: running.addresses.standard_token_url.parse().unwrap(),
        client_id: "standard-client".into(),
        client_secret: Secret::new(client_secret),
        webhook_secret: Some(Secret::new(STANDARD_SECRET)),
        api_version: "2024-10".into(),
        locale: "fr-FR".into(),
        http: HttpSettings {
            retry: RetryPolicy { first_wait: Duration::from_millis(1), ..RetryPolicy::default() },
            socket_limit: Duration::from_millis(600),
            ..HttpSettings::default()
        },
    };
    Standard::new(settings, Clock::standing_at(NOW)).unwrap()
}

fn purchase(wanted: Wanted, attempt: &str, product: &str) -> Purchase {
    Purchase {
        wanted,
        attempt: AttemptId::from(attempt),
        product: SupplierProductId::from(product),
        send_by: NOW + Duration::from_secs(5),
        request_id: format!("req-{attempt}"),
    }
}

fn search(wanted: Wanted, attempt: &str) -> OrderSearch {
    let Purchase { wanted, attempt, product, request_id, .. } = purchase(wanted, attempt, FRANCE);
    OrderSearch { wanted, attempt, product, from: NOW, to: NOW, request_id }
}

async fn send(partner: &Standard, purchase: &Purchase) -> RawAnswer {
    match partner.send(purchase).await {
        Sent::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

/// As the engine does: sent, accepted, then asked about.
async fn buy(partner: &Standard, attempt: &str) -> Box<DeliveredEsim> {
    let answer = send(partner, &purchase(Wanted::Esim, attempt, FRANCE)).await;
    let Reading::Accepted { reference: Some(reference), problem: None } = partner.read(&answer, &Wanted::Esim) else {
        panic!("{answer:?}")
    };
    let answer = partner.order(&reference, "req").await.unwrap();
    match partner.read(&answer, &Wanted::Esim) {
        Reading::Delivered(esim) => esim,
        other => panic!("{other:?}"),
    }
}

fn names(esim: &DeliveredEsim) -> SimNames {
    SimNames {
        reference: Some(esim.reference.clone()),
        sim_id: esim.secrets.sim_id.clone(),
        iccid: esim.secrets.iccid.clone(),
        ..SimNames::default()
    }
}

fn only_sale(running: &Running) -> StandardSale {
    let mut sold = running.world.standard_sold();
    assert_eq!(sold.len(), 1);
    sold.remove(0)
}

#[tokio::test]
async fn the_whole_catalogue_is_read_page_by_page_or_whole() {
    let (running, partner) = world().await;
    for manners in [
        StandardManners { page_cap: 5, ..StandardManners::default() },
        StandardManners { packages_as_array: true, price_as_text: true, ..StandardManners::default() },
    ] {
        running.world.set_standard_manners(manners);
        let products = partner.catalogue().await.unwrap();
        assert_eq!(products.len(), 17);
        assert!(products.iter().all(|product| product.kind == ProductKind::Esim && product.available));
        let france = products.iter().find(|product| product.product.as_str() == FRANCE).unwrap();
        assert_eq!((france.cost.minor, france.cost.currency.as_str(), france.stock), (490, "EUR", None));
        // The configured language is asked for.
        assert_eq!(
            (france.facts.name.as_str(), france.facts.network.as_str()),
            ("France 5 Go", "FR Mobile 1, FR Mobile 2")
        );
        assert_eq!(france.facts.allowance.data, DataAllowance::Limited(DataAmount::gigabytes(5)));
        assert_eq!((france.facts.validity, france.facts.top_up), (Validity::Days(30), Some(true)));
        let unlimited = products.iter().find(|product| product.product.as_str() == "pkg_europe_unl_7d").unwrap();
        assert_eq!(unlimited.facts.allowance.data, DataAllowance::Unlimited { daily_cap: None });
        assert!(unlimited.facts.coverage.countries.len() > 20);
        let world = products.iter().find(|product| product.product.as_str() == "pkg_world_5gb_30d").unwrap();
        assert!(world.facts.coverage.countries.len() > unlimited.facts.coverage.countries.len());
    }
    let some = partner.product(&SupplierProductId::from(FRANCE)).await.unwrap().unwrap();
    assert_eq!(some.cost.minor, 490);
    running.world.remove_package(FRANCE);
    assert_eq!(partner.product(&SupplierProductId::from(FRANCE)).await.unwrap(), None);
    assert_eq!(partner.obstacle().await.unwrap(), None);
}

#[tokio::test]
async fn what_is_delivered_is_what_was_sold_in_either_form_of_manual_code() {
    for manual_code in [ManualCode::MatchingId, ManualCode::Whole] {
        let (running, partner) = world().await;
        running.world.set_standard_manners(StandardManners { manual_code, ..StandardManners::default() });
        let esim = buy(&partner, "att_1").await;
        let truth = only_sale(&running);
        let code = truth.activation_code.as_deref().unwrap();
        assert_eq!(esim.secrets.activation_code, ActivationCode::parse(code).unwrap());
        assert_eq!(esim.secrets.iccid.as_ref().map(|iccid| iccid.as_str()), truth.iccid.as_deref());
        assert_eq!(
            (esim.reference.as_str(), esim.secrets.sim_id.as_deref()),
            (truth.order_id.as_str(), truth.esim_id.as_deref())
        );
        assert_eq!((esim.sold_at, truth.external_reference.as_str()), (Some(NOW), "att_1"));
        assert!(running.world.calls().iter().any(|call| call.request_id.as_deref() == Some("req-att_1")));
    }
}

#[tokio::test]
async fn an_attempt_has_one_key_for_ever_and_it_is_a_uuid() {
    let (running, partner) = world().await;
    let first = send(&partner, &purchase(Wanted::Esim, "att_1", FRANCE)).await;
    let again = send(&partner, &purchase(Wanted::Esim, "att_1", FRANCE)).await;
    assert_eq!(first.body, again.body);
    let key = only_sale(&running).idempotency_key;
    assert_eq!(key.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{key}");
    send(&partner, &purchase(Wanted::Esim, "att_2", FRANCE)).await;
    assert_ne!(running.world.standard_sold()[1].idempotency_key, key);
}

#[tokio::test]
async fn an_order_in_process_is_waited_for_and_a_failed_one_is_a_no() {
    let (running, partner) = world().await;
    for (number, end) in ["completed", "failed"].into_iter().enumerate() {
        let later = Some(Later { after_seconds: 60, status: end.to_owned() });
        running.world.plan_next_standard_order(StandardOrderPlan { status: "processing".into(), later, refuse: None });
        let answer = send(&partner, &purchase(Wanted::Esim, &format!("att_{number}"), FRANCE)).await;
        let Reading::Accepted { reference: Some(reference), problem: None } = partner.read(&answer, &Wanted::Esim)
        else {
            panic!()
        };
        running.world.clock().advance(60);
        let answer = partner.order(&reference, "req").await.unwrap();
        let reading = partner.read(&answer, &Wanted::Esim);
        match end {
            "completed" => assert!(matches!(reading, Reading::Delivered(_)), "{reading:?}"),
            _ => assert!(matches!(reading, Reading::Refused { may_try_again: false, .. }), "{reading:?}"),
        }
    }
}

#[tokio::test]
async fn a_definite_no_sells_nothing() {
    let (running, partner) = world().await;
    let refused = async |product: &str| {
        let answer = send(&partner, &purchase(Wanted::Esim, "att_1", product)).await;
        let Reading::Refused { may_try_again, .. } = partner.read(&answer, &Wanted::Esim) else { panic!("{answer:?}") };
        may_try_again
    };
    assert!(!refused("pkg_unheard_of").await);
    running.world.set_standard_stock(FRANCE, 0);
    assert!(!refused(FRANCE).await);
    running.world.set_standard_stock(FRANCE, 9);
    running.world.arm_fault(CREATE, Fault::TooManyRequests { retry_after: 1 }, Some(1));
    assert!(refused(FRANCE).await);
    running.world.expire_tokens();
    assert!(refused(FRANCE).await, "the token is renewed by the next attempt");
    assert!(running.world.standard_sold().is_empty());
    buy(&partner, "att_1").await;
}

/// Whatever the network does to the order, the look-up tells the truth, and nothing was bought twice.
#[tokio::test]
async fn whatever_happens_to_an_order_the_look_up_tells_what_was_sold() {
    for call in [CREATE, TOP_UP] {
        for fault in Fault::examples() {
            let (running, partner) = world().await;
            let fault = match fault {
                Fault::DelayBefore { .. } => Fault::DelayBefore { millis: 900 },
                Fault::DelayAfter { .. } => Fault::DelayAfter { millis: 900 },
                other => other,
            };
            let wanted = match call {
                TOP_UP => Wanted::TopUp(names(&*buy(&partner, "att_0").await)),
                _ => Wanted::Esim,
            };
            running.world.arm_fault(call, fault.clone(), None);
            let sent = partner.send(&purchase(wanted.clone(), "att_1", FRANCE)).await;
            // A caller that gave up does not stop the sale.
            if matches!(fault, Fault::DelayBefore { .. }) {
                tokio::time::sleep(Duration::from_millis(800)).await;
            }
            let ours = |sale: &StandardSale| sale.external_reference == "att_1";
            let sold = running.world.standard_sold().into_iter().filter(ours);
            let sold: Vec<_> = sold.map(|sale| sale.order_id).collect();
            let orders = partner.find_order(&search(wanted.clone(), "att_1")).await.unwrap();
            let found: Vec<_> = orders.iter().map(|order| order.reference.clone()).collect();
            assert!(sold.len() <= 1 && found == sold, "{call} {fault:?} {found:?} {sold:?}");
            for order in &orders {
                match partner.read(&order.answer, &wanted) {
                    Reading::Delivered(_) if call == CREATE => {}
                    Reading::ToppedUp(_) if call == TOP_UP => {}
                    other => panic!("{call} {fault:?} {other:?}"),
                }
            }
            let says = match sent {
                Sent::NotSent { .. } => "no",
                Sent::Unknown { .. } => "in doubt",
                Sent::Answer(answer) => match partner.read(&answer, &wanted) {
                    Reading::Refused { .. } => "no",
                    Reading::Unknown { .. } => "in doubt",
                    Reading::Delivered(_) | Reading::ToppedUp(_) | Reading::Accepted { .. } => "yes",
                },
            };
            let may_say = if sold.is_empty() { ["no", "in doubt"] } else { ["yes", "in doubt"] };
            assert!(may_say.contains(&says), "{call} {fault:?} {says} {sold:?}");
        }
    }
}

#[tokio::test]
async fn orders_of_others_and_of_other_attempts_are_not_found() {
    let (running, partner) = world().await;
    for attempt in ["att_1", "att_10", "att_2"] {
        buy(&partner, attempt).await;
    }
    let found = partner.find_order(&search(Wanted::Esim, "att_1")).await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(partner.find_order(&search(Wanted::Esim, "att_3")).await.unwrap().is_empty());
    running.world.set_standard_manners(StandardManners { page_cap: 2, ..StandardManners::default() });
    let listed = partner.orders_between(NOW, NOW, "req").await.unwrap().unwrap();
    assert_eq!(listed.len(), 3);
    assert!(listed.iter().all(|order| order.standing == Standing::Delivered && order.sold_at == Some(NOW)));
    let later = NOW.plus_days(3);
    assert!(partner.orders_between(later, later, "req").await.unwrap().unwrap().is_empty());
}
