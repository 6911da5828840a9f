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

#[tokio::test]
async fn the_esims_state_and_what_is_left_are_read() {
    let (running, esim_go) = world().await;
    let sim = a_sim(&esim_go).await;
    let status = async || esim_go.sim_status(&sim, "req").await.unwrap().unwrap();
    let left = async || esim_go.usage(&sim, "req").await.unwrap().unwrap().balances[0].clone();
    assert_eq!(status().await.status, SimStatus::NotInstalled);
    assert_eq!(left().await.data, Some(DataAmount::gigabytes(1)));
    assert!(
        running.world.esim_go_attach(iccid_of(&sim), "FR") && running.world.esim_go_use(iccid_of(&sim), 250_000_000)
    );
    let balance = left().await;
    assert_eq!(balance.data, Some(DataAmount { bytes: 750_000_000 }));
    assert_eq!((balance.activated_at, balance.expires_at), (Some(NOW), Some(NOW.plus_days(7))));
    let report = status().await;
    assert_eq!((report.status, report.expires_at), (SimStatus::Available, Some(NOW.plus_days(7))));
    running.world.set_esim_go_bundle_state(iccid_of(&sim), FRANCE, "expired");
    assert_eq!(status().await.status, SimStatus::Free);
    running.world.delete_esim_go_esim(iccid_of(&sim));
    assert!(matches!(esim_go.usage(&sim, "req").await, Err(SupplierError::Refused { status: 403, .. })));
    assert_eq!(esim_go.usage(&SimNames::default(), "req").await.unwrap(), None);
}

async fn top_up(esim_go: &EsimGo, sim: &SimNames, product: &str) -> Reading {
    let wanted = Wanted::TopUp(sim.clone());
    match esim_go.send(&purchase(wanted.clone(), product)).await {
        Sent::Answer(answer) => esim_go.read(&answer, &wanted),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_fits_an_esim_is_offered_and_put_on_it() {
    let (running, esim_go) = world().await;
    let sim = a_sim(&esim_go).await;
    let offered = esim_go.top_ups(&sim, "req").await.unwrap();
    assert!((1..=8).contains(&offered.len()));
    assert!(offered.iter().all(|product| product.kind == ProductKind::TopUp));
    let france = |code: &escale::domain::country::CountryCode| code.as_str() == "FR";
    assert!(offered.iter().all(|product| product.facts.coverage.countries.iter().any(france)));
    assert_eq!(offered[0].product.as_str(), FRANCE, "the same countries first, the cheapest of them first");
    let Reading::ToppedUp(done) = top_up(&esim_go, &sim, FRANCE).await else { panic!() };
    let ToppedUp { reference, sold_at, exchanged: None } = *done else { panic!() };
    let sold = running.world.esim_go_sold().pop().unwrap();
    assert_eq!((reference, sold.is_top_up, sold_at), (sold.order_reference, true, Some(NOW)));
    assert_eq!(sold.iccid.as_deref(), Some(iccid_of(&sim)));
    // What is for other profiles is neither offered nor sold.
    assert!(is_no(&top_up(&esim_go, &sim, "esim_5GB_15D_CN_V2").await));
    assert_eq!(running.world.esim_go_sold().len(), 2);
}

#[tokio::test]
async fn a_top_up_without_an_answer_is_found_for_its_own_sim_alone() {
    let (running, esim_go) = world().await;
    let (sim, other) = (a_sim(&esim_go).await, a_sim(&esim_go).await);
    running.world.arm_fault(CREATE, Fault::CutAfter, Some(1));
    let wanted = Wanted::TopUp(sim.clone());
    assert!(matches!(esim_go.send(&purchase(wanted.clone(), FRANCE)).await, Sent::Unknown { .. }));
    assert!(matches!(top_up(&esim_go, &other, FRANCE).await, Reading::ToppedUp(_)));
    let found = esim_go.find_order(&search(wanted.clone(), FRANCE)).await.unwrap();
    let sold = running.world.esim_go_sold();
    let for_it: Vec<_> = sold.iter().filter(|sold| sold.iccid.as_deref() == Some(iccid_of(&sim))).collect();
    // The sale of the eSIM itself names it as well: that one is another attempt's.
    assert_eq!((found.len(), for_it.len()), (2, 2));
    assert!(found.iter().all(|order| for_it.iter().any(|sold| sold.order_reference == order.reference)));
    let topped_up = |order: &&escale::suppliers::FoundOrder| order.reference == for_it[1].order_reference;
    let answer = &found.iter().find(topped_up).unwrap().answer;
    assert!(matches!(esim_go.read(answer, &wanted), Reading::ToppedUp(_)));
}

#[tokio::test]
async fn a_key_that_is_refused_is_an_obstacle_that_does_not_tell_it() {
    let (running, esim_go) = world().await;
    assert_eq!(esim_go.obstacle().await.unwrap(), None);
    let wrong = esim_go_as(&running, "wrong-key");
    let obstacle = wrong.obstacle().await.unwrap().unwrap();
    assert!(!obstacle.contains("wrong-key"), "{obstacle}");
    assert!(is_no(&wrong.read(&buy(&wrong).await, &Wanted::Esim)));
    running.world.arm_fault("esim_go.organisation.get", Fault::HtmlBody, None);
    assert!(matches!(esim_go.obstacle().await, Err(SupplierError::Garbled { .. })));
}

#[tokio::test]
async fn an_order_at_work_does_not_open_the_breaker() {
    let (running, esim_go) = world().await;
    let plan = EsimGoOrderPlan { assigned_after_seconds: 300, ..EsimGoOrderPlan::default() };
    running.world.plan_next_esim_go_order(plan);
    with_manners(&running, |manners| manners.order_esims = OrderEsims::Never);
    let Reading::Accepted { reference: Some(reference), .. } = esim_go.read(&buy(&esim_go).await, &Wanted::Esim) else {
        panic!()
    };
    for _ in 0..50 {
        let outcome = esim_go.order(&reference, "req").await;
        assert!(matches!(outcome, Err(SupplierError::Unavailable { .. })), "{outcome:?}");
    }
    assert!(esim_go.product(&SupplierProductId::from(FRANCE)).await.unwrap().is_some());
}

#[tokio::test]
async fn the_rate_limit_never_bites() {
    let (running, esim_go) = world().await;
    with_manners(&running, |manners| manners.tokens_per_second = 6);
    let since = Instant::now();
    for _ in 0..3 {
        esim_go.catalogue().await.unwrap();
    }
    assert!(since.elapsed() > Duration::from_secs(2), "each takes more than the tokens of a second");
    let refused = running.world.calls().iter().filter(|call| call.status == 429).count();
    assert!(refused <= 1, "before the first answer nothing is known of the limit: {refused}");
}
