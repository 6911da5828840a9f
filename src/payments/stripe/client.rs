//! Reading and writing: every POST carries the caller's durable key, nothing here tries again, lists come whole.

use super::error::refused;
use super::wire::{Listed, Page};
use super::{Stripe, StripeRequest};
use crate::payments::PaymentError;
use miniserde::Deserialize;
use stripe_client_core::{IdempotencyKey, RequestBuilder};

/// Objects asked for in one page, Stripe's most.
pub(super) const PAGE: i64 = 100;
/// Pages of one look-up; beyond it the look-up has failed instead of running for ever.
const MOST_PAGES: usize = 1000;

impl Stripe {
    /// Reads. Err as `PaymentError` says; a read may be tried again.
    pub(super) async fn get<T: Deserialize>(&self, request: &impl StripeRequest) -> Result<T, PaymentError> {
        self.inner.http.ask(request.build(), None).await
    }

    /// Writes, once. `key` is durable and at most 255 characters; the same key must carry the same values.
    pub(super) async fn post<T: Deserialize>(
        &self,
        request: &impl StripeRequest,
        key: &str,
    ) -> Result<T, PaymentError> {
        let key = IdempotencyKey::new(key).map_err(|error| refused("idempotency_key", &error.to_string()))?;
        self.inner.http.ask(steady(request.build()), Some(&key)).await
    }

    /// A whole list, newest first as Stripe gives it; `after` makes the request of the page behind an id.
    /// Err when any page fails: a part of a list proves nothing.
    pub(super) async fn whole_list<T, R>(&self, after: impl Fn(Option<&str>) -> R) -> Result<Vec<T>, PaymentError>
    where
        T: Deserialize + Listed,
        R: StripeRequest,
    {
        let mut all: Vec<T> = Vec::new();
        for _ in 0..MOST_PAGES {
            let cursor = all.last().map(|last| last.id().to_owned());
            let page: Page<T> = self.get(&after(cursor.as_deref())).await?;
            let moved_on = page.data.last().is_some_and(|last| Some(last.id()) != cursor.as_deref());
            all.extend(page.data);
            if !page.has_more {
                return Ok(all);
            }
            if !moved_on {
                break;
            }
        }
        Err(PaymentError::Unknown { reason: "the list does not end".to_owned() })
    }
}

/// The same values as the same bytes: the crate keeps metadata in a map of random order.
pub(super) fn steady(mut request: RequestBuilder) -> RequestBuilder {
    if let Some(body) = request.body.take() {
        let mut pairs: Vec<&str> = body.split('&').filter(|pair| !pair.is_empty()).collect();
        pairs.sort_unstable();
        request.body = Some(pairs.join("&"));
    }
    request
}

/// An id that can stand in a path. Err when it is none of Stripe's, so that nothing is asked.
pub(super) fn path_id(id: &str) -> Result<&str, PaymentError> {
    let plausible = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plausible { Ok(id) } else { Err(PaymentError::NotFound) }
}
