//! The rest of an eSIM's life, once it is delivered: when its supplier is asked about it, and what its buyer is told.

use super::offer::{IdentityPapers, PlanFacts};
use super::sim_status::SimStatus;
use super::timestamp::UnixSeconds;
use super::usage::{DataLevel, Sample, UsageReport};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

/// A new eSIM is first asked about so long after it was stored: by then many are installed.
pub const FIRST_LOOK: Duration = Duration::from_secs(12 * 3600);
/// So long after a line's end it is asked about for the last time: whoever tops up a plan that has ended does it within
/// days; later every question would cost a supplier's patience and tell nothing.
const AFTERLIFE: Duration = Duration::from_secs(3 * 86_400);
/// One that nobody has installed in a year will not be.
const NEVER_INSTALLED: Duration = Duration::from_secs(365 * 86_400);
/// The end is near, for questions and for the buyer.
const NEAR_THE_END: Duration = Duration::from_secs(2 * 86_400);
/// From so many per cent on, little data is left.
pub const NEARLY_USED_PERCENT: u8 = 80;
/// Reminders of identity papers, as days of a term of thirty.
const REMINDERS: [(EsimNotice, u64); 3] =
    [(EsimNotice::PapersFirst, 7), (EsimNotice::PapersSecond, 20), (EsimNotice::PapersLast, 27)];
const TERM: u64 = 30;

/// What the buyer is told of an eSIM, each once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EsimNotice {
    /// Four fifths of the data are used.
    DataLow,
    DataUsed,
    /// Two days are left.
    EndsSoon,
    Ended,
    PapersFirst,
    PapersSecond,
    PapersLast,
}

impl EsimNotice {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::DataLow,
        Self::DataUsed,
        Self::EndsSoon,
        Self::Ended,
        Self::PapersFirst,
        Self::PapersSecond,
        Self::PapersLast,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DataLow => "data_low",
            Self::DataUsed => "data_used",
            Self::EndsSoon => "ends_soon",
            Self::Ended => "ended",
            Self::PapersFirst => "papers_first",
            Self::PapersSecond => "papers_second",
            Self::PapersLast => "papers_last",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.as_str() == word)
    }

    /// Whether it reminds of identity papers.
    pub fn is_about_papers(self) -> bool {
        REMINDERS.iter().any(|(notice, _)| *notice == self)
    }
}

/// Everything that is known of a delivered eSIM.
#[derive(Clone, Copy, Debug)]
pub struct EsimLife<'a> {
    pub facts: &'a PlanFacts,
    /// The supplier's time of sale: identity papers are counted from here.
    pub sold_at: UnixSeconds,
    pub usage: Option<&'a UsageReport>,
    pub status: Option<&'a SimStatus>,
    /// When the SIM itself ends, where its state says so.
    pub sim_ends_at: Option<UnixSeconds>,
}

