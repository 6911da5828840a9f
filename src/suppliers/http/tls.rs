//! The one place where HTTP clients are made: time limits, no redirects, no proxy, TLS 1.3 unless set lower.

use super::buying::SendByLayer;
use super::{HttpSettings, HttpSetupError, faults};
use crate::clock::Clock;
use crate::config::MinTls;
use crate::secret::Secret;
use reqwest::{Certificate, Client, ClientBuilder, Identity, redirect, retry, tls};

fn oldest(min: MinTls) -> tls::Version {
    match min {
        MinTls::V1_2 => tls::Version::TLS_1_2,
        MinTls::V1_3 => tls::Version::TLS_1_3,
    }
}

/// For reads: connections are kept and used again.
pub(super) fn reading_client(settings: &HttpSettings) -> Result<Client, HttpSetupError> {
    finish(client(settings)?.timeout(settings.read_limit))
}

/// For buying: one connection a purchase, so that a request is never written twice or to a socket that is half closed.
pub(super) fn buying_client(settings: &HttpSettings, clock: Clock) -> Result<Client, HttpSetupError> {
    finish(
        client(settings)?
            .timeout(settings.socket_limit)
            .pool_max_idle_per_host(0)
            .http1_only()
            .connector_layer(SendByLayer::new(clock)),
    )
}

#[expect(clippy::disallowed_methods, reason = "the one place that makes clients")]
fn client(settings: &HttpSettings) -> Result<ClientBuilder, HttpSetupError> {
    let client = Client::builder()
        .user_agent(concat!("escale/", env!("CARGO_PKG_VERSION")))
        .tls_version_min(oldest(settings.min_tls))
        .connect_timeout(settings.connect_limit)
        .tcp_nodelay(true)
        // A redirect would carry the token elsewhere, or an order to a second place.
        .redirect(redirect::Policy::none())
        // The library repeats refused requests by itself; what is repeated is our decision.
        .retry(retry::never())
        // Only the configuration decides where requests go, not a variable of the environment.
        .no_proxy();
    let client = match &settings.identity {
        Some(pem) => client.identity(identity(pem)?),
        None => client,
    };
    Ok(match &settings.authorities {
        Some(pem) => client.tls_certs_merge(authorities(pem)?),
        None => client,
    })
}

fn authorities(pem: &str) -> Result<Vec<Certificate>, HttpSetupError> {
    match Certificate::from_pem_bundle(pem.as_bytes()) {
        Ok(authorities) if !authorities.is_empty() => Ok(authorities),
        _ => Err(HttpSetupError("the authority's file holds no certificate in PEM".into())),
    }
}

/// Err never quotes the key.
fn identity(pem: &Secret) -> Result<Identity, HttpSetupError> {
    let read = Identity::from_pem(pem.expose().as_bytes());
    read.map_err(|_| HttpSetupError("the client certificate and its key are no PEM that fits together".into()))
}

fn finish(builder: ClientBuilder) -> Result<Client, HttpSetupError> {
    builder.build().map_err(|error| HttpSetupError(faults::in_words(error)))
}
