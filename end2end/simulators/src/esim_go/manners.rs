//! In what forms eSIM Go answers, and how its next orders go: wherever documents, peers and live answers differ.

use serde::{Deserialize, Serialize};

/// The forms of all answers and callbacks. `Default` is what the v2.4 schema shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EsimGoManners {
    /// A bare array of bundles, as the schema says, instead of `{bundles, pageCount, rows, pageSize}`, as live.
    pub catalogue_as_array: bool,
    /// The most bundles on a page, whatever `perPage` asks for.
    pub catalogue_page_cap: usize,
    /// 404 on `/esims/assignments?reference=`: only the older path form is known.
    pub assignments_by_path_only: bool,
    pub assignments_form: AssignmentsForm,
    pub field_names: FieldNames,
    pub smdp: SmdpForm,
    /// Orders tell `reference`, as S1 says, instead of `orderReference`; and `createDate` instead of `createdDate`.
    pub s1_order_names: bool,
    pub order_esims: OrderEsims,
    /// A top-up with `allowReassign` always gets a new eSIM, even where the old one fits.
    pub always_reassigns: bool,
    /// Seconds until a bundle leaves the state `processing`.
    pub processing_seconds: i64,
    /// Seconds until an order shows in the list of orders.
    pub order_list_lag_seconds: i64,
    /// The account manager has turned refunds on.
    pub refunds: bool,
    pub tokens_per_second: u32,
    /// V3 callbacks are signed; V2 are not, and tell less.
    pub callbacks_v2: bool,
    /// `X-Signature-SHA256` in hex, as the guide shows, instead of base64, as the reference shows.
    pub signature_in_hex: bool,
    /// Callbacks tell the ICCID as a JSON number.
    pub iccid_as_number: bool,
    /// Callbacks tell quantities as text.
    pub quantities_as_text: bool,
}

impl Default for EsimGoManners {
    fn default() -> Self {
        Self {
            catalogue_as_array: false,
            catalogue_page_cap: 50,
            assignments_by_path_only: false,
            assignments_form: AssignmentsForm::default(),
            field_names: FieldNames::default(),
            smdp: SmdpForm::default(),
            s1_order_names: false,
            order_esims: OrderEsims::default(),
            always_reassigns: false,
            processing_seconds: 0,
            order_list_lag_seconds: 0,
            refunds: false,
            tokens_per_second: 10,
            callbacks_v2: false,
            signature_in_hex: false,
            iccid_as_number: false,
            quantities_as_text: false,
        }
    }
}

/// What `/esims/assignments` answers with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentsForm {
    /// What `Accept` names; CSV when it names nothing known.
    #[default]
    AsAsked,
    /// An object for one eSIM, an array for several, whatever was asked.
    Json,
    /// An array even for one.
    JsonArray,
    Csv,
    /// A QR code per eSIM as PNG, and the CSV.
    Zip,
}

/// How the fields of an assignment are spelt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldNames {
    /// `iccid`, `matchingId`, `smdpAddress`; in a CSV `ICCID`, `Matching ID`, `RSP URL`.
    #[default]
    Schema,
    /// `ICCID`, `Matching ID`, `SMDP Address`.
    Spaced,
    /// `iccid`, `matchingId`, `rspUrl`.
    RspUrl,
}

/// How an SM-DP+ host is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmdpForm {
    #[default]
    Host,
    /// `http://host`, as the schema's example shows.
    WithScheme,
    /// `https://host/`
    WithSchemeAndSlash,
}

/// When an order names its eSIMs in `esims`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderEsims {
    #[default]
    Always,
    /// Older answers: for up to five.
    UpToFive,
    Never,
}

/// The course of one order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EsimGoOrderPlan {
    /// Refuse with a 400 that carries this message; nothing is sold.
    pub refuse: Option<String>,
    /// Sell, but answer 503 "Processing, come back later"; the order can be seen so many seconds later.
    pub come_back_after_seconds: Option<i64>,
    /// Seconds until the assignments are told; before they answer 503.
    pub assigned_after_seconds: i64,
    /// Only so many units get an eSIM; the rest of what was paid stays in the inventory.
    pub assigns_only: Option<usize>,
}
