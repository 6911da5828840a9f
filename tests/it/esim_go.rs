//! The eSIM Go adapter against the simulated eSIM Go: what is read of a sale must be what was sold.

use escale::clock::Clock;
use escale::domain::esim::{SimNames, Wanted};
use escale::domain::iccid::Iccid;
use escale::domain::ids::{AttemptId, SupplierId, SupplierProductId};
use escale::domain::offer::{DataAllowance, ProductKind};
use escale::domain::sim_status::SimStatus;
use escale::domain::timestamp::UnixSeconds;
use escale::domain::usage::DataAmount;
use escale::secret::Secret;
use escale::suppliers::esim_go::{EsimGo, Settings};
use escale::suppliers::http::HttpSettings;
use escale::suppliers::http::retry::RetryPolicy;
use escale::suppliers::{
    DeliveredEsim, OrderSearch, Purchase, RawAnswer, Reading, Sent, Standing, Supplier, SupplierError, ToppedUp,
};
use escale_simulators::{
    AssignmentsForm, EsimGoManners, EsimGoOrderPlan, Fault, FieldNames, Options, OrderEsims, Running, SmdpForm, World,
};
use std::time::{Duration, Instant};

mod sims;

const NOW: UnixSeconds = UnixSeconds(1_795_262_400);
const CREATE: &str = "esim_go.orders.create";
const FRANCE: &str = "esim_1GB_7D_FR_V2";
const KEY: &str = "esim-go-demo-key";

async fn world() -> (Running, EsimGo) {
    let clock = escale_simulators::Clock::standing_at(NOW.0);
    let running = World::start(Options { clock, ..Options::default() }).await.unwrap();
    with_manners(&running, |manners| manners.tokens_per_second = 1000);
    let esim_go = esim_go_as(&running, KEY);
    (running, esim_go)
}

fn esim_go_as(running: &Running, api_key: &str) -> EsimGo {
    let settings = Settings {
        id: SupplierId::from("esim-go"),
        base_url: running.addresses.esim_go_base_url.parse().unwrap(),
        api_key: Secret::new(api_key),
        http: HttpSettings {
            retry: RetryPolicy { first_wait: Duration::from_millis(1), ..RetryPolicy::default() },
            socket_limit: Duration::from_millis(600),
            ..HttpSettings::default()
        },
    };
    EsimGo::new(settings, Clock::standing_at(NOW)).unwrap()
}

fn with_manners(running: &Running, change: impl FnOnce(&mut EsimGoManners)) {
    let mut manners = running.world.esim_go_manners();
    change(&mut manners);
    running.world.set_esim_go_manners(manners);
}

fn purchase(wanted: Wanted, product: &str) -> Purchase {
    let (attempt, product) = (AttemptId::from("att_1"), SupplierProductId::from(product));
    Purchase { wanted, attempt, product, send_by: NOW + Duration::from_secs(5), request_id: "req-att_1".into() }
}

fn search(wanted: Wanted, product: &str) -> OrderSearch {
    let Purchase { wanted, attempt, product, request_id, .. } = purchase(wanted, product);
    OrderSearch { wanted, attempt, product, from: NOW, to: NOW, request_id }
}

