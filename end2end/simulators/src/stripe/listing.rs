//! Stripe's lists: newest first, `limit`, cursors, and the `created` filter.

use serde_json::{Value, json};

use super::error::StripeError;
use super::objects::{LINKS, Place};
use super::params::Params;
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
        let (from, to) = period(&asked.params)?;
        let cursor = |name: &str| {
            let place = |id: &str| self.objects.place_of(kind, id).ok_or_else(|| StripeError::no_such(kind, id, name));
            asked.params.text(name).map(place).transpose()
        };
        let (after, before) = (cursor("starting_after")?, cursor("ending_before")?);
        let low = before.map_or((from, 0), |(at, number)| (from, 0).max((at, number + 1)));
        let high = after.map_or((to, 0), |place| place.min((to, 0)));
        let listed = self.listed(asked, kind, low, high).filter(|object| keep(object));
        // One more than asked for tells whether there are more.
        let mut found: Vec<&Value> = match before {
            Some(_) => listed.take(limit + 1).collect(),
            None => listed.rev().take(limit + 1).collect(),
        };
        let has_more = found.len() > limit;
        found.truncate(limit);
        if before.is_some() {
            found.reverse();
        }
        let data: Vec<Value> = found.into_iter().map(|object| self.objects.whole(object)).collect();
        Ok(json!({"object": "list", "data": data, "has_more": has_more, "url": url}))
    }

    /// What may be on the list, oldest first: where the call names an object, those that name it too.
    fn listed<'a>(
        &'a self,
        asked: &'a Asked<'_>,
        kind: &'a str,
        low: Place,
        high: Place,
    ) -> Box<dyn DoubleEndedIterator<Item = &'a Value> + 'a> {
        let places = low..high.max(low);
        let named = LINKS.into_iter().find_map(|link| Some((link, asked.params.text(link)?)));
        match named {
            Some((link, id)) => Box::new(self.objects.naming(kind, link, id, places)),
            None => Box::new(self.objects.between(kind, places)),
        }
    }
}

/// The seconds that `created` asks for: from the first to before the second.
fn period(params: &Params) -> Result<(i64, i64), StripeError> {
    let (mut from, mut to) = (i64::MIN, i64::MAX);
    let bound = |name: &str, later: i64| Ok(params.integer(name)?.map(|at| at.saturating_add(later)));
    for at in [bound("created", 0)?, bound("created.gte", 0)?, bound("created.gt", 1)?].into_iter().flatten() {
        from = from.max(at);
    }
    for at in [bound("created", 1)?, bound("created.lte", 1)?, bound("created.lt", 0)?].into_iter().flatten() {
        to = to.min(at);
    }
    Ok((from, to))
}

/// A route's own names together with those of every list.
pub(super) fn allow(asked: &Asked<'_>, own: &[&str]) -> Result<(), StripeError> {
    let names: Vec<&str> = NAMES.iter().chain(own).copied().collect();
    asked.params.allow(&names)
}
