//! The activation code: from Orange's ciphertext to a code that a phone understands.
//!
//! RSA-OAEP with SHA-256 and MGF1-SHA-256, no label (seed 000). The base64 comes in either alphabet (seed 004's samples
//! are URL-safe, its server's code is not), with or without padding. aws-lc-rs deciphers: in constant time.

use super::keyring::Keyring;
use super::wire::SimParameters;
use crate::domain::activation_code::{ActivationCode, MatchingId};
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use thiserror::Error;

/// Padding is not looked at; it is stripped before.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// Whatever went wrong: one text, so that nothing can be learnt from the difference.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the activation code cannot be deciphered")]
pub(super) struct Undecipherable;

/// Why an eSIM that was sold has no code to show yet; read by staff.
#[derive(Debug, Error, PartialEq, Eq)]
pub(super) enum NoCode {
    #[error("the order is done, but there is no activation code in it")]
    Missing,
    #[error(transparent)]
    Undecipherable(#[from] Undecipherable),
    #[error("the deciphered text is no activation code")]
    NotACode,
    #[error("the activation code wants a confirmation code, which Orange does not give")]
    WantsConfirmation,
}

/// The code of a sold eSIM, deciphered and of the grammar.
pub(super) fn code_of(parameters: &SimParameters, keys: &Keyring) -> Result<ActivationCode, NoCode> {
    let ciphertext = parameters.activation_code.as_deref().ok_or(NoCode::Missing)?;
    let clear = decipher(ciphertext, keys)?;
    let clear = clear.trim();
    let code = ActivationCode::parse(clear).ok().or_else(|| from_bare_matching_id(clear, parameters));
    let code = code.ok_or(NoCode::NotACode)?;
    if code.confirmation_code_required() { Err(NoCode::WantsConfirmation) } else { Ok(code) }
}

/// A bare matching id, where the fields beside it name the server and the same id.
fn from_bare_matching_id(clear: &str, parameters: &SimParameters) -> Option<ActivationCode> {
    let server = parameters.smdp_url.as_deref()?;
    let named = parameters.matching_id.as_deref()?;
    let is_bare = clear == named && MatchingId::parse(clear).is_ok();
    if is_bare { ActivationCode::from_parts(server, clear).ok() } else { None }
}

/// Tries every key, the active one first.
pub(super) fn decipher(ciphertext: &str, keys: &Keyring) -> Result<String, Undecipherable> {
    let tidy: String = ciphertext
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '=')
        .map(|letter| match letter {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .collect();
    let bytes = BASE64.decode(tidy).map_err(|_| Undecipherable)?;
    keys.deciphering().find_map(|key| with_key(key, &bytes)).ok_or(Undecipherable)
}

fn with_key(key: &OaepPrivateDecryptingKey, ciphertext: &[u8]) -> Option<String> {
    if ciphertext.len() != key.key_size_bytes() {
        return None;
    }
    let mut clear = vec![0; key.min_output_size()];
    let clear = key.decrypt(&OAEP_SHA256_MGF1SHA256, ciphertext, &mut clear, None).ok()?;
    String::from_utf8(clear.to_vec()).ok()
}
