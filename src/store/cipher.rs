//! Sealing at rest: AES-256-GCM under named keys that can be rotated, look-ups by HMAC under a key of its own.
//!
//! A sealed value is bound to its place: table, column, row and key id are authenticated with it, so that a value
//! copied to another row does not open. Layout: length of the key id (1 byte), key id, nonce (12), ciphertext and tag.

use super::StoreError;
use crate::secret::random_bytes;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, Key, KeyInit, Nonce};
use aws_lc_rs::hmac;
use std::collections::BTreeMap;
use std::fmt;

/// The keys that seal the shop's secrets.
pub struct Vault {
    active: String,
    keys: BTreeMap<String, Aes256Gcm>,
    index: hmac::Key,
}

/// Where a sealed value lives.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub table: &'static str,
    pub column: &'static str,
    pub row: &'a str,
}

/// What is wrong with the keys of the configuration.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    #[error("the vault's active key `{0}` is not among its keys")]
    NoActiveKey(String),
    #[error("the vault's key id `{0}` must have 1 to 32 characters")]
    BadKeyId(String),
}

impl Vault {
    /// Keys of 32 bytes each; `active` seals, all open.
    pub fn new(active: &str, keys: &BTreeMap<String, [u8; 32]>, index_key: &[u8; 32]) -> Result<Self, VaultError> {
        if let Some(id) = keys.keys().find(|id| id.is_empty() || id.len() > 32) {
            return Err(VaultError::BadKeyId(id.clone()));
        }
        if !keys.contains_key(active) {
            return Err(VaultError::NoActiveKey(active.to_owned()));
        }
        Ok(Self {
            active: active.to_owned(),
            keys: keys
                .iter()
                .map(|(id, key)| (id.clone(), Aes256Gcm::new(Key::<Aes256Gcm>::from_slice(key))))
                .collect(),
            index: hmac::Key::new(hmac::HMAC_SHA256, index_key),
        })
    }

    /// Seals under the active key.
    pub fn seal(&self, place: Place<'_>, clear: &[u8]) -> Result<Vec<u8>, StoreError> {
        let nonce = random_bytes::<12>();
        let aad = bound_to(place, &self.active);
        let sealed = self
            .keys
            .get(&self.active)
            .and_then(|key| key.encrypt(Nonce::from_slice(&nonce), Payload { msg: clear, aad: &aad }).ok())
            .ok_or_else(|| unreadable(place))?;
        let mut out = Vec::with_capacity(1 + self.active.len() + nonce.len() + sealed.len());
        // `new` has limited key ids to 32 characters.
        out.push(self.active.len() as u8);
        out.extend_from_slice(self.active.as_bytes());
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Opens what any of the keys sealed at this place.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let open = || {
            let (&length, rest) = sealed.split_first()?;
            let (id, rest) = rest.split_at_checked(usize::from(length))?;
            let (nonce, body) = rest.split_at_checked(12)?;
            let id = std::str::from_utf8(id).ok()?;
            let aad = bound_to(place, id);
            self.keys.get(id)?.decrypt(Nonce::from_slice(nonce), Payload { msg: body, aad: &aad }).ok()
        };
        open().ok_or_else(|| unreadable(place))
    }

    /// Opens text.
    pub fn open_text(&self, place: Place<'_>, sealed: &[u8]) -> Result<String, StoreError> {
        String::from_utf8(self.open(place, sealed)?).map_err(|_| unreadable(place))
    }

    /// What a sealed value is looked up by: the same value gives the same bytes, which tell nothing without the key.
    /// `kind` keeps the same text of two kinds apart.
    pub fn index(&self, kind: &str, value: &str) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.index);
        context.update(kind.as_bytes());
        context.update(&[0]);
        context.update(value.as_bytes());
        context.sign().as_ref().to_vec()
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("active", &self.active).finish_non_exhaustive()
    }
}

fn bound_to(place: Place<'_>, key_id: &str) -> Vec<u8> {
    [place.table, place.column, place.row, key_id].join("\0").into_bytes()
}

fn unreadable(place: Place<'_>) -> StoreError {
    StoreError::Unreadable(format!("{}.{} does not open", place.table, place.column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(active: &str, ids: &[&str]) -> Vault {
        let keys = ids.iter().map(|id| ((*id).to_owned(), [id.as_bytes()[1]; 32])).collect();
        Vault::new(active, &keys, &[9; 32]).unwrap()
    }

    const PLACE: Place<'static> = Place { table: "esims", column: "puk", row: "sim_1" };

    #[test]
    fn sealed_value_opens_at_its_place_only() {
        let vault = vault("k1", &["k1"]);
        let sealed = vault.seal(PLACE, b"71289750").unwrap();
        assert_eq!(vault.open_text(PLACE, &sealed).unwrap(), "71289750");
        assert!(vault.open(Place { row: "sim_2", ..PLACE }, &sealed).is_err());
        assert!(vault.open(Place { column: "pin", ..PLACE }, &sealed).is_err());
        let mut tampered = sealed.clone();
        *tampered.last_mut().unwrap() ^= 1;
        assert!(vault.open(PLACE, &tampered).is_err());
        assert!(vault.open(PLACE, &sealed[..7]).is_err());
    }

    #[test]
    fn rotated_key_still_opens_what_it_sealed() {
        let sealed = vault("k1", &["k1"]).seal(PLACE, b"0000").unwrap();
        assert_eq!(vault("k2", &["k1", "k2"]).open(PLACE, &sealed).unwrap(), b"0000");
        assert!(vault("k2", &["k2"]).open(PLACE, &sealed).is_err());
    }

    #[test]
    fn look_up_keys_differ_by_kind_and_value() {
        let vault = vault("k1", &["k1"]);
        assert_eq!(vault.index("iccid", "8933"), vault.index("iccid", "8933"));
        assert_ne!(vault.index("iccid", "8933"), vault.index("reference", "8933"));
        assert_ne!(vault.index("iccid", "8933"), vault.index("iccid", "8934"));
    }

    #[test]
    fn active_key_must_exist() {
        assert_eq!(Vault::new("k9", &BTreeMap::new(), &[0; 32]).unwrap_err(), VaultError::NoActiveKey("k9".into()));
    }
}
