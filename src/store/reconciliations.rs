//! The comparisons of our records with the world: when each was made, over which time, and how it ended.

use super::{Result, StoreError, Tx, all, execute, optional};
use crate::domain::ids::{Id, ReconciliationId};
use crate::domain::reconciliation::Pass;
use crate::domain::timestamp::UnixSeconds;

/// One comparison.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    pub id: ReconciliationId,
    pub pass: Pass,
    /// What was compared was made from then on…
    pub from: UnixSeconds,
    /// …until then.
    pub until: UnixSeconds,
    pub started_at: UnixSeconds,
    /// `None` while it runs, or when its process ended before it.
    pub ended_at: Option<UnixSeconds>,
    pub counts: Counts,
    /// Why a part of it could not be read.
    pub problem: Option<String>,
}

/// How a comparison ended, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Objects of ours.
    pub compared: i64,
    /// Objects of other programs in the same account.
    pub others: i64,
    /// Differences that are gone, or were mended at once.
    pub healed: i64,
    /// Differences that stand.
    pub standing: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    pass: String,
    from_at: i64,
    until_at: i64,
    started_at: i64,
    ended_at: Option<i64>,
    compared: i64,
    others: i64,
    healed: i64,
    standing: i64,
    problem: Option<String>,
}

impl Row {
    fn read(self) -> Result<Reconciliation> {
        Ok(Reconciliation {
            pass: Pass::parse(&self.pass).ok_or_else(|| StoreError::Unreadable("reconciliations.pass".into()))?,
            id: self.id.into(),
            from: UnixSeconds(self.from_at),
            until: UnixSeconds(self.until_at),
            started_at: UnixSeconds(self.started_at),
            ended_at: self.ended_at.map(UnixSeconds),
            counts: Counts {
                compared: self.compared,
                others: self.others,
                healed: self.healed,
                standing: self.standing,
            },
            problem: self.problem,
        })
    }
}

impl Tx {
    /// Writes down that a comparison begins.
    pub async fn begin_reconciliation(
        &mut self,
        pass: &Pass,
        from: UnixSeconds,
        until: UnixSeconds,
        now: UnixSeconds,
    ) -> Result<ReconciliationId> {
        // Of two that begin in one second, the later one has the higher id.
        let id = ReconciliationId::from(format!("{}_{}", ReconciliationId::PREFIX, uuid::Uuid::now_v7().simple()));
        execute!(
            self,
            "insert into reconciliations (id, pass, from_at, until_at, started_at, compared, others, healed, standing) \
             values ($1, $2, $3, $4, $5, 0, 0, 0, 0)",
            id.as_str(),
            pass.to_string(),
            from.0,
            until.0,
            now.0,
        )?;
        Ok(id)
    }

    /// Marks a comparison as ended; with a problem it is not complete.
    pub async fn end_reconciliation(
        &mut self,
        id: &ReconciliationId,
        counts: Counts,
        problem: Option<&str>,
        now: UnixSeconds,
    ) -> Result<()> {
        execute!(
            self,
            "update reconciliations set compared = $2, others = $3, healed = $4, standing = $5, problem = $6, \
             ended_at = $7 where id = $1",
            id.as_str(),
            counts.compared,
            counts.others,
            counts.healed,
            counts.standing,
            problem,
            now.0,
        )?;
        Ok(())
    }

    /// Until when the newest complete comparison of this kind has looked.
    pub async fn compared_until(&mut self, pass: &Pass) -> Result<Option<UnixSeconds>> {
        let row = optional!(
            self,
            (i64,),
            "select until_at from reconciliations where pass = $1 and ended_at is not null and problem is null \
             order by id desc limit 1",
            pass.to_string(),
        )?;
        Ok(row.map(|(at,)| UnixSeconds(at)))
    }

    /// The newest comparison of each kind.
    pub async fn newest_reconciliations(&mut self) -> Result<Vec<Reconciliation>> {
        let rows = all!(
            self,
            Row,
            "select * from reconciliations where id in (select max(id) from reconciliations group by pass) \
             order by pass",
        )?;
        rows.into_iter().map(Row::read).collect()
    }
}
