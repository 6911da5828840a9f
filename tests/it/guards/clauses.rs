//! The clauses of the migrations that keep something from being written twice or wrongly, and how a test drops one.

use crate::shop::Shop;
use std::fmt;
use std::fs;
use std::path::Path;

/// One clause, by its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    Index { name: String },
    Unique { table: String, columns: Vec<String> },
    Key { table: String, columns: Vec<String> },
    Check { table: String, column: String },
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index { name } => write!(f, "unique index {name}"),
            Self::Unique { table, columns } => write!(f, "unique {table} ({})", columns.join(", ")),
            Self::Key { table, columns } => write!(f, "primary key {table} ({})", columns.join(", ")),
            Self::Check { table, column } => write!(f, "check {table} ({column})"),
        }
    }
}

/// Every clause of the migrations; panics on one that it cannot place, so that none is overlooked.
pub fn all() -> Vec<Clause> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut clauses = Vec::new();
    for file in files {
        let mut table = String::new();
        for line in fs::read_to_string(&file).unwrap().lines() {
            let line = line.split("--").next().unwrap().trim();
            for start in ["CREATE TABLE ", "ALTER TABLE "] {
                if let Some(rest) = line.strip_prefix(start) {
                    table = rest.split([' ', '(']).next().unwrap().to_owned();
                }
            }
            let found = clauses_of(&table, line);
            let words = ["UNIQUE", "PRIMARY KEY", "CHECK"].iter().map(|word| line.matches(word).count()).sum::<usize>();
            assert_eq!(found.len(), words, "{}: {line}", file.display());
            clauses.extend(found);
        }
    }
    clauses
}

/// The clauses of one line; the migrations write one column a line.
fn clauses_of(table: &str, line: &str) -> Vec<Clause> {
    let table = table.to_owned();
    let listed = |rest: &str| -> Vec<String> {
        let inner = rest.trim_start_matches([' ', '(']).split(')').next().unwrap();
        inner.split(',').map(|column| column.trim().to_owned()).collect()
    };
    if let Some(rest) = line.strip_prefix("CREATE UNIQUE INDEX ") {
        return vec![Clause::Index { name: rest.split(' ').next().unwrap().to_owned() }];
    }
    if let Some(rest) = line.strip_prefix("UNIQUE ") {
        return vec![Clause::Unique { table, columns: listed(rest) }];
    }
    if let Some(rest) = line.strip_prefix("PRIMARY KEY ") {
        return vec![Clause::Key { table, columns: listed(rest) }];
    }
    let line = line.split_once("ADD COLUMN ").map_or(line, |(_, column)| column);
    let column = line.split(' ').next().unwrap().to_owned();
    let mut found = Vec::new();
    if line.contains(" UNIQUE") {
        found.push(Clause::Unique { table: table.clone(), columns: vec![column.clone()] });
    }
    if line.contains(" PRIMARY KEY") {
        found.push(Clause::Key { table: table.clone(), columns: vec![column.clone()] });
    }
    if line.contains(" CHECK ") {
        found.push(Clause::Check { table, column });
    }
    found
}

/// Drops the clause that is printed so from the test's database.
pub async fn drop_from(shop: &Shop, printed: &str) {
    let clause = all().into_iter().find(|clause| clause.to_string() == printed);
    let clause = clause.unwrap_or_else(|| panic!("no migration has `{printed}`"));
    let sql = match &clause {
        Clause::Index { name } => format!("drop index {name}"),
        _ if shop.services.store.is_postgres() => {
            let (table, constraint) = named_by_postgres(shop, &clause).await;
            format!("alter table {table} drop constraint {constraint} cascade")
        }
        _ => rebuilt_without(shop, &clause).await,
    };
    shop.sql(&sql).await.unwrap_or_else(|error| panic!("`{printed}` was not dropped: {error}\n{sql}"));
}

/// The table and the name that PostgreSQL has given a constraint without one.
async fn named_by_postgres<'a>(shop: &Shop, clause: &'a Clause) -> (&'a str, String) {
    match clause {
        Clause::Index { .. } => unreachable!("an index is dropped by its own name"),
        Clause::Unique { table, columns } => (table, format!("{table}_{}_key", columns.join("_"))),
        Clause::Key { table, .. } => (table, format!("{table}_pkey")),
        Clause::Check { table, column } => {
            let of_table = format!("from pg_constraint where contype = 'c' and conrelid = '{table}'::regclass");
            let first_word = format!(r"pg_get_constraintdef(oid) ~ '^CHECK \(+{column} '");
            let names = shop.column(&format!("select conname::text {of_table} and {first_word}")).await;
            (table, names.concat())
        }
    }
}

/// SQLite drops no constraint of a table: the table is made again without it (sqlite.org/lang_altertable.html, 7).
async fn rebuilt_without(shop: &Shop, clause: &Clause) -> String {
    let table = match clause {
        Clause::Index { .. } => unreachable!("an index is dropped by its own name"),
        Clause::Unique { table, .. } | Clause::Key { table, .. } | Clause::Check { table, .. } => table,
    };
    let made = shop.column(&format!("select sql from sqlite_master where type = 'table' and name = '{table}'")).await;
    let made = made.concat();
    let kept: Vec<String> = made.lines().filter_map(|line| without(line, clause)).collect();
    let text = kept.join("\n");
    assert_ne!(text, made, "nothing of {table} was left out");
    // The last column keeps no comma.
    let text = text.replacen(&format!("TABLE {table} "), &format!("TABLE without_{table} "), 1).replace(",\n)", "\n)");
    let of_table = format!("from sqlite_master where type = 'index' and tbl_name = '{table}' and sql is not null");
    let indexes = shop.column(&format!("select sql {of_table}")).await.join(";\n");
    format!(
        "pragma foreign_keys = off; pragma legacy_alter_table = on; begin immediate; {text}; \
         insert into without_{table} select * from {table}; drop table {table}; \
         alter table without_{table} rename to {table}; {indexes}; commit;"
    )
}

/// A line of a table without the clause; `None` where the line is nothing else.
fn without(line: &str, clause: &Clause) -> Option<String> {
    let column = line.trim().split(' ').next().unwrap();
    match clause {
        Clause::Unique { columns, .. } if line.trim().starts_with(&format!("UNIQUE ({})", columns.join(", "))) => None,
        Clause::Key { columns, .. } if line.trim().starts_with(&format!("PRIMARY KEY ({})", columns.join(", "))) => {
            None
        }
        Clause::Unique { columns, .. } if columns.len() == 1 && columns[0] == column => {
            Some(line.replacen(" UNIQUE", "", 1))
        }
        Clause::Key { columns, .. } if columns.len() == 1 && columns[0] == column => {
            Some(line.replacen(" PRIMARY KEY", " NOT NULL", 1))
        }
        Clause::Check { column: checked, .. } if checked == column => {
            let kept = line.split(" CHECK ").next().unwrap();
            Some(if line.trim_end().ends_with(',') { format!("{kept},") } else { kept.to_owned() })
        }
        _ => Some(line.to_owned()),
    }
}
