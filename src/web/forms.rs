//! Queries and forms: `application/x-www-form-urlencoded` bytes into `Values`, strictly.
//!
//! What cannot be text in the database (bytes that are no UTF-8, a NUL) is refused here, once, with 400.

use crate::app::page::Values;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderMap};

/// No form and no query of the shop has more names than this.
const MOST_VALUES: usize = 100;

/// Longest query that is looked at, in bytes.
const LONGEST_QUERY: usize = 8 * 1024;

/// Reads the query of a URL. Err: 400 or 414.
pub(super) fn query(raw: Option<&str>) -> Result<Values, StatusCode> {
    let raw = raw.unwrap_or("");
    if raw.len() > LONGEST_QUERY {
        return Err(StatusCode::URI_TOO_LONG);
    }
    values(raw.as_bytes())
}

/// Reads a posted form. Err: 415 when the body says that it is something else, else 400.
pub(super) fn form(headers: &HeaderMap, body: &[u8]) -> Result<Values, StatusCode> {
    // A button without fields posts an empty body, and some programs then leave the type out.
    if !body.is_empty() && !is_form(headers) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    values(body)
}

fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = content_type.split(';').next().unwrap_or("").trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn values(raw: &[u8]) -> Result<Values, StatusCode> {
    let pairs = raw.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    let mut values = Vec::new();
    for pair in pairs {
        if values.len() == MOST_VALUES {
            return Err(StatusCode::BAD_REQUEST);
        }
        let at = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = at.map_or((pair, &[][..]), |at| (&pair[..at], &pair[at + 1..]));
        match (text(name), text(value)) {
            (Some(name), Some(value)) => values.push((name, value)),
            _ => return Err(StatusCode::BAD_REQUEST),
        }
    }
    Ok(Values(values))
}

/// One name or value; a lone `%` stands for itself, as browsers and the URL standard have it.
fn text(encoded: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match (byte, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(hex_digit(*high) << 4 | hex_digit(*low));
                rest = after;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn hex_digit(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit - b'A' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn pairs(raw: &str) -> Vec<(String, String)> {
        query(Some(raw)).unwrap().0
    }

    #[test]
    fn names_and_values_are_decoded_in_order() {
        assert_eq!(
            pairs("q=C%C3%B4te+d%27Ivoire&sort=price&sort=&lone&%3d=%"),
            [("q", "Côte d'Ivoire"), ("sort", "price"), ("sort", ""), ("lone", ""), ("=", "%")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert_eq!(query(None).unwrap(), Values::default());
        assert_eq!(pairs("&&a=b&"), [("a".to_owned(), "b".to_owned())]);
    }

    #[test]
    fn what_the_database_cannot_hold_is_refused() {
        for raw in ["q=%ff", "%c3=1", "q=%00", "q=a%00b"] {
            assert_eq!(query(Some(raw)), Err(StatusCode::BAD_REQUEST), "{raw}");
        }
    }

    #[test]
    fn a_query_has_bounds() {
        assert_eq!(query(Some(&"a".repeat(LONGEST_QUERY + 1))), Err(StatusCode::URI_TOO_LONG));
        assert_eq!(query(Some(&"a&".repeat(MOST_VALUES + 1))), Err(StatusCode::BAD_REQUEST));
        assert_eq!(pairs(&"a&".repeat(MOST_VALUES)).len(), MOST_VALUES);
    }

    #[test]
    fn a_form_says_that_it_is_one() {
        let mut headers = HeaderMap::new();
        assert_eq!(form(&headers, b"a=b"), Err(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        assert_eq!(form(&headers, b""), Ok(Values::default()));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded; charset=UTF-8"));
        assert_eq!(form(&headers, b"a=b").unwrap().text("a"), "b");
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=x"));
        assert_eq!(form(&headers, b"a=b"), Err(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
}
