//! The route table: every page of the shop, one row each, and nothing else.

use super::page::{Audience, Route, page};
use super::shop;

/// Every page. Tests walk it: each row has a fixture for its placeholders.
pub const ROUTES: &[Route] = &[
    Route { path: "/{lang}", audience: Audience::Everybody, get: Some(page!(shop::home_page::show)), post: None },
];
