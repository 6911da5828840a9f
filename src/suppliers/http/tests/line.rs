//! The line as it stands: circuits on trial, calls counted.

use super::*;
use crate::suppliers::http::breaker::Circuit;

#[tokio::test]
async fn the_line_is_up_again_once_looks_have_succeeded_on_trial() {
    let (failing, _) = listener("HTTP/1.1 500 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    let (well, _) = listener("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}").await;
    let http = http(&Clock::standing_at(NOW));
    let read = |url: &Url| http.reader.once("get", http.reader.request(reqwest::Method::GET, url.clone(), "req"));
    let circuits = || http.line.circuits().map(|(_, circuit)| circuit);
    for fails_again in [true, false] {
        while circuits()[0] != Circuit::Open {
            read(&failing).await.expect("an answer");
        }
        assert!(!http.line.is_up() && !http.line.wants_a_look());
        tokio::time::sleep(Duration::from_millis(150)).await;
        assert_eq!(circuits(), [Circuit::Trial, Circuit::Closed]);
        assert!(!http.line.is_up() && http.line.wants_a_look(), "on trial nothing is sold yet");
        if fails_again {
            continue;
        }
        for _ in 0..3 {
            assert!(http.line.wants_a_look());
            read(&well).await.expect("an answer");
        }
        assert_eq!(circuits(), [Circuit::Closed, Circuit::Closed]);
        assert!(http.line.is_up());
    }
}

#[tokio::test]
async fn orders_decide_on_trial_whether_more_go_out() {
    let (failing, _) = listener("HTTP/1.1 500 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    let http = http(&Clock::standing_at(NOW));
    let send = || http.buyer.send("buy", http.buyer.post(failing.clone(), "req"), NOW + Duration::from_secs(5));
    while !matches!(send().await, Sent::NotSent { .. }) {}
    assert!(!http.line.is_up());
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(http.line.circuits()[1].1, Circuit::Trial);
    assert!(http.line.is_up(), "nothing but an order can close it");
}

#[tokio::test]
async fn every_call_is_counted_also_one_that_nobody_waited_for() {
    let (url, _) = listener("HTTP/1.1 404 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let nobody: Url = format!("http://{}/", silent.local_addr().expect("an address")).parse().expect("an address");
    let http = http(&Clock::standing_at(NOW));
    let read = |url: &Url| http.reader.once("get", http.reader.request(reqwest::Method::GET, url.clone(), "req"));
    read(&url).await.expect("an answer");
    assert!(tokio::time::timeout(Duration::from_millis(20), read(&nobody)).await.is_err());
    let sent = http.buyer.send("buy", http.buyer.post(url.clone(), "req"), NOW).await;
    assert!(matches!(sent, Sent::NotSent { .. }), "too late");
    let figures = http.line.calls.figures();
    let [get] = figures.as_slice() else { panic!("{figures:?}") };
    assert_eq!((get.call, get.ends), ("get", [0, 1, 0, 0, 1, 0]));
    assert_eq!((get.lately.calls, get.lately.errors), (2, 1));
}
