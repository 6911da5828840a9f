//! `escale health`: asks the shop on this machine whether it is ready, as a container's health check does.

use anyhow::Context;
use escale::config::Config;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(4);

pub(super) fn ask(config: &Config) -> anyhow::Result<()> {
    let address = reachable(config.listen);
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).with_context(|| address.to_string())?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    // The first line is all that counts.
    stream.take(256).read_to_string(&mut answer).with_context(|| address.to_string())?;
    let status = answer.lines().next().unwrap_or("no answer");
    anyhow::ensure!(status.split(' ').nth(1) == Some("200"), "not ready: {status}");
    Ok(())
}

/// Where the shop is asked when it listens on every address.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
