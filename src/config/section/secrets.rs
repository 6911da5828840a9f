//! Secrets: each is given in place, or in a file that the key `…_file` beside it names.

use super::Section;
use crate::secret::Secret;
use std::collections::BTreeMap;
use toml::Value;

/// A secret as it is given.
enum Given {
    Value(Value),
    Path(Value),
}

impl Section<'_> {
    /// A secret, from its value or from the file that `…_file` names.
    pub(in crate::config) fn secret(&mut self, key: &'static str) -> Option<Secret> {
        let value = self.either(key)?;
        self.revealed(key, value)
    }

    /// A secret that may be left out: then it is `Some(None)`.
    pub(in crate::config) fn optional_secret(&mut self, key: &'static str) -> Option<Option<Secret>> {
        if self.given(key) || self.given(&file_key(key)) { self.secret(key).map(Some) } else { self.default(key, None) }
    }

    /// A list of at least one secret.
    pub(in crate::config) fn secrets(&mut self, key: &'static str) -> Option<Vec<Secret>> {
        let value = self.either(key)?;
        let (list, from_files) = match value {
            Given::Value(Value::Array(list)) => (list, false),
            Given::Path(Value::Array(list)) => (list, true),
            Given::Value(_) | Given::Path(_) => {
                self.problem(key, "a list ([…]) is wanted");
                return None;
            }
        };
        if list.is_empty() {
            self.problem(key, "at least one is wanted");
            return None;
        }
        let wanted = list.len();
        let mut secrets = Vec::new();
        for (index, entry) in list.into_iter().enumerate() {
            let given = if from_files { Given::Path(entry) } else { Given::Value(entry) };
            secrets.extend(self.revealed(&format!("{key}.{index}"), given));
        }
        (secrets.len() == wanted).then_some(secrets)
    }

    /// Secrets by name; some may come from files and others not.
    pub(in crate::config) fn secret_map(
        &mut self,
        key: &'static str,
        file_key: &'static str,
    ) -> Option<BTreeMap<String, Secret>> {
        if !self.given(key) && !self.given(file_key) {
            self.missing(key, &format!(", as {file_key}"));
            return None;
        }
        let (mut given, mut twice) = (Vec::new(), false);
        for (source, from_files) in [(key, false), (file_key, true)] {
            let table = std::mem::take(&mut self.section(source).table);
            for (name, value) in table {
                if given.iter().any(|(other, _)| *other == name) {
                    twice = true;
                    self.problem(key, &format!("{name} is given both as a value and as a file"));
                } else {
                    given.push((name, if from_files { Given::Path(value) } else { Given::Value(value) }));
                }
            }
        }
        let wanted = given.len();
        let mut secrets = BTreeMap::new();
        for (name, value) in given {
            if let Some(secret) = self.revealed(&format!("{key}.{name}"), value) {
                secrets.insert(name, secret);
            }
        }
        (!twice && secrets.len() == wanted).then_some(secrets)
    }

    /// The value or the path; a problem when both or none is given.
    fn either(&mut self, key: &'static str) -> Option<Given> {
        self.known.push(key);
        match (self.table.remove(key), self.table.remove(&file_key(key))) {
            (Some(value), None) => Some(Given::Value(value)),
            (None, Some(path)) => Some(Given::Path(path)),
            (Some(_), Some(_)) => {
                self.problem(key, &format!("given both here and as {}", file_key(key)));
                None
            }
            (None, None) => {
                self.missing(key, &format!(", as {}", file_key(key)));
                None
            }
        }
    }

    /// The secret itself, without the white space around it; never empty.
    fn revealed(&mut self, key: &str, given: Given) -> Option<Secret> {
        let text = match given {
            Given::Value(Value::String(text)) => Ok(text),
            Given::Value(_) => Err("text in quotation marks is wanted".to_owned()),
            Given::Path(Value::String(path)) => {
                std::fs::read_to_string(&path).map_err(|error| format!("{path} cannot be read: {error}"))
            }
            Given::Path(_) => Err("the path of a file is wanted".to_owned()),
        };
        let secret = text.and_then(|text| match text.trim() {
            "" => Err("is empty".to_owned()),
            text if text.contains('…') || text.starts_with('<') => {
                Err("is still the example's placeholder".to_owned())
            }
            text => Ok(Secret::new(text)),
        });
        secret.map_err(|reason| self.problem(key, &reason)).ok()
    }
}

fn file_key(key: &str) -> String {
    format!("{key}_file")
}
