//! Stripe's lists: newest first, `limit`, cursors, and the `created` filter.

use serde_json::{Value, json};

use super::error::StripeError;
use super::{Asked, Reply, Stripe};

/// Names that every list takes.
pub(super) const NAMES: [&str; 5] = ["limit", "starting_after", "ending_before", "created", "created.*"];

const USUAL_LIMIT: i64 = 10;
const HIGHEST_LIMIT: i64 = 100;

impl Stripe {
    /// The page of a kind that the parameters ask for; `keep` is the route's own filter.
    /// With `ending_before` the page is the one next to the cursor, still newest first.
    pub(super) fn page(&self, asked: &Asked<'_>, kind: &str, url: &str, keep: impl Fn(&Value) -> bool) -> Reply {
        let limit = asked.params.integer("limit")?.unwrap_or(USUAL_LIMIT);
        if !(1..=HIGHEST_LIMIT).contains(&limit) {
            return Err(StripeError::invalid("limit", "limit must be between 1 and 100"));
        }
        let limit = usize::try_from(limit).unwrap_or(1);
        let bounds =
            [("created", "=="), ("created.gte", ">="), ("created.gt", ">"), ("created.lte", "<="), ("created.lt", "<")];
        let mut filters = Vec::new();
        for (name, sign) in bounds {
            if !asked.params.at(name).is_some_and(Value::is_object)
                && let Some(bound) = asked.params.integer(name)?
            {
                filters.push((sign, bound));
            }
        }
        let in_time = |object: &&Value| {
            let created = object["created"].as_i64().unwrap_or_default();
            filters.iter().all(|(sign, bound)| match *sign {
                ">=" => created >= *bound,
                ">" => created > *bound,
                "<=" => created <= *bound,
                "<" => created < *bound,
                _ => created == *bound,
            })
        };
        let all: Vec<&Value> = self.objects.newest_first(kind).filter(in_time).filter(|object| keep(object)).collect();
        let position = |name: &str| {
            asked
                .params
                .text(name)
                .map(|cursor| {
                    all.iter()
                        .position(|object| object["id"] == cursor)
                        .ok_or_else(|| StripeError::no_such(kind, cursor, name))
                })
                .transpose()
        };
        let (from, to, has_more) = match (position("starting_after")?, position("ending_before")?) {
            (_, Some(before)) => (before.saturating_sub(limit), before, before > limit),
            (after, None) => {
                let from = after.map_or(0, |after| after + 1);
                let to = all.len().min(from + limit);
                (from, to, to < all.len())
            }
        };
        let data: Vec<Value> = all[from..to].iter().map(|object| (*object).clone()).collect();
        Ok(json!({"object": "list", "data": data, "has_more": has_more, "url": url}))
    }
}

/// A route's own names together with those of every list.
pub(super) fn allow(asked: &Asked<'_>, own: &[&str]) -> Result<(), StripeError> {
    let names: Vec<&str> = NAMES.iter().chain(own).copied().collect();
    asked.params.allow(&names)
}
