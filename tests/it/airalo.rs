//! The Airalo adapter against the simulated world.

use escale::clock::Clock;
use escale::domain::esim::{SimNames, Wanted};
use escale::domain::iccid::Iccid;
use escale::domain::ids::{AttemptId, SupplierId, SupplierProductId};
use escale::domain::money::{Currency, Money};
use escale::domain::offer::{DataAllowance, IdentityPapers, ProductKind, Validity};
use escale::domain::sim_status::SimStatus;
use escale::domain::timestamp::UnixSeconds;
use escale::domain::usage::DataAmount;
use escale::secret::Secret;
use escale::suppliers::airalo::{Airalo, Settings};
use escale::suppliers::http::HttpSettings;
use escale::suppliers::http::retry::RetryPolicy;
use escale::suppliers::{OrderSearch, Purchase, RawAnswer, Reading, Sent, Supplier, SupplierError};
use escale_simulators::{AiraloManners, AiraloOrderPlan, Fault, Options, Running, World};
use std::time::Duration;

mod notifications;
mod orders;
mod packages;
mod sims;

const NOW: UnixSeconds = UnixSeconds(1_795_262_400);
const CREATE: &str = "airalo.orders.create";
const FRANCE: &str = "bonbon-mobile-7days-1gb";
const TOP_UP: &str = "bonbon-mobile-30days-3gb-topup";

/// An attempt's id as the engine makes them.
fn attempt(number: usize) -> AttemptId {
    AttemptId::from(format!("att_0123456789abcdef0123456789abcdef_{number}"))
}

/// A world, the adapter, and the adapter's clock; the world's stands at the same time.
async fn world() -> (Running, Airalo, Clock) {
    let clock = escale_simulators::Clock::standing_at(NOW.0);
    let running = World::start(Options { clock, ..Options::default() }).await.unwrap();
    let clock = Clock::standing_at(NOW);
    let airalo = airalo_as(&running, "airalo-secret", false, &clock);
    (running, airalo, clock)
}

fn airalo_as(running: &Running, client_secret: &str, async_orders: bool, clock: &Clock) -> Airalo {
    let settings = Settings {
        id: SupplierId::from("airalo"),
        base_url: running.addresses.airalo_base_url.parse().unwrap(),
        client_id: "airalo-client".into(),
        client_secret: Secret::new(client_secret),
        async_orders,
        http: HttpSettings {
            retry: RetryPolicy { first_wait: Duration::from_millis(1), ..RetryPolicy::default() },
            socket_limit: Duration::from_millis(600),
            ..HttpSettings::default()
        },
    };
    Airalo::new(settings, clock.clone()).unwrap()
}

fn pass(running: &Running, clock: &Clock, seconds: u64) {
    clock.advance(Duration::from_secs(seconds));
    running.world.clock().advance(i64::try_from(seconds).unwrap());
}

fn with_manners(running: &Running, change: impl FnOnce(&mut AiraloManners)) {
    let mut manners = running.world.airalo_manners();
    change(&mut manners);
    running.world.set_airalo_manners(manners);
}

fn purchase(number: usize) -> Purchase {
    Purchase {
        wanted: Wanted::Esim,
        attempt: attempt(number),
        product: SupplierProductId::from(FRANCE),
        send_by: NOW + Duration::from_secs(5),
        request_id: format!("req-{number}"),
    }
}

fn top_up(number: usize, sim: &SimNames) -> Purchase {
    Purchase { wanted: Wanted::TopUp(sim.clone()), product: SupplierProductId::from(TOP_UP), ..purchase(number) }
}

fn search(purchase: &Purchase) -> OrderSearch {
    let Purchase { wanted, attempt, product, request_id, .. } = purchase.clone();
    OrderSearch { wanted, attempt, product, from: NOW, to: NOW, request_id }
}

