//! Bounds: how large a body may be, how long a request may take, how often one address may ask.
//!
//! Rates are kept in memory, for each server on its own: they blunt guessing and floods, nothing is decided by them.
//! Many travellers share one address (an airport's Wi-Fi), so only what is worth guessing is kept tight.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

/// The largest body of a form or a server function, in bytes.
pub(super) const LARGEST_FORM: usize = 64 * 1024;

/// The largest body of a webhook, in bytes.
pub(super) const LARGEST_WEBHOOK: usize = 256 * 1024;

/// Longest time to an answer, the reading of the request's body included.
pub(super) const LONGEST_REQUEST: Duration = Duration::from_secs(30);

/// How long open requests may go on once the shop is told to stop.
pub(super) const LONGEST_GOODBYE: Duration = Duration::from_secs(25);

/// When a refused visitor may come back, at the latest.
pub(super) const COME_BACK_AFTER: Duration = Duration::from_secs(60);

/// Above so many remembered addresses, those that are back at their full quota are forgotten.
const MOST_REMEMBERED: usize = 20_000;

/// The rates of one server.
pub(super) struct Rates {
    sign_in_from_address: PerKey<IpAddr>,
    sign_in_to_account: PerKey<(IpAddr, String)>,
    by_address: PerKey<IpAddr>,
    by_number: PerKey<IpAddr>,
    look_up: PerKey<IpAddr>,
    search: PerKey<IpAddr>,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            sign_in_from_address: PerKey::new(Quota::per_minute(TWENTY)),
            // Five at once, then one a minute.
            sign_in_to_account: PerKey::new(Quota::per_minute(NonZeroU32::MIN).allow_burst(FIVE)),
            by_address: PerKey::new(Quota::per_minute(TWENTY)),
            by_number: PerKey::new(Quota::per_minute(TWENTY)),
            look_up: PerKey::new(Quota::per_minute(SIX_HUNDRED)),
            search: PerKey::new(Quota::per_minute(SIX_HUNDRED)),
        }
    }
}

const FIVE: NonZeroU32 = NonZeroU32::new(5).unwrap();
const TWENTY: NonZeroU32 = NonZeroU32::new(20).unwrap();
const SIX_HUNDRED: NonZeroU32 = NonZeroU32::new(600).unwrap();

impl Rates {
    /// Whether one more try to sign in is allowed.
    pub(super) fn allow_sign_in(&self, ip: Option<IpAddr>, email: &str) -> bool {
        let ip = neighbourhood(ip);
        // An address longer than any real one must not fill the memory.
        let email: String = email.trim().to_lowercase().chars().take(254).collect();
        self.sign_in_from_address.allow(ip) && self.sign_in_to_account.allow((ip, email))
    }

    /// Whether orders may be asked about once more by their buyer's e-mail address.
    pub(super) fn allow_asking_by_address(&self, ip: Option<IpAddr>) -> bool {
        self.by_address.allow(neighbourhood(ip))
    }

    /// Whether one more SIM may be asked about by its number.
    pub(super) fn allow_asking_by_number(&self, ip: Option<IpAddr>) -> bool {
        self.by_number.allow(neighbourhood(ip))
    }

    /// Whether one more order may be looked up by its link, or one more server function be called.
    pub(super) fn allow_look_up(&self, ip: Option<IpAddr>) -> bool {
        self.look_up.allow(neighbourhood(ip))
    }

    /// Whether one more search is allowed.
    pub(super) fn allow_search(&self, ip: Option<IpAddr>) -> bool {
        self.search.allow(neighbourhood(ip))
    }
}

/// One subscriber: an IPv4 address, or the /64 that every IPv6 subscriber has for himself alone. Requests without an
/// address share one.
fn neighbourhood(ip: Option<IpAddr>) -> IpAddr {
    match ip {
        None => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        Some(IpAddr::V4(ip)) => IpAddr::V4(ip),
        Some(IpAddr::V6(ip)) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64)),
    }
}

struct PerKey<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

impl<K: Hash + Eq + Clone> PerKey<K> {
    fn new(quota: Quota) -> Self {
        Self(RateLimiter::keyed(quota))
    }

    fn allow(&self, key: K) -> bool {
        if self.0.len() > MOST_REMEMBERED {
            self.0.retain_recent();
        }
        self.0.check_key(&key).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)));
    const THERE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2)));

    #[test]
    fn guessing_one_account_ends_after_five_tries() {
        let rates = Rates::default();
        let tries = (0..8).filter(|_| rates.allow_sign_in(HERE, "owner@example.org")).count();
        assert_eq!(tries, 5);
        assert!(!rates.allow_sign_in(HERE, " OWNER@example.org"), "the same account in other letters");
        assert!(rates.allow_sign_in(HERE, "support@example.org"), "another account");
        assert!(rates.allow_sign_in(THERE, "owner@example.org"), "the owner elsewhere is not locked out");
    }

    #[test]
    fn trying_many_accounts_from_one_address_ends_as_well() {
        let rates = Rates::default();
        let tries = (0..40).filter(|n| rates.allow_sign_in(HERE, &format!("{n}@example.org"))).count();
        assert_eq!(tries, 20);
    }

    #[test]
    fn an_ipv6_subscriber_is_one_visitor() {
        let near = neighbourhood(Some("2001:db8:1:2:aaaa::1".parse().unwrap()));
        assert_eq!(near, neighbourhood(Some("2001:db8:1:2:bbbb::2".parse().unwrap())));
        assert_ne!(near, neighbourhood(Some("2001:db8:1:3::1".parse().unwrap())));
    }
}
