//! How a sale is made to go: its status, a later change of it, and what the activation code looks like.

use serde::{Deserialize, Serialize};

use crate::later::Later;

/// The course of one sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SalePlan {
    /// The status in the answer: `ok`, `created`, `pending`, `ko`, `expired` or any other word.
    pub status: String,
    /// What the status turns into afterwards.
    pub later: Option<Later>,
    /// Refuse with a 400 that carries this reason; the bucket stays as it is.
    pub refuse: Option<String>,
    pub code: CodeForm,
}

impl Default for SalePlan {
    fn default() -> Self {
        Self { status: "ok".to_owned(), later: None, refuse: None, code: CodeForm::default() }
    }
}

/// What stands in `activation_code`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeForm {
    /// `1$…`; every other sale in the URL-safe base64 alphabet.
    #[default]
    Plain,
    /// `LPA:1$…`
    LpaPrefix,
    /// The matching id alone; `smdp_url` and `matching_id` are filled.
    BareMatchingId,
    /// Decrypts to text that is no activation code.
    Garbage,
    /// As long as the key, but not encrypted with it.
    Undecryptable,
    /// Base64 of too few bytes.
    TooShort,
    /// An empty string although the status is `ok`.
    Missing,
}

impl CodeForm {
    pub(crate) const ALL: [Self; 7] = [
        Self::Plain,
        Self::LpaPrefix,
        Self::BareMatchingId,
        Self::Garbage,
        Self::Undecryptable,
        Self::TooShort,
        Self::Missing,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::LpaPrefix => "lpa_prefix",
            Self::BareMatchingId => "bare_matching_id",
            Self::Garbage => "garbage",
            Self::Undecryptable => "undecryptable",
            Self::TooShort => "too_short",
            Self::Missing => "missing",
        }
    }
}
