//! How a world is started, and where its faces answer.

use serde::Serialize;

use crate::airalo::{self, AiraloOperatorSeed};
use crate::clock::Clock;
use crate::esim_go::{self, BundleSeed};
use crate::orange::{self, OfferSeed};
use crate::standard::{self, PackageSeed};

/// How a world is started. Port 0 is any free port.
#[derive(Clone, Debug)]
pub struct Options {
    pub orange_port: u16,
    pub stripe_port: u16,
    pub smtp_port: u16,
    /// The mailbox and the knobs.
    pub control_port: u16,
    pub esim_go_port: u16,
    /// The generic protocol's supplier.
    pub standard_port: u16,
    pub airalo_port: u16,
    /// What Orange lists at the start.
    pub offers: Vec<OfferSeed>,
    pub orange_client_id: String,
    pub orange_client_secret: String,
    /// Life of Orange's tokens in seconds.
    pub orange_token_seconds: i64,
    /// The key that Stripe accepts; a restricted key is one that starts with `rk_`.
    pub stripe_secret_key: String,
    /// Where Stripe's events go; can be set later by [`crate::World::set_webhook_target`].
    pub webhook_url: Option<String>,
    /// Secrets that sign them: each signs, so two are a rotation.
    pub webhook_secrets: Vec<String>,
    /// What eSIM Go lists at the start.
    pub bundles: Vec<BundleSeed>,
    pub esim_go_api_key: String,
    /// The callback URL in eSIM Go's portal; can be set later by [`crate::World::set_esim_go_callback_url`].
    pub esim_go_callback_url: Option<String>,
    /// What the generic protocol's supplier lists at the start.
    pub packages: Vec<PackageSeed>,
    pub standard_client_id: String,
    pub standard_client_secret: String,
    /// What Airalo lists at the start.
    pub airalo_operators: Vec<AiraloOperatorSeed>,
    pub airalo_client_id: String,
    /// Signs Airalo's notifications too.
    pub airalo_client_secret: String,
    pub clock: Clock,
}

impl Default for Options {
    /// Free ports, the demo catalogues, fixed credentials, real time.
    fn default() -> Self {
        Self {
            orange_port: 0,
            stripe_port: 0,
            smtp_port: 0,
            control_port: 0,
            esim_go_port: 0,
            standard_port: 0,
            airalo_port: 0,
            offers: orange::demo_offers(),
            orange_client_id: "demo-client".to_owned(),
            orange_client_secret: "demo-secret".to_owned(),
            orange_token_seconds: 3600,
            stripe_secret_key: "sk_test_escale_demo".to_owned(),
            webhook_url: None,
            webhook_secrets: vec!["whsec_escale_demo".to_owned()],
            bundles: esim_go::demo_bundles(),
            esim_go_api_key: "esim-go-demo-key".to_owned(),
            esim_go_callback_url: None,
            packages: standard::demo_packages(),
            standard_client_id: "standard-client".to_owned(),
            standard_client_secret: "standard-secret".to_owned(),
            airalo_operators: airalo::demo_operators(),
            airalo_client_id: "airalo-client".to_owned(),
            airalo_client_secret: "airalo-secret".to_owned(),
            clock: Clock::default(),
        }
    }
}

/// Where the faces answer.
#[derive(Clone, Debug, Serialize)]
pub struct Addresses {
    /// `http://127.0.0.1:PORT/v1`
    pub orange_base_url: String,
    pub orange_token_url: String,
    /// Stripe's API and the hosted pages: one origin.
    pub stripe_url: String,
    /// `smtp://127.0.0.1:PORT`
    pub smtp_url: String,
    /// The mailbox and the knobs.
    pub mailbox_url: String,
    /// `http://127.0.0.1:PORT/v2.4`
    pub esim_go_base_url: String,
    /// `http://127.0.0.1:PORT`; paths below it want `X-API-Version`, or begin with `/v2/`.
    pub standard_base_url: String,
    pub standard_token_url: String,
    /// `http://127.0.0.1:PORT/v2`
    pub airalo_base_url: String,
}
