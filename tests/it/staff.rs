//! The staff's rooms: who gets in, for how long, and what they see there.

use crate::shop::{Database, START, Shop, on_both};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use escale::accounts::{AccountError, create_owner};
use escale::config::Config;
use escale::domain::email_address::EmailAddress;
use escale::secret::Secret;
use escale::web;
use reqwest::{Response, StatusCode};
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt;

const EMAIL: &str = "owner@example.org";
const PASSWORD: &str = "correct horse battery";
const HOUR: Duration = Duration::from_secs(3600);

impl Shop {
    async fn employ_owner(&self) {
        let email = EmailAddress::parse(EMAIL).unwrap();
        create_owner(&self.services, &email, "Ada", &Secret::new(PASSWORD)).await.unwrap();
    }

    async fn try_to_sign_in(&self, email: &str, password: &str, cookie: &str) -> Response {
        let form = [("email", email), ("password", password)];
        let request = self.http.post(format!("{}/en/admin/sign-in?next=/en/admin/tasks", self.url)).form(&form);
        request.header("sec-fetch-site", "same-origin").header("cookie", cookie).send().await.unwrap()
    }

    /// The cookie of a fresh session.
    pub async fn signed_in(&self) -> String {
        self.employ_owner().await;
        self.signed_in_again().await
    }

    /// The same for an owner who is there already: sessions end.
    pub async fn signed_in_again(&self) -> String {
        cookie(&self.try_to_sign_in(EMAIL, PASSWORD, "").await)
    }

    pub async fn look(&self, path: &str, cookie: &str) -> Response {
        self.http.get(format!("{}{path}", self.url)).header("cookie", cookie).send().await.unwrap()
    }

