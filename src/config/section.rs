//! One table of the configuration, read key by key: what is missing, wrong or unknown is noted, and reading goes on.

mod secrets;

use toml::{Table, Value};

/// A table whose keys are taken out one after the other; what is left at the end is unknown.
pub(super) struct Section<'a> {
    /// `stripe.`, or empty at the top.
    path: String,
    table: Table,
    known: Vec<&'static str>,
    problems: &'a mut Vec<String>,
}

impl<'a> Section<'a> {
    pub(super) fn new(path: &str, table: Table, problems: &'a mut Vec<String>) -> Self {
        let path = if path.is_empty() { String::new() } else { format!("{path}.") };
        Self { path, table, known: Vec::new(), problems }
    }

    /// A table within; empty when it is absent, so that its own keys are told as missing.
    pub(super) fn section(&mut self, key: &'static str) -> Section<'_> {
        let table = match self.take(key) {
            Some(Value::Table(table)) => table,
            None => Table::new(),
            Some(_) => {
                self.problem(key, "a table is wanted");
                Table::new()
            }
        };
        Section::new(&format!("{}{key}", self.path), table, self.problems)
    }

    /// The tables of a list of tables, each with the path that names it.
    pub(super) fn sections(&mut self, key: &'static str) -> Vec<(String, Table)> {
        let list = match self.take(key) {
            None => return Vec::new(),
            Some(Value::Array(list)) => list,
            Some(_) => {
                self.problem(key, "a list of tables ([[…]]) is wanted");
                return Vec::new();
            }
        };
        let mut sections = Vec::new();
        for (index, entry) in list.into_iter().enumerate() {
            match entry {
                Value::Table(table) => {
                    let name = table.get("id").and_then(Value::as_str).map_or(index.to_string(), str::to_owned);
                    sections.push((format!("{}{key}.{name}", self.path), table));
                }
                _ => self.problem(key, "each entry must be a table ([[…]])"),
            }
        }
        sections
    }

    /// Text, or a number written without quotation marks; `None` when the key is absent or no text.
    pub(super) fn optional_text(&mut self, key: &'static str) -> Option<String> {
        match self.take(key)? {
            Value::String(text) => Some(text),
            Value::Integer(number) => Some(number.to_string()),
            // A float's digits may not be those that were written: 0.1 + 0.2. Prices and rates are exact.
            Value::Float(_) => {
                self.problem(key, "write it in quotation marks");
                None
            }
            _ => {
                self.problem(key, "text is wanted");
                None
            }
        }
    }

    /// Text that must be there and not be empty.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        if !self.table.contains_key(key) {
            self.missing(key, "");
        }
        let text = self.optional_text(key)?;
        if text.trim().is_empty() {
            self.problem(key, "is empty");
            return None;
        }
        Some(text)
    }

    /// Text in a form of its own.
    pub(super) fn parsed<T, E: ToString>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.text(key)?;
        parse(text.trim()).map_err(|error| self.problem(key, &error.to_string())).ok()
    }

    /// The same with a value for its absence.
    pub(super) fn parsed_or<T, E: ToString>(
        &mut self,
        key: &'static str,
        default: T,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.table.contains_key(key) { self.parsed(key, parse) } else { self.default(key, default) }
    }

    /// `true` or `false`; false when absent.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        match self.take(key) {
            None => Some(false),
            Some(Value::Boolean(flag)) => Some(flag),
            Some(Value::String(text)) if text == "true" || text == "false" => Some(text == "true"),
            Some(_) => {
                self.problem(key, "true or false is wanted");
                None
            }
        }
    }

    /// A list of texts in a form of their own; empty when absent.
    pub(super) fn list<T, E: ToString>(
        &mut self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<Vec<T>> {
        let Some(Value::Array(list)) = self.take(key).or(Some(Value::Array(Vec::new()))) else {
            self.problem(key, "a list ([…]) is wanted");
            return None;
        };
        let mut read = Vec::new();
        for (index, entry) in list.iter().enumerate() {
            match entry.as_str().map(|text| parse(text.trim())) {
                Some(Ok(value)) => read.push(value),
                Some(Err(error)) => self.problem(key, &format!("entry {index}: {}", error.to_string())),
                None => self.problem(key, &format!("entry {index}: text is wanted")),
            }
        }
        (read.len() == list.len()).then_some(read)
    }

    /// Names and texts in a form of their own; empty when absent.
    pub(super) fn map<T, E: ToString>(
        &mut self,
        key: &'static str,
        parse: impl Fn(&str, &str) -> Result<T, E>,
    ) -> Option<Vec<T>> {
        let mut inner = self.section(key);
        let names: Vec<String> = inner.table.keys().cloned().collect();
        let mut read = Vec::new();
        for name in &names {
            let text = match inner.table.remove(name) {
                Some(Value::String(text)) => text,
                Some(Value::Integer(number)) => number.to_string(),
                _ => {
                    inner.problem(name, "text in quotation marks is wanted");
                    continue;
                }
            };
            match parse(name, text.trim()) {
                Ok(value) => read.push(value),
                Err(error) => inner.problem(name, &error.to_string()),
            }
        }
        (read.len() == names.len()).then_some(read)
    }

    /// Notes that something is wrong with a key.
    pub(super) fn problem(&mut self, key: &str, reason: &str) {
        self.problems.push(format!("{}{key}: {reason}", self.path));
    }

    /// Notes every key that was not asked for.
    pub(super) fn end(self) {
        for key in self.table.keys() {
            let near = self
                .known
                .iter()
                .map(|known| (strsim::osa_distance(key, known), known))
                .filter(|(distance, _)| *distance <= 2)
                .min();
            let hint = near.map_or(String::new(), |(_, known)| format!(" (did you mean {known}?)"));
            self.problems.push(format!("{}{key}: unknown key{hint}", self.path));
        }
    }

    fn given(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn take(&mut self, key: &'static str) -> Option<Value> {
        self.known.push(key);
        self.table.remove(key)
    }

    fn default<T>(&mut self, key: &'static str, value: T) -> Option<T> {
        self.known.push(key);
        Some(value)
    }

    /// Notes that a key must be set; `or` names another place for it.
    fn missing(&mut self, key: &str, or: &str) {
        let variable = format!("{}{key}", self.path).replace('.', "__").replace('-', "_").to_ascii_uppercase();
        self.problem(key, &format!("missing; set it here{or} or as ESCALE__{variable}"));
    }
}
