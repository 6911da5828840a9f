//! Stripe's form parameters: `a[b][0][c]=v` as a tree, and the check for names that do not exist.

use serde_json::{Map, Value};

use super::error::StripeError;

/// The parameters of a call; every leaf is text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Params(pub(crate) Value);

impl Params {
    pub(crate) fn read(form: &str) -> Self {
        let mut tree = Value::Object(Map::new());
        for (name, value) in crate::form::pairs(form) {
            plant(&mut tree, &steps(&name), value);
        }
        ordered(&mut tree);
        Self(tree)
    }

    /// The value at a dotted path; list positions are numbers.
    pub(crate) fn at(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(&self.0, |value, step| match value {
            Value::Array(list) => list.get(step.parse::<usize>().ok()?),
            other => other.get(step),
        })
    }

    /// Text that is not empty.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.at(path)?.as_str().filter(|text| !text.is_empty())
    }

    pub(crate) fn required(&self, path: &str) -> Result<&str, StripeError> {
        self.text(path).ok_or_else(|| StripeError::missing(&bracketed(path)))
    }

    pub(crate) fn integer(&self, path: &str) -> Result<Option<i64>, StripeError> {
        self.text(path)
            .map(|text| {
                text.parse().map_err(|_| {
                    let name = bracketed(path);
                    StripeError::parameter("parameter_invalid_integer", &name, format!("Invalid integer: {text}"))
                })
            })
            .transpose()
    }

    pub(crate) fn is_true(&self, path: &str) -> bool {
        self.text(path) == Some("true")
    }

    /// The items of a list; none when it is absent.
    pub(crate) fn list(&self, path: &str) -> Vec<Value> {
        match self.at(path) {
            Some(Value::Array(list)) => list.clone(),
            _ => Vec::new(),
        }
    }

    /// The texts of a list.
    pub(crate) fn texts(&self, path: &str) -> Vec<String> {
        let list = self.list(path);
        list.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    }

    /// Metadata laid over what was there: an empty text removes a name.
    pub(crate) fn metadata(&self, path: &str, before: &Value) -> Result<Value, StripeError> {
        let mut merged = before.as_object().cloned().unwrap_or_default();
        if let Some(given) = self.at(path).and_then(Value::as_object) {
            for (name, value) in given {
                let text = value.as_str().unwrap_or_default();
                if name.len() > 40 || text.chars().count() > 500 {
                    return Err(StripeError::invalid(
                        &bracketed(&format!("{path}.{name}")),
                        "Metadata keys have at most 40, values at most 500 characters.",
                    ));
                }
                if text.is_empty() {
                    merged.remove(name);
                } else {
                    merged.insert(name.clone(), text.into());
                }
            }
        }
        if merged.len() > 50 {
            return Err(StripeError::invalid(path, "Metadata has at most 50 keys."));
        }
        Ok(Value::Object(merged))
    }

    /// 400 `parameter_unknown` unless every name is on the list. In a pattern `*` stands for one step
    /// (a list position or a metadata key), `**` for any number of steps.
    pub(crate) fn allow(&self, patterns: &[&str]) -> Result<(), StripeError> {
        let mut names = Vec::new();
        leaves(&self.0, String::new(), &mut names);
        for name in names {
            let is_known = name == "expand"
                || name.starts_with("expand.")
                || patterns.iter().any(|pattern| matches(pattern, &name));
            if !is_known {
                let name = bracketed(&name);
                return Err(StripeError::parameter(
                    "parameter_unknown",
                    &name,
                    format!("Received unknown parameter: {name}"),
                ));
            }
        }
        Ok(())
    }
}

fn steps(name: &str) -> Vec<&str> {
    name.split(['[', ']'])
        .enumerate()
        // Between `][` and after the last `]` the split leaves empty texts; `[]` leaves one that counts.
        .filter(|(index, step)| !step.is_empty() || (index % 2 == 1))
        .map(|(_, step)| step)
        .collect()
}

fn plant(tree: &mut Value, steps: &[&str], value: String) {
    let Some((first, rest)) = steps.split_first() else {
        *tree = Value::String(value);
        return;
    };
    if !tree.is_object() {
        *tree = Value::Object(Map::new());
    }
    if let Some(map) = tree.as_object_mut() {
        let step = if first.is_empty() { map.len().to_string() } else { (*first).to_owned() };
        plant(map.entry(step).or_insert(Value::Null), rest, value);
    }
}

/// Turns objects whose names are all numbers into lists.
fn ordered(tree: &mut Value) {
    if let Value::Object(map) = tree {
        map.values_mut().for_each(ordered);
        let mut numbered: Vec<(usize, Value)> =
            map.iter().filter_map(|(name, value)| Some((name.parse().ok()?, value.clone()))).collect();
        if !map.is_empty() && numbered.len() == map.len() {
            numbered.sort_by_key(|(number, _)| *number);
            *tree = numbered.into_iter().map(|(_, value)| value).collect();
        }
    }
}

fn leaves(tree: &Value, path: String, names: &mut Vec<String>) {
    let below = |step: &str| {
        if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }
    };
    match tree {
        Value::Object(map) => {
            for (name, value) in map {
                leaves(value, below(name), names);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                leaves(value, below(&index.to_string()), names);
            }
        }
        _ => names.push(path),
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    let mut names = name.split('.');
    for step in pattern.split('.') {
        if step == "**" {
            return true;
        }
        match names.next() {
            Some(name) if step == "*" || step == name => {}
            _ => return false,
        }
    }
    names.next().is_none()
}

/// `a.b.0.c` → `a[b][0][c]`
fn bracketed(path: &str) -> String {
    let mut steps = path.split('.');
    let first = steps.next().unwrap_or_default().to_owned();
    steps.fold(first, |name, step| format!("{name}[{step}]"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn brackets_become_a_tree() {
        let params = Params::read(
            "line_items[0][price_data][unit_amount]=1590&line_items[0][quantity]=1&expand[]=payment_intent&expand[]=line_items&metadata[a%20b]=c+d",
        );
        let expected = json!({
            "line_items": [{"price_data": {"unit_amount": "1590"}, "quantity": "1"}],
            "expand": ["payment_intent", "line_items"],
            "metadata": {"a b": "c d"},
        });
        assert_eq!(params.0, expected);
    }

    #[test]
    fn an_unknown_name_is_refused_wherever_it_stands() {
        let allowed = ["mode", "metadata.*", "line_items.*.quantity", "free.**"];
        let allow = |form: &str| Params::read(form).allow(&allowed);
        assert!(allow("mode=payment&metadata[x]=1&line_items[3][quantity]=2&free[a][b]=1").is_ok());
        assert!(allow("modus=payment").is_err());
        assert!(allow("line_items[0][amount]=2").is_err());
        assert!(allow("metadata[x][y]=2").is_err());
    }
}
