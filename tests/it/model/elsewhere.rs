//! What others do to the buyer's money: the bank, its customer, the staff, and whoever sits at the Dashboard.

use super::buyers::Buyers;
use super::case::pick;
use super::command::{Giver, HoldEnd, Part};
use super::house::House;
use super::rules::Others;
use escale::domain::ids::OrderId;
use escale::domain::money::Money;
use escale::fulfilment::staff_refund::{self, Returnable, returnable};
use escale::services::Services;
use escale::session::{Role, Staff};
use escale_simulators::PaymentTruth;

/// PaymentIntents of which something is true, newest first.
fn intents(house: &House, fits: impl Fn(&PaymentTruth) -> bool) -> Vec<String> {
    let truths = house.world.payments();
    truths.iter().rev().filter(|truth| fits(truth)).map(|truth| truth.payment_intent.clone()).collect()
}

/// Ids of objects of a kind in one of these states, newest first.
fn objects(house: &House, kind: &str, states: &[&str]) -> Vec<String> {
    let all = house.world.stripe_objects(kind).into_iter();
    let fits = all.filter(|object| object["status"].as_str().is_some_and(|state| states.contains(&state)));
    fits.filter_map(|object| object["id"].as_str().map(str::to_owned)).collect()
}

/// A delayed payment arrives, or does not.
pub fn settle(house: &House, which: u8, well: bool) {
    if let Some(intent) = pick(&intents(house, |truth| truth.status == "processing"), which) {
        house.world.settle_delayed_payment(intent, well);
    }
}

/// The buyer disputes a charge.
pub fn dispute(house: &House, which: u8) {
    if let Some(intent) = pick(&intents(house, |truth| truth.captured > 0), which) {
        house.world.dispute(intent, "fraudulent");
    }
}

/// The bank decides.
pub fn end_dispute(house: &House, which: u8, won: bool) {
    if let Some(dispute) = pick(&objects(house, "dispute", &["needs_response"]), which) {
        house.world.close_dispute(dispute, won);
    }
}

/// The bank sends a refund back.
pub fn send_refund_back(house: &House, which: u8) {
    if let Some(refund) = pick(&objects(house, "refund", &["succeeded", "pending"]), which) {
        house.world.fail_refund(refund);
    }
}

/// A hold ends otherwise than by us.
pub fn end_hold(house: &House, others: &mut Others, which: u8, how: HoldEnd) {
    let held = house.world.payments().into_iter().rev().filter(|truth| truth.standing_hold() > 0);
    let held: Vec<PaymentTruth> = held.collect();
    let Some(truth) = pick(&held, which) else { return };
    let intent = &truth.payment_intent;
    others.at_the_dashboard |= how != HoldEnd::RunsOut;
    match how {
        HoldEnd::RunsOut => house.world.expire_hold(intent),
        HoldEnd::Cancelled => house.world.cancel_in_dashboard(intent).unwrap(),
        HoldEnd::Captured { part } => {
            others.captured.insert(intent.clone());
            house.world.capture_in_dashboard(intent, of(truth.standing_hold(), part)).unwrap();
        }
    }
}

/// Somebody gives money back by hand; a refusal is an answer as well.
pub fn give_back(house: &House, buyers: &Buyers, others: &mut Others, which: u8, who: Giver, part: Part) {
    match who {
        Giver::Staff => {
            let Some(order) = buyers.order_id(house, which) else { return };
            let given = house.run(async |server| give_back_as_staff(&server.services, &order, part).await);
            *others.given_back.entry(order).or_default() += given;
        }
        Giver::Dashboard => {
            others.at_the_dashboard = true;
            let taken: Vec<PaymentTruth> =
                house.world.payments().into_iter().filter(|truth| truth.kept() > 0).collect();
            let Some(truth) = pick(&taken, which) else { return };
            let amount = of(truth.kept(), part);
            if house.world.refund_in_dashboard(&truth.payment_intent, amount).is_ok() {
                let order = truth.client_reference_id.clone().unwrap_or_default();
                *others.given_back.entry(order.into()).or_default() += amount;
            }
        }
    }
}

/// What was promised to the buyer, in minor units; before delivery that is decided by the engine alone.
async fn give_back_as_staff(services: &Services, order: &OrderId, part: Part) -> i64 {
    let staff = Staff { id: "stf_1".into(), email: "owner@example.org".to_owned(), role: Role::Owner };
    let family = services.store.snapshot().await.unwrap().family(order).await.unwrap().unwrap();
    let (amount, promised) = match returnable(&family) {
        Ok(Returnable::UpTo(left)) => (Money::new(of(left.minor, part), left.currency), of(left.minor, part)),
        Ok(Returnable::Everything) => (family.order.total, 0),
        Err(_) => return 0,
    };
    let given = staff_refund::give_back(services, &staff, order, amount, "the buyer asked").await.unwrap();
    given.map_or(0, |()| promised)
}

fn of(whole: i64, part: Part) -> i64 {
    match part {
        Part::All => whole,
        Part::Half => (whole / 2).max(1),
    }
}
