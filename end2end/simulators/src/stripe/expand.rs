//! Objects put into each other on request: `expand[]=payment_intent.latest_charge`.

use serde_json::Value;

use super::objects::{EVERYWHERE, Objects, list};

impl Objects {
    /// Replaces ids by their objects along each path, such as `payment_intent.latest_charge`.
    pub(crate) fn expand(&self, object: &mut Value, paths: &[String]) {
        for path in paths {
            let steps: Vec<&str> = path.split('.').collect();
            self.expand_along(object, &steps);
        }
    }

    fn expand_along(&self, value: &mut Value, steps: &[&str]) {
        if let Value::Array(list) = value {
            list.iter_mut().for_each(|item| self.expand_along(item, steps));
            return;
        }
        let Some((first, rest)) = steps.split_first() else {
            return;
        };
        if let Some(hidden) = self.included_on_request(value, first) {
            value[*first] = hidden;
        }
        let Some(below) = value.get_mut(*first) else {
            return;
        };
        if let Some(object) = below.as_str().and_then(|id| self.find(id)) {
            *below = self.whole(object);
        }
        self.expand_along(below, rest);
    }

    /// Fields that are only there when asked for.
    fn included_on_request(&self, object: &Value, field: &str) -> Option<Value> {
        let id = object["id"].as_str()?;
        match (object["object"].as_str()?, field) {
            ("checkout.session", "line_items") => Some(self.line_items(id)),
            ("charge", "refunds") => {
                let refunds = self.naming("refund", "charge", id, EVERYWHERE).rev().cloned();
                Some(list(refunds.collect(), &format!("/v1/charges/{id}/refunds")))
            }
            _ => None,
        }
    }

    /// The lines of a session.
    pub(crate) fn line_items(&self, session: &str) -> Value {
        let url = format!("/v1/checkout/sessions/{session}/line_items");
        list(self.lines.get(session).cloned().unwrap_or_default(), &url)
    }
}
