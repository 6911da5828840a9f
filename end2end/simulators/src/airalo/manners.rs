//! In what forms Airalo answers, and how its next orders go: wherever its documents differ or leave it open.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AiraloManners {
    /// The account is in sandbox mode: matching ids read `TEST`, nothing is charged, nobody is notified, and the
    /// package ids of the documentation that begin with `test-` fail as they say.
    pub sandbox: bool,
    /// The partner has a discount instead of net prices: `net_price` is null everywhere.
    pub discount_pricing: bool,
    /// From the second page on the packages' `data` is an object with the places as names.
    pub later_pages_as_object: bool,
    /// The most items on a page, whatever `limit` asks for.
    pub page_cap: usize,
    /// Notifications of async orders hold the order's fields at the top instead of in `data`.
    pub flat_notifications: bool,
    /// Seconds until an order shows in the list.
    pub order_list_lag_seconds: i64,
    /// Seconds for which the answer about usage stays the same.
    pub usage_cache_seconds: i64,
    pub tokens_per_minute: usize,
    pub package_calls_per_minute: usize,
    /// For one ICCID.
    pub usage_calls_per_minute: usize,
}

impl Default for AiraloManners {
    fn default() -> Self {
        Self {
            sandbox: false,
            discount_pricing: false,
            later_pages_as_object: true,
            page_cap: 1000,
            flat_notifications: false,
            order_list_lag_seconds: 0,
            usage_cache_seconds: 0,
            tokens_per_minute: 3,
            package_calls_per_minute: 40,
            usage_calls_per_minute: 100,
        }
    }
}

/// The course of one order or top-up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AiraloOrderPlan {
    /// Refuse with this code of the error guide, such as 13 or 53; nothing is sold. An async order is accepted and
    /// its notification tells the reason.
    pub refuse_code: Option<u16>,
    /// Seconds until an async order is made.
    pub async_after_seconds: i64,
}

/// What the documentation's test packages do in sandbox mode.
pub(super) fn sandbox_code(package: &str) -> Option<u16> {
    Some(match package {
        "test-insufficient-balance-7days-1gb" => 11,
        "test-maintenance-mode-7days-1gb" => 13,
        "test-disabled-top-up-7days-1gb" => 23,
        "test-not-enough-7days-1gb" => 33,
        "test-out-of-stock-7days-1gb" => 34,
        _ => return None,
    })
}