async fn buy(esim_go: &EsimGo) -> RawAnswer {
    match esim_go.send(&purchase(Wanted::Esim, FRANCE)).await {
        Sent::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

/// Whatever comes at first: what is there in the end.
async fn delivered(esim_go: &EsimGo, answer: &RawAnswer) -> DeliveredEsim {
    let reference = match esim_go.read(answer, &Wanted::Esim) {
        Reading::Delivered(esim) => return *esim,
        Reading::Accepted { reference: Some(reference), problem: None } => reference,
        other => panic!("{other:?}"),
    };
    let again = esim_go.order(&reference, "req").await.unwrap();
    match esim_go.read(&again, &Wanted::Esim) {
        Reading::Delivered(esim) => *esim,
        other => panic!("{other:?}"),
    }
}

async fn a_sim(esim_go: &EsimGo) -> SimNames {
    let esim = delivered(esim_go, &buy(esim_go).await).await;
    SimNames { reference: Some(esim.reference), iccid: esim.secrets.iccid, ..SimNames::default() }
}

fn iccid_of(sim: &SimNames) -> &str {
    sim.iccid.as_ref().map(Iccid::as_str).unwrap()
}

fn is_no(reading: &Reading) -> bool {
    matches!(reading, Reading::Refused { .. })
}

#[tokio::test]
async fn the_whole_catalogue_is_read_in_pages_as_object_or_array() {
    let (running, esim_go) = world().await;
    let whole = esim_go.catalogue().await.unwrap();
    assert_eq!(whole.len(), 28);
    for (as_array, cap) in [(true, 50), (true, 7), (false, 7)] {
        with_manners(&running, |manners| {
            (manners.catalogue_as_array, manners.catalogue_page_cap) = (as_array, cap);
        });
        assert_eq!(esim_go.catalogue().await.unwrap(), whole);
    }
    let france = whole.iter().find(|product| product.product.as_str() == FRANCE).unwrap();
    assert_eq!((france.cost.minor, france.cost.currency.as_str()), (120, "USD"));
    assert_eq!(esim_go.product(&france.product).await.unwrap().as_ref(), Some(france));
    assert_eq!(esim_go.product(&SupplierProductId::from("unheard-of")).await.unwrap(), None);
    let capped = |product: &str| {
        let found = whole.iter().find(|found| found.product.as_str() == product).unwrap();
        found.facts.allowance.data.clone()
    };
    let plus = DataAllowance::Unlimited { daily_cap: Some(DataAmount::gigabytes(2)) };
    assert_eq!(capped("esim_ULP_10D_JP_V2"), plus);
}

#[tokio::test]
async fn what_the_balance_does_not_cover_is_not_on_sale() {
    let (running, esim_go) = world().await;
    let product = SupplierProductId::from(FRANCE);
    assert!(esim_go.product(&product).await.unwrap().unwrap().available);
    assert_eq!(esim_go.credit("req").await.unwrap().unwrap().minor, 1_000_000);
    running.world.set_esim_go_balance("1.19");
    assert!(!esim_go.product(&product).await.unwrap().unwrap().available);
    assert!(is_no(&esim_go.read(&buy(&esim_go).await, &Wanted::Esim)));
    assert_eq!(esim_go.credit("req").await.unwrap().unwrap().to_decimal(), "1.19");
    // The currency that pays is the one in which it costs.
    running.world.set_esim_go_balance("100");
    running.world.set_esim_go_currency("EUR");
    assert_eq!(esim_go.product(&product).await.unwrap().unwrap().cost.currency.as_str(), "EUR");
    assert!(running.world.esim_go_sold().is_empty(), "a rehearsal sells nothing");
}

#[tokio::test]
async fn every_form_of_answer_is_delivered_as_it_was_sold() {
    let (running, esim_go) = world().await;
    let forms = [
        AssignmentsForm::AsAsked,
        AssignmentsForm::Json,
        AssignmentsForm::JsonArray,
        AssignmentsForm::Csv,
        AssignmentsForm::Zip,
    ];
    let names = [FieldNames::Schema, FieldNames::Spaced, FieldNames::RspUrl];
    let hosts = [SmdpForm::Host, SmdpForm::WithScheme, SmdpForm::WithSchemeAndSlash];
    for (number, form) in forms.into_iter().enumerate() {
        for (field_names, smdp) in names.into_iter().zip(hosts) {
            with_manners(&running, |manners| {
                (manners.assignments_form, manners.field_names, manners.smdp) = (form, field_names, smdp);
                manners.order_esims = OrderEsims::Never;
                manners.s1_order_names = number % 2 == 1;
                manners.assignments_by_path_only = number % 2 == 0;
            });
            let esim = delivered(&esim_go, &buy(&esim_go).await).await;
            let truth = running.world.esim_go_sold().pop().unwrap();
            assert_eq!(Some(esim.secrets.activation_code.manual_code()), truth.activation_code.as_deref(), "{form:?}");
            assert_eq!(esim.secrets.iccid.as_ref().map(Iccid::as_str), truth.iccid.as_deref());
            assert_eq!(esim.reference, truth.order_reference);
            let tells_puk =
                matches!(form, AssignmentsForm::AsAsked | AssignmentsForm::Json | AssignmentsForm::JsonArray);
            assert_eq!(esim.secrets.puk.is_some(), tells_puk, "{form:?}");
        }
    }
}

#[tokio::test]
async fn an_order_that_comes_later_is_found_and_read_when_it_is_there() {
    let (running, esim_go) = world().await;
    let plan = EsimGoOrderPlan { come_back_after_seconds: Some(60), ..EsimGoOrderPlan::default() };
    running.world.plan_next_esim_go_order(plan);
    // 503 "Processing, come back later" although it was sold.
    assert!(matches!(esim_go.read(&buy(&esim_go).await, &Wanted::Esim), Reading::Unknown { .. }));
    assert!(esim_go.find_order(&search(Wanted::Esim, FRANCE)).await.unwrap().is_empty());
    running.world.clock().advance(60);
    let found = esim_go.find_order(&search(Wanted::Esim, FRANCE)).await.unwrap();
    assert_eq!(found.len(), 1);
    let esim = delivered(&esim_go, &found[0].answer).await;
    assert_eq!(esim.reference, running.world.esim_go_sold()[0].order_reference);
    let plan = EsimGoOrderPlan { assigns_only: Some(0), ..EsimGoOrderPlan::default() };
    running.world.plan_next_esim_go_order(plan);
    let answer = buy(&esim_go).await;
    let reading = esim_go.read(&answer, &Wanted::Esim);
    assert!(matches!(reading, Reading::Accepted { reference: Some(_), problem: None }), "{reading:?}");
}

/// Whatever the network does to the order, the look-up tells the truth, and nothing was bought twice.
#[tokio::test]
async fn whatever_happens_to_an_order_the_look_up_tells_what_was_sold() {
    for fault in Fault::examples() {
        let (running, esim_go) = world().await;
        let fault = match fault {
            Fault::DelayBefore { .. } => Fault::DelayBefore { millis: 900 },
            Fault::DelayAfter { .. } => Fault::DelayAfter { millis: 900 },
            other => other,
        };
        running.world.arm_fault(CREATE, fault.clone(), None);
        let sent = esim_go.send(&purchase(Wanted::Esim, FRANCE)).await;
        // A caller that gave up does not stop the sale.
        if matches!(fault, Fault::DelayBefore { .. }) {
            tokio::time::sleep(Duration::from_millis(800)).await;
        }
        let sold: Vec<_> = running.world.esim_go_sold().into_iter().map(|sold| sold.order_reference).collect();
        let found = esim_go.find_order(&search(Wanted::Esim, FRANCE)).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|order| order.reference).collect();
        assert!(sold.len() <= 1 && found == sold, "{fault:?} {found:?} {sold:?}");
        assert!(running.world.calls_seen(CREATE) <= 1, "{fault:?}");
        let says = match sent {
            Sent::NotSent { .. } => "no",
            Sent::Unknown { .. } => "in doubt",
            Sent::Answer(answer) => match esim_go.read(&answer, &Wanted::Esim) {
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
async fn orders_for_other_bundles_several_at_once_and_older_ones_are_not_found() {
    let (running, esim_go) = world().await;
    buy(&esim_go).await;
    let other = purchase(Wanted::Esim, "esim_5GB_30D_FR_V2");
    assert!(matches!(esim_go.send(&other).await, Sent::Answer(_)));
    let several = r#"{"type":"transaction","assign":true,"order":[{"item":"esim_1GB_7D_FR_V2","quantity":2}]}"#;
    let url = format!("{}/orders", running.addresses.esim_go_base_url);
    let by_hand = reqwest::Client::new().post(url).header("x-api-key", KEY).body(several).send().await.unwrap();
    assert!(by_hand.status().is_success());
    assert_eq!(esim_go.find_order(&search(Wanted::Esim, FRANCE)).await.unwrap().len(), 1);
    let later = OrderSearch { from: NOW + Duration::from_secs(3600), ..search(Wanted::Esim, FRANCE) };
    assert!(esim_go.find_order(&later).await.unwrap().is_empty());
    let listed = esim_go.orders_between(NOW, NOW, "req").await.unwrap().unwrap();
    assert_eq!(listed.len(), 3);
    assert!(listed.iter().all(|order| order.standing == Standing::Delivered && order.our_reference.is_none()));
    assert!(listed.iter().all(|order| order.sold_at == Some(NOW)));
}

#[tokio::test]
async fn a_long_list_of_orders_is_read_to_its_end() {
    let (_running, esim_go) = world().await;
    for _ in 0..130 {
        buy(&esim_go).await;
    }
    assert_eq!(esim_go.find_order(&search(Wanted::Esim, FRANCE)).await.unwrap().len(), 130);
}
