//! The outbox: jobs written in the transaction that causes them, claimed by one worker at a time.
//!
//! A job has a name; ringing a name that is already there brings its run forward and marks it as rung, so that a
//! worker that is just finishing it runs it once more instead of deleting it.

use super::{Result, Tx, all, execute, optional};
use crate::domain::ids::JobId;
use crate::domain::timestamp::UnixSeconds;
use crate::secret::new_id;
use crate::trial::Guard;
use std::time::Duration;

/// A job that this worker holds until the lease runs out.
#[derive(Clone, Debug)]
pub struct ClaimedJob {
    pub id: JobId,
    pub name: String,
    /// The job itself, as JSON of the caller's type.
    pub job: String,
    /// How often it was tried before.
    pub tries: i64,
    lease: String,
    rung: i64,
}

/// How a run ended.
#[derive(Clone, Debug)]
pub enum Finish {
    /// Nothing more to do, unless somebody has rung meanwhile.
    Done,
    /// To be run again at that time; not a failure.
    Again(UnixSeconds),
    /// Failed; to be tried again at that time, or at once where somebody has rung meanwhile.
    Retry { at: UnixSeconds, error: String },
    /// Failed for good: it waits for a person, unless somebody has rung meanwhile.
    Dead { error: String },
}

#[derive(sqlx::FromRow)]
struct JobRow {
    id: String,
    name: String,
    job: String,
    tries: i64,
    rung: i64,
}

impl Tx {
    /// Writes a job, or brings the one of that name forward to `run_at`.
    pub async fn ring(&mut self, name: &str, job: &str, run_at: UnixSeconds, now: UnixSeconds) -> Result<()> {
        let id: JobId = new_id(now);
        execute!(
            self,
            "insert into outbox (id, name, job, run_at, rung, tries, leased_until, dead, created_at) \
             values ($1, $2, $3, $4, 0, 0, 0, false, $5) on conflict (name) do update set \
             run_at = case when excluded.run_at < outbox.run_at or outbox.dead then excluded.run_at \
             else outbox.run_at end, rung = outbox.rung + 1, dead = false, \
             tries = case when outbox.dead then 0 else outbox.tries end",
            id.as_str(),
            name,
            job,
            run_at.0,
            now.0,
        )?;
        Ok(())
    }

    /// Brings a job forward to `run_at`, if there is one of that name that nobody is running.
    pub async fn bring_forward(&mut self, name: &str, run_at: UnixSeconds) -> Result<()> {
        execute!(
            self,
            "update outbox set run_at = $2 where name = $1 and run_at > $2 and lease is null and not dead",
            name,
            run_at.0,
        )?;
        Ok(())
    }

    /// Puts a job off that nobody has rung since it was written and nobody is running.
    pub async fn put_off(&mut self, name: &str, run_at: UnixSeconds) -> Result<()> {
        execute!(
            self,
            "update outbox set run_at = $2 where name = $1 and rung = 0 and tries = 0 and lease is null and not dead",
            name,
            run_at.0,
        )?;
        Ok(())
    }

    /// Takes a job back that has become needless.
    pub async fn take_back(&mut self, name: &str) -> Result<()> {
        execute!(self, "delete from outbox where name = $1", name)?;
        Ok(())
    }

    /// Claims the job that has waited longest, if one is ready.
    pub async fn claim_job(&mut self, now: UnixSeconds, lease_for: Duration) -> Result<Option<ClaimedJob>> {
        let lease = uuid::Uuid::new_v4().simple().to_string();
        let until = now + lease_for;
        // The texts differ for good: PostgreSQL must skip rows that another worker is claiming.
        let sql = if self.is_postgres() {
            "update outbox set lease = $1, leased_until = $2 where id = (select id from outbox where not dead and \
             run_at <= $3 and (leased_until <= $3 or not $4) order by run_at, id limit 1 for update skip locked) \
             returning id, name, job, tries, rung"
        } else {
            "update outbox set lease = $1, leased_until = $2 where id = (select id from outbox where not dead and \
             run_at <= $3 and (leased_until <= $3 or not $4) order by run_at, id limit 1) \
             returning id, name, job, tries, rung"
        };
        let fenced = self.stands(Guard::JobClaim);
        let row = optional!(self, JobRow, sql, lease.as_str(), until.0, now.0, fenced)?;
        Ok(row.map(|row| ClaimedJob {
            id: row.id.into(),
            name: row.name,
            job: row.job,
            tries: row.tries,
            rung: row.rung,
            lease,
        }))
    }

    /// Ends a run; `false` when the lease was lost meanwhile, and then nothing is changed.
    pub async fn finish_job(&mut self, job: &ClaimedJob, finish: &Finish, now: UnixSeconds) -> Result<bool> {
        let id = job.id.as_str();
        let lease = job.lease.as_str();
        let fenced = self.stands(Guard::JobLease);
        let changed = match finish {
            Finish::Done => {
                let deleted = execute!(
                    self,
                    "delete from outbox where id = $1 and (lease = $2 or not $4) and rung = $3",
                    id,
                    lease,
                    job.rung,
                    fenced,
                )?;
                if deleted == 1 {
                    return Ok(true);
                }
                // Rung while it ran: once more, at once.
                execute!(
                    self,
                    "update outbox set lease = null, leased_until = 0, tries = 0, run_at = $3 \
                     where id = $1 and (lease = $2 or not $4)",
                    id,
                    lease,
                    now.0,
                    fenced,
                )?
            }
            Finish::Again(at) => execute!(
                self,
                "update outbox set lease = null, leased_until = 0, tries = 0, last_error = null, \
                 run_at = case when rung = $4 then $3 else $5 end where id = $1 and (lease = $2 or not $6)",
                id,
                lease,
                at.0,
                job.rung,
                now.0,
                fenced,
            )?,
            Finish::Retry { at, error } => execute!(
                self,
                "update outbox set lease = null, leased_until = 0, tries = tries + 1, last_error = $4, \
                 run_at = case when rung = $6 then $3 else $7 end where id = $1 and (lease = $2 or not $5)",
                id,
                lease,
                at.0,
                error.as_str(),
                fenced,
                job.rung,
                now.0,
            )?,
            Finish::Dead { error } => execute!(
                self,
                "update outbox set lease = null, leased_until = 0, tries = tries + 1, last_error = $3, dead = rung = $5, \
                 run_at = case when rung = $5 then run_at else $6 end where id = $1 and (lease = $2 or not $4)",
                id,
                lease,
                error.as_str(),
                fenced,
                job.rung,
                now.0,
            )?,
        };
        Ok(changed == 1)
    }

    /// When the next job becomes ready; `None` without jobs.
    pub async fn next_job_at(&mut self) -> Result<Option<UnixSeconds>> {
        let row = optional!(
            self,
            (Option<i64>,),
            "select min(case when run_at > leased_until then run_at else leased_until end) from outbox where not dead",
        )?;
        Ok(row.and_then(|(at,)| at).map(UnixSeconds))
    }

    /// Names of jobs that are ready or dead: for tests and for staff.
    pub async fn jobs_waiting(&mut self, now: UnixSeconds) -> Result<Vec<(String, bool, Option<String>)>> {
        all!(
            self,
            (String, bool, Option<String>),
            "select name, dead, last_error from outbox where dead or run_at <= $1 order by run_at, id limit 200",
            now.0,
        )
    }
}
