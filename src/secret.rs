//! Secrets and randomness: text that never shows itself, identifiers, tokens.

use crate::domain::ids::Id;
use crate::domain::timestamp::UnixSeconds;
use rand::RngCore;
use serde::Deserialize;
use std::fmt;

/// Text that a log or a `Debug` never shows: keys, passwords, tokens.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself; every caller is a place to look at in a review.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The link of an order: whoever holds it may see the eSIM. 160 random bits, 32 characters of Crockford's base 32.
#[derive(Clone, PartialEq, Eq)]
pub struct OrderToken(String);

impl OrderToken {
    /// A fresh one.
    pub fn random() -> Self {
        Self(random_base32(32))
    }

    /// Reads one from a URL; `None` when it cannot be one, so that no look-up is made.
    pub fn parse(text: &str) -> Option<Self> {
        let plausible = text.len() == 32 && text.bytes().all(|byte| BASE32.contains(&byte));
        plausible.then(|| Self(text.to_owned()))
    }

    /// The text for a link.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OrderToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OrderToken(…)")
    }
}

/// Digits and small letters without i, l, o, u: nothing that is misread aloud.
const BASE32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Random text of 5 bits a character.
pub fn random_base32(characters: usize) -> String {
    let mut bytes = vec![0_u8; characters];
    rand::rng().fill_bytes(&mut bytes);
    bytes.iter().map(|byte| char::from(BASE32[usize::from(byte & 31)])).collect()
}

/// Bytes from the operating system's generator (through a cryptographic one that it seeds).
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// A new identifier: ordered by time, so that rows stay together on disk, and unguessable enough to be no count.
pub fn new_id<I: Id>(now: UnixSeconds) -> I {
    let seconds = u64::try_from(now.0).unwrap_or(0);
    let time = uuid::Timestamp::from_unix(uuid::NoContext, seconds, 0);
    I::from_text(format!("{}_{}", I::PREFIX, uuid::Uuid::new_v7(time).simple()))
}

/// An order's number for people: `E-` and ten characters in two groups, such as `E-7K3M9-Q2XW4`.
pub fn new_order_number() -> String {
    let text = random_base32(10).to_uppercase();
    format!("E-{}-{}", &text[..5], &text[5..])
}
