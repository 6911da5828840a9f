//! What Orange counts by itself: the transactions of a period, and what travellers used in each zone.

use super::OrangeTravel;
use super::buying::TRANSACTIONS;
use super::networks::NetworkKind;
use super::wire::{self, Count, GlobalBalances, Zone};
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::DataAmount;
use crate::suppliers::SupplierError;

/// Orange answers for six months at most (seed 004, "Soldes globaux"); the shortest six have 181 days.
const LONGEST_WINDOW_DAYS: i64 = 180;

/// How finely zones are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneLevel {
    Region,
    Country,
}

/// What was used in one zone in one window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneUse {
    /// First and last day of the window, its midnights.
    pub from: UnixSeconds,
    pub to: UnixSeconds,
    pub name: String,
    pub code: Option<String>,
    pub data: DataAmount,
}

impl OrangeTravel {
    /// How many transactions Orange counts between two days, both included.
    pub async fn transactions_counted(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<u64, SupplierError> {
        let (start, end) = (from.civil_date().to_string(), to.civil_date().to_string());
        let [distributors, transactions] = TRANSACTIONS;
        let query = [("startDate", start.as_str()), ("endDate", end.as_str())];
        let answer =
            self.api.get_json("transactions.count", &[distributors, transactions, "count"], &query, request_id).await?;
        let Count { count } = wire::object(answer);
        let counted = count.0.and_then(|count| u64::try_from(count).ok());
        counted.ok_or_else(|| SupplierError::Garbled { reason: "the count of transactions is no number".into() })
    }

    /// What travellers used between two days, both included; a longer time than Orange answers for is asked for in parts.
    /// Only Welcome Travelers tells: `None` where Orange lists no such network.
    pub async fn global_balances(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        level: ZoneLevel,
        request_id: &str,
    ) -> Result<Option<Vec<ZoneUse>>, SupplierError> {
        let networks = self.known_networks(request_id).await?;
        let Some(network) = networks.iter().find(|network| network.kind == NetworkKind::WelcomeTravelers) else {
            return Ok(None);
        };
        let level = match level {
            ZoneLevel::Region => "region",
            ZoneLevel::Country => "country",
        };
        let mut used = Vec::new();
        for (from, to) in windows(from, to) {
            let (start, end) = (from.civil_date().to_string(), to.civil_date().to_string());
            let query = [("startDate", start.as_str()), ("endDate", end.as_str()), ("zoneLevel", level)];
            let path = ["distributors", "suppliers", network.id.as_str(), "globalbalances"];
            let balances: GlobalBalances =
                wire::object(self.api.get_json("balances", &path, &query, request_id).await?);
            for zone in wire::list_of(balances.zones) {
                let zone: Zone = wire::object(zone);
                let data = zone.data_amount.0.zip(zone.data_unit.0);
                let data = data.and_then(|(amount, unit)| DataAmount::from_unit(&amount, &unit).ok());
                let (Some(name), Some(data)) = (zone.name.0, data) else {
                    return Err(SupplierError::Garbled { reason: "a zone has no name or no amount of data".into() });
                };
                used.push(ZoneUse { from, to, name, code: zone.code.0, data });
            }
        }
        Ok(Some(used))
    }
}

/// The days in parts that Orange answers for, without a gap and without a day twice.
fn windows(from: UnixSeconds, to: UnixSeconds) -> Vec<(UnixSeconds, UnixSeconds)> {
    let mut windows = Vec::new();
    let mut start = from;
    while start <= to {
        let end = to.min(start.plus_days(LONGEST_WINDOW_DAYS - 1));
        windows.push((start, end));
        start = end.plus_days(1);
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_time_is_cut_into_windows_that_touch_and_are_short_enough() {
        let day = |number: i64| UnixSeconds(0).plus_days(number);
        assert_eq!(windows(day(0), day(0)), [(day(0), day(0))]);
        assert_eq!(windows(day(0), day(179)), [(day(0), day(179))]);
        assert_eq!(windows(day(0), day(400)), [(day(0), day(179)), (day(180), day(359)), (day(360), day(400))]);
        assert!(windows(day(1), day(0)).is_empty());
    }
}
