//! The one integration binary: the shop over both databases, against the simulated world.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "what is set up for a test may end it, and is no shop"
)]

mod buyer;
mod buyer_pages;
mod command_line;
mod floors;
mod migrations;
mod model;
mod orange;
mod order;
mod order_faults;
mod purchase;
mod selling;
mod shop;
mod shopfront;
mod staff;
mod staff_orders;
mod stripe;
mod web;
mod withdrawal;
