//! Orange's API: its addresses and its lists.

use super::faults;
use crate::clock::Clock;
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::http::account::{Account, ErrorWords};
use crate::suppliers::http::reading::{Reader, Tries};
use crate::suppliers::http::token::{Credentials, Tokens};
use crate::suppliers::http::{Http, address};
use crate::suppliers::wire::json_of;
use crate::suppliers::{RawAnswer, Sent, SupplierError};
use reqwest::Method;
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// What is asked for at once in a list.
const PAGE: usize = 100;
/// A list with more pages than this is a mistake of somebody's.
const MOST_PAGES: usize = 2_000;

/// One account at Orange.
pub(super) struct Api {
    base: Url,
    account: Account,
}

impl Api {
    pub(super) fn new(base: Url, credentials: Credentials, http: Http, clock: Clock) -> Self {
        let words = ErrorWords { is_expired_token: faults::is_expired_token, checked: faults::checked };
        Self { base, account: Account::new(http, Tokens::new(credentials, clock), words) }
    }

    /// Cuts the patience short: see `Reader::while_somebody_waits`.
    pub(super) async fn while_somebody_waits<T>(
        &self,
        reading: impl Future<Output = Result<T, SupplierError>>,
    ) -> Result<T, SupplierError> {
        self.account.while_somebody_waits(reading).await
    }

    /// Reads one thing, counted as `call`.
    pub(super) async fn get(
        &self,
        call: &'static str,
        tries: Tries,
        path: &[&str],
        query: &[(&str, &str)],
        request_id: &str,
    ) -> Result<RawAnswer, SupplierError> {
        let url = self.address(path, query);
        self.account.ask(call, tries, request_id, |reader| reader.request(Method::GET, url.clone(), request_id)).await
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

    /// Reads a list to its end. Pages may be shorter than asked for: only an empty one, or one that brings nothing new
    /// (a server that ignores `offset`), is the end.
    pub(super) async fn get_list(
        &self,
        call: &'static str,
        tries: Tries,
        path: &[&str],
        filters: &[(&str, &str)],
        request_id: &str,
    ) -> Result<Vec<Value>, SupplierError> {
        let mut all = Vec::new();
        let mut seen = HashSet::new();
        let mut offset = 0;
        for _ in 0..MOST_PAGES {
            let (offset_text, limit_text) = (offset.to_string(), PAGE.to_string());
            let mut query = vec![("offset", offset_text.as_str()), ("limit", limit_text.as_str())];
            query.extend_from_slice(filters);
            let Value::Array(page) = json_of(&self.get(call, tries, path, &query, request_id).await?)? else {
                return Err(SupplierError::Garbled { reason: format!("{} is no list", path.join("/")) });
            };
            offset += page.len();
            let before = all.len();
            all.extend(
                page.into_iter().filter(|element| seen.insert(element.get("id").unwrap_or(element).to_string())),
            );
            if all.len() == before {
                return Ok(all);
            }
        }
        Err(SupplierError::Garbled { reason: format!("{} has no end", path.join("/")) })
    }

    /// Writes something that may be written twice. One try.
    pub(super) async fn post(
        &self,
        call: &'static str,
        path: &[&str],
        body: &Value,
        request_id: &str,
    ) -> Result<RawAnswer, SupplierError> {
        self.write(Method::POST, call, Tries::One, path, body, request_id).await
    }

    /// Changes something; the same change may be made twice, and is tried several times.
    pub(super) async fn patch(
        &self,
        call: &'static str,
        path: &[&str],
        body: &Value,
        request_id: &str,
    ) -> Result<RawAnswer, SupplierError> {
        self.write(Method::PATCH, call, Tries::Several, path, body, request_id).await
    }

    async fn write(
        &self,
        method: Method,
        call: &'static str,
        tries: Tries,
        path: &[&str],
        body: &Value,
        request_id: &str,
    ) -> Result<RawAnswer, SupplierError> {
        let url = self.address(path, &[]);
        let start = |reader: &Reader| reader.request(method.clone(), url.clone(), request_id).json(body);
        self.account.ask(call, tries, request_id, start).await
    }

    /// Sends an order, once.
    pub(super) async fn buy(
        &self,
        call: &'static str,
        path: &[&str],
        body: &Value,
        request_id: &str,
        send_by: UnixSeconds,
    ) -> Sent {
        let url = self.address(path, &[]);
        self.account.buy(call, request_id, send_by, |buyer| buyer.post(url, request_id).json(body)).await
    }

    fn address(&self, path: &[&str], query: &[(&str, &str)]) -> Url {
        address(&self.base, path, query)
    }
}
