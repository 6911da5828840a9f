//! What the reconciliation looks for in our records: by time, by name, and what is under way without a job.

use super::{Result, Tx, all, optional};
use crate::domain::ids::{AttemptId, LineId, OrderId, PaymentId, RefundId, SupplierId};
use crate::domain::timestamp::UnixSeconds;

impl Tx {
    /// Orders behind `after` by id, at most 200, of which something is under way and whose job is missing or dead (then
    /// with its error). Some may be at rest all the same: the next step of each says so.
    pub async fn orders_without_job(&mut self, after: &str) -> Result<Vec<(OrderId, Option<String>)>> {
        let rows = all!(
            self,
            (String, Option<String>),
            "select o.id, case when j.id is not null then coalesce(j.last_error, '') end \
             from orders o left join outbox j on j.name = 'advance:' || o.id \
             where o.id > $1 and (j.id is null or j.dead) and (exists (select 1 from payments p where p.order_id = o.id \
             and p.state in ('creating', 'open', 'processing', 'held', 'taken', 'capturing', 'voiding', 'refunding') \
             and (p.state <> 'taken' or o.state <> 'delivered')) \
             or exists (select 1 from attempts a where a.order_id = o.id \
             and a.state in ('prepared', 'sending', 'unknown', 'accepted'))) order by o.id limit 200",
            after,
        )?;
        Ok(rows.into_iter().map(|(order, error)| (order.into(), error)).collect())
    }

    /// Payments that were made in that time, or that are under way whenever they were made; with their sessions' ids.
    pub async fn payments_to_compare(
        &mut self,
        from: UnixSeconds,
        until: UnixSeconds,
    ) -> Result<Vec<(PaymentId, OrderId)>> {
        let rows = all!(
            self,
            (String, String),
            "select id, order_id from payments where created_at >= $1 and created_at <= $2 union \
             select id, order_id from payments where state in ('creating', 'open', 'processing', 'held', 'capturing', \
             'voiding', 'refunding')",
            from.0,
            until.0,
        )?;
        Ok(rows.into_iter().map(|(payment, order)| (payment.into(), order.into())).collect())
    }

    /// Attempts that were sent to a supplier in that time and that it has accepted or delivered.
    pub async fn attempts_sold(
        &mut self,
        supplier: &SupplierId,
        from: UnixSeconds,
        until: UnixSeconds,
    ) -> Result<Vec<(AttemptId, OrderId)>> {
        let rows = all!(
            self,
            (String, String),
            "select id, order_id from attempts where supplier = $1 and state in ('accepted', 'delivered') \
             and sent_at >= $2 and sent_at <= $3",
            supplier.as_str(),
            from.0,
            until.0,
        )?;
        Ok(rows.into_iter().map(|(attempt, order)| (attempt.into(), order.into())).collect())
    }

    /// Refunds that were written down in that time.
    pub async fn refunds_made(&mut self, from: UnixSeconds, until: UnixSeconds) -> Result<Vec<(RefundId, OrderId)>> {
        let rows = all!(
            self,
            (String, String),
            "select id, order_id from refunds where created_at >= $1 and created_at <= $2",
            from.0,
            until.0,
        )?;
        Ok(rows.into_iter().map(|(refund, order)| (refund.into(), order.into())).collect())
    }

    /// Orders that a dispute freezes.
    pub async fn frozen_orders(&mut self) -> Result<Vec<OrderId>> {
        let rows = all!(self, (String,), "select id from orders where disputed order by id")?;
        Ok(rows.into_iter().map(|(order,)| order.into()).collect())
    }

    /// Orders made in that time, behind `after` by time and id, at most 200.
    pub async fn orders_made(
        &mut self,
        after: (UnixSeconds, &str),
        until: UnixSeconds,
    ) -> Result<Vec<(UnixSeconds, OrderId)>> {
        let rows = all!(
            self,
            (i64, String),
            "select created_at, id from orders where (created_at, id) > ($1, $2) and created_at <= $3 \
             order by created_at, id limit 200",
            after.0.0,
            after.1,
            until.0,
        )?;
        Ok(rows.into_iter().map(|(at, order)| (UnixSeconds(at), order.into())).collect())
    }

    /// When the first order was made.
    pub async fn first_order_at(&mut self) -> Result<Option<UnixSeconds>> {
        let row = optional!(self, (Option<i64>,), "select min(created_at) from orders")?;
        Ok(row.and_then(|(at,)| at).map(UnixSeconds))
    }

    /// The order of an attempt, or of the line that it names where the attempt itself is not in our records.
    pub async fn order_of_attempt(&mut self, attempt: &AttemptId) -> Result<Option<OrderId>> {
        let line: LineId = attempt.line();
        let row = optional!(
            self,
            (String,),
            "select order_id from attempts where id = $1 union select order_id from order_lines where id = $2",
            attempt.as_str(),
            line.as_str(),
        )?;
        Ok(row.map(|(order,)| order.into()))
    }

    /// Entries of the ledger whose rows do not sum to zero in each currency, at most 200: entry, order, the sum and its
    /// currency.
    pub async fn unbalanced_entries(&mut self) -> Result<Vec<(String, OrderId, i64, String)>> {
        let rows = all!(
            self,
            (String, String, i64, String),
            "select entry_id, min(order_id), cast(sum(amount_minor) as bigint), currency from ledger \
             group by entry_id, currency having sum(amount_minor) <> 0 order by entry_id limit 200",
        )?;
        Ok(rows.into_iter().map(|(entry, order, sum, currency)| (entry, order.into(), sum, currency)).collect())
    }
}
