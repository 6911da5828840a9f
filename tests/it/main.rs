//! The one integration binary: the shop over both databases, against the simulated world.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what is set up for a test may end it and speak, and is no shop"
)]

mod airalo;
mod audit;
mod books;
mod buyer;
mod buyer_pages;
mod command_line;
mod contract;
mod cost;
mod crash;
mod credit;
mod esim_go;
mod esim_life;
mod faults_everywhere;
mod floors;
mod fortnight;
mod guards;
mod left;
mod metrics;
mod migrations;
mod model;
mod one_at_a_time;
mod orange;
mod order;
mod order_faults;
mod pausing;
mod pay_in;
mod purchase;
mod pushes;
mod reconcile;
mod records;
mod selling;
mod shop;
mod shopfront;
mod staff;
mod staff_orders;
mod stand_in;
mod standard;
mod stock;
mod storm;
mod stripe;
mod top_up;
mod top_up_pages;
mod two_servers;
mod web;
mod withdrawal;
