//! Both databases have the same migrations, side by side, with the same tables, columns and indexes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn migrations(database: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap())).collect()
}

/// The statements in PostgreSQL's words, without comments: what is left is the same for both.
fn shape(sql: &str) -> String {
    let code: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap()).collect();
    let words = code.join(" ").replace(" INTEGER", " BIGINT").replace(" BLOB", " BYTEA").replace(") STRICT;", ");");
    // SQLite has no booleans of its own: they are integers there.
    let words = words.replace(" BOOLEAN", " BIGINT");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn twins_have_the_same_names_and_the_same_schema() {
    let (sqlite, postgres) = (migrations("sqlite"), migrations("postgres"));
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    for (name, sql) in &sqlite {
        assert_eq!(shape(sql), shape(&postgres[name]), "{name}");
    }
}

#[test]
fn every_sqlite_table_is_strict() {
    for (name, sql) in migrations("sqlite") {
        assert_eq!(sql.matches("CREATE TABLE").count(), sql.matches(") STRICT;").count(), "{name}");
    }
}
