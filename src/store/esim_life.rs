//! The rest of an eSIM's life: when it is asked about, what was left on it over time, what its buyer was told.

use super::esims::EsimRow;
use super::{Esim, MailKind, Result, StoreError, Tx, all, execute, optional};
use crate::domain::esim_life::EsimNotice;
use crate::domain::ids::{EsimId, MailId};
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::{DataAmount, Sample};

/// An eSIM whose identity papers must be registered.
#[derive(Clone, Debug)]
pub struct PapersDue {
    pub esim: Esim,
    pub until: UnixSeconds,
}

#[derive(sqlx::FromRow)]
struct SampleRow {
    taken_at: i64,
    data_left: Option<i64>,
    data_total: Option<i64>,
    expires_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct PapersRow {
    #[sqlx(flatten)]
    esim: EsimRow,
    papers_until: i64,
}

impl From<SampleRow> for Sample {
    fn from(row: SampleRow) -> Self {
        let amount = |bytes: i64| DataAmount { bytes: u64::try_from(bytes).unwrap_or(0) };
        Self {
            taken_at: UnixSeconds(row.taken_at),
            data_left: row.data_left.map(amount),
            data_total: row.data_total.map(amount),
            expires_at: row.expires_at.map(UnixSeconds),
        }
    }
}

impl Tx {
    /// Keeps a sample; of a flat stretch the first and the last stay.
    pub async fn keep_sample(&mut self, esim: &EsimId, sample: &Sample) -> Result<()> {
        let newest = self.newest_samples(esim, 2).await?;
        if let [before, last] = newest.as_slice()
            && last.says_the_same(sample)
            && before.says_the_same(sample)
        {
            execute!(
                self,
                "update usage_samples set taken_at = $3 where esim_id = $1 and taken_at = $2 and taken_at < $3",
                esim.as_str(),
                last.taken_at.0,
                sample.taken_at.0,
            )?;
            return Ok(());
        }
        let bytes = |amount: Option<DataAmount>| amount.map(|amount| i64::try_from(amount.bytes).unwrap_or(i64::MAX));
        execute!(
            self,
            "insert into usage_samples (esim_id, taken_at, data_left, data_total, expires_at) \
             values ($1, $2, $3, $4, $5) on conflict (esim_id, taken_at) do nothing",
            esim.as_str(),
            sample.taken_at.0,
            bytes(sample.data_left),
            bytes(sample.data_total),
            sample.expires_at.map(|at| at.0),
        )?;
        Ok(())
    }

    /// The newest samples of an eSIM, at most so many, oldest first.
    pub async fn newest_samples(&mut self, esim: &EsimId, limit: u32) -> Result<Vec<Sample>> {
        let rows = all!(
            self,
            SampleRow,
            "select taken_at, data_left, data_total, expires_at from usage_samples where esim_id = $1 \
             order by taken_at desc limit $2",
            esim.as_str(),
            i64::from(limit),
        )?;
        Ok(rows.into_iter().rev().map(Sample::from).collect())
    }

    /// Plans the next question about an eSIM (`None`: none), and notes until when its papers must be registered.
    pub async fn plan_look(
        &mut self,
        esim: &EsimId,
        at: Option<UnixSeconds>,
        papers_until: Option<UnixSeconds>,
    ) -> Result<()> {
        execute!(
            self,
            "update esims set next_look_at = $2, papers_until = $3 where id = $1",
            esim.as_str(),
            at.map(|at| at.0),
            papers_until.map(|until| until.0),
        )?;
        Ok(())
    }

    /// The eSIMs that are to be asked about by now, those that have waited longest first.
    pub async fn esims_to_look_at(&mut self, now: UnixSeconds, limit: u32) -> Result<Vec<Esim>> {
        let rows = all!(
            self,
            EsimRow,
            "select * from esims where next_look_at <= $1 order by next_look_at, id limit $2",
            now.0,
            i64::from(limit),
        )?;
        rows.into_iter().map(|row| self.read_esim(row)).collect()
    }

    /// When the next eSIM is to be asked about.
    pub async fn next_look_at(&mut self) -> Result<Option<UnixSeconds>> {
        let row = optional!(
            self,
            (i64,),
            "select next_look_at from esims where next_look_at is not null order by next_look_at limit 1",
        )?;
        Ok(row.map(|(at,)| UnixSeconds(at)))
    }

    /// Owes the buyer a notice of an eSIM; `None` when it was given before.
    pub async fn owe_notice(
        &mut self,
        esim: &Esim,
        notice: EsimNotice,
        recipient: &str,
        now: UnixSeconds,
    ) -> Result<Option<MailId>> {
        let new = execute!(
            self,
            "insert into esim_notices (esim_id, kind, given_at) values ($1, $2, $3) \
             on conflict (esim_id, kind) do nothing",
            esim.id.as_str(),
            notice.as_str(),
            now.0,
        )?;
        if new == 0 {
            return Ok(None);
        }
        let mail = self.insert_mail(&esim.order, MailKind::EsimNotice, recipient, now).await?;
        execute!(
            self,
            "update esim_notices set mail_id = $3 where esim_id = $1 and kind = $2",
            esim.id.as_str(),
            notice.as_str(),
            mail.as_str(),
        )?;
        Ok(Some(mail))
    }

    /// The eSIM and the notice that a mail is about.
    pub async fn notice_of_mail(&mut self, mail: &MailId) -> Result<Option<(EsimId, EsimNotice)>> {
        let row = optional!(
            self,
            (String, String),
            "select esim_id, kind from esim_notices where mail_id = $1",
            mail.as_str(),
        )?;
        row.map(|(esim, kind)| Ok((esim.into(), notice(&kind)?))).transpose()
    }

    /// The notices that were given of an eSIM, oldest first.
    pub async fn notices_of(&mut self, esim: &EsimId) -> Result<Vec<(EsimNotice, UnixSeconds)>> {
        let rows = all!(
            self,
            (String, i64),
            "select kind, given_at from esim_notices where esim_id = $1 order by given_at, kind",
            esim.as_str(),
        )?;
        rows.into_iter().map(|(kind, at)| Ok((notice(&kind)?, UnixSeconds(at)))).collect()
    }

    /// The eSIMs whose papers must be registered in this time, the most urgent first.
    pub async fn papers_due(&mut self, from: UnixSeconds, to: UnixSeconds, limit: u32) -> Result<Vec<PapersDue>> {
        let rows = all!(
            self,
            PapersRow,
            "select * from esims where papers_until > $1 and papers_until <= $2 order by papers_until, id limit $3",
            from.0,
            to.0,
            i64::from(limit),
        )?;
        let read =
            |row: PapersRow| Ok(PapersDue { until: UnixSeconds(row.papers_until), esim: self.read_esim(row.esim)? });
        rows.into_iter().map(read).collect()
    }
}

fn notice(word: &str) -> Result<EsimNotice> {
    EsimNotice::parse(word).ok_or_else(|| StoreError::Unreadable("esim_notices.kind".into()))
}
