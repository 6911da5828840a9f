//! What others do to the buyer's money: the bank, its customer, and whoever sits at the payment provider's Dashboard.

use super::case::pick;
use super::command::HoldEnd;
use super::house::House;
use super::rules::Others;
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
    let held = intents(house, |truth| truth.standing_hold() > 0);
    let Some(intent) = pick(&held, which) else { return };
    match how {
        HoldEnd::RunsOut => house.world.expire_hold(intent),
        HoldEnd::Cancelled => at_the_dashboard(house, &format!("{intent}/cancel")),
        HoldEnd::Captured => {
            others.captured.insert(intent.clone());
            at_the_dashboard(house, &format!("{intent}/capture"));
        }
    }
}

fn at_the_dashboard(house: &House, act: &str) {
    house.run(async |server| {
        let base = server.services.config.stripe.api_url.as_str().trim_end_matches('/').to_owned();
        let url = format!("{base}/v1/payment_intents/{act}");
        drop(server.http.post(url).bearer_auth("sk_test_escale_demo").send().await);
    });
}
