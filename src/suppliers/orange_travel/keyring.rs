//! Our RSA keys at Orange: made, read from PEM, compared with the one that Orange holds.
//!
//! The first key is active: Orange should encrypt with it. The others only decipher what was sold under them.

use aws_lc_rs::digest;
use aws_lc_rs::rsa::{OaepPrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1::{DecodeRsaPrivateKey, DecodeRsaPublicKey};
use rsa::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::traits::PublicKeyParts;
use rsa::{RsaPrivateKey, RsaPublicKey};
use std::fmt;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What Orange asks for (seed 004, "Génération d'une paire de clés RSA").
pub const KEY_BITS: usize = 4096;

/// Why a key is not usable. Never quotes the file.
#[derive(Debug, Error)]
pub enum KeyError {
    #[error("{path}: the file cannot be read: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("{0}: no RSA private key in PEM (PKCS#8 or PKCS#1)")]
    NotAPrivateKey(String),
    #[error("not an RSA public key")]
    NotAPublicKey,
    #[error("{name}: the key has {bits} bits, Orange wants {KEY_BITS}")]
    WrongSize { name: String, bits: usize },
    #[error("no private key is configured")]
    NoKey,
    #[error("the key cannot be made or written")]
    Failed,
}

/// The half of a pair that may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    pem: String,
    fingerprint: Fingerprint,
}

/// SHA-256 of the key's SubjectPublicKeyInfo in DER.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

/// One pair as a file is made of it.
pub struct NewKey {
    /// PKCS#8 in PEM: keep it secret.
    pub private_pem: String,
    pub public: PublicKey,
}

/// All keys of one account, the active one first.
pub struct Keyring {
    active: PublicKey,
    deciphering: Vec<OaepPrivateDecryptingKey>,
}

impl NewKey {
    /// Makes a pair of `KEY_BITS`. Takes seconds.
    pub fn generate() -> Result<Self, KeyError> {
        // `rsa` 0.9 wants the randomness of an older `rand_core`, which it brings along.
        let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, KEY_BITS).map_err(|_| KeyError::Failed)?;
        let private_pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| KeyError::Failed)?.to_string();
        Ok(Self { private_pem, public: PublicKey::of(&key.to_public_key())? })
    }
}

impl Keyring {
    /// Reads the configured files. Err names the file that is wrong.
    pub fn load(files: &[PathBuf]) -> Result<Self, KeyError> {
        let read = |path: &PathBuf| match std::fs::read_to_string(path) {
            Ok(pem) => Ok((path.display().to_string(), pem)),
            Err(source) => Err(KeyError::File { path: path.clone(), source }),
        };
        let pems = files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Self::from_pems(pems.iter().map(|(name, pem)| (name.as_str(), pem.as_str())))
    }

    /// The same from texts, each with a name for errors.
    pub fn from_pems<'a>(pems: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, KeyError> {
        Self::with_least_bits(pems, KEY_BITS)
    }

    fn with_least_bits<'a>(pems: impl IntoIterator<Item = (&'a str, &'a str)>, least: usize) -> Result<Self, KeyError> {
        let mut active = None;
        let mut deciphering = Vec::new();
        for (name, pem) in pems {
            let key = private_key(pem).ok_or_else(|| KeyError::NotAPrivateKey(name.to_owned()))?;
            let bits = key.n().bits();
            if bits < least {
                return Err(KeyError::WrongSize { name: name.to_owned(), bits });
            }
            let der = key.to_pkcs8_der().map_err(|_| KeyError::Failed)?;
            let fast = PrivateDecryptingKey::from_pkcs8(der.as_bytes()).map_err(|_| KeyError::Failed)?;
            deciphering.push(OaepPrivateDecryptingKey::new(fast).map_err(|_| KeyError::Failed)?);
            if active.is_none() {
                active = Some(PublicKey::of(&key.to_public_key())?);
            }
        }
        Ok(Self { active: active.ok_or(KeyError::NoKey)?, deciphering })
    }

    /// The key with which Orange should encrypt.
    pub fn active(&self) -> &PublicKey {
        &self.active
    }

    pub(super) fn deciphering(&self) -> impl Iterator<Item = &OaepPrivateDecryptingKey> {
        self.deciphering.iter()
    }

    /// For tests of what does not depend on the size; such keys are made in no time.
    #[cfg(test)]
    pub(super) fn small<'a>(pems: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, KeyError> {
        Self::with_least_bits(pems, 2048)
    }
}

/// Reads the public half out of a file with a private key.
pub fn public_half(path: &Path) -> Result<PublicKey, KeyError> {
    Keyring::load(&[path.to_owned()]).map(|keys| keys.active)
}

fn private_key(pem: &str) -> Option<RsaPrivateKey> {
    let pem = pem.trim();
    RsaPrivateKey::from_pkcs8_pem(pem).ok().or_else(|| RsaPrivateKey::from_pkcs1_pem(pem).ok())
}

impl PublicKey {
    fn of(key: &RsaPublicKey) -> Result<Self, KeyError> {
        let der = key.to_public_key_der().map_err(|_| KeyError::Failed)?;
        let digest = digest::digest(&digest::SHA256, der.as_bytes());
        let fingerprint = digest.as_ref().try_into().map_err(|_| KeyError::Failed)?;
        let pem = key.to_public_key_pem(LineEnding::LF).map_err(|_| KeyError::Failed)?;
        Ok(Self { pem, fingerprint: Fingerprint(fingerprint) })
    }

    /// Reads what Orange answers: PEM in any line breaks (escaped ones too), base64 of a PEM, or bare base64 of the DER;
    /// SubjectPublicKeyInfo or PKCS#1. Err when it is none of these.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.replace("\\r", "").replace("\\n", "\n");
        let key = match text.split("-----").collect::<Vec<_>>()[..] {
            [_, _, body, ..] => der_key(&undo_base64(body).ok_or(KeyError::NotAPublicKey)?),
            _ => {
                let bytes = undo_base64(&text).ok_or(KeyError::NotAPublicKey)?;
                match std::str::from_utf8(&bytes) {
                    Ok(pem) if pem.contains("-----") => return Self::parse(pem),
                    _ => der_key(&bytes),
                }
            }
        };
        Self::of(&key.ok_or(KeyError::NotAPublicKey)?)
    }

    /// SubjectPublicKeyInfo in PEM, as Orange wants it.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// For people who compare two keys.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

fn undo_base64(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    STANDARD.decode(text).ok()
}

fn der_key(der: &[u8]) -> Option<RsaPublicKey> {
    RsaPublicKey::from_public_key_der(der).ok().or_else(|| RsaPublicKey::from_pkcs1_der(der).ok())
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, byte) in self.0.iter().enumerate() {
            if position > 0 {
                f.write_str(":")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SHA256:{self}")
    }
}
