//! Escale: a self-hosted web shop for travel eSIMs.
//!
//! The house has floors; a module imports only from lower floors, and rooms on one floor do not know each other.
//!
//! ```text
//! 7  main.rs        composition root and command line
//! 6  web/           router, sessions and headers, webhooks in; errors become status codes here
//! 5  app/           pages (server), islands and server functions (both halves)
//! 4  fulfilment/    check out, provision, refund, reconcile, catalogue and usage sync, jobs, worker
//!    accounts/      the staff's accounts: adding somebody, signing in
//! 3  services.rs    what every request and job is given        session.rs  who is asking
//! 2  store/ | suppliers/ | payments/ | mail/                    no doors between these
//! 1  config.rs  clock.rs  secret.rs  text.rs  trial.rs
//! 0  domain/        types and rules, no I/O
//! ```
//!
//! Two halves are built from this one package: the server (`ssr`), and the browser half (`hydrate`), which holds
//! only `domain`, the islands and the stubs of the server functions. This file is the only one with `cfg(feature)`.

// A release build does not erase the types of views; those of whole pages are deep.
#![recursion_limit = "256"]

pub mod domain;

#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod config;
#[cfg(feature = "ssr")]
pub mod secret;
#[cfg(feature = "ssr")]
pub mod text;
#[cfg(feature = "ssr")]
pub mod trial;

#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod payments;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod suppliers;

#[cfg(feature = "ssr")]
pub mod services;
#[cfg(feature = "ssr")]
pub mod session;

#[cfg(feature = "ssr")]
pub mod accounts;
#[cfg(feature = "ssr")]
pub mod fulfilment;

/// Floor 5: what a visitor sees. Islands and server functions exist in both halves, pages on the server alone.
pub mod app {
    pub mod api;
    pub mod islands;

    #[cfg(feature = "ssr")]
    pub mod account;
    #[cfg(feature = "ssr")]
    pub mod admin;
    #[cfg(feature = "ssr")]
    pub mod asking;
    #[cfg(feature = "ssr")]
    pub mod checkout;
    #[cfg(feature = "ssr")]
    pub mod help;
    #[cfg(feature = "ssr")]
    pub mod page;
    #[cfg(feature = "ssr")]
    pub mod parts;
    #[cfg(feature = "ssr")]
    pub mod routes;
    #[cfg(feature = "ssr")]
    pub mod shop;
    #[cfg(feature = "ssr")]
    pub mod top_up;
}

#[cfg(feature = "ssr")]
pub mod web;

/// Wakes the islands of a page in the browser.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
