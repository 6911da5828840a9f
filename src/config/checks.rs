//! What must fit together, beyond each key's own form.

use super::{Config, MinTls};
use std::collections::BTreeSet;
use std::time::Duration;
use url::{Host, Url};

/// The latest that an order's first byte is written after it was decided (see the buying rules): part of every quiet time.
const SEND_BY: Duration = Duration::from_secs(5);

/// Notes everything that does not fit together.
pub(super) fn all(config: &Config, problems: &mut Vec<String>) {
    times(config, problems);
    simulators(config, problems);
    let mut seen = BTreeSet::new();
    for supplier in &config.suppliers {
        if !seen.insert(supplier.id().as_str().replace('-', "_")) {
            problems.push(format!("suppliers: two are called {}", supplier.id()));
        }
    }
    let database = config.database_url.expose();
    if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database.starts_with(scheme)) {
        problems.push("database_url: must begin with sqlite:// or postgres://".to_owned());
    }
}

fn times(config: &Config, problems: &mut Vec<String>) {
    let show = |duration: Duration| humantime::format_duration(duration).to_string();
    let proof = SEND_BY + config.socket_limit;
    if config.quiet_time <= proof {
        problems.push(format!("quiet_time: must be more than {} (5s and socket_limit)", show(proof)));
    }
    let least = 2 * (config.quiet_time + config.socket_limit) + Duration::from_secs(120);
    if config.delivery_deadline < least {
        problems.push(format!(
            "delivery_deadline: must be at least {}: twice quiet_time and socket_limit, and 2 minutes",
            show(least)
        ));
    }
    if config.accepted_deadline < config.delivery_deadline {
        problems.push("accepted_deadline: must not be shorter than delivery_deadline".to_owned());
    }
    // Stripe takes 30 minutes to 24 hours, counted when the request arrives.
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    if !(minutes(31)..=minutes(23 * 60)).contains(&config.session_life) {
        problems.push("session_life: must be between 31 minutes and 23 hours".to_owned());
    }
}

/// A shop that the public reaches must not buy or be paid at a simulator.
fn simulators(config: &Config, problems: &mut Vec<String>) {
    if config.public_url.scheme() != "https" {
        return;
    }
    let mut addresses = vec![("stripe.api_url".to_owned(), config.stripe.api_url.clone())];
    addresses.extend(Url::parse(&config.stripe.checkout_origin).map(|url| ("stripe.checkout_origin".to_owned(), url)));
    for supplier in &config.suppliers {
        addresses.extend(supplier.addresses());
    }
    for (key, url) in addresses {
        if url.scheme() != "https" || is_loopback(&url) {
            problems.push(format!("{key}: {url} is a simulator's address, and public_url is https: a real shop"));
        }
    }
    if config.demo {
        problems.push("demo: must not be true where public_url is https: a real shop".to_owned());
    }
}

/// Whether only this machine answers there.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.to_canonical().is_loopback(),
        None => false,
    }
}

/// See `Config::warnings`.
pub(super) fn warnings(config: &Config) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut low = |key: String| {
        warnings.push(format!("{key}: TLS 1.2 is accepted; raise it to \"1.3\" as soon as the other side can"));
    };
    if config.mail.min_tls < MinTls::V1_3 {
        low("mail.min_tls".to_owned());
    }
    for supplier in &config.suppliers {
        if supplier.min_tls() < MinTls::V1_3 {
            low(format!("suppliers.{}.min_tls", supplier.id()));
        }
    }
    if config.public_url.scheme() != "https" && !is_loopback(&config.public_url) {
        warnings.push(
            "public_url: plain http on an address that others can reach: links to eSIMs travel in clear".to_owned(),
        );
    }
    if config.mail.smtp_url.expose().contains("tls=opportunistic") {
        warnings.push("mail.smtp_url: mails travel in clear whenever the relay does not offer TLS".to_owned());
    }
    if config.suppliers.is_empty() {
        warnings.push("suppliers: none is configured, so nothing is sold".to_owned());
    }
    warnings
}
