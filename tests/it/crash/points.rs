//! The points, read from the sources: each commit and each call to the outside has a name, and each is on the way of
//! a journey or among the exceptions.

use super::journeys::ALL;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Points at which no order can be hurt.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("commit.session_inserted", "a browser's session of the staff"),
    ("commit.session_updated", "a browser's session of the staff"),
    ("commit.session_removed", "a browser's session of the staff"),
    ("commit.push_stored", "a supplier's hint to read again; it is sent again until it is stored"),
    ("commit.told_usage_claimed", "a read of an eSIM that is delivered"),
    ("commit.push_seen", "the hint's end; until then it is looked into again"),
    ("commit.push_given_up", "the same, for a hint about nothing of ours"),
    ("call.supplier.register_pushes", "tells a supplier an address, at every start"),
    ("call.supplier.top_ups", "a read before anything is ordered, made again when the form is sent"),
    ("commit.credit_seen", "what is left of our credit; it is read again every hour"),
    ("call.supplier.credit", "a read, every hour and before an order; one that fails changes nothing"),
    ("call.supplier.network_states", "a read for staff, made again every hour"),
    ("commit.pay_in_sending", "no order; one that loses its sender counts as paid: pay_in::interrupted"),
    ("commit.pay_in_ended", "the same"),
    ("call.supplier.pay_in", "the same"),
    ("commit.owner_added", "a command of its own, run by a person who sees how it ends"),
    ("commit.restored", "the same, while the shop is stopped"),
];

/// What asks somebody outside, wherever it stands in the engine.
const ASKING: [&str; 15] = [
    "services.stripe.",
    "services.mailer.",
    "adapter.catalogue(",
    "adapter.obstacle(",
    "supplier.product(",
    "supplier.send(",
    "supplier.find_order(",
    "supplier.order(",
    "supplier.usage(",
    "supplier.sim_status(",
    "supplier.top_ups(",
    "adapter.register_pushes(",
    "adapter.credit(",
    "supplier.network_states(",
    "supplier.credit(",
];

/// The program's sources, with their paths; tests in them are cut off.
fn sources() -> BTreeMap<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
                found.insert(path.strip_prefix(&root).unwrap().to_owned(), text);
            }
        }
    }
    found
}

/// The literal with which a text begins.
fn literal(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix('"')?.split('"').next()
}

/// What follows each `call` in the sources, with its file.
fn calls<'a>(sources: &'a BTreeMap<PathBuf, String>, call: &'a str) -> impl Iterator<Item = (&'a Path, &'a str)> {
    sources.iter().flat_map(move |(path, text)| text.split(call).skip(1).map(move |rest| (path.as_path(), rest)))
}

/// Names of commits, each once, and of calls.
fn named() -> (Vec<String>, BTreeSet<String>) {
    let sources = sources();
    // The two drivers' own commits, behind the one that is named.
    let drivers = Path::new("store/connect.rs");
    let name = |(path, rest): (&Path, &str)| {
        let name = literal(rest).unwrap_or_else(|| panic!("{}: no literal names a point", path.display()));
        name.to_owned()
    };
    let commits = calls(&sources, ".commit(").filter(|(path, _)| *path != drivers).map(name);
    let commits = commits.map(|name| format!("commit.{name}")).collect();
    let asked = calls(&sources, ".outside(").map(name).map(|name| format!("call.{name}")).collect();
    (commits, asked)
}

#[test]
fn every_commit_and_every_call_is_survived_before_and_after() {
    let (commits, asked) = named();
    let points: BTreeSet<String> = commits.iter().chain(&asked).cloned().collect();
    assert_eq!(points.len(), commits.len() + asked.len(), "each commit has a name of its own: {commits:#?}");
    let walked: BTreeSet<String> =
        ALL.iter().flat_map(|journey| journey.points).map(|point| (*point).to_owned()).collect();
    let excepted: BTreeSet<String> = EXCEPTIONS.iter().map(|(point, _)| (*point).to_owned()).collect();

    let gone: Vec<_> = walked.union(&excepted).filter(|point| !points.contains(*point)).collect();
    assert!(gone.is_empty(), "no source has these any more: {gone:#?}");
    let missing: Vec<_> =
        points.iter().filter(|point| !walked.contains(*point) && !excepted.contains(*point)).collect();
    assert!(missing.is_empty(), "on the way of no journey, and no exception: {missing:#?}");
    let both: Vec<_> = walked.intersection(&excepted).collect();
    assert!(both.is_empty(), "no exceptions any more: {both:#?}");

    let stops: usize = ALL.iter().map(|journey| journey.points.len() * 2).sum();
    println!(
        "{} points, {} commits and {} calls; {} stops a database",
        points.len(),
        commits.len(),
        asked.len(),
        stops
    );
    assert!(walked.len() >= 25, "{walked:#?}");
}

#[test]
fn nobody_outside_is_asked_past_a_point() {
    let mut unnamed = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| path.starts_with("fulfilment")) {
        for asking in ASKING {
            for (place, _) in text.match_indices(asking) {
                // `outside("name", supplier.…`
                let before = text[..place].trim_end();
                let names = before.strip_suffix("\",").and_then(|before| before.rsplit_once("outside("));
                if names.is_none_or(|(_, name)| name.trim_start()[1..].contains('"')) {
                    let line = text[..place].lines().count();
                    unnamed.push(format!("{}:{line}: {asking}", path.display()));
                }
            }
        }
    }
    assert!(unnamed.is_empty(), "{unnamed:#?}");
}
