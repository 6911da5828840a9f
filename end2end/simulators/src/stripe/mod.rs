//! Stripe as its API reference describes it: state, the table of calls, and the HTTP face.

mod account;
mod agenda;
mod allowed;
mod balance_transactions;
mod charges;
mod charging;
mod dashboard;
mod disputes;
mod endpoints;
mod error;
mod events;
mod expand;
mod face;
mod intents;
mod knobs;
mod ledger;
mod listing;
pub(crate) mod objects;
mod page;
mod params;
mod paying;
mod payment_pages;
mod products;
mod refunds;
mod session_create;
mod sessions;
mod settling;
mod webhooks;

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

pub(crate) use face::router;
pub use knobs::{Forgery, RefundPlan};
pub use ledger::{Movement, MovementKind, PaymentTruth};
pub(crate) use page::{PAY_CALL, shown_amount};
pub use paying::{PaymentAttempt, PaymentWay};

use crate::call::{self, Row};
use crate::idempotency::Keys;
use crate::webhooks::Post;
use agenda::Agenda;
use error::StripeError;
use ledger::Ledger;
use objects::Objects;
use params::Params;
use session_create::CheckoutPlan;
use webhooks::Webhooks;

/// The one account of this Stripe.
pub(crate) struct Stripe {
    secret_key: String,
    /// The calls that the key may make, `None` for all: a restricted key.
    permissions: Option<Vec<String>>,
    /// This face's own origin, where hosted pages are.
    pub(crate) origin: String,
    pub(crate) objects: Objects,
    /// A request is its path and its parameters.
    keys: Keys<(String, Params)>,
    pub(crate) ledger: Ledger,
    pub(crate) webhooks: Webhooks,
    /// How the next refunds go.
    refund_plans: VecDeque<RefundPlan>,
    /// Id and idempotency key of the call that runs, for its events.
    request: (Option<String>, Option<String>),
    /// What each Checkout Session does when it is paid.
    pub(crate) checkouts: HashMap<String, CheckoutPlan>,
    /// Tokens behind payment methods that callers made, such as `tok_visa`.
    tokens: HashMap<String, String>,
    agenda: Agenda,
}

impl Stripe {
    pub(crate) fn new(secret_key: String, webhook_url: Option<String>, secrets: Vec<String>, post: Post) -> Self {
        Self {
            secret_key,
            permissions: None,
            origin: String::new(),
            objects: Objects::default(),
            keys: Keys::default(),
            ledger: Ledger::default(),
            webhooks: Webhooks::new(webhook_url, secrets, post),
            refund_plans: VecDeque::new(),
            request: (None, None),
            checkouts: HashMap::new(),
            tokens: HashMap::new(),
            agenda: Agenda::default(),
        }
    }
}

/// One call as the face read it.
pub(crate) struct Asked<'a> {
    /// Unix seconds.
    now: i64,
    /// Path below `/v1/`.
    segments: &'a [&'a str],
    params: Params,
    /// The caller's `Stripe-Version`.
    version: Option<&'a str>,
}

impl Asked<'_> {
    /// The path's segment at this place.
    fn segment(&self, index: usize) -> &str {
        self.segments.get(index).copied().unwrap_or_default()
    }
}

