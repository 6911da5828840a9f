//! Differences between our records and the world: one row for as long as one stands, marked when it is gone.

use super::{Result, StoreError, Tx, all, execute, optional};
use crate::domain::ids::{DifferenceId, OrderId, ReconciliationId};
use crate::domain::reconciliation::{DifferenceKind, Pass};
use crate::domain::timestamp::UnixSeconds;
use crate::secret::new_id;

/// A difference, as a comparison sees it.
#[derive(Clone, Debug)]
pub struct SeenDifference {
    pub kind: DifferenceKind,
    /// The one thing that it is about, such as a payment's id.
    pub subject: String,
    /// When that thing was made: a comparison of that time decides whether the difference still stands.
    pub subject_at: UnixSeconds,
    pub order: Option<OrderId>,
    /// Both sides' figures in two sentences; never a secret.
    pub evidence: String,
}

/// A difference, as stored.
#[derive(Clone, Debug)]
pub struct Difference {
    pub id: DifferenceId,
    pub pass: Pass,
    pub kind: DifferenceKind,
    pub subject: String,
    pub order: Option<OrderId>,
    /// The order's number, for people.
    pub order_number: Option<String>,
    pub evidence: String,
    pub first_seen_at: UnixSeconds,
    pub last_seen_at: UnixSeconds,
    pub healed_at: Option<UnixSeconds>,
    /// When a member of the staff settled it.
    pub done_at: Option<UnixSeconds>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    pass: String,
    kind: String,
    subject: String,
    order_id: Option<String>,
    order_number: Option<String>,
    evidence: String,
    first_seen_at: i64,
    last_seen_at: i64,
    healed_at: Option<i64>,
    done_at: Option<i64>,
}

impl Row {
    fn read(self) -> Result<Difference> {
        Ok(Difference {
            pass: Pass::parse(&self.pass).ok_or_else(|| StoreError::Unreadable("differences.pass".into()))?,
            kind: DifferenceKind::parse(&self.kind).ok_or_else(|| StoreError::Unreadable("differences.kind".into()))?,
            id: self.id.into(),
            subject: self.subject,
            order: self.order_id.map(Into::into),
            order_number: self.order_number,
            evidence: self.evidence,
            first_seen_at: UnixSeconds(self.first_seen_at),
            last_seen_at: UnixSeconds(self.last_seen_at),
            healed_at: self.healed_at.map(UnixSeconds),
            done_at: self.done_at.map(UnixSeconds),
        })
    }
}

impl Tx {
    /// Writes down that a difference is seen; `true` when it is new. One that was settled by a person opens again when
    /// its figures are others by now.
    pub async fn see_difference(
        &mut self,
        pass: &Pass,
        run: &ReconciliationId,
        seen: &SeenDifference,
        now: UnixSeconds,
    ) -> Result<bool> {
        let id: DifferenceId = new_id(now);
        let row = optional!(
            self,
            (String,),
            "insert into differences (id, pass, kind, subject, subject_at, order_id, evidence, run_id, first_seen_at, \
             last_seen_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) \
             on conflict (kind, subject) where healed_at is null do update set evidence = excluded.evidence, \
             run_id = excluded.run_id, last_seen_at = excluded.last_seen_at, \
             order_id = coalesce(excluded.order_id, differences.order_id), \
             done_at = case when differences.evidence = excluded.evidence then differences.done_at end \
             returning id",
            id.as_str(),
            pass.to_string(),
            seen.kind.as_str(),
            seen.subject.as_str(),
            seen.subject_at.0,
            seen.order.as_ref().map(OrderId::as_str),
            seen.evidence.as_str(),
            run.as_str(),
            now.0,
        )?;
        Ok(row.is_some_and(|(stored,)| stored == id.as_str()))
    }

    /// Marks one difference as gone.
    pub async fn heal_difference(&mut self, kind: DifferenceKind, subject: &str, now: UnixSeconds) -> Result<()> {
        execute!(
            self,
            "update differences set healed_at = $3 where kind = $1 and subject = $2 and healed_at is null",
            kind.as_str(),
            subject,
            now.0,
        )?;
        Ok(())
    }

    /// Marks as gone what a complete comparison has not seen any more; gives their number. What another one has seen
    /// since this one began is left to the next.
    pub async fn heal_unseen_differences(&mut self, run: &ReconciliationId, now: UnixSeconds) -> Result<u64> {
        execute!(
            self,
            "update differences set healed_at = $2 where healed_at is null and run_id <> $1 and exists (select 1 from \
             reconciliations r where r.id = $1 and r.pass = differences.pass and differences.subject_at >= r.from_at \
             and differences.subject_at <= r.until_at and differences.last_seen_at <= r.started_at)",
            run.as_str(),
            now.0,
        )
    }

    /// Settles a difference that stays as it is, with a note; `false` when it is gone or was settled before.
    pub async fn settle_difference(
        &mut self,
        difference: &DifferenceId,
        by: &str,
        note: &str,
        now: UnixSeconds,
    ) -> Result<bool> {
        let settled = execute!(
            self,
            "update differences set done_at = $2, done_by = $3, note = $4 \
             where id = $1 and healed_at is null and done_at is null",
            difference.as_str(),
            now.0,
            by,
            note,
        )?;
        Ok(settled == 1)
    }

    /// The order that a difference is about, if it is about one.
    pub async fn order_of_difference(&mut self, difference: &DifferenceId) -> Result<Option<OrderId>> {
        let id = difference.as_str();
        let row = optional!(self, (Option<String>,), "select order_id from differences where id = $1", id)?;
        Ok(row.and_then(|(order,)| order).map(Into::into))
    }

    /// What stands and is not settled, oldest first, at most 500.
    pub async fn standing_differences(&mut self) -> Result<Vec<Difference>> {
        let rows = all!(
            self,
            Row,
            "select d.*, o.number as order_number from differences d left join orders o on o.id = d.order_id \
             where d.healed_at is null and d.done_at is null order by d.first_seen_at, d.id limit 500",
        )?;
        rows.into_iter().map(Row::read).collect()
    }

    /// Everything that ever differed about an order, oldest first.
    pub async fn differences_of(&mut self, order: &OrderId) -> Result<Vec<Difference>> {
        let rows = all!(
            self,
            Row,
            "select d.*, o.number as order_number from differences d left join orders o on o.id = d.order_id \
             where d.order_id = $1 order by d.first_seen_at, d.id",
            order.as_str(),
        )?;
        rows.into_iter().map(Row::read).collect()
    }

    /// How many differences of a kind of comparison stand and are not settled; of all kinds without one.
    pub async fn count_standing(&mut self, pass: Option<&Pass>) -> Result<i64> {
        let row = optional!(
            self,
            (i64,),
            "select cast(count(*) as bigint) from differences where healed_at is null and done_at is null \
             and ($1 = '' or pass = $1)",
            pass.map_or_else(String::new, Pass::to_string),
        )?;
        Ok(row.map_or(0, |(count,)| count))
    }

    /// The time of the oldest thing about which a difference of this kind of comparison stands.
    pub async fn oldest_standing(&mut self, pass: &Pass) -> Result<Option<UnixSeconds>> {
        let row = optional!(
            self,
            (Option<i64>,),
            "select min(subject_at) from differences where pass = $1 and healed_at is null and done_at is null",
            pass.to_string(),
        )?;
        Ok(row.and_then(|(at,)| at).map(UnixSeconds))
    }
}
