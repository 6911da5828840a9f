//! What a notice's mail says: read when it is sent, so that it says what is true by then.

use super::esim_watch::life;
use super::usage_sync::{EsimUse, StoredSim, stored_use};
use crate::domain::esim_life::{EsimNotice, NEARLY_USED_PERCENT};
use crate::domain::offer::IdentityPapers;
use crate::domain::timestamp::UnixSeconds;
use crate::mail::messages::{EsimNews, What};
use crate::store::{Esim, Family, Mail, Result, Tx};

/// A notice that was given, with what is known of its eSIM now.
pub(super) struct Notice<'a> {
    notice: EsimNotice,
    esim: &'a Esim,
    family: &'a Family,
    known: EsimUse,
    /// From 1, within the order.
    position: usize,
}

/// The notice that a mail is about.
pub(super) async fn notice<'a>(
    tx: &mut Tx,
    mail: &Mail,
    family: &'a Family,
    esims: &'a [Esim],
) -> Result<Option<Notice<'a>>> {
    let Some((esim, notice)) = tx.notice_of_mail(&mail.id).await? else { return Ok(None) };
    let known = stored_use(tx, &esim).await?;
    let mut numbered = (1..).zip(esims);
    let found = numbered.find(|(_, candidate)| candidate.id == esim);
    Ok(found.map(|(position, esim)| Notice { notice, esim, family, known, position }))
}

impl Notice<'_> {
    /// What is to be told; `None` when things have changed for the better meanwhile.
    pub(super) fn news(&self, now: UnixSeconds) -> Option<EsimNews> {
        let status = self.known.sim.as_ref().map(StoredSim::status);
        let life = life(self.esim, self.family, &self.known, status.as_ref())?;
        let what = match self.notice {
            EsimNotice::DataLow | EsimNotice::DataUsed => {
                let level = life.level(now).filter(|level| level.is_used(NEARLY_USED_PERCENT))?;
                if level.left.is_zero() { What::DataUsed { total: level.total } } else { What::DataLow(level) }
            }
            EsimNotice::EndsSoon => What::EndsSoon { at: life.ends_at().filter(|end| *end > now)? },
            EsimNotice::Ended => What::Ended { at: life.ends_at().filter(|end| *end <= now) },
            EsimNotice::PapersFirst | EsimNotice::PapersSecond | EsimNotice::PapersLast => {
                let IdentityPapers::Required { url, .. } = &life.facts.identity_papers else { return None };
                What::Papers { until: life.papers_until().filter(|until| now < *until)?, url: url.clone() }
            }
        };
        let (plan, can_top_up) = (life.facts.name.clone(), life.facts.top_up == Some(true));
        Some(EsimNews { notice: self.notice, position: self.position, plan, what, can_top_up })
    }
}