    pub async fn act(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Response {
        let request = self.http.post(format!("{}{path}", self.url)).form(form).header("cookie", cookie);
        request.header("sec-fetch-site", "same-origin").send().await.unwrap()
    }
}

/// Name and value, as a browser sends them back.
fn cookie(response: &Response) -> String {
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

on_both! {
    async fn owner_signs_in_and_out(shop: Shop) {
        shop.employ_owner().await;
        let answer = shop.try_to_sign_in(" Owner@Example.org ", PASSWORD, "").await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()["location"], "/en/admin/tasks");
        let set = answer.headers()["set-cookie"].to_str().unwrap();
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(set.contains(part), "{set}");
        }
        assert!(set.starts_with("escale=") && !set.contains("Max-Age") && !set.contains("Domain"), "{set}");
        let cookie = cookie(&answer);

        let tasks = shop.look("/en/admin/tasks", &cookie).await;
        assert_eq!(tasks.status(), StatusCode::OK);
        assert_eq!(tasks.headers()["cache-control"], "no-store");
        assert!(!tasks.headers().contains_key("set-cookie"), "a request does not write the session again");
        assert!(tasks.text().await.unwrap().contains(EMAIL));
        assert_eq!(shop.look("/en/admin/sign-in", &cookie).await.status(), StatusCode::SEE_OTHER);

        let out = shop.act("/en/admin/sign-out", &cookie, &[]).await;
        assert_eq!(out.headers()["location"], "/en/admin/sign-in");
        assert!(out.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
        // The cookie may have been kept: its session is over all the same.
        assert_eq!(shop.look("/en/admin/tasks", &cookie).await.status(), StatusCode::SEE_OTHER);
    }
}

on_both! {
    async fn the_records_hold_no_cookie(shop: Shop) {
        let cookie = shop.signed_in().await;
        let value = cookie.strip_prefix("escale=").unwrap();
        let id = URL_SAFE_NO_PAD.decode(value).unwrap();
        let hash = hex::encode(digest(&SHA256, &id));
        let mut tx = shop.services.store.snapshot().await.unwrap();
        assert_eq!(tx.session(value, START).await.unwrap(), None);
        let stored = String::from_utf8(tx.session(&hash, START).await.unwrap().unwrap()).unwrap();
        assert!(stored.contains("stf_") && !stored.contains(value), "{stored}");
    }
}

on_both! {
    async fn session_planted_beforehand_is_worth_nothing(shop: Shop) {
        shop.employ_owner().await;
        let planted = "escale=AAAAAAAAAAAAAAAAAAAAAA";
        let given = cookie(&shop.try_to_sign_in(EMAIL, PASSWORD, planted).await);
        assert_ne!(given, planted);
        assert_eq!(shop.look("/en/admin", planted).await.status(), StatusCode::SEE_OTHER);
        let again = cookie(&shop.try_to_sign_in(EMAIL, PASSWORD, &given).await);
        assert_ne!(again, given);
        assert_eq!(shop.look("/en/admin", &given).await.status(), StatusCode::SEE_OTHER, "the old session is over");
        assert_eq!(shop.look("/en/admin", &again).await.status(), StatusCode::OK);
    }
}

on_both! {
    async fn session_ends_when_idle_and_after_half_a_day_in_any_case(shop: Shop) {
        let idle = shop.signed_in().await;
        shop.pass(2 * HOUR);
        assert_eq!(shop.look("/en/admin", &idle).await.status(), StatusCode::SEE_OTHER);

        let busy = cookie(&shop.try_to_sign_in(EMAIL, PASSWORD, "").await);
        for hour in 1..12 {
            shop.pass(HOUR);
            assert_eq!(shop.look("/en/admin", &busy).await.status(), StatusCode::OK, "after {hour} hours");
        }
        shop.pass(HOUR);
        assert_eq!(shop.look("/en/admin", &busy).await.status(), StatusCode::SEE_OTHER);
    }
}

on_both! {
    async fn wrong_password_and_unknown_address_read_the_same(shop: Shop) {
        shop.employ_owner().await;
        let mut answers = Vec::new();
        for (email, password) in [(EMAIL, "wrong horse battery"), ("nobody@example.org", PASSWORD), ("no-address@", PASSWORD)] {
            let answer = shop.try_to_sign_in(email, password, "").await;
            assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
            assert!(!answer.headers().contains_key("set-cookie"));
            let page = answer.text().await.unwrap();
            assert!(page.contains(&format!("value=\"{email}\"")) && !page.contains(password), "{page}");
            answers.push(page.replace(email, ""));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
    }
}

#[tokio::test]
async fn guessing_passwords_ends_after_a_few_tries() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    shop.employ_owner().await;
    for _ in 0..5 {
        let answer = shop.try_to_sign_in(EMAIL, "wrong horse battery", "").await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = shop.try_to_sign_in(EMAIL, PASSWORD, "").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()["retry-after"], "60");
    assert!(refused.text().await.unwrap().contains("<html lang=\"en\""));
    shop.leaves_nothing_behind().await;
}

on_both! {
    async fn an_address_is_on_the_staff_once(shop: Shop) {
        shop.employ_owner().await;
        let again = EmailAddress::parse("OWNER@example.org").unwrap();
        let refused = create_owner(&shop.services, &again, "Eve", &Secret::new(PASSWORD)).await;
        assert!(matches!(refused, Err(AccountError::EmailTaken(_))));
        let short = EmailAddress::parse("eve@example.org").unwrap();
        let refused = create_owner(&shop.services, &short, "Eve", &Secret::new("short")).await;
        assert!(matches!(refused, Err(AccountError::BadPassword)));
    }
}

#[tokio::test]
async fn on_https_the_cookie_belongs_to_this_host_alone() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    shop.employ_owner().await;
    let mut services = shop.services.clone();
    let public_url = url::Url::parse("https://shop.example").unwrap();
    services.config = Arc::new(Config { public_url, ..Config::clone(&services.config) });
    let router = web::router(services, web::assets::Assets::load());
    let ask = |path: &str, cookie: &str, body: &'static str| {
        let request = axum::http::Request::post(path)
            .header("origin", "https://shop.example")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", cookie)
            .body(axum::body::Body::from(body));
        router.clone().oneshot(request.unwrap())
    };
    let body = "email=owner%40example.org&password=correct+horse+battery";
    let signed_in = ask("/en/admin/sign-in", "", body).await.unwrap();
    assert_eq!(signed_in.status().as_u16(), 303);
    assert!(signed_in.headers()["strict-transport-security"].to_str().unwrap().starts_with("max-age=63072000"));
    let set = signed_in.headers()["set-cookie"].to_str().unwrap();
    for part in ["__Host-escale=", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    let cookie = set.split(';').next().unwrap();
    let out = ask("/en/admin/sign-out", cookie, "").await.unwrap();
    let set = out.headers()["set-cookie"].to_str().unwrap();
    // A browser ignores a removal of such a cookie that is not `Secure`.
    for part in ["__Host-escale=;", "Max-Age=0", "; Secure", "; Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    shop.leaves_nothing_behind().await;
}
