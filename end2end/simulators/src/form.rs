//! Reads `application/x-www-form-urlencoded` text.

use percent_encoding::percent_decode_str;

/// The pairs in the order in which they stand, decoded; bytes that are no UTF-8 become U+FFFD.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// A step of a path, or any text without `+` for spaces.
pub(crate) fn percent_decoded(step: &str) -> String {
    percent_decode_str(step).decode_utf8_lossy().into_owned()
}

fn decode(text: &str) -> String {
    percent_decoded(&text.replace('+', " "))
}
