//! The protocol's calls: addresses, version and language on each, lists to their end.

use super::faults;
use crate::clock::Clock;
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::http::account::{Account, ErrorWords};
use crate::suppliers::http::buying::Buyer;
use crate::suppliers::http::reading::{Reader, Tries};
use crate::suppliers::http::token::{Credentials, Tokens};
use crate::suppliers::http::{Http, address};
use crate::suppliers::wire::json_of;
use crate::suppliers::{RawAnswer, Sent, SupplierError};
use reqwest::header::ACCEPT_LANGUAGE;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// What is asked for at once in a list.
const PAGE: &str = "100";
/// A list with more pages than this is a mistake of somebody's.
const MOST_PAGES: usize = 2_000;

/// One list of the protocol.
pub(super) struct List {
    /// What it is counted as.
    pub call: &'static str,
    pub path: &'static [&'static str],
    /// The field that holds the elements, where the answer is no bare array.
    pub field: &'static str,
    /// The field that tells elements apart.
    pub id: &'static str,
}

pub(super) const PACKAGES: List =
    List { call: "packages.list", path: &["catalog", "packages"], field: "packages", id: "package_id" };
pub(super) const ORDERS: List = List { call: "orders.list", path: &["orders"], field: "orders", id: "order_id" };
pub(super) const WEBHOOKS: List =
    List { call: "webhooks.list", path: &["webhooks"], field: "webhooks", id: "webhook_id" };

/// One account.
pub(super) struct Api {
    base: Url,
    version: String,
    locale: String,
    account: Account,
}

impl Api {
    pub(super) fn new(
        base: Url,
        [version, locale]: [String; 2],
        credentials: Credentials,
        http: Http,
        clock: Clock,
    ) -> Self {
        let words = ErrorWords { is_expired_token: faults::is_expired_token, checked: faults::checked };
        Self { base, version, locale, account: Account::new(http, Tokens::new(credentials, clock), words) }
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
        let url = address(&self.base, path, query);
        let start = |reader: &Reader| self.spoken(reader.request(Method::GET, url.clone(), request_id));
        self.account.ask(call, tries, request_id, start).await
    }

    /// Reads a list to its end. Where no next page is named, only one that brings nothing new is the end.
    pub(super) async fn list(
        &self,
        tries: Tries,
        list: &List,
        filters: &[(&str, &str)],
        request_id: &str,
    ) -> Result<Vec<Value>, SupplierError> {
        let mut all = Vec::new();
        let mut seen = HashSet::new();
        let mut page = "1".to_owned();
        for number in 2..MOST_PAGES {
            let mut query = vec![("limit", PAGE), ("page", page.as_str())];
            query.extend_from_slice(filters);
            let answer = json_of(&self.get(list.call, tries, list.path, &query, request_id).await?)?;
            let (elements, next) = taken_apart(answer, list)?;
            let before = all.len();
            let is_new = |element: &Value| seen.insert(element.get(list.id).unwrap_or(element).to_string());
            all.extend(elements.into_iter().filter(is_new));
            page = match next {
                NextPage::None => return Ok(all),
                _ if all.len() == before => return Ok(all),
                NextPage::Named(next) => next,
                NextPage::NotTold => number.to_string(),
            };
        }
        Err(SupplierError::Garbled { reason: format!("{} has no end", list.path.join("/")) })
    }

    /// Whether we are let in: the shortest of all questions.
    pub(super) async fn is_there(&self, request_id: &str) -> Result<(), SupplierError> {
        let answer = self.get(PACKAGES.call, Tries::Several, PACKAGES.path, &[("limit", "1")], request_id).await?;
        taken_apart(json_of(&answer)?, &PACKAGES).map(|_| ())
    }

    /// Writes something that may be written twice. One try.
    pub(super) async fn post(
        &self,
        call: &'static str,
        path: &[&str],
        body: &Value,
        request_id: &str,
    ) -> Result<RawAnswer, SupplierError> {
        let url = address(&self.base, path, &[]);
        let start = |reader: &Reader| self.spoken(reader.request(Method::POST, url.clone(), request_id)).json(body);
        self.account.ask(call, Tries::One, request_id, start).await
    }

    /// Sends an order under its key, once.
    pub(super) async fn buy(
        &self,
        call: &'static str,
        path: &[&str],
        body: &Value,
        key: &str,
        request_id: &str,
        send_by: UnixSeconds,
    ) -> Sent {
        let url = address(&self.base, path, &[]);
        let start =
            |buyer: &Buyer| self.spoken(buyer.post(url, request_id)).header("x-idempotency-key", key).json(body);
        self.account.buy(call, request_id, send_by, start).await
    }

    fn spoken(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("x-api-version", &self.version).header(ACCEPT_LANGUAGE, &self.locale)
    }
}

enum NextPage {
    None,
    Named(String),
    NotTold,
}

/// The elements of a page, and where the next one is.
fn taken_apart(answer: Value, list: &List) -> Result<(Vec<Value>, NextPage), SupplierError> {
    let garbled = || SupplierError::Garbled { reason: format!("{} is no list", list.path.join("/")) };
    match answer {
        Value::Array(elements) => Ok((elements, NextPage::NotTold)),
        Value::Object(mut fields) => {
            let next = match fields.remove("next_page") {
                Some(Value::String(next)) if !next.is_empty() => NextPage::Named(next),
                Some(Value::Number(next)) => NextPage::Named(next.to_string()),
                Some(_) => NextPage::None,
                None => NextPage::NotTold,
            };
            match fields.remove(list.field).or_else(|| fields.remove("data")) {
                Some(Value::Array(elements)) => Ok((elements, next)),
                _ => Err(garbled()),
            }
        }
        _ => Err(garbled()),
    }
}
