//! In what forms this supplier answers where the protocol leaves it open, and how its next orders go.

use serde::{Deserialize, Serialize};

use crate::later::Later;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StandardManners {
    /// A bare array of packages instead of `{packages, next_page}`.
    pub packages_as_array: bool,
    /// The most packages or orders on a page, whatever `limit` asks for.
    pub page_cap: usize,
    /// Prices as text instead of as numbers.
    pub price_as_text: bool,
    pub manual_code: ManualCode,
    /// Seconds until an order is found by its reference.
    pub order_list_lag_seconds: i64,
    pub tokens_per_minute: usize,
}

impl Default for StandardManners {
    fn default() -> Self {
        Self {
            packages_as_array: false,
            page_cap: 100,
            price_as_text: false,
            manual_code: ManualCode::default(),
            order_list_lag_seconds: 0,
            tokens_per_minute: 30,
        }
    }
}

/// What `manual_activation_code` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManualCode {
    /// The matching id, to be typed beside the SM-DP+ address.
    #[default]
    MatchingId,
    /// `1$<SM-DP+>$<matching id>`
    Whole,
}

/// The course of one order or top-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StandardOrderPlan {
    /// The status in the answer: `completed`, `processing`, `failed` or any other word.
    pub status: String,
    /// What the status turns into afterwards.
    pub later: Option<Later>,
    /// Refuse with a 422 that carries this reason; nothing is sold.
    pub refuse: Option<String>,
}

impl Default for StandardOrderPlan {
    fn default() -> Self {
        Self { status: "completed".to_owned(), later: None, refuse: None }
    }
}