impl EsimLife<'_> {
    /// Data left beside what there was.
    pub fn level(&self, now: UnixSeconds) -> Option<DataLevel> {
        self.usage?.data_level(&self.facts.allowance, now)
    }

    /// When the plan ends, top-ups included; `None` while nobody says.
    pub fn ends_at(&self) -> Option<UnixSeconds> {
        self.usage.and_then(UsageReport::ends_at).or(self.sim_ends_at)
    }

    /// What is kept of this reading.
    pub fn sample(&self) -> Option<Sample> {
        let report = self.usage?;
        let taken_at = report.taken_at;
        Some(Sample {
            taken_at,
            data_left: report.data_left(taken_at),
            data_total: self.level(taken_at).map(|level| level.total),
            expires_at: self.ends_at(),
        })
    }

    /// Until when identity papers must be registered, where the law asks for them.
    pub fn papers_until(&self) -> Option<UnixSeconds> {
        match self.facts.identity_papers {
            IdentityPapers::NotRequired => None,
            IdentityPapers::Required { within_days, .. } => Some(self.sold_at.plus_days(i64::from(within_days))),
        }
    }

    /// What the buyer ought to have been told by now; who gives a notice sees to it that it is given once.
    pub fn due(&self, now: UnixSeconds) -> Vec<EsimNotice> {
        if self.is_over(now) {
            // One that ended long before anybody looked is no news.
            let news = self.ends_at().is_none_or(|end| now.since(end) <= AFTERLIFE);
            let ended = news && self.status != Some(&SimStatus::RevokedByOperator);
            return if ended { vec![EsimNotice::Ended] } else { Vec::new() };
        }
        let mut due = Vec::new();
        if let Some(level) = self.level(now) {
            if level.left.is_zero() {
                due.push(EsimNotice::DataUsed);
            } else if level.is_used(NEARLY_USED_PERCENT) {
                due.push(EsimNotice::DataLow);
            }
        }
        if self.end_is_near(now) && self.is_longer_than_the_end() {
            due.push(EsimNotice::EndsSoon);
        }
        due.extend(self.reminder(now));
        due
    }

    /// When it is asked about next, after a look at `now`; `None`: never again.
    pub fn next_look(&self, now: UnixSeconds) -> Option<UnixSeconds> {
        if self.is_over(now) {
            let over_for_good = self.ends_at().is_none_or(|end| now.since(end) >= AFTERLIFE);
            return (!over_for_good).then(|| now + DAY);
        }
        if self.is_not_installed() && now.since(self.sold_at) >= NEVER_INSTALLED {
            return None;
        }
        let level = self.level(now);
        let every = match level {
            _ if self.is_not_installed() => DAY,
            _ if self.end_is_near(now) => HOUR,
            // Nothing but a top-up can happen to it.
            Some(level) if level.left.is_zero() => 6 * HOUR,
            Some(level) if level.is_used(NEARLY_USED_PERCENT) => HOUR,
            Some(level) if level.left < level.total => 6 * HOUR,
            _ => 12 * HOUR,
        };
        // What is told at a certain time is not told a day late.
        let ends = self.ends_at();
        let appointments = [ends, ends.map(|end| end - NEAR_THE_END)].into_iter().flatten();
        let appointments = appointments.chain(self.reminders().map(|(_, at)| at)).filter(|at| *at > now);
        appointments.chain([now + every]).min()
    }

    /// No more can be done with the line.
    fn is_over(&self, now: UnixSeconds) -> bool {
        let said = matches!(self.status, Some(SimStatus::Expired | SimStatus::RevokedByOperator));
        said || self.ends_at().is_some_and(|end| end <= now)
    }

    fn is_not_installed(&self) -> bool {
        match self.status {
            Some(status) => matches!(status, SimStatus::Free | SimStatus::NotInstalled),
            None => self.usage.is_none_or(|report| report.first_activation.is_none()),
        }
    }

    fn end_is_near(&self, now: UnixSeconds) -> bool {
        self.ends_at().is_some_and(|end| end > now && end <= now + NEAR_THE_END)
    }

    /// A plan of two days would be announced to end as soon as it begins.
    fn is_longer_than_the_end(&self) -> bool {
        self.facts.validity.days().is_none_or(|days| u64::from(days) * DAY.as_secs() > NEAR_THE_END.as_secs())
    }

    /// The newest reminder whose time has come, until the term is over. No word of a network's says that papers were
    /// registered, `available` least of all: only a line that lives on after its term has them, so all are reminded.
    fn reminder(&self, now: UnixSeconds) -> Option<EsimNotice> {
        let in_time = self.papers_until().is_some_and(|until| now < until);
        let come = self.reminders().filter(|(_, at)| *at <= now).max_by_key(|(_, at)| *at);
        come.filter(|_| in_time).map(|(notice, _)| notice)
    }

    fn reminders(&self) -> impl Iterator<Item = (EsimNotice, UnixSeconds)> {
        let term = self.papers_until().map(|until| until.since(self.sold_at).as_secs());
        let sold_at = self.sold_at;
        term.into_iter().flat_map(move |term| {
            REMINDERS.map(|(notice, day)| (notice, sold_at + Duration::from_secs(term * day / TERM)))
        })
    }
}

#[cfg(test)]
mod tests;
