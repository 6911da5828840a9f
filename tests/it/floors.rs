//! Holds the house together: who may import whom, where `cfg(feature)` may stand, how long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms and their floors. A room imports from lower floors and from itself.
const FLOORS: &[(&str, u8)] = &[
    ("domain", 0),
    ("secret", 1),
    ("clock", 1),
    ("text", 1),
    ("trial", 1),
    ("config", 1),
    ("store", 2),
    ("suppliers", 2),
    ("payments", 2),
    ("mail", 2),
    ("services", 3),
    ("session", 3),
    ("fulfilment", 4),
    ("accounts", 4),
    ("app", 5),
    ("web", 6),
    ("commands", 7),
];

/// The only doors between rooms of one floor: a configuration holds secrets.
const DOORS: &[(&str, &str)] = &[("config", "secret")];

fn sources() -> Vec<PathBuf> {
    let mut sources = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                None if path.is_dir() => folders.push(path),
                Some(extension) if extension == "rs" => sources.push(path),
                _ => {}
            }
        }
    }
    assert!(sources.len() > 50, "the sources were not found");
    sources
}

/// The first part of a path below `src/`, without `.rs`: the room.
fn room(path: &Path) -> String {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    below.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

fn floor(room: &str) -> u8 {
    let found = FLOORS.iter().find(|(name, _)| *name == room);
    found.unwrap_or_else(|| panic!("{room} has no floor: add it to the table here and to src/lib.rs")).1
}

#[test]
fn a_room_imports_from_lower_floors_only() {
    let mut wrong = Vec::new();
    for path in sources() {
        let from = room(&path);
        if from == "lib" || from == "main" {
            continue;
        }
        for import in fs::read_to_string(&path).unwrap().split("crate::").skip(1) {
            let to: String = import.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            assert!(!import.starts_with('{'), "{}: one `use` a room, so that it can be read here", path.display());
            let door = from == to || DOORS.contains(&(&*from, &*to));
            if !door && floor(&to) >= floor(&from) {
                wrong.push(format!(
                    "{}: {from} (floor {}) imports {to} (floor {})",
                    path.display(),
                    floor(&from),
                    floor(&to)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_two_halves_are_told_apart_in_one_file_only() {
    for path in sources().iter().filter(|path| room(path) != "lib") {
        let text = fs::read_to_string(path).unwrap();
        assert!(!text.contains("feature = \""), "{}: `cfg(feature)` stands in src/lib.rs only", path.display());
    }
}

#[test]
fn every_file_is_short_and_says_what_it_is_for() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        assert!(lines <= 300, "{} has {lines} lines: split it", path.display());
        assert!(text.starts_with("//! "), "{}: the first line says what the file is for", path.display());
    }
}
