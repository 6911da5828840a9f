//! Where a request comes from: the neighbour's address, or what a trusted proxy says of the one before it.

use crate::config::Config;
use axum::extract::ConnectInfo;
use axum::http::Extensions;
use axum::http::header::HeaderMap;
use std::net::{IpAddr, SocketAddr};

/// The visitor's address; `None` only where there is no connection, as in a test without a socket.
///
/// Each proxy appends its own neighbour to `X-Forwarded-For`, so it is read from its end: the first address that is
/// not a proxy of ours is the visitor's. What stands before it was written by the visitor.
pub(super) fn client_ip(config: &Config, extensions: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
    let ConnectInfo(neighbour) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).collect();
    Some(visitor(neighbour.ip(), &hops, |proxy| config.trusts(proxy)))
}

fn visitor(neighbour: IpAddr, hops: &[&str], trusts: impl Fn(IpAddr) -> bool) -> IpAddr {
    let mut address = neighbour.to_canonical();
    for hop in hops.iter().rev() {
        if !trusts(address) {
            break;
        }
        match read(hop) {
            Some(before) => address = before,
            None => break,
        }
    }
    address
}

/// Some proxies write a port behind the address.
fn read(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let address = hop.parse::<IpAddr>().or_else(|_| hop.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Network;

    fn seen(neighbour: &str, hops: &[&str], proxies: &[&str]) -> String {
        let proxies: Vec<Network> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        let trusts = |address| proxies.iter().any(|network| network.contains(address));
        visitor(neighbour.parse().unwrap(), hops, trusts).to_string()
    }

    #[test]
    fn without_a_trusted_proxy_the_header_is_ignored() {
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(seen("::ffff:203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.9");
    }

    #[test]
    fn what_the_visitor_wrote_himself_is_not_believed() {
        let hops = ["1.1.1.1", " 198.51.100.1", "10.0.0.7"];
        assert_eq!(seen("10.0.0.8", &hops, &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.8", &["1.1.1.1", "garbage"], &["10.0.0.0/8"]), "10.0.0.8");
        assert_eq!(seen("10.0.0.8", &[], &["10.0.0.0/8"]), "10.0.0.8");
    }

    #[test]
    fn a_port_behind_the_address_does_no_harm() {
        assert_eq!(seen("10.0.0.8", &["198.51.100.1:4711"], &["10.0.0.8"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.8", &["[2001:db8::1]:4711"], &["10.0.0.8"]), "2001:db8::1");
    }
}
