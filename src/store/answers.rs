//! What suppliers answered, as it came; append-only.

use super::cipher::Place;
use super::{Attempt, Result, Tx, execute, optional};
use crate::domain::ids::AttemptId;
use crate::domain::timestamp::UnixSeconds;

/// An answer of a supplier, as it came.
#[derive(Clone, Debug)]
pub struct NewAnswer<'a> {
    pub call: &'static str,
    pub status: u16,
    pub content_type: &'a str,
    pub body: &'a [u8],
    pub request_id: &'a str,
    pub supplier_request_id: Option<&'a str>,
    pub took_ms: i64,
    pub at: UnixSeconds,
}

impl Tx {
    /// Stores an answer as it came, unguarded and before anybody judges it.
    pub async fn insert_answer(&mut self, attempt: &Attempt, answer: &NewAnswer<'_>) -> Result<()> {
        let id = uuid::Uuid::new_v4().simple().to_string();
        let place = Place { table: "supplier_answers", column: "body_sealed", row: &id };
        let sealed = self.1.seal(place, answer.body)?;
        execute!(
            self,
            "insert into supplier_answers (id, order_id, attempt_id, call, status, content_type, body_sealed, \
             request_id, supplier_request_id, took_ms, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            id.as_str(),
            attempt.order.as_str(),
            attempt.id.as_str(),
            answer.call,
            i64::from(answer.status),
            answer.content_type,
            sealed,
            answer.request_id,
            answer.supplier_request_id,
            answer.took_ms,
            answer.at.0,
        )?;
        Ok(())
    }

    /// The newest answer to a call about an attempt: status, content type and body, to be read again.
    pub async fn newest_answer(&mut self, attempt: &AttemptId, call: &str) -> Result<Option<(u16, String, Vec<u8>)>> {
        let row = optional!(
            self,
            (String, i64, String, Vec<u8>),
            "select id, status, content_type, body_sealed from supplier_answers where attempt_id = $1 and call = $2 \
             order by at desc, id desc limit 1",
            attempt.as_str(),
            call,
        )?;
        let Some((id, status, content_type, sealed)) = row else { return Ok(None) };
        let place = Place { table: "supplier_answers", column: "body_sealed", row: &id };
        let body = self.1.open(place, &sealed)?;
        Ok(Some((u16::try_from(status).unwrap_or(0), content_type, body)))
    }
}
