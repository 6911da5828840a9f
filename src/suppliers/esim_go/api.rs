//! eSIM Go's API: addresses, the key on every call, and the pace that its rate limit allows.

use super::faults;
use crate::domain::timestamp::UnixSeconds;
use crate::secret::Secret;
use crate::suppliers::http::pace::Pace;
use crate::suppliers::http::reading::Tries;
use crate::suppliers::http::{Http, address};
use crate::suppliers::wire::json_of;
use crate::suppliers::{RawAnswer, Sent, SupplierError};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

const KEY: &str = "x-api-key";
const ORDERS: &[&str] = &["orders"];
/// What an order counts as.
const ORDER: &str = "order";

/// A list with more pages than this is a mistake of somebody's.
const MOST_PAGES: usize = 2_000;

/// One account at eSIM Go.
pub(super) struct Api {
    base: Url,
    key: Secret,
    http: Http,
    pace: Pace,
}

impl Api {
    pub(super) fn new(base: Url, key: Secret, http: Http) -> Self {
        Self { base, key, http, pace: Pace::default() }
    }

    /// Cuts the patience short: see `Reader::while_somebody_waits`.
    pub(super) async fn while_somebody_waits<T>(
        &self,
        reading: impl Future<Output = Result<T, SupplierError>>,
    ) -> Result<T, SupplierError> {
        self.http.reader.while_somebody_waits(reading).await
    }

    /// Reads one thing. `call` names its kind for the rate limit and the count.
    pub(super) async fn get(
        &self,
        call: &'static str,
        tries: Tries,
        path: &[&str],
        query: &[(&str, &str)],
        request_id: &str,
    ) -> Result<RawAnswer, SupplierError> {
        let url = address(&self.base, path, query);
        let start = || self.http.reader.request(Method::GET, url.clone(), request_id);
        self.http.reader.tried(tries, || self.once(call, start)).await
    }

    /// Reads one thing as JSON, with patience.
    pub(super) async fn get_json(
        &self,
        call: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
        request_id: &str,
    ) -> Result<Value, SupplierError> {
        json_of(&self.get(call, Tries::Several, path, query, request_id).await?)
    }

    /// Reads a list to its end, each element once by its `name`; the list is the answer itself, or stands in it as
    /// `wrapped`. Pages may be shorter than asked for: only an empty one, or one that brings nothing new (a server
    /// that ignores `page`), is the end.
    pub(super) async fn get_list(
        &self,
        call: &'static str,
        tries: Tries,
        list: &List<'_>,
        request_id: &str,
    ) -> Result<Vec<Value>, SupplierError> {
        let mut all = Vec::new();
        let mut seen = HashSet::new();
        for page in 1..=MOST_PAGES {
            let page = page.to_string();
            let mut query = vec![("page", page.as_str()), list.page_size];
            query.extend_from_slice(list.filters);
            let mut answer = json_of(&self.get(call, tries, list.path, &query, request_id).await?)?;
            let answer = answer.get_mut(list.wrapped).map(Value::take).unwrap_or(answer);
            let Value::Array(elements) = answer else {
                return Err(SupplierError::Garbled { reason: format!("{} is no list", list.path.join("/")) });
            };
            let before = all.len();
            all.extend(elements.into_iter().filter(|element| seen.insert((list.name)(element))));
            if all.len() == before {
                return Ok(all);
            }
        }
        Err(SupplierError::Garbled { reason: format!("{} has no end", list.path.join("/")) })
    }

    /// What an order would cost; charges nothing. One try.
    pub(super) async fn validate(&self, body: &Value, request_id: &str) -> Result<RawAnswer, SupplierError> {
        let url = address(&self.base, ORDERS, &[]);
        self.once("validate", || self.http.reader.request(Method::POST, url.clone(), request_id).json(body)).await
    }

    /// Sends an order, once.
    pub(super) async fn buy(&self, body: &Value, request_id: &str, send_by: UnixSeconds) -> Sent {
        self.pace.before(ORDER).await;
        let request = self.http.buyer.post(address(&self.base, ORDERS, &[]), request_id);
        self.http.buyer.send(ORDER, self.with_key(request).json(body), send_by).await
    }

    /// Charges the stored card, once.
    pub(super) async fn pay_in(&self, amount: &str, request_id: &str, send_by: UnixSeconds) -> Sent {
        const CALL: &str = "organisation.balance";
        self.pace.before(CALL).await;
        let url = address(&self.base, &["organisation", "balance"], &[("amount", amount)]);
        let request = self.http.buyer.post(url, request_id);
        self.http.buyer.send(CALL, self.with_key(request), send_by).await
    }

    async fn once(&self, call: &'static str, start: impl Fn() -> RequestBuilder) -> Result<RawAnswer, SupplierError> {
        self.pace.before(call).await;
        let answer = self.http.reader.once_unless(call, self.with_key(start()), faults::asks_to_come_back).await?;
        if let Some(allowance) = answer.allowance {
            self.pace.learn(call, allowance);
        }
        faults::checked(answer)
    }

    fn with_key(&self, request: RequestBuilder) -> RequestBuilder {
        request.header(KEY, self.key.expose())
    }
}

/// A list that comes in pages.
pub(super) struct List<'a> {
    pub path: &'a [&'a str],
    /// The list's field, where it does not come bare.
    pub wrapped: &'static str,
    /// Parameter and value.
    pub page_size: (&'static str, &'static str),
    pub filters: &'a [(&'a str, &'a str)],
    /// What tells an element from another.
    pub name: fn(&Value) -> String,
}
