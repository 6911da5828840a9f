//! Passwords: argon2id. Slow by design: call these off the async threads.

use crate::secret::{Secret, random_bytes};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization;

/// In characters. There are no other rules (NIST SP 800-63B, 3.1.1.2): length is what makes a password hard to guess.
pub const SHORTEST_PASSWORD: usize = 12;

/// In characters; a bound on what a stranger can make us hash.
pub const LONGEST_PASSWORD: usize = 256;

/// OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Stands in for the hash of an unknown address, so that refusing it takes as long; no password is known to match it.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGtub3dzIGl0Lg$YmVjYXVzZSBub2JvZHkgZXZlciBjaG9zZSBpdCAuLi4";

/// Whether the length is right.
pub(super) fn is_acceptable(password: &Secret) -> bool {
    (SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&password.expose().chars().count())
}

/// The hash with its salt and parameters, as a PHC string. `None` only if the machine has no memory left.
pub(super) fn hash(password: &Secret) -> Option<Secret> {
    let salt = SaltString::encode_b64(&random_bytes::<16>()).ok()?;
    let hash = argon2id()?.hash_password(&normal(password), &salt).ok()?;
    Some(Secret::new(hash.to_string()))
}

/// Whether the password is the one that was hashed; takes as long without a hash.
pub(super) fn matches(password: &Secret, hash: Option<&Secret>) -> bool {
    // Nothing longer was ever hashed, and whoever posts more does not get to choose our work.
    let plausible = password.expose().chars().count() <= LONGEST_PASSWORD;
    let given = if plausible { normal(password) } else { Vec::new() };
    let parsed = PasswordHash::new(hash.map_or(NOBODY, Secret::expose));
    let (Ok(parsed), Some(argon2id)) = (parsed, argon2id()) else {
        return false;
    };
    let same = argon2id.verify_password(&given, &parsed).is_ok();
    same && plausible && hash.is_some()
}

fn argon2id() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The same characters from two keyboards are the same password.
fn normal(password: &Secret) -> Vec<u8> {
    password.expose().nfkc().collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_matches() {
        let hashed = hash(&Secret::new("correct horse battery")).unwrap();
        assert!(hashed.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches(&Secret::new("correct horse battery"), Some(&hashed)));
        assert!(!matches(&Secret::new("correct horse batterx"), Some(&hashed)));
        assert!(!matches(&Secret::new(""), Some(&hashed)));
    }

    #[test]
    fn an_accent_typed_in_two_ways_is_one_password() {
        let hashed = hash(&Secret::new("caf\u{e9} du matin")).unwrap();
        assert!(matches(&Secret::new("cafe\u{301} du matin"), Some(&hashed)));
    }

    #[test]
    fn an_unknown_address_costs_the_same_and_never_matches() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(Params::try_from(&nobody).unwrap().m_cost(), MEMORY_KIB);
        assert_eq!(nobody.hash.unwrap().len(), 32);
        assert!(!matches(&Secret::new("anything at all"), None));
    }

    #[test]
    fn a_password_has_twelve_characters_at_least() {
        assert!(!is_acceptable(&Secret::new("eleven char")));
        assert!(is_acceptable(&Secret::new("twelve chars")));
        assert!(is_acceptable(&Secret::new("é".repeat(LONGEST_PASSWORD))));
        assert!(!is_acceptable(&Secret::new("é".repeat(LONGEST_PASSWORD + 1))));
    }
}
