//! Why a read at a supplier failed. Buying has no errors: see `Sent` and `Reading`.

use std::time::Duration;
use thiserror::Error;

/// What a caller treats differently.
#[derive(Clone, Debug, Error)]
pub enum SupplierError {
    /// Worth another try later: connection, time-out, 429, 5xx.
    #[error("the supplier cannot be reached at present: {reason}")]
    Unavailable { reason: String, retry_after: Option<Duration> },
    /// The circuit breaker is open: not even asked.
    #[error("the supplier is left alone for a while after too many failures")]
    LeftAlone,
    /// It refuses us: credentials, rights, a request it does not take. A person must look.
    #[error("the supplier refuses the request ({status}): {reason}")]
    Refused { status: u16, reason: String },
    /// It does not know the thing asked for.
    #[error("the supplier does not know it")]
    NotFound,
    /// Its answer cannot be understood. A person must look.
    #[error("the supplier's answer cannot be understood: {reason}")]
    Garbled { reason: String },
}
