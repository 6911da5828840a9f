//! Reconciling, backing up and restoring, as an operator does it.

use super::{Desk, complained, free_address, said};
use escale::domain::ids::{AttemptId, LineId};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;

impl Desk {
    /// Something is sold in the shop's name that it never ordered.
    async fn sell_an_orphan(&self) -> AttemptId {
        let http = reqwest::Client::new();
        let at = &self.running.addresses;
        let grant = [("grant_type", "client_credentials")];
        let asked = http.post(&at.orange_token_url).basic_auth("demo-client", Some("demo-secret"));
        let asked = asked.header("accept", "application/json").form(&grant);
        let token: Value = serde_json::from_str(&asked.send().await.unwrap().text().await.unwrap()).unwrap();
        let attempt = AttemptId::of(&LineId::from("lin_0123456789abcdef0123456789abcdef"), 1);
        let offer = self.running.world.offer_id("Orange Travel USA 3GB").unwrap();
        let sale = http
            .post(format!("{}/distributors/transactions", at.orange_base_url))
            .bearer_auth(token["access_token"].as_str().unwrap())
            .header("accept", "application/json")
            .json(&json!({ "offer_id": offer, "user_id": attempt.as_str() }));
        assert!(sale.send().await.unwrap().status().is_success());
        attempt
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reconcile_ends_well_only_when_books_and_world_agree() {
    let desk = Desk::new().await;
    let clean = desk.run("reconcile --full");
    assert!(clean.status.success(), "{}{}", said(&clean), complained(&clean));
    assert!(said(&clean).ends_with("books and world agree\n"), "{}", said(&clean));

    let attempt = desk.sell_an_orphan().await;
    let told = desk.run("reconcile");
    assert_eq!(told.status.code(), Some(1));
    for line in [
        "Orders under way and their jobs: compared 0, mended 0, standing 0\n",
        "Sales at orange: compared 1, mended 0, standing 1\n",
        "  A sale that is not in our records\n",
        &format!("    Our records: nothing was ordered as {attempt}. orange: order …"),
        "    Next: Look at the order in the supplier’s portal.",
        "1 differences stand\n",
    ] {
        assert!(said(&told).contains(line), "{line} is missing from {}", said(&told));
    }
    let unreadable = desk.run_with("reconcile", &[("ESCALE__SUPPLIERS__ORANGE__CLIENT_SECRET", "wrong")], "");
    assert_eq!(unreadable.status.code(), Some(1));
    assert!(said(&unreadable).contains("could not read everything"), "{}", said(&unreadable));
    for wrong in ["reconcile --since yesterday", "reconcile --since 2026-02-30", "reconcile --full --since 2026-01-01"]
    {
        assert_eq!(desk.run(wrong).status.code(), Some(2), "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_as_json_keeps_its_shape() {
    let desk = Desk::new().await;
    let attempt = desk.sell_an_orphan().await;
    let told = desk.run("reconcile --full --json");
    let report: Value = serde_json::from_str(&said(&told)).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let sorted = |names: &[&str]| {
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(
        keys(&report),
        sorted(&["version", "started_at", "ended_at", "complete", "standing", "restored_at", "held_back", "passes"])
    );
    assert_eq!((&report["version"], &report["complete"], &report["standing"]), (&json!(1), &json!(true), &json!(1)));
    assert_eq!((&report["restored_at"], &report["held_back"]), (&Value::Null, &json!(false)));
    let passes = report["passes"].as_array().unwrap();
    let names: Vec<_> = passes.iter().map(|pass| pass["pass"].as_str().unwrap()).collect();
    assert_eq!(names, ["jobs", "events", "payments", "supplier:orange", "refunds", "disputes", "ledger"]);
    for pass in passes {
        let of_pass = ["pass", "from", "until", "problem", "compared", "others", "healed", "standing", "differences"];
        assert_eq!(keys(pass), sorted(&of_pass));
    }
    let difference = &passes[3]["differences"][0];
    let of_difference = ["id", "kind", "subject", "order", "evidence", "first_seen_at", "last_seen_at", "next_step"];
    assert_eq!(keys(difference), sorted(&of_difference));
    assert_eq!((&difference["kind"], &difference["order"]), (&json!("sale_orphan"), &Value::Null));
    assert_eq!(difference["subject"], attempt.as_str());
    let due = desk.run("reconcile --json");
    let report: Value = serde_json::from_str(&said(&due)).unwrap();
    assert_eq!(report["passes"].as_array().unwrap().len(), 4, "without the daily ones");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_put_back_only_while_nobody_has_the_database_open() {
    let desk = Desk::new().await;
    let listen = free_address();
    let serving = desk.serve(&listen).await;
    let written = desk.run("backup shop.backup");
    assert!(written.status.success(), "{}", complained(&written));
    let backup = desk.folder.path().join("shop.backup");
    assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600, "it holds buyers' addresses");
    assert!(complained(&desk.run("backup shop.backup")).contains("exists already"));
    assert!(!desk.run("backup nowhere/shop.backup").status.success());

    let refused = desk.run("restore shop.backup");
    assert!(complained(&refused).contains("in use"), "{}{}", said(&refused), complained(&refused));
    assert!(desk.run_with("health", &[("ESCALE__LISTEN", &listen)], "").status.success(), "the shop goes on");
    // It runs beside the shop, and has nothing to lift.
    let beside = desk.run("reconcile --full");
    assert!(beside.status.success(), "{}{}", said(&beside), complained(&beside));
    assert!(serving.stop().success());

    fs::write(desk.folder.path().join("other.backup"), "no database").unwrap();
    for (command, complaint) in [
        ("restore other.backup", "no SQLite database of a shop"),
        ("restore none.backup", "No such file"),
        ("restore --in-place", "in SQLite"),
    ] {
        let refused = desk.run(command);
        assert!(complained(&refused).contains(complaint), "{command}: {}", complained(&refused));
    }
    let restored = desk.run("restore shop.backup");
    assert!(restored.status.success(), "{}", complained(&restored));
    assert!(said(&restored).contains("escale.db.replaced-"), "{}", said(&restored));
    let files: Vec<String> = fs::read_dir(desk.folder.path().join("data"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files.len(), 2, "the database and what it replaced: {files:?}");

    let report: Value = serde_json::from_str(&said(&desk.run("reconcile --json"))).unwrap();
    assert_eq!(report["held_back"], true);
    assert!(said(&desk.run("reconcile")).contains("nothing is bought, released or refunded"));
    let report: Value = serde_json::from_str(&said(&desk.run("reconcile --full --json"))).unwrap();
    assert_eq!((&report["held_back"], report["restored_at"].is_string()), (&json!(false), true));
}
