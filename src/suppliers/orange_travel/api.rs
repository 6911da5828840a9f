//! Orange's API: addresses, the token on every call, one renewal when Orange calls it expired.

use super::faults;
use super::token::{Credentials, Token, Tokens};
use crate::clock::Clock;
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::http::{Http, address};
use crate::suppliers::wire::json_of;
use crate::suppliers::{RawAnswer, Sent, SupplierError};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// How often a read is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tries {
    /// Of an order's jobs, which come again by themselves.
    One,
    /// With waits between them, as the policy says.
    Several,
}

/// What is asked for at once in a list.
const PAGE: usize = 100;
/// A list with more pages than this is a mistake of somebody's.
const MOST_PAGES: usize = 2_000;

/// One account at Orange.
pub(super) struct Api {
    base: Url,
    http: Http,
    tokens: Tokens,
}

impl Api {
    pub(super) fn new(base: Url, credentials: Credentials, http: Http, clock: Clock) -> Self {
        Self { base, http, tokens: Tokens::new(credentials, clock) }
    }

    /// Cuts the patience short: see `Reader::while_somebody_waits`.
    pub(super) async fn while_somebody_waits<T>(
        &self,
        reading: impl Future<Output = Result<T, SupplierError>>,
    ) -> Result<T, SupplierError> {
        self.http.reader.while_somebody_waits(reading).await
    }

    /// Reads one thing.
    pub(super) async fn get(
        &self,
        tries: Tries,
        path: &[&str],
        query: &[(&str, &str)],
        request_id: &str,
    ) -> Result<RawAnswer, SupplierError> {
        let url = self.address(path, query);
        let once = || self.once(url.clone(), request_id, |url| self.http.reader.request(Method::GET, url, request_id));
        match tries {
            Tries::One => once().await,
            Tries::Several => self.http.reader.patiently(once).await,
        }
    }

    /// Reads one thing as JSON, with patience.
    pub(super) async fn get_json(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
        request_id: &str,
    ) -> Result<Value, SupplierError> {
        json_of(&self.get(Tries::Several, path, query, request_id).await?)
    }

    /// Reads a list to its end. Pages may be shorter than asked for: only an empty one, or one that brings nothing new
    /// (a server that ignores `offset`), is the end.
    pub(super) async fn get_list(
        &self,
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
            let Value::Array(page) = json_of(&self.get(tries, path, &query, request_id).await?)? else {
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
    pub(super) async fn post(&self, path: &[&str], body: &Value, request_id: &str) -> Result<RawAnswer, SupplierError> {
        let start = |url| self.http.reader.request(Method::POST, url, request_id).json(body);
        self.once(self.address(path, &[]), request_id, start).await
    }

    /// Sends an order, once.
    pub(super) async fn buy(&self, path: &[&str], body: &Value, request_id: &str, send_by: UnixSeconds) -> Sent {
        let token = match self.tokens.get(&self.http.reader, request_id).await {
            Ok(token) => token,
            Err(error) => return not_sent(error),
        };
        let request =
            self.http.buyer.post(self.address(path, &[]), request_id).bearer_auth(token.text.expose()).json(body);
        let sent = self.http.buyer.send(request, send_by).await;
        if let Sent::Answer(answer) = &sent
            && faults::is_expired_token(answer)
        {
            self.tokens.forget(&token).await;
        }
        sent
    }

    async fn once(
        &self,
        url: Url,
        request_id: &str,
        start: impl Fn(Url) -> RequestBuilder,
    ) -> Result<RawAnswer, SupplierError> {
        let token = self.tokens.get(&self.http.reader, request_id).await?;
        let send = |token: &Token| self.http.reader.once(start(url.clone()).bearer_auth(token.text.expose()));
        let answer = send(&token).await?;
        if !faults::is_expired_token(&answer.raw) {
            return faults::checked(answer);
        }
        self.tokens.forget(&token).await;
        let token = self.tokens.get(&self.http.reader, request_id).await?;
        faults::checked(send(&token).await?)
    }

    fn address(&self, path: &[&str], query: &[(&str, &str)]) -> Url {
        address(&self.base, path, query)
    }
}

fn not_sent(error: SupplierError) -> Sent {
    let retry_after = match &error {
        SupplierError::Unavailable { retry_after, .. } => *retry_after,
        _ => None,
    };
    Sent::NotSent { reason: error.to_string(), retry_after }
}
