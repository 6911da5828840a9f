//! Orange Travel B2B as its documentation describes it: state, the table of calls, and the HTTP face.

mod book;
pub(crate) mod catalogue;
mod countries;
mod error;
mod face;
mod keys;
pub(crate) mod knobs;
mod offers;
mod plan;
mod rows;
mod selling;
pub(crate) mod sim;
mod sims;
mod suppliers;
mod token;
mod transactions;

use std::collections::{HashMap, VecDeque};

use axum::http::StatusCode;
use serde_json::Value;

pub use catalogue::OfferSeed;
pub(crate) use face::{BASE_PATH, TOKEN_PATH, router};
pub use knobs::{SoldEsim, SoldTopUp};
pub use plan::{CodeForm, SalePlan};
pub(crate) use rows::demo as demo_offers;
pub use sim::SIM_STATUSES;
pub use suppliers::Supplier;

use crate::tokens::Tokens;
use error::OrangeError;

/// Everything that Orange knows about its one distributor.
pub(crate) struct Orange {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) tokens: Tokens,
    pub(crate) offers: Vec<catalogue::Offer>,
    key: Option<keys::PublishedKey>,
    pub(crate) transactions: book::Book,
    /// How the next sales go, first in, first used.
    pub(crate) plans: VecDeque<SalePlan>,
    /// How a sale goes when nothing else is planned.
    pub(crate) usual_plan: SalePlan,
    /// The most items on a page, whatever `limit` asks for; `None` is any number.
    page_cap: Option<usize>,
    /// Seconds until a sale shows in the list and the count.
    list_lag_seconds: i64,
    /// Suppliers whose connector is down, with the Unix second since when.
    outages: HashMap<Supplier, i64>,
    sales: u64,
}

impl Orange {
    pub(crate) fn new(client_id: String, client_secret: String, token_seconds: i64) -> Self {
        Self {
            client_id,
            client_secret,
            tokens: Tokens::new(token_seconds, token::TOKENS_PER_MINUTE),
            offers: Vec::new(),
            key: None,
            transactions: book::Book::default(),
            plans: VecDeque::new(),
            usual_plan: SalePlan::default(),
            page_cap: None,
            list_lag_seconds: 0,
            outages: HashMap::new(),
            sales: 0,
        }
    }
}

/// One call as the face read it.
pub(crate) struct Asked<'a> {
    /// Unix seconds.
    now: i64,
    segments: &'a [&'a str],
    query: HashMap<String, String>,
    body: &'a [u8],
    wants_csv: bool,
    page_cap: Option<usize>,
}

impl Asked<'_> {
    /// The identifier in the path: always the third segment.
    fn id(&self) -> &str {
        self.segments.get(2).copied().unwrap_or_default()
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// `offset` and `limit` applied to a list.
    fn page<T>(&self, list: Vec<T>) -> Result<Vec<T>, OrangeError> {
        let offset = self.whole_number("offset")?.unwrap_or(0);
        let limit = self.whole_number("limit")?.unwrap_or(usize::MAX);
        let limit = limit.min(self.page_cap.unwrap_or(usize::MAX));
        Ok(list.into_iter().skip(offset).take(limit).collect())
    }

    fn whole_number(&self, name: &str) -> Result<Option<usize>, OrangeError> {
        self.parameter(name)
            .map(|text| {
                text.parse()
                    .map_err(|_| OrangeError::bad_request(28, format!("query parameter {name} is not a number")))
            })
            .transpose()
    }

    fn json(&self) -> Result<Value, OrangeError> {
        if self.body.is_empty() {
            return Err(OrangeError::bad_request(21, "missing body".to_owned()));
        }
        serde_json::from_slice(self.body)
            .map_err(|_| OrangeError::bad_request(22, "unable to decode json body".to_owned()))
    }
}

/// What a call answers.
pub(crate) enum Answer {
    Json(StatusCode, Value),
    Csv(String),
}

impl Answer {
    fn ok(value: Value) -> Self {
        Self::Json(StatusCode::OK, value)
    }
}

type Reply = Result<Answer, OrangeError>;
type Call = fn(&mut Orange, &Asked<'_>) -> Reply;

/// The name of each call, as faults know it, and the function behind it.
fn call_at(method: &str, segments: &[&str]) -> Option<(&'static str, Call)> {
    Some(match (method, segments) {
        ("GET", ["live"]) => ("orange.live", suppliers::live),
        ("GET", ["countries"]) => ("orange.countries", countries::countries),
        ("GET", ["currencies"]) => ("orange.currencies", countries::currencies),
        ("GET", ["distributors", "offers"]) => ("orange.offers.list", offers::list),
        ("GET", ["distributors", "offers", _]) => ("orange.offers.get", offers::get),
        ("PATCH", ["distributors", "offers", _]) => ("orange.offers.patch", offers::patch),
        ("POST", ["distributors", "transactions"]) => ("orange.transactions.create", selling::create),
        ("GET", ["distributors", "transactions"]) => ("orange.transactions.list", transactions::list),
        ("GET", ["distributors", "transactions", "count"]) => ("orange.transactions.count", transactions::count),
        ("GET", ["distributors", "transactions", _]) => ("orange.transactions.get", transactions::get),
        ("GET", ["distributors", "keys"]) => ("orange.keys.get", keys::get),
        ("POST", ["distributors", "keys"]) => ("orange.keys.create", keys::publish),
        ("GET", ["distributors", "suppliers"]) => ("orange.suppliers", suppliers::list),
        ("GET", ["distributors", "suppliers", _, "simstatus"]) => ("orange.simstatus", sims::sim_status),
        ("GET", ["distributors", "suppliers", _, "usagebalances"]) => ("orange.usagebalances", sims::usage_balances),
        ("GET", ["distributors", "suppliers", _, "globalbalances"]) => ("orange.globalbalances", sims::global_balances),
        _ => return None,
    })
}

/// Names of all calls of this face, for the page of knobs.
pub(crate) const CALLS: [&str; 17] = [
    "orange.token",
    "orange.offers.list",
    "orange.offers.get",
    "orange.offers.patch",
    "orange.transactions.create",
    "orange.transactions.list",
    "orange.transactions.count",
    "orange.transactions.get",
    "orange.keys.get",
    "orange.keys.create",
    "orange.suppliers",
    "orange.simstatus",
    "orange.usagebalances",
    "orange.globalbalances",
    "orange.live",
    "orange.countries",
    "orange.currencies",
];
