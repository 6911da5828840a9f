//! Airalo's Partner API v2 as its documentation describes it: state, the table of calls, and the HTTP face.

mod catalogue;
mod demo;
mod error;
mod face;
mod instructions;
mod knobs;
mod manners;
mod notifications;
mod operators;
mod ordering;
mod orders;
mod sims;
mod token;
mod topping_up;
mod using;

use std::collections::{BTreeSet, HashMap, VecDeque};

use axum::http::StatusCode;
use serde_json::Value;

pub(crate) use demo::demo as demo_operators;
pub(crate) use face::{BASE_PATH, router};
pub use knobs::AiraloSale;
pub use manners::{AiraloManners, AiraloOrderPlan};
pub use operators::{AiraloOperatorSeed, AiraloPackageSeed};

use crate::asked::Asked;
use crate::call::{self, Row};
use crate::tokens::{PerMinute, Tokens};
use crate::webhooks::Post;
use error::AiraloError;

/// Everything that Airalo knows about its one partner.
pub(crate) struct Airalo {
    client_id: String,
    client_secret: String,
    pub(crate) tokens: Tokens,
    package_calls: PerMinute,
    /// Calls for the usage of each ICCID.
    usage_calls: HashMap<String, PerMinute>,
    operators: Vec<operators::Operator>,
    orders: orders::Orders,
    sims: sims::Sims,
    /// Orders that were accepted and not made yet.
    waiting: Vec<ordering::Waiting>,
    /// What comes by itself, by the Unix second when it is due.
    agenda: BTreeSet<(i64, Due)>,
    /// Hundredths of a US dollar: what is left, and what there was when it was last filled up.
    balance: i64,
    filled_up_to: i64,
    optins: Vec<notifications::OptIn>,
    manners: AiraloManners,
    /// How the next orders go, first in, first used.
    plans: VecDeque<AiraloOrderPlan>,
    post: Post,
    /// This face's own origin, where QR codes are.
    pub(crate) origin: String,
    /// The last number that was given out.
    numbered: u64,
}

/// Something that comes by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// The waiting order at this place is made.
    Order(usize),
    /// The SIM at this place has so many days left.
    Warning(usize, i64),
}

impl Airalo {
    pub(crate) fn new(client_id: String, client_secret: String, post: Post) -> Self {
        let manners = AiraloManners::default();
        Self {
            client_id,
            client_secret,
            tokens: Tokens::new(token::LIFE_SECONDS, manners.tokens_per_minute),
            package_calls: PerMinute::new(manners.package_calls_per_minute),
            usage_calls: HashMap::new(),
            operators: Vec::new(),
            orders: orders::Orders::default(),
            sims: sims::Sims::default(),
            waiting: Vec::new(),
            agenda: BTreeSet::new(),
            balance: 500_000,
            filled_up_to: 500_000,
            optins: Vec::new(),
            manners,
            plans: VecDeque::new(),
            post,
            origin: String::new(),
            numbered: 9_600,
        }
    }

    fn next_number(&mut self) -> u64 {
        self.numbered += 1;
        self.numbered
    }

    /// Lets what is due happen: waiting orders are made, ends are warned of.
    pub(crate) fn let_time_pass(&mut self, now: i64) {
        while self.agenda.first().is_some_and(|(at, _)| *at <= now) {
            match self.agenda.pop_first() {
                Some((_, Due::Order(place))) => self.make_waiting(place, now),
                Some((at, Due::Warning(place, days))) => self.warn_of_end(place, days, at, now),
                None => break,
            }
        }
    }
}

/// Status and body of a call that went well.
type Reply = Result<(StatusCode, Value), AiraloError>;
type Call = fn(&mut Airalo, &Asked<'_>) -> Reply;

/// `{data, meta: {message: "success"}}`
fn success(data: impl Into<Value>) -> Reply {
    Ok((StatusCode::OK, serde_json::json!({"data": data.into(), "meta": {"message": "success"}})))
}

/// Calls that name a URL, which is tested before anything else happens.
const OPT_IN: &str = "airalo.notifications.opt_in";
const ORDER_LATER: &str = "airalo.orders.create_async";

#[rustfmt::skip]
const TABLE: &[Row<Call>] = &[
    ("GET", &["packages"], "airalo.packages.list", catalogue::list),
    ("POST", &["orders"], "airalo.orders.create", ordering::create),
    ("POST", &["orders-async"], ORDER_LATER, ordering::create_async),
    ("POST", &["orders", "topups"], "airalo.orders.topup", topping_up::top_up),
    ("GET", &["orders"], "airalo.orders.list", orders::list),
    ("GET", &["orders", "*"], "airalo.orders.get", orders::get),
    ("GET", &["sims"], "airalo.sims.list", sims::list),
    ("GET", &["sims", "*"], "airalo.sims.get", sims::get),
    ("GET", &["sims", "*", "usage"], "airalo.sims.usage", sims::usage),
    ("GET", &["sims", "*", "topups"], "airalo.sims.topups", topping_up::list),
    ("GET", &["sims", "*", "packages"], "airalo.sims.packages", sims::packages),
    ("GET", &["sims", "*", "instructions"], "airalo.sims.instructions", instructions::get),
    ("GET", &["balance"], "airalo.balance", notifications::balance),
    ("POST", &["notifications", "opt-in"], OPT_IN, notifications::opt_in),
    ("GET", &["notifications", "opt-in"], "airalo.notifications.get", notifications::get),
    ("POST", &["notifications", "opt-out"], "airalo.notifications.opt_out", notifications::opt_out),
];

/// Names of all calls of this face, for the page of knobs.
pub(crate) fn call_names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(_, _, name, _)| *name).chain([token::CALL, face::QR_CALL])
}

fn call_at(method: &str, segments: &[&str]) -> Option<(&'static str, Call)> {
    call::find(TABLE, method, segments)
}
