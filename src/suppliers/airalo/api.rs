//! Airalo's API: its addresses, its lists, and the pace at which packages may be asked for.

use super::faults;
use super::pace::Pace;
use super::wire;
use crate::clock::Clock;
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::http::account::{Account, ErrorWords};
use crate::suppliers::http::reading::{Reader, Tries};
use crate::suppliers::http::token::{Credentials, Tokens};
use crate::suppliers::http::{Http, address};
use crate::suppliers::wire::{Text, Whole, json_of};
use crate::suppliers::{RawAnswer, Sent, SupplierError};
use reqwest::Method;
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// What is asked for at once in a list.
const PAGE: usize = 100;
/// A list with more pages than this is a mistake of somebody's.
const MOST_PAGES: usize = 2_000;

/// One account at Airalo.
pub(super) struct Api {
    base: Url,
    account: Account,
}

/// A page of a list.
pub(super) struct Page {
    pub elements: Vec<Value>,
    /// How this account is billed; beside packages only.
    pub pricing: Value,
    is_last: bool,
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
        let url = address(&self.base, path, query);
        self.account.ask(call, tries, request_id, |reader| reader.request(Method::GET, url.clone(), request_id)).await
    }

    /// Reads the `data` of one thing, with patience. Err is `Garbled` where there is none.
    pub(super) async fn get_data(
        &self,
        call: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
        request_id: &str,
    ) -> Result<Value, SupplierError> {
        let mut body = json_of(&self.get(call, Tries::Several, path, query, request_id).await?)?;
        let data = body.get_mut("data").filter(|data| data.is_object());
        data.map(Value::take).ok_or_else(|| garbled(path, "holds no data"))
    }

    /// Reads a list to its end, no faster than `pace` allows. Nothing is listed twice, though the list may have grown
    /// meanwhile; a page that brings nothing new (a server that ignores `page`) is the end as well.
    pub(super) async fn get_list(
        &self,
        call: &'static str,
        tries: Tries,
        path: &[&str],
        filters: &[(&str, &str)],
        pace: Option<&Pace>,
        request_id: &str,
    ) -> Result<Vec<Page>, SupplierError> {
        let mut pages: Vec<Page> = Vec::new();
        let mut seen = HashSet::new();
        for number in 1..=MOST_PAGES {
            if let Some(pace) = pace {
                pace.turn().await?;
            }
            let (number_text, limit_text) = (number.to_string(), PAGE.to_string());
            let mut query = vec![("page", number_text.as_str()), ("limit", limit_text.as_str())];
            query.extend_from_slice(filters);
            let mut page = page_of(json_of(&self.get(call, tries, path, &query, request_id).await?)?, number)
                .ok_or_else(|| garbled(path, "is no list"))?;
            page.elements.retain(|element| seen.insert(element.get("id").unwrap_or(element).to_string()));
            let is_over = page.is_last || page.elements.is_empty();
            pages.push(page);
            if is_over {
                return Ok(pages);
            }
        }
        Err(garbled(path, "has no end"))
    }

    /// Writes something that may be written twice. One try.
    pub(super) async fn post(
        &self,
        call: &'static str,
        path: &[&str],
        form: &[(&str, &str)],
        request_id: &str,
    ) -> Result<RawAnswer, SupplierError> {
        let url = address(&self.base, path, &[]);
        let start = |reader: &Reader| reader.request(Method::POST, url.clone(), request_id).form(form);
        self.account.ask(call, Tries::One, request_id, start).await
    }

    /// Sends an order, once.
    pub(super) async fn buy(
        &self,
        call: &'static str,
        path: &[&str],
        form: &[(&str, &str)],
        request_id: &str,
        send_by: UnixSeconds,
    ) -> Sent {
        let url = address(&self.base, path, &[]);
        self.account.buy(call, request_id, send_by, |buyer| buyer.post(url, request_id).form(form)).await
    }
}

/// `None`: not a page of a list.
fn page_of(mut body: Value, number: usize) -> Option<Page> {
    let elements = wire::elements(body.get_mut("data")?.take())?;
    let of = |group: &str, name: &str| body.get(group).and_then(|group| group.get(name)).cloned();
    let next: Option<Text> = of("links", "next").map(|next| serde_json::from_value(next).unwrap_or_default());
    let last: Whole = of("meta", "last_page").and_then(|last| serde_json::from_value(last).ok()).unwrap_or_default();
    let has_next = next.as_ref().is_some_and(|next| next.0.is_some());
    // Where neither says so, the next page is asked for until one is empty.
    let is_last = !has_next && last.0.map_or(next.is_some(), |last| usize::try_from(last).is_ok_and(|l| number >= l));
    Some(Page { elements, pricing: body.get_mut("pricing").map(Value::take).unwrap_or_default(), is_last })
}

fn garbled(path: &[&str], what: &str) -> SupplierError {
    SupplierError::Garbled { reason: format!("{} {what}", path.join("/")) }
}