type Reply = Result<Value, StripeError>;
type Call = fn(&mut Stripe, &Asked<'_>) -> Reply;

#[rustfmt::skip]
const TABLE: &[Row<Call>] = &[
    ("GET", &["account"], "stripe.account.get", account::get),
    ("GET", &["balance"], "stripe.balance.get", account::balance),
    ("POST", &["checkout", "sessions"], "stripe.checkout.sessions.create", session_create::create),
    ("GET", &["checkout", "sessions"], "stripe.checkout.sessions.list", sessions::list),
    ("GET", &["checkout", "sessions", "*"], "stripe.checkout.sessions.get", sessions::get),
    ("POST", &["checkout", "sessions", "*"], "stripe.checkout.sessions.update", sessions::update),
    ("POST", &["checkout", "sessions", "*", "expire"], "stripe.checkout.sessions.expire", sessions::expire),
    ("GET", &["checkout", "sessions", "*", "line_items"], "stripe.checkout.sessions.line_items", sessions::line_items),
    ("POST", &["payment_intents"], "stripe.payment_intents.create", intents::create),
    ("GET", &["payment_intents"], "stripe.payment_intents.list", intents::list),
    ("GET", &["payment_intents", "*"], "stripe.payment_intents.get", intents::get),
    ("POST", &["payment_intents", "*"], "stripe.payment_intents.update", intents::update),
    ("POST", &["payment_intents", "*", "confirm"], "stripe.payment_intents.confirm", intents::confirm),
    ("POST", &["payment_intents", "*", "capture"], "stripe.payment_intents.capture", settling::capture),
    ("POST", &["payment_intents", "*", "cancel"], "stripe.payment_intents.cancel", settling::cancel),
    ("GET", &["charges"], "stripe.charges.list", charges::list),
    ("GET", &["charges", "*"], "stripe.charges.get", charges::get),
    ("GET", &["charges", "*", "refunds"], "stripe.charges.refunds", charges::refunds),
    ("POST", &["refunds"], "stripe.refunds.create", refunds::create),
    ("GET", &["refunds"], "stripe.refunds.list", refunds::list),
    ("GET", &["refunds", "*"], "stripe.refunds.get", refunds::get),
    ("GET", &["balance_transactions"], "stripe.balance_transactions.list", balance_transactions::list),
    ("GET", &["balance_transactions", "*"], "stripe.balance_transactions.get", balance_transactions::get),
    ("GET", &["disputes"], "stripe.disputes.list", disputes::list),
    ("GET", &["disputes", "*"], "stripe.disputes.get", disputes::get),
    ("POST", &["disputes", "*"], "stripe.disputes.update", disputes::update),
    ("POST", &["disputes", "*", "close"], "stripe.disputes.close", disputes::close),
    ("GET", &["events"], "stripe.events.list", events::list),
    ("GET", &["events", "*"], "stripe.events.get", events::get),
    ("POST", &["webhook_endpoints"], "stripe.webhook_endpoints.create", endpoints::create),
    ("GET", &["webhook_endpoints"], "stripe.webhook_endpoints.list", endpoints::list),
    ("GET", &["webhook_endpoints", "*"], "stripe.webhook_endpoints.get", endpoints::get),
    ("POST", &["webhook_endpoints", "*"], "stripe.webhook_endpoints.update", endpoints::update),
    ("DELETE", &["webhook_endpoints", "*"], "stripe.webhook_endpoints.delete", endpoints::delete),
    ("POST", &["products"], "stripe.products.create", products::create_product),
    ("GET", &["products"], "stripe.products.list", products::list_products),
    ("GET", &["products", "*"], "stripe.products.get", products::get_product),
    ("POST", &["prices"], "stripe.prices.create", products::create_price),
    ("GET", &["prices"], "stripe.prices.list", products::list_prices),
    ("GET", &["prices", "*"], "stripe.prices.get", products::get_price),
    ("POST", &["payment_methods"], "stripe.payment_methods.create", products::create_payment_method),
    ("GET", &["payment_methods", "*"], "stripe.payment_methods.get", products::get_payment_method),
    ("GET", &["payment_pages", "*"], "stripe.payment_pages.get", payment_pages::get),
    ("POST", &["payment_pages", "*", "confirm"], "stripe.payment_pages.confirm", payment_pages::confirm),
];

/// The name of the call, as faults know it, and the function behind it. Paths stand below `/v1/`.
fn call_at(method: &str, segments: &[&str]) -> Option<(&'static str, Call)> {
    call::find(TABLE, method, segments)
}

/// Names of all calls of this face, for the page of knobs.
pub(crate) fn call_names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(_, _, name, _)| *name)
}
