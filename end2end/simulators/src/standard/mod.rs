//! The generic protocol of an eSIM API for an agency's systems: state, the table of calls, and the HTTP face.
//!
//! OAuth 2.0 client credentials, a version by header or path, idempotency keys on what buys, signed webhooks.
//! The protocol's optional mutual TLS is left out: the face is plain HTTP on loopback.

mod catalogue;
mod demo;
mod error;
mod esims;
mod events;
mod face;
mod hooks;
mod knobs;
mod manners;
mod ordering;
mod orders;
mod packages;
mod token;
mod topping_up;
mod using;

use std::collections::{BTreeSet, VecDeque};

use axum::http::StatusCode;
use serde_json::Value;

pub(crate) use demo::demo as demo_packages;
pub(crate) use face::{TOKEN_PATH, router};
pub use knobs::StandardSale;
pub use manners::{ManualCode, StandardManners, StandardOrderPlan};
pub use packages::PackageSeed;

use crate::asked::Asked;
use crate::call::{self, Row};
use crate::idempotency::Keys;
use crate::tokens::Tokens;
use crate::webhooks::Post;
use error::StandardError;

/// Life of a token in seconds.
const TOKEN_SECONDS: i64 = 3600;

/// Everything that this supplier knows about its one client.
pub(crate) struct Standard {
    client_id: String,
    client_secret: String,
    pub(crate) tokens: Tokens,
    packages: Vec<packages::Package>,
    orders: orders::Orders,
    esims: esims::Esims,
    /// A request is its path and its body.
    keys: Keys<(String, Vec<u8>)>,
    hooks: Vec<hooks::Hook>,
    /// What comes by itself, by the Unix second when it is due.
    agenda: BTreeSet<(i64, Due)>,
    manners: StandardManners,
    /// How the next orders and top-ups go, first in, first used.
    plans: VecDeque<StandardOrderPlan>,
    post: Post,
    /// This face's own origin, where QR codes are.
    pub(crate) origin: String,
}

/// Something that comes by itself, and the place of whom it happens to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Order(usize),
    Expiry(usize),
}

impl Standard {
    pub(crate) fn new(client_id: String, client_secret: String, post: Post) -> Self {
        let manners = StandardManners::default();
        Self {
            client_id,
            client_secret,
            tokens: Tokens::new(TOKEN_SECONDS, manners.tokens_per_minute),
            packages: Vec::new(),
            orders: orders::Orders::default(),
            esims: esims::Esims::default(),
            keys: Keys::default(),
            hooks: Vec::new(),
            agenda: BTreeSet::new(),
            manners,
            plans: VecDeque::new(),
            post,
            origin: String::new(),
        }
    }

    /// Lets what is due happen: orders change their status, eSIMs expire.
    pub(crate) fn let_time_pass(&mut self, now: i64) {
        while self.agenda.first().is_some_and(|(at, _)| *at <= now) {
            match self.agenda.pop_first() {
                Some((_, Due::Order(place))) => self.change_order(place, now),
                Some((at, Due::Expiry(place))) => self.expire(place, at, now),
                None => break,
            }
        }
    }
}

/// Status and body of a call that went well.
type Reply = Result<(StatusCode, Value), StandardError>;
type Call = fn(&mut Standard, &Asked<'_>) -> Reply;

const CREATE_ORDER: &str = "standard.orders.create";
const TOP_UP: &str = "standard.esims.topup";

#[rustfmt::skip]
const TABLE: &[Row<Call>] = &[
    ("GET", &["catalog", "packages"], "standard.packages.list", catalogue::list),
    ("POST", &["orders"], CREATE_ORDER, ordering::create),
    ("GET", &["orders"], "standard.orders.list", orders::list),
    ("GET", &["orders", "*"], "standard.orders.get", orders::get),
    ("GET", &["esims", "*"], "standard.esims.get", esims::get),
    ("GET", &["esims", "*", "usage"], "standard.esims.usage", esims::usage),
    ("POST", &["esims", "*", "topup"], TOP_UP, topping_up::top_up),
    ("POST", &["webhooks", "register"], "standard.webhooks.register", hooks::register),
    ("GET", &["webhooks"], "standard.webhooks.list", hooks::list),
    ("DELETE", &["webhooks", "*"], "standard.webhooks.delete", hooks::delete),
];

/// Calls that buy: they want an idempotency key.
fn is_keyed(name: &str) -> bool {
    name == CREATE_ORDER || name == TOP_UP
}

/// Names of all calls of this face, for the page of knobs.
pub(crate) fn call_names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(_, _, name, _)| *name).chain([token::CALL, face::QR_CALL])
}

fn call_at(method: &str, segments: &[&str]) -> Option<(&'static str, Call)> {
    call::find(TABLE, method, segments)
}
