//! What suppliers tell by themselves: a hint to read again, never a fact.

use crate::domain::iccid::Iccid;
use crate::domain::ids::AttemptId;
use crate::secret::Secret;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use reqwest::header::HeaderMap;
use thiserror::Error;

/// Longest kind that is kept.
const LONGEST_KIND: usize = 60;

/// A push that its supplier has signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    /// The sender's id of the event, or a hash of its body where it gives none; the same push again has the same.
    pub id: String,
    /// The supplier's own word for what happened, at most 60 characters; for staff.
    pub kind: String,
    pub about: Subject,
}

impl Push {
    /// A push whose own id is `id`; its body's hash stands for one that it has not.
    pub(super) fn new(id: Option<String>, body: &[u8], kind: &str, about: Subject) -> Self {
        let id = id.unwrap_or_else(|| hex::encode(digest(&SHA256, body)));
        Self { id, kind: kind.chars().take(LONGEST_KIND).collect(), about }
    }
}

/// How a signature's text becomes bytes; `None` where it is not written so.
pub(super) type Way = fn(&str) -> Option<Vec<u8>>;

/// Err unless the header's signature, in one of the ways in which it can be read, is the body's under the secret. Before,
/// nothing of the body is believed.
pub(super) fn verify<const WAYS: usize>(
    algorithm: hmac::Algorithm,
    secret: &Secret,
    headers: &HeaderMap,
    name: &str,
    body: &[u8],
    ways: [Way; WAYS],
) -> Result<(), PushRefused> {
    let signature = headers.get(name).and_then(|value| value.to_str().ok()).ok_or(PushRefused::BadSignature)?.trim();
    let key = hmac::Key::new(algorithm, secret.expose().as_bytes());
    // Compares in constant time.
    let fits = |way: Way| way(signature).is_some_and(|tag| hmac::verify(&key, body, &tag).is_ok());
    if ways.into_iter().any(fits) { Ok(()) } else { Err(PushRefused::BadSignature) }
}

/// What is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A SIM.
    Sim(Iccid),
    /// A sale, by the supplier's reference.
    Sale(String),
    /// An order that was accepted, by ours.
    Attempt(AttemptId),
    /// The account: credit.
    Account,
    /// Nothing that we follow.
    Nothing,
}

/// Why a push is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PushRefused {
    /// This supplier pushes nothing, or not under this configuration.
    #[error("no pushes are expected from this supplier")]
    NotExpected,
    #[error("the signature does not fit")]
    BadSignature,
    #[error("the body cannot be understood")]
    Unreadable,
}
