//! The door: what every route answers to strangers, other sites, machines and nonsense.

use crate::shop::{Database, Shop, on_both};
use escale::app::page::{Audience, Route};
use escale::app::routes::ROUTES;
use reqwest::{Method, Response, StatusCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// A row's path with something in each placeholder.
fn path(route: &Route) -> String {
    let segments = route.path.split('/').map(|segment| match segment {
        "{lang}" => "en",
        placeholder if placeholder.starts_with('{') => "x",
        plain => plain,
    });
    segments.collect::<Vec<_>>().join("/")
}

fn methods(route: &Route) -> impl Iterator<Item = Method> {
    route.get.map(|_| Method::GET).into_iter().chain(route.post.map(|_| Method::POST))
}

async fn ask(shop: &Shop, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = shop.http.request(method, format!("{}{path}", shop.url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

async fn sqlite() -> Shop {
    Shop::open(Database::Sqlite).await.unwrap()
}

#[tokio::test]
async fn another_site_can_make_no_browser_post_here() {
    let shop = sqlite().await;
    let functions = escale::web::server_function_paths();
    let pages = ROUTES.iter().filter(|route| route.post.is_some()).map(path);
    for path in pages.chain(functions).chain(["/".to_owned(), "/nowhere".to_owned()]) {
        for headers in [
            &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")][..],
            &[("sec-fetch-site", "same-site"), ("origin", &*shop.url)],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[],
        ] {
            let answer = ask(&shop, Method::POST, &path, headers).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
        let from_here = ask(&shop, Method::POST, &path, &[("sec-fetch-site", "same-origin")]).await;
        assert_ne!(from_here.status(), StatusCode::FORBIDDEN, "{path}");
    }
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn a_stranger_is_led_from_every_staff_page_to_the_sign_in() {
    let shop = sqlite().await;
    let rows: Vec<_> = ROUTES.iter().filter(|route| route.path.contains("/admin")).collect();
    assert!(rows.len() >= 5);
    for route in rows {
        let open = route.path.ends_with("/sign-in");
        assert_eq!(route.audience == Audience::Everybody, open, "{}", route.path);
        if open {
            continue;
        }
        for method in methods(route) {
            for cookie in ["", "escale=AAAAAAAAAAAAAAAAAAAAAA", "escale=x"] {
                let headers = [("sec-fetch-site", "same-origin"), ("cookie", cookie)];
                let answer = ask(&shop, method.clone(), &path(route), &headers).await;
                assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{method} {}", route.path);
                let to = answer.headers()["location"].to_str().unwrap();
                assert!(to.starts_with("/en/admin/sign-in"), "{to}");
                assert_eq!(answer.headers()["cache-control"], "no-store");
            }
        }
    }
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_gives_no_cookie() {
    let shop = sqlite().await;
    let mut asked: Vec<(Method, String)> = Vec::new();
    for route in ROUTES {
        asked.extend(methods(route).map(|method| (method, path(route))));
    }
    for plain in ["/", "/nowhere", "/xx/plan/x", "/health/live", "/health/ready", "/pkg/none.css", "/en/"] {
        asked.push((Method::GET, plain.to_owned()));
    }
    asked.push((Method::POST, "/webhooks/stripe".to_owned()));
    asked.push((Method::DELETE, "/en".to_owned()));
    for (method, path) in asked {
        let answer = ask(&shop, method.clone(), &path, &[("origin", &*shop.url)]).await;
        let headers = answer.headers();
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(headers[name], value, "{method} {path}");
        }
        assert!(headers["permissions-policy"].to_str().unwrap().contains("camera=()"));
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path} {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path} {policy}");
        assert!(headers.contains_key("cache-control") && headers.contains_key("x-request-id"), "{path}");
        assert!(!headers.contains_key("strict-transport-security"), "{path}: this shop is on plain http");
        assert!(!headers.contains_key("set-cookie"), "{path}: a visitor needs no cookie");
        assert_ne!(answer.status().as_u16() / 100, 5, "{method} {path}");
    }
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn a_request_id_comes_in_goes_out_and_is_made_where_it_is_missing() {
    let shop = sqlite().await;
    let given = ask(&shop, Method::GET, "/health/live", &[("x-request-id", "trip-42.b_c")]).await;
    assert_eq!(given.headers()["x-request-id"], "trip-42.b_c");
    let mut made = Vec::new();
    for headers in [&[][..], &[("x-request-id", "no spaces, please")], &[("x-request-id", "")]] {
        let answer = ask(&shop, Method::GET, "/health/live", headers).await;
        let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
        assert_eq!(id.len(), 32);
        made.push(id);
    }
    made.dedup();
    assert_eq!(made.len(), 3);
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn the_bare_address_leads_to_the_visitors_language() {
    let shop = sqlite().await;
    for (accepted, to) in [("fr-CA,fr;q=0.9,en;q=0.1", "/fr"), ("de,en;q=0.5", "/en"), ("", "/en")] {
        let answer = ask(&shop, Method::GET, "/", &[("accept-language", accepted)]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()["location"], to);
        assert!(answer.headers()["vary"].to_str().unwrap().contains("accept-language"));
    }
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn what_is_not_there_is_a_designed_page_in_the_visitors_language() {
    let shop = sqlite().await;
    for path in ["/xx", "/EN", "/en/nowhere", "/en/plan/%00", "/en/plan/%ff", "/nowhere", "/%2e%2e/etc/passwd"] {
        let answer = ask(&shop, Method::GET, path, &[("accept-language", "fr")]).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8", "{path}");
        let french = !path.starts_with("/en/");
        assert_eq!(answer.text().await.unwrap().contains("<html lang=\"fr\""), french, "{path}");
    }
    let answer = ask(&shop, Method::GET, "/en/help/?a=b", &[]).await;
    assert_eq!(answer.status(), StatusCode::PERMANENT_REDIRECT);
    assert_eq!(answer.headers()["location"], "/en/help");
    let elsewhere = ask(&shop, Method::GET, "//evil.example/", &[]).await;
    assert_eq!(elsewhere.status(), StatusCode::NOT_FOUND, "no redirect to another host");
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn a_wrong_method_is_told_which_ones_there_are() {
    let shop = sqlite().await;
    let answer = ask(&shop, Method::POST, "/en", &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.headers()["allow"].to_str().unwrap().contains("GET"));
    for function in escale::web::server_function_paths() {
        let answer = ask(&shop, Method::GET, &function, &[]).await;
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{function}");
    }
    let unknown = ask(&shop, Method::POST, "/sf/none", &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    assert!(unknown.text().await.unwrap().is_empty());
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn a_body_has_bounds() {
    let shop = sqlite().await;
    let post = |path: &str, kind: &str, body: Vec<u8>| {
        let request = shop.http.post(format!("{}{path}", shop.url)).header("sec-fetch-site", "same-origin");
        request.header("content-type", kind).body(body).send()
    };
    let form = "application/x-www-form-urlencoded";
    for (path, kind, body, status) in [
        ("/en/admin/sign-in", form, vec![b'a'; 70_000], StatusCode::PAYLOAD_TOO_LARGE),
        ("/en/admin/sign-in", form, b"email=%ff".to_vec(), StatusCode::BAD_REQUEST),
        ("/en/admin/sign-in", "text/plain", b"email=a".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("/en/admin/sign-in", form, b"".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        ("/webhooks/stripe", "application/json", vec![b' '; 300_000], StatusCode::PAYLOAD_TOO_LARGE),
        ("/webhooks/stripe", "application/json", vec![b' '; 200_000], StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(post(path, kind, body).await.unwrap().status(), status, "{path} {kind}");
    }
    let long = format!("/en/search?q={}", "a".repeat(9_000));
    assert_eq!(ask(&shop, Method::GET, &long, &[]).await.status(), StatusCode::URI_TOO_LONG);
    assert_eq!(ask(&shop, Method::GET, "/en/search?q=%c3", &[]).await.status(), StatusCode::BAD_REQUEST);
    shop.leaves_nothing_behind().await;
}

on_both! {
    async fn webhook_without_a_good_signature_is_refused_and_nothing_is_stored(shop: Shop) {
        let url = format!("{}/webhooks/stripe", shop.url);
        let body = r#"{"id":"evt_forged","object":"event","type":"checkout.session.completed","livemode":false,"created":1795262400,"data":{"object":{"id":"cs_1"}}}"#;
        let forged = "t=1795262400,v1=0000000000000000000000000000000000000000000000000000000000000000";
        for signature in [None, Some(""), Some("garbage"), Some(forged)] {
            let mut request = shop.http.post(&url).body(body);
            if let Some(signature) = signature {
                request = request.header("stripe-signature", signature);
            }
            assert_eq!(request.send().await.unwrap().status(), StatusCode::BAD_REQUEST, "{signature:?}");
        }
        let stored = shop.services.store.snapshot().await.unwrap().open_event("stripe", "evt_forged").await.unwrap();
        assert_eq!(stored, None);
    }
}

#[tokio::test]
async fn supplier_that_pushes_nothing_has_no_address_for_it() {
    let shop = sqlite().await;
    for path in ["/webhooks/suppliers/orange", "/api/webhooks/esim"] {
        let answer = ask(&shop, Method::POST, path, &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().await.unwrap().is_empty());
    }
    shop.leaves_nothing_behind().await;
}

on_both! {
    async fn ready_as_long_as_the_records_answer(shop: Shop) {
        assert_eq!(ask(&shop, Method::GET, "/health/ready", &[]).await.status(), StatusCode::OK);
        shop.services.store.close().await;
        let answer = ask(&shop, Method::GET, "/health/ready", &[]).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.text().await.unwrap(), "not ready\n");
        assert_eq!(ask(&shop, Method::GET, "/health/live", &[]).await.status(), StatusCode::OK);
        // A visitor reads that nothing is lost, not why.
        let page = ask(&shop, Method::GET, "/en/o/00000000000000000000000000000000", &[]).await;
        assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.headers().contains_key("retry-after"));
        assert!(!page.text().await.unwrap().to_lowercase().contains("database"));
    }
}

#[tokio::test]
async fn pages_are_compressed_on_the_way() {
    let shop = sqlite().await;
    for coding in ["gzip", "br"] {
        let answer = ask(&shop, Method::GET, "/en", &[("accept-encoding", coding)]).await;
        assert_eq!(answer.headers()["content-encoding"], coding);
    }
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn a_request_that_has_begun_is_answered_before_the_shop_stops() {
    let begun = Arc::new(Notify::new());
    let slow = {
        let begun = Arc::clone(&begun);
        move || async move {
            begun.notify_one();
            tokio::time::sleep(Duration::from_millis(200)).await;
            "done"
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = axum::Router::new().route("/", axum::routing::get(slow));
    let stop = Arc::clone(&begun);
    // Told to stop as soon as the request has begun.
    let serving = tokio::spawn(escale::web::serve(listener, router, async move { stop.notified().await }));
    let http = sqlite().await.http.clone();
    let answer = http.get(&url).send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), "done");
    serving.await.unwrap().unwrap();
    assert!(http.get(&url).send().await.is_err(), "nobody listens any more");
}