async fn send(airalo: &Airalo, purchase: &Purchase) -> RawAnswer {
    match airalo.send(purchase).await {
        Sent::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

/// An eSIM for France, by its names.
async fn buy(airalo: &Airalo, number: usize) -> SimNames {
    let answer = send(airalo, &purchase(number)).await;
    let Reading::Delivered(esim) = airalo.read(&answer, &Wanted::Esim) else { panic!("{answer:?}") };
    SimNames { reference: Some(esim.reference), iccid: esim.secrets.iccid, ..SimNames::default() }
}

fn iccid(sim: &SimNames) -> &str {
    sim.iccid.as_ref().unwrap().as_str()
}

#[tokio::test]
async fn what_was_sold_is_delivered_as_it_was_sold() {
    let (running, airalo, _) = world().await;
    let answer = send(&airalo, &purchase(1)).await;
    let Reading::Delivered(esim) = airalo.read(&answer, &Wanted::Esim) else { panic!("{answer:?}") };
    let truth = running.world.airalo_sold().remove(0);
    assert_eq!(esim.secrets.activation_code.manual_code(), truth.activation_codes[0]);
    assert_eq!(esim.secrets.iccid.as_ref().map(Iccid::as_str), Some(truth.iccids[0].as_str()));
    assert_eq!((esim.reference, esim.sold_at), (truth.order_id.to_string(), Some(NOW)));
    assert_eq!((truth.description.as_str(), truth.quantity), (attempt(1).as_str(), 1));
    assert!(running.world.calls().iter().any(|call| call.request_id.as_deref() == Some("req-1")));
    let again = airalo.order(&truth.order_id.to_string(), "req").await.unwrap();
    assert!(matches!(airalo.read(&again, &Wanted::Esim), Reading::Delivered(_)));
}

#[tokio::test]
async fn sandbox_codes_are_alike_and_delivered_all_the_same() {
    let (running, airalo, _) = world().await;
    with_manners(&running, |manners| manners.sandbox = true);
    let (first, second) = (buy(&airalo, 1).await, buy(&airalo, 2).await);
    assert_ne!(first.iccid, second.iccid);
    assert_ne!(first.reference, second.reference);
}

#[tokio::test]
async fn a_definite_no_sells_nothing_and_an_unexpected_error_is_in_doubt() {
    let (running, airalo, _) = world().await;
    for (code, again) in [(11, Some(false)), (13, Some(true)), (33, Some(false)), (34, Some(false)), (53, None)] {
        let plan = AiraloOrderPlan { refuse_code: Some(code), ..AiraloOrderPlan::default() };
        running.world.plan_next_airalo_order(plan);
        let answer = send(&airalo, &purchase(1)).await;
        let may_try_again = match airalo.read(&answer, &Wanted::Esim) {
            Reading::Refused { may_try_again, .. } => Some(may_try_again),
            Reading::Unknown { .. } => None,
            other => panic!("{code} {other:?}"),
        };
        assert_eq!(may_try_again, again, "{code}");
    }
    let unheard_of = Purchase { product: SupplierProductId::from("unheard-of"), ..purchase(1) };
    let answer = send(&airalo, &unheard_of).await;
    assert!(matches!(airalo.read(&answer, &Wanted::Esim), Reading::Refused { may_try_again: false, .. }));
    let too_long = top_up(1, &SimNames { iccid: Iccid::parse("8910300000000000000").ok(), ..SimNames::default() });
    let answer = send(&airalo, &too_long).await;
    assert!(matches!(airalo.read(&answer, &too_long.wanted), Reading::Refused { may_try_again: false, .. }));
    assert!(matches!(airalo.send(&top_up(1, &SimNames::default())).await, Sent::NotSent { .. }));
    assert!(running.world.airalo_sold().is_empty());
}

/// Whatever the network does to the order, the look-up tells the truth, and nothing was bought twice.
#[tokio::test]
async fn whatever_happens_to_an_order_the_look_up_tells_what_was_sold() {
    for fault in Fault::examples() {
        let (running, airalo, _) = world().await;
        let fault = match fault {
            Fault::DelayBefore { .. } => Fault::DelayBefore { millis: 900 },
            Fault::DelayAfter { .. } => Fault::DelayAfter { millis: 900 },
            other => other,
        };
        running.world.arm_fault(CREATE, fault.clone(), None);
        let sent = airalo.send(&purchase(1)).await;
        // A caller that gave up does not stop the sale.
        if matches!(fault, Fault::DelayBefore { .. }) {
            tokio::time::sleep(Duration::from_millis(800)).await;
        }
        let sold: Vec<_> = running.world.airalo_sold().into_iter().map(|sold| sold.order_id.to_string()).collect();
        let found = airalo.find_order(&search(&purchase(1))).await.unwrap();
        let readable = |answer: &RawAnswer| matches!(airalo.read(answer, &Wanted::Esim), Reading::Delivered(_));
        assert!(found.iter().all(|order| readable(&order.answer)), "{fault:?}");
        let found: Vec<_> = found.into_iter().map(|order| order.reference).collect();
        assert!(sold.len() <= 1 && found == sold, "{fault:?} {found:?} {sold:?}");
        assert!(running.world.calls_seen(CREATE) <= 1, "{fault:?}");
        let says = match sent {
            Sent::NotSent { .. } => "no",
            Sent::Unknown { .. } => "in doubt",
            Sent::Answer(answer) => match airalo.read(&answer, &Wanted::Esim) {
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
async fn an_order_is_found_by_its_whole_description_on_whatever_page_it_stands() {
    let (running, airalo, _) = world().await;
    with_manners(&running, |manners| manners.page_cap = 2);
    for number in [1, 10, 2, 11] {
        buy(&airalo, number).await;
    }
    running.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
    assert!(matches!(airalo.send(&purchase(12)).await, Sent::Unknown { .. }));
    for number in [1, 12] {
        let found = airalo.find_order(&search(&purchase(number))).await.unwrap();
        assert_eq!(found.len(), 1, "{number}");
        let truth = running.world.airalo_sold();
        let truth = truth.iter().find(|sold| sold.description == attempt(number).as_str()).unwrap();
        let Reading::Delivered(esim) = airalo.read(&found[0].answer, &Wanted::Esim) else { panic!("{number}") };
        assert_eq!(esim.secrets.activation_code.manual_code(), truth.activation_codes[0]);
    }
    assert!(airalo.find_order(&search(&purchase(3))).await.unwrap().is_empty());
    let books = airalo.orders_between(NOW, NOW, "req").await.unwrap().unwrap();
    assert_eq!(books.len(), 5);
    assert!(books.iter().any(|listed| listed.our_reference.as_deref() == Some(attempt(12).as_str())));
}

#[tokio::test]
async fn an_order_that_is_made_later_is_accepted_and_then_found() {
    let (running, _, clock) = world().await;
    let airalo = airalo_as(&running, "airalo-secret", true, &clock);
    // Nobody would be told: Airalo refuses.
    assert!(airalo.obstacle().await.unwrap().is_some());
    let answer = send(&airalo, &purchase(1)).await;
    assert!(matches!(airalo.read(&answer, &Wanted::Esim), Reading::Refused { may_try_again: false, .. }));
    let hook = notifications::Hook::new().await;
    airalo.register_pushes(&hook.address, "req").await.unwrap();
    assert_eq!(airalo.obstacle().await.unwrap(), None);
    running.world.plan_next_airalo_order(AiraloOrderPlan { async_after_seconds: 90, ..AiraloOrderPlan::default() });
    let answer = send(&airalo, &purchase(2)).await;
    let reading = airalo.read(&answer, &Wanted::Esim);
    assert!(matches!(reading, Reading::Accepted { reference: None, problem: None }), "{reading:?}");
    assert!(airalo.find_order(&search(&purchase(2))).await.unwrap().is_empty());
    pass(&running, &clock, 90);
    let found = airalo.find_order(&search(&purchase(2))).await.unwrap();
    assert!(matches!(airalo.read(&found[0].answer, &Wanted::Esim), Reading::Delivered(_)));
}

#[tokio::test]
async fn a_token_lives_a_day_at_most_and_is_renewed_when_it_is_refused() {
    let (running, airalo, clock) = world().await;
    airalo.credit("req").await.unwrap();
    running.world.clock().advance(86_400);
    assert_eq!(airalo.credit("req").await.unwrap().unwrap().to_decimal(), "5000.00");
    assert_eq!(running.world.calls_seen("airalo.token"), 2);
    clock.advance(Duration::from_secs(86_400));
    airalo.credit("req").await.unwrap();
    assert_eq!(running.world.calls_seen("airalo.token"), 3);
}

#[tokio::test]
async fn wrong_credentials_are_refused_without_a_storm() {
    let (running, _, clock) = world().await;
    let airalo = airalo_as(&running, "wrong-secret", false, &clock);
    let outcome = airalo.catalogue().await;
    let Err(SupplierError::Refused { reason, .. }) = outcome else { panic!("{outcome:?}") };
    assert!(!reason.contains("wrong-secret"));
    assert!(airalo.obstacle().await.unwrap().is_some());
    assert!(running.world.calls_seen("airalo.token") <= 2);
}
