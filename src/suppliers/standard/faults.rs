//! Error answers: what they mean for a read, and the table of definite noes for an order.
//!
//! The protocol names only statuses (seed 002, "Gestion des erreurs"). Codes are those of the simulated supplier's problem
//! details (RFC 9457) and of draft-ietf-httpapi-idempotency-key-header; `docs/suppliers.md` asks a partner for them.

use super::wire::{Fault, object_in};
use crate::suppliers::http::reading::Answer;
use crate::suppliers::{RawAnswer, Reading, SupplierError};

/// Longest piece of a supplier's words that goes into a reason.
const LONGEST_REASON: usize = 300;

impl Fault {
    fn of(answer: &RawAnswer) -> Self {
        serde_json::from_slice(&answer.body).ok().and_then(object_in).unwrap_or_default()
    }

    fn words(&self) -> String {
        let parts = [&self.code, &self.title, &self.detail, &self.message];
        let parts: Vec<_> = parts.into_iter().filter_map(|part| part.as_deref()).collect();
        parts.join(": ").chars().take(LONGEST_REASON).collect()
    }
}

/// Whether the token must be renewed: whatever a 401 says, a fresh token is all that can help (RFC 6750, 3.1).
pub(super) fn is_expired_token(answer: &RawAnswer) -> bool {
    answer.status == 401
}

/// The answer of a read, or why it is none.
pub(super) fn checked(answer: Answer) -> Result<RawAnswer, SupplierError> {
    let Answer { raw, retry_after, .. } = answer;
    let status = raw.status;
    if (200..300).contains(&status) {
        return Ok(raw);
    }
    let reason = format!("{status} {}", Fault::of(&raw).words());
    Err(match status {
        408 | 429 | 500.. => SupplierError::Unavailable { reason, retry_after },
        404 => SupplierError::NotFound,
        _ => SupplierError::Refused { status, reason },
    })
}

/// One definite no to an order: nothing was sold.
struct No {
    status: u16,
    /// Any of these; without one, whatever the code is, as long as the supplier wrote one.
    codes: &'static [&'static str],
}

const fn no(status: u16, codes: &'static [&'static str]) -> No {
    No { status, codes }
}

/// Every definite no that takes a code. What is not listed is no answer to "was it sold?" and stays unknown: 408, 409 (the
/// first request under the key still runs), 3xx, 5xx, and 422 for a key that was used before.
const NOES: &[No] = &[
    no(400, &["invalid_request", "idempotency_key_missing"]),
    no(402, &[]),
    no(403, &[]),
    no(404, &[]),
    no(405, &[]),
    no(406, &[]),
    no(415, &[]),
    no(
        422,
        &[
            "package_unknown",
            "package_unavailable",
            "package_incompatible",
            "insufficient_balance",
            "order_refused",
            "esim_expired",
        ],
    ),
];

/// What an answer other than 2xx to an order means: a definite no of the table, else nothing that can be believed.
pub(super) fn no_to_an_order(answer: &RawAnswer) -> Reading {
    let fault = Fault::of(answer);
    let reason = format!("{} {}", answer.status, fault.words());
    // Whoever wrote these, a gateway or the supplier, let no order through.
    if matches!(answer.status, 401 | 429) {
        return Reading::Refused { reason, may_try_again: true };
    }
    let said = |no: &No| {
        no.status == answer.status
            && fault.code.as_deref().is_some_and(|code| no.codes.is_empty() || no.codes.contains(&code))
    };
    if NOES.iter().any(said) { Reading::Refused { reason, may_try_again: false } } else { Reading::Unknown { reason } }
}
