//! The forms that values have: names, times, addresses, keys.

use crate::domain::ids::SupplierId;
use crate::secret::Secret;
use base64::Engine;
use std::time::Duration;
use url::Url;

const MONTH: Duration = Duration::from_secs(30 * 24 * 60 * 60);

pub(in crate::config) fn supplier_id(text: &str) -> Result<SupplierId, &'static str> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    let starts = text.starts_with(|c: char| c.is_ascii_lowercase());
    if starts && text.len() <= 32 && text.bytes().all(fits) {
        Ok(SupplierId::from(text))
    } else {
        Err("a small letter, then small letters, digits, - and _ are wanted")
    }
}

pub(in crate::config) fn duration(text: &str) -> Result<Duration, &'static str> {
    match humantime::parse_duration(text) {
        Ok(duration) if (Duration::from_secs(1)..=MONTH).contains(&duration) => Ok(duration),
        _ => Err("a time such as \"15m\" is wanted, from a second to 30 days"),
    }
}

/// An address without anything secret in it.
pub(in crate::config) fn web_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("not a web address: {error}"))?;
    let plain =
        url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err("must begin with https:// or http://".to_owned());
    }
    if plain { Ok(url) } else { Err("must have no user, question mark or fragment".to_owned()) }
}

pub(in crate::config) fn origin(text: &str) -> Result<String, String> {
    let url = web_address(text)?;
    if url.path() == "/" {
        Ok(url.origin().ascii_serialization())
    } else {
        Err("an origin such as \"https://checkout.stripe.com\" is wanted, without a path".to_owned())
    }
}

/// One of the addresses that are written in this file.
pub(in crate::config) fn known_url(text: &str) -> Option<Url> {
    Url::parse(text).ok()
}

/// 32 bytes in base64, as `escale keys vault new` prints them.
pub(in crate::config) fn key_bytes(secret: &Secret) -> Result<[u8; 32], String> {
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(secret.expose())
        .map_err(|_| "not base64; `escale keys vault new` makes a key".to_owned())?;
    let length = bytes.len();
    bytes
        .try_into()
        .map_err(|_| format!("a key has 32 bytes, this one has {length}; `escale keys vault new` makes one"))
}
