//! One call as the suppliers' faces read it.

use axum::http::HeaderMap;
use serde_json::Value;

pub(crate) struct Asked<'a> {
    /// Unix milliseconds.
    pub(crate) now_millis: i64,
    /// The path below the face's base.
    pub(crate) segments: &'a [&'a str],
    /// In the order given: a name may stand there twice.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// A query parameter that cannot be read, by its name.
#[derive(Debug)]
pub(crate) struct BadParameter(pub(crate) String);

/// A body that is no JSON.
#[derive(Debug)]
pub(crate) struct BadBody;

/// The steps of a path, decoded.
pub(crate) fn steps(path: &str) -> Vec<String> {
    path.split('/').filter(|step| !step.is_empty()).map(crate::form::percent_decoded).collect()
}

impl Asked<'_> {
    /// Unix seconds.
    pub(crate) fn now(&self) -> i64 {
        self.now_millis.div_euclid(1000)
    }

    pub(crate) fn segment(&self, index: usize) -> &str {
        self.segments.get(index).copied().unwrap_or_default()
    }

    pub(crate) fn parameters<'q>(&'q self, name: &'q str) -> impl Iterator<Item = &'q str> {
        self.query.iter().filter(move |(known, value)| known == name && !value.is_empty()).map(|(_, value)| &**value)
    }

    pub(crate) fn parameter<'q>(&'q self, name: &'q str) -> Option<&'q str> {
        self.parameters(name).next()
    }

    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.parameter(name) == Some("true")
    }

    /// A whole number of one at least; `usual` when it is not given.
    pub(crate) fn count(&self, name: &str, usual: usize) -> Result<usize, BadParameter> {
        self.parameter(name).map_or(Ok(usual), |text| {
            text.parse().ok().filter(|number| *number > 0).ok_or_else(|| BadParameter(name.to_owned()))
        })
    }

    /// Empty when it is not given.
    pub(crate) fn header(&self, name: &str) -> &str {
        header(self.headers, name).unwrap_or_default()
    }

    pub(crate) fn json(&self) -> Result<Value, BadBody> {
        serde_json::from_slice(self.body).map_err(|_| BadBody)
    }
}

pub(crate) fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
