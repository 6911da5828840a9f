//! eSIM Go v2.4 as its OpenAPI and guides describe it: state, the table of calls, and the HTTP face.

mod applying;
mod archive;
mod assignments;
mod bundles;
mod callbacks;
mod catalogue;
mod demo;
mod error;
mod esims;
mod face;
mod inventory;
mod knobs;
mod manners;
mod ordering;
mod orders;
mod organisation;
mod revoking;
mod units;
mod using;
mod window;

use std::collections::{HashMap, VecDeque};

use axum::http::StatusCode;
use serde_json::Value;

pub use bundles::BundleSeed;
pub(crate) use demo::demo as demo_bundles;
pub(crate) use face::{BASE_PATH, router};
pub use knobs::SoldBundle;
pub use manners::{AssignmentsForm, EsimGoManners, EsimGoOrderPlan, FieldNames, OrderEsims, SmdpForm};

use crate::asked::Asked;
use crate::call::{self, Row};
use crate::webhooks::Post;
use error::EsimGoError;

/// The one organisation of this eSIM Go.
pub(crate) struct EsimGo {
    api_key: String,
    pub(crate) bundles: Vec<bundles::Bundle>,
    account: organisation::Account,
    orders: orders::Orders,
    esims: esims::Esims,
    /// Every bundle that was ever bought, oldest first.
    units: Vec<units::Unit>,
    /// The eSIMs behind each apply reference.
    applied: HashMap<String, Vec<String>>,
    pub(crate) manners: EsimGoManners,
    /// How the next orders go, first in, first used.
    plans: VecDeque<EsimGoOrderPlan>,
    window: window::Window,
    /// Where callbacks go; set in the portal, not by the API.
    callback_url: Option<String>,
    post: Post,
    /// The last number that was given out.
    numbered: u64,
}

impl EsimGo {
    pub(crate) fn new(api_key: String, callback_url: Option<String>, post: Post) -> Self {
        Self {
            api_key,
            bundles: Vec::new(),
            account: organisation::Account::default(),
            orders: orders::Orders::default(),
            esims: esims::Esims::default(),
            units: Vec::new(),
            applied: HashMap::new(),
            manners: EsimGoManners::default(),
            plans: VecDeque::new(),
            window: window::Window::default(),
            callback_url,
            post,
            numbered: 215_009_000,
        }
    }

    fn next_number(&mut self) -> u64 {
        self.numbered += 1;
        self.numbered
    }
}

/// What a call answers.
pub(crate) enum Answer {
    Json(StatusCode, Value),
    Bytes(&'static str, Vec<u8>),
}

impl Answer {
    fn ok(value: Value) -> Self {
        Self::Json(StatusCode::OK, value)
    }

    fn status(text: &str) -> Self {
        Self::ok(serde_json::json!({"status": text}))
    }
}

type Reply = Result<Answer, EsimGoError>;
type Call = fn(&mut EsimGo, &Asked<'_>) -> Reply;

const CREATE_ORDER: &str = "esim_go.orders.create";
/// `POST /orders` with `"type": "validate"`, a call of its own: a fault armed for a purchase does not hit the rehearsal.
const VALIDATE_ORDER: &str = "esim_go.orders.validate";

#[rustfmt::skip]
const TABLE: &[Row<Call>] = &[
    ("GET", &["organisation"], "esim_go.organisation.get", organisation::get),
    ("GET", &["organisation", "groups"], "esim_go.organisation.groups", organisation::groups),
    ("POST", &["organisation", "balance"], "esim_go.organisation.top_up", organisation::top_up),
    ("GET", &["catalogue"], "esim_go.catalogue.list", catalogue::list),
    ("GET", &["catalogue", "bundle", "*"], "esim_go.catalogue.get", catalogue::get),
    ("GET", &["networks"], "esim_go.networks", catalogue::networks),
    ("POST", &["orders"], CREATE_ORDER, ordering::create),
    ("GET", &["orders"], "esim_go.orders.list", orders::list),
    ("GET", &["orders", "*"], "esim_go.orders.get", orders::get),
    ("GET", &["esims"], "esim_go.esims.list", esims::list),
    ("PUT", &["esims"], "esim_go.esims.update", esims::update),
    ("POST", &["esims", "apply"], "esim_go.esims.apply", applying::apply),
    ("GET", &["esims", "assignments"], "esim_go.assignments.query", assignments::by_query),
    ("GET", &["esims", "assignments", "*"], "esim_go.assignments.path", assignments::by_path),
    ("GET", &["esims", "*"], "esim_go.esims.get", esims::get),
    ("GET", &["esims", "*", "history"], "esim_go.esims.history", esims::history),
    ("GET", &["esims", "*", "refresh"], "esim_go.esims.refresh", esims::refresh),
    ("GET", &["esims", "*", "location"], "esim_go.esims.location", esims::location),
    ("POST", &["esims", "*", "sms"], "esim_go.esims.sms", esims::sms),
    ("GET", &["esims", "*", "compatible", "*"], "esim_go.esims.compatible", esims::compatible),
    ("GET", &["esims", "*", "bundles"], "esim_go.bundles.list", units::list),
    ("GET", &["esims", "*", "bundles", "*"], "esim_go.bundles.get", units::get),
    ("DELETE", &["esims", "*", "bundles", "*"], "esim_go.bundles.revoke", revoking::revoke),
    ("DELETE", &["esims", "*", "bundles", "*", "assignments", "*"], "esim_go.bundles.revoke_one", revoking::revoke),
    ("GET", &["inventory"], "esim_go.inventory.list", inventory::list),
    ("POST", &["inventory", "refund"], "esim_go.inventory.refund", inventory::refund),
];

/// The name of the call, as faults know it, and the function behind it.
fn call_at(method: &str, segments: &[&str], body: &[u8]) -> Option<(&'static str, Call)> {
    call::find(TABLE, method, segments).map(|(name, call)| {
        let only_validates = name == CREATE_ORDER && ordering::only_validates(body);
        (if only_validates { VALIDATE_ORDER } else { name }, call)
    })
}

/// Names of all calls of this face, for the page of knobs.
pub(crate) fn call_names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(_, _, name, _)| *name).chain([VALIDATE_ORDER])
}
