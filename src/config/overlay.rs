//! Brings the file and the environment together into one table.

use std::path::Path;
use toml::{Table, Value};

const PREFIX: &str = "ESCALE__";

/// Reads the file. What is wrong is told without quoting the line, which may hold a secret.
pub(super) fn file(path: &Path, problems: &mut Vec<String>) -> Table {
    let name = path.display();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            problems.push(format!("{name}: cannot be read: {error}"));
            return Table::new();
        }
    };
    text.parse().unwrap_or_else(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        problems.push(format!("{name}: line {line}: {}", error.message().replace('\n', " ")));
        Table::new()
    })
}

/// Lays the variables that begin with `ESCALE__` over the table.
pub(super) fn environment(table: &mut Table, env: impl Iterator<Item = (String, String)>, problems: &mut Vec<String>) {
    let mut ours: Vec<_> = env.filter(|(name, _)| name.starts_with(PREFIX)).collect();
    // Shorter names first, so that a list's ninth entry comes before its tenth.
    ours.sort_by(|(a, _), (b, _)| (a.len(), a).cmp(&(b.len(), b)));
    let mut root = Value::Table(std::mem::take(table));
    for (name, text) in ours {
        let path: Vec<String> = name[PREFIX.len()..].split("__").map(str::to_ascii_lowercase).collect();
        if path.iter().any(String::is_empty) {
            problems.push(format!("{name}: not the name of a key"));
        } else if let Err(reason) = put(&mut root, &path, value(&text)) {
            problems.push(format!("{name}: {reason}"));
        }
    }
    if let Value::Table(merged) = root {
        *table = merged;
    }
}

/// A variable's text is TOML where that gives quoted text, a list or a table; everything else stays the text it is, so
/// that a secret made of digits is not taken for a number.
fn value(text: &str) -> Value {
    match text.parse() {
        Ok(read @ (Value::String(_) | Value::Array(_) | Value::Table(_))) => read,
        _ => Value::String(text.to_owned()),
    }
}

fn put(place: &mut Value, path: &[String], value: Value) -> Result<(), String> {
    let Some((step, rest)) = path.split_first() else {
        *place = value;
        return Ok(());
    };
    let next = match place {
        Value::Table(table) => {
            // Names such as `USD` keep the capitals that the file gives them.
            let name = table.keys().find(|name| name.eq_ignore_ascii_case(step)).unwrap_or(step).clone();
            table.entry(name).or_insert_with(|| container(step, rest))
        }
        Value::Array(list) => {
            let index = step.parse().ok().or_else(|| with_id(list, step));
            let index = index.unwrap_or(list.len());
            if index > list.len() {
                return Err(format!("there is no entry {} before it", list.len()));
            }
            if index == list.len() {
                list.push(new_entry(step, rest));
            }
            &mut list[index]
        }
        _ => return Err("the key above it is no table".to_owned()),
    };
    put(next, rest, value)
}

/// What a missing key becomes when something is put under it.
fn container(step: &str, rest: &[String]) -> Value {
    match rest.first() {
        Some(next) if step == "suppliers" || next.bytes().all(|byte| byte.is_ascii_digit()) => Value::Array(Vec::new()),
        _ => Value::Table(Table::new()),
    }
}

/// A new entry of a list: a supplier that is named by its id has it already.
fn new_entry(step: &str, rest: &[String]) -> Value {
    let mut table = Table::new();
    if !rest.is_empty() && step.parse::<usize>().is_err() {
        table.insert("id".to_owned(), Value::String(step.to_owned()));
    }
    Value::Table(table)
}

/// The entry with this id; a hyphen in an id is an underscore in a variable's name.
fn with_id(list: &[Value], id: &str) -> Option<usize> {
    let same = |entry: &Value| entry.get("id").and_then(Value::as_str).is_some_and(|has| has.replace('-', "_") == id);
    list.iter().position(same)
}
