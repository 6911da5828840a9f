//! What an order costs and how many a machine takes: `make bench`.
//!
//! The gate: our processor time for an order, from the webhook to the call to the supplier and from its answer to the
//! sealed eSIM with its QR code, is at most two and a half bare RSA-4096 decryptions of the same run. The rest are
//! figures. The outside world runs in a process of its own; its time does not count.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for the terminal, and no shop"
)]

mod cost;
mod pace;
mod place;
mod traffic;

use std::process::ExitCode;

/// Of one bare decryption.
const MOST: f64 = 2.5;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    // On a thread of the runtime's own, as the shop's worker.
    let ratio = tokio::spawn(cost::of_an_order()).await.unwrap();
    println!("gate: {ratio:.2} decryptions an order, {MOST} at most");
    pace::orders_a_second().await;
    traffic::webhooks_beside_pages().await;
    if ratio <= MOST { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
