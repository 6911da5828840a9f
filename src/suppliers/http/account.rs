//! Calls under an account's token, which is renewed once when the supplier calls it expired.

use super::Http;
use super::buying::Buyer;
use super::reading::{Answer, Reader, Tries};
use super::token::{Token, Tokens};
use crate::domain::timestamp::UnixSeconds;
use crate::suppliers::{RawAnswer, Sent, SupplierError};
use reqwest::RequestBuilder;

/// What a supplier's error answers mean, as its adapter reads them.
#[derive(Clone, Copy)]
pub struct ErrorWords {
    /// Whether the token must be renewed and the request may be sent again.
    pub is_expired_token: fn(&RawAnswer) -> bool,
    /// The answer of a read, or why it is none.
    pub checked: fn(Answer) -> Result<RawAnswer, SupplierError>,
}

/// One account at a supplier that gives tokens.
pub struct Account {
    http: Http,
    tokens: Tokens,
    words: ErrorWords,
}

impl Account {
    /// Asks nothing yet.
    pub fn new(http: Http, tokens: Tokens, words: ErrorWords) -> Self {
        Self { http, tokens, words }
    }

    /// Cuts the patience short: see `Reader::while_somebody_waits`.
    pub async fn while_somebody_waits<T>(
        &self,
        reading: impl Future<Output = Result<T, SupplierError>>,
    ) -> Result<T, SupplierError> {
        self.http.reader.while_somebody_waits(reading).await
    }

    /// Asks for what may be asked twice, counted as `call`; `start` makes the request, without the token.
    pub async fn ask(
        &self,
        call: &'static str,
        tries: Tries,
        request_id: &str,
        start: impl Fn(&Reader) -> RequestBuilder,
    ) -> Result<RawAnswer, SupplierError> {
        self.http.reader.tried(tries, || self.once(call, request_id, &start)).await
    }

    async fn once(
        &self,
        call: &'static str,
        request_id: &str,
        start: impl Fn(&Reader) -> RequestBuilder,
    ) -> Result<RawAnswer, SupplierError> {
        let reader = &self.http.reader;
        let token = self.tokens.get(reader, request_id).await?;
        let send = |token: &Token| reader.once(call, start(reader).bearer_auth(token.text.expose()));
        let answer = send(&token).await?;
        if !(self.words.is_expired_token)(&answer.raw) {
            return (self.words.checked)(answer);
        }
        self.tokens.forget(&token).await;
        let token = self.tokens.get(reader, request_id).await?;
        (self.words.checked)(send(&token).await?)
    }

    /// Sends an order, once, counted as `call`; `start` makes the request, without the token.
    pub async fn buy(
        &self,
        call: &'static str,
        request_id: &str,
        send_by: UnixSeconds,
        start: impl FnOnce(&Buyer) -> RequestBuilder,
    ) -> Sent {
        let token = match self.tokens.get(&self.http.reader, request_id).await {
            Ok(token) => token,
            Err(error) => return not_sent(error),
        };
        let request = start(&self.http.buyer).bearer_auth(token.text.expose());
        let sent = self.http.buyer.send(call, request, send_by).await;
        if let Sent::Answer(answer) = &sent
            && (self.words.is_expired_token)(answer)
        {
            self.tokens.forget(&token).await;
        }
        sent
    }
}

fn not_sent(error: SupplierError) -> Sent {
    let retry_after = match &error {
        SupplierError::Unavailable { retry_after, .. } => *retry_after,
        _ => None,
    };
    Sent::NotSent { reason: error.to_string(), retry_after }
}
