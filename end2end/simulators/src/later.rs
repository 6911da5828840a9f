//! A change of status that comes by itself.

use serde::{Deserialize, Serialize};

/// A change of status, so many seconds (of the world's clock) after the sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Later {
    pub after_seconds: i64,
    pub status: String,
}
