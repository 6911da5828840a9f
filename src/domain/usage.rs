//! What is left on an eSIM, as its network reports it. No secrets here: it may be cached and sent to the browser.

mod data_amount;
mod forecast;

pub use data_amount::{DataAmount, NotADataAmount};
pub use forecast::{Sample, runs_out_at};

use super::offer::{Allowance, DataAllowance};
use super::timestamp::UnixSeconds;
use serde::{Deserialize, Serialize};

/// One reading of all balances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageReport {
    /// When we asked: the "as of" of every figure.
    pub taken_at: UnixSeconds,
    /// When the eSIM was first used, where the network tells.
    pub first_activation: Option<UnixSeconds>,
    /// When the phone number itself is taken back.
    pub number_expires: Option<UnixSeconds>,
    pub balances: Vec<Balance>,
}

/// One plan or top-up on the eSIM. A kind that the plan does not have is `None`; one that is used up is zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// The network's own name of the plan.
    pub name: String,
    /// Data that is left.
    pub data: Option<DataAmount>,
    /// Data that the plan began with, where the network tells or the order says so.
    pub data_total: Option<DataAmount>,
    /// Calls that are left, in seconds.
    pub airtime_seconds: Option<i64>,
    /// Text messages that are left.
    pub sms: Option<i64>,
    pub activated_at: Option<UnixSeconds>,
    pub expires_at: Option<UnixSeconds>,
}

impl UsageReport {
    /// Data left in the balances that still run at `now`; `None` when none of them counts data.
    pub fn data_left(&self, now: UnixSeconds) -> Option<DataAmount> {
        let running = self.balances.iter().filter(|balance| !balance.has_expired(now));
        running.filter_map(|balance| balance.data).reduce(DataAmount::plus)
    }

    /// The balances; where there is one alone, it is the plan, of which the order knows how much it began with and what
    /// it never had: networks count calls and texts of a plan of data alone, too, as none left.
    pub fn as_bought(&self, allowance: &Allowance) -> Vec<Balance> {
        let mut balances = self.balances.clone();
        if let [only] = balances.as_mut_slice() {
            let some = |allowed: Option<i64>| allowed.unwrap_or(0) > 0;
            only.airtime_seconds = only.airtime_seconds.filter(|left| *left > 0 || some(allowance.airtime_seconds));
            only.sms = only.sms.filter(|left| *left > 0 || some(allowance.sms));
        }
        if let ([only], DataAllowance::Limited(total)) = (balances.as_mut_slice(), &allowance.data)
            && only.data_total.is_none()
            && only.data.is_some_and(|left| left <= *total)
        {
            only.data_total = Some(*total);
        }
        balances
    }

    /// What is left and what it began with, of all balances that still run at `now`; `None` where one of them does not
    /// say how much it began with, and where none counts data.
    pub fn data_level(&self, allowance: &Allowance, now: UnixSeconds) -> Option<DataLevel> {
        let balances = self.as_bought(allowance);
        let running = balances.iter().filter(|balance| balance.data.is_some() && !balance.has_expired(now));
        let levels = running.map(|balance| Some(DataLevel { left: balance.data?, total: balance.data_total? }));
        let sum = |one: DataLevel, other: DataLevel| DataLevel {
            left: one.left.plus(other.left),
            total: one.total.plus(other.total),
        };
        let levels: Option<Vec<DataLevel>> = levels.collect();
        levels?.into_iter().reduce(sum).filter(|level| !level.total.is_zero())
    }

    /// When the last of its balances ends; `None` where one of them does not say.
    pub fn ends_at(&self) -> Option<UnixSeconds> {
        let ends: Option<Vec<UnixSeconds>> = self.balances.iter().map(|balance| balance.expires_at).collect();
        ends?.into_iter().max()
    }
}

/// Data that is left, beside what there was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataLevel {
    pub left: DataAmount,
    /// Never zero.
    pub total: DataAmount,
}

impl DataLevel {
    /// Whether at least so many per cent are used.
    pub fn is_used(self, percent: u8) -> bool {
        let left = u128::from(self.left.bytes) * 100;
        left <= u128::from(self.total.bytes) * u128::from(100_u8.saturating_sub(percent))
    }
}

impl Balance {
    /// Whether its time is over at `now`. A balance without a known end runs on.
    pub fn has_expired(&self, now: UnixSeconds) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }

    /// Data left, in per cent of what the plan began with, rounded down: a meter's value. `None` without a known total.
    pub fn data_left_percent(&self) -> Option<u8> {
        let (left, total) = (self.data?.bytes, self.data_total?.bytes);
        let percent = (u128::from(left) * 100).checked_div(u128::from(total))?;
        Some(percent.min(100) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balance(left: Option<u64>, total: Option<u64>, expires_at: Option<i64>) -> Balance {
        Balance {
            name: "Holiday".to_owned(),
            data: left.map(|bytes| DataAmount { bytes }),
            data_total: total.map(|bytes| DataAmount { bytes }),
            airtime_seconds: None,
            sms: None,
            activated_at: None,
            expires_at: expires_at.map(UnixSeconds),
        }
    }

    #[test]
    fn an_expired_balance_promises_no_data() {
        let report = UsageReport {
            taken_at: UnixSeconds(100),
            first_activation: None,
            number_expires: None,
            balances: vec![
                balance(Some(5), None, Some(100)),
                balance(Some(7), None, Some(101)),
                balance(None, None, None),
                balance(Some(1), None, None),
            ],
        };
        assert_eq!(report.data_left(UnixSeconds(100)), Some(DataAmount { bytes: 8 }));
        assert_eq!(report.data_left(UnixSeconds(0)), Some(DataAmount { bytes: 13 }));
        let empty = UsageReport { balances: vec![balance(None, None, None)], ..report };
        assert_eq!(empty.data_left(UnixSeconds(0)), None);
    }

    #[test]
    fn the_meter_is_rounded_down_and_ends_at_100() {
        assert_eq!(balance(Some(199), Some(200), None).data_left_percent(), Some(99));
        assert_eq!(balance(Some(300), Some(200), None).data_left_percent(), Some(100));
        assert_eq!(balance(Some(u64::MAX), Some(u64::MAX), None).data_left_percent(), Some(100));
        assert_eq!(balance(Some(0), Some(200), None).data_left_percent(), Some(0));
        assert_eq!(balance(Some(1), Some(0), None).data_left_percent(), None);
        assert_eq!(balance(Some(1), None, None).data_left_percent(), None);
    }
}
