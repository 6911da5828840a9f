//! Our offers at Orange in the hands of whoever runs the shop.

use super::*;
use serde_json::Value;

/// Orange's id of an offer.
fn offer(world: &World) -> String {
    world.offer_id("Orange Holiday Europe 30GO").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_changed_only_after_the_word_was_typed() {
    let desk = Desk::new().await;
    let offer = offer(&desk.running.world);
    let shown = said(&desk.run(&format!("orange offer {offer}")));
    let customise = format!("orange customise {offer} --name Summer --fees 2.50 --fees-type value");
    let dry = said(&desk.run(&format!("{customise} --dry-run")));
    assert!(dry.contains("→  Summer") && dry.contains("→  2.5") && dry.contains("nothing was changed"), "{dry}");
    assert!(!desk.run_with(&customise, &[], "yes\n").status.success());
    assert_eq!(said(&desk.run(&format!("orange offer {offer}"))), shown);
    let changed = desk.run_with(&customise, &[], "customise\n");
    assert!(said(&changed).ends_with("changed\n"), "{}", complained(&changed));
    let terms: Value = serde_json::from_str(&said(&desk.run(&format!("orange offer {offer} --json")))).unwrap();
    assert_eq!((&terms["name"], &terms["fees"]), (&Value::from("Summer"), &Value::from("2.5")));
    assert!(said(&desk.run_with(&customise, &[], "")).contains("nothing would change"));
    assert!(!desk.run(&format!("orange customise {offer} --fees 2.50")).status.success(), "of which kind?");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_orange_counts_can_be_asked_for() {
    let desk = Desk::new().await;
    assert_eq!(said(&desk.run("orange count --from 2026-01-01")), "0\n");
    assert_eq!(said(&desk.run("orange count --from 2026-01-01 --json")), "{\"count\":0}\n");
    let balances = said(&desk.run("orange balances --from 2025-01-01 --to 2026-01-31 --json"));
    let zones: Vec<Value> = balances.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(zones.len() >= 3 && zones.iter().all(|zone| zone["bytes"].is_u64()), "{balances}");
    assert!(!desk.run("orange count --from 2026-02-01 --to 2026-01-01").status.success());
}
