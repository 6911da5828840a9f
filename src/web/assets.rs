//! What a browser downloads beside pages: the style sheet, the browser half, icons. In the release they are part of the
//! binary, in a debug build they are read from `target/site`, where `cargo xtask` puts them.

use axum::body::Body;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Response, StatusCode};
use rust_embed::RustEmbed;
use std::collections::BTreeMap;

/// Under this folder a name carries its content's hash: what is there never changes.
const HASHED: &str = "/pkg/";

/// The table from logical to hashed names, written by `cargo xtask`; not served.
const MANIFEST: &str = "manifest.json";

#[derive(RustEmbed)]
#[folder = "target/site"]
#[allow_missing = true]
struct Files;

/// The published files and where each is served.
#[derive(Debug)]
pub struct Assets {
    /// `escale.css` → `/pkg/escale.3fa2c1d0.css`.
    places: BTreeMap<String, String>,
}

impl Assets {
    /// Reads the manifest; without one (nothing has been built yet) every name stands for itself.
    pub fn load() -> Self {
        let manifest = Files::get(MANIFEST).map(|file| serde_json::from_slice(&file.data));
        let places = manifest.and_then(Result::ok).unwrap_or_else(|| {
            tracing::warn!("no manifest of assets: pages will look bare until `cargo xtask` has built them");
            BTreeMap::new()
        });
        Self { places }
    }

    /// The path under which a file is served: `escale.css` → `/pkg/escale.3fa2c1d0.css`.
    pub fn url(&self, logical: &str) -> String {
        self.places.get(logical).cloned().unwrap_or_else(|| format!("{HASHED}{logical}"))
    }

    /// The file at a path, compressed as the browser can read it; `None` when there is none.
    pub fn answer(&self, path: &str, request: &HeaderMap) -> Option<Response<Body>> {
        let name = path.strip_prefix('/')?;
        let content_type = content_type(name)?;
        if name == MANIFEST {
            return None;
        }
        let plain = Files::get(name)?;
        let hash = plain.metadata.sha256_hash();
        let tag: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        let tag = format!("\"{tag}\"");
        let mut response = Response::builder()
            .header(header::CACHE_CONTROL, lifetime(path))
            .header(header::VARY, "Accept-Encoding")
            .header(header::ETAG, &tag);
        if text(request, header::IF_NONE_MATCH).contains(&tag) {
            return response.status(StatusCode::NOT_MODIFIED).body(Body::empty()).ok();
        }
        let accepted = text(request, header::ACCEPT_ENCODING);
        let twin = [("br", ".br"), ("gzip", ".gz")]
            .into_iter()
            .filter(|(coding, _)| accepts(accepted, coding))
            .find_map(|(coding, ending)| Some((coding, Files::get(&format!("{name}{ending}"))?)));
        let bytes = match twin {
            Some((coding, file)) => {
                response = response.header(header::CONTENT_ENCODING, coding);
                file.data
            }
            None => plain.data,
        };
        response
            .header(header::CONTENT_TYPE, HeaderValue::from_static(content_type))
            .body(Body::from(bytes.into_owned()))
            .ok()
    }
}

/// How long it may be kept: for ever under a hashed name, a day otherwise.
fn lifetime(path: &str) -> &'static str {
    if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "public, max-age=86400" }
}

/// Files of other kinds are not served; the compressed twins are among them.
fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// Whether an `Accept-Encoding` header names this coding and does not refuse it (RFC 9110, 12.5.3).
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|choice| {
        let mut parts = choice.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_used_only_when_it_is_accepted() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("BR;q=0.5", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "gzip"));
        assert!(!accepts("*", "br"));
    }

    #[test]
    fn only_what_browsers_ask_for_is_served() {
        let assets = Assets { places: BTreeMap::new() };
        for path in ["/manifest.json", "/pkg/escale.css.br", "/pkg", "/../Cargo.toml", "pkg/escale.css", "/none.css"] {
            assert!(assets.answer(path, &HeaderMap::new()).is_none(), "{path}");
        }
    }

    #[test]
    fn a_name_that_was_never_built_stands_for_itself() {
        let places = BTreeMap::from([("escale.css".to_owned(), "/pkg/escale.abc.css".to_owned())]);
        let assets = Assets { places };
        assert_eq!(assets.url("escale.css"), "/pkg/escale.abc.css");
        assert_eq!(assets.url("escale.js"), "/pkg/escale.js");
    }

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        assert!(lifetime("/pkg/escale.abc.css").contains("immutable"));
        assert!(!lifetime("/favicon.svg").contains("immutable"));
    }
}
