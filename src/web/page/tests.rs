//! What leaves the server, by kind of page.

use super::*;

/// An island as small as one can be.
#[island]
fn Counter(start: i32) -> impl IntoView {
    let (count, set_count) = signal(start);
    view! { <button on:click=move |_| set_count.set(count.get() + 1)>{count}</button> }
}

fn context(lang: Lang, url: &str) -> RenderContext {
    RenderContext {
        lang,
        url: url.to_owned(),
        nonce: "n0nce".to_owned(),
        staff: None,
        assets: Arc::new(Assets::load()),
        demo: false,
        public_url: "https://shop.example".to_owned(),
        checkout_origin: "https://pay.example".to_owned(),
        merchant: Merchant {
            name: "Escale".to_owned(),
            address: String::new(),
            support_email: "help@shop.example".to_owned(),
        },
    }
}

async fn rendered(page: impl FnOnce() -> Page, context: RenderContext) -> Rendered {
    in_scope(async { render(page(), context) }).await
}

fn plain() -> Page {
    Page::new("Terms", view! { <h1>"Terms"</h1> }.into_any())
}

fn header<'a>(rendered: &'a Rendered, name: &str) -> &'a str {
    rendered.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_page_without_island_holds_no_script_and_forbids_scripts() {
    let page = rendered(plain, context(Lang::En, "/en/terms")).await;
    assert!(page.html.starts_with("<!DOCTYPE html><html lang=\"en\">"));
    assert!(page.html.contains("<main id=\"main\"><h1>Terms</h1></main>"));
    assert!(!page.html.contains("<script"));
    assert!(!page.html.contains("n0nce"));
    assert!(header(&page, "content-security-policy").contains("script-src 'none';"));
}

#[tokio::test]
async fn a_page_with_an_island_wakes_it_under_the_nonce() {
    let page = || Page::private("Usage", view! { <Counter start=7 /> }.into_any());
    let page = rendered(page, context(Lang::En, "/en/o/abc")).await;
    let island = "<leptos-island data-component=\"Counter_";
    assert_eq!(page.html.matches(island).count(), 1);
    assert!(page.html.contains("data-props=\"{&quot;start&quot;:7}\""));
    assert!(page.html.contains("<button>7</button></leptos-island>"));
    assert_eq!(page.html.matches("<script").count(), 1);
    assert!(page.html.contains("<script type=\"module\" nonce=\"n0nce\">"));
    assert!(page.html.contains(&Assets::load().url("escale.js")));
    // Neither data scripts nor a preload of the browser half.
    assert!(!page.html.contains("__RESOLVED_RESOURCES") && !page.html.contains("preload"));
    let policy = header(&page, "content-security-policy");
    assert!(policy.contains("script-src 'nonce-n0nce' 'self' 'wasm-unsafe-eval';"), "{policy}");
}

#[tokio::test]
async fn only_a_page_that_leads_to_the_payment_lists_its_origin() {
    let leading = || Page { leads_to_checkout: true, ..plain() };
    let policy = |page: &Rendered| header(page, "content-security-policy").to_owned();
    let page = rendered(leading, context(Lang::En, "/en/checkout/x")).await;
    assert!(policy(&page).contains("form-action 'self' https://pay.example;"));
    let page = rendered(plain, context(Lang::En, "/en/terms")).await;
    assert!(policy(&page).contains("form-action 'self';"));
}

#[tokio::test]
async fn a_private_page_is_neither_kept_nor_listed() {
    let private = || Page::private("Your eSIM", ().into_any());
    let page = rendered(private, context(Lang::En, "/en/o/abc")).await;
    assert_eq!(header(&page, "cache-control"), "no-store");
    assert_eq!(header(&page, "x-robots-tag"), "noindex");
    assert!(!page.html.contains("canonical") && page.html.contains("content=\"noindex\""));
}

#[tokio::test]
async fn a_public_page_names_its_addresses_without_the_query() {
    let page = rendered(plain, context(Lang::En, "/en/to/spain?sort=data")).await;
    assert!(page.html.contains("<link rel=\"canonical\" href=\"https://shop.example/en/to/spain\">"));
    assert!(page.html.contains("hreflang=\"fr\" href=\"https://shop.example/fr/to/spain\">"));
    // The visitor's own switch keeps what was asked for.
    assert!(page.html.contains("href=\"/fr/to/spain?sort=data\""));
}

#[tokio::test]
async fn a_page_may_have_another_name_in_the_other_language() {
    let named = || Page { other_language: Some("/fr/to/espagne".to_owned()), ..plain() };
    let page = rendered(named, context(Lang::En, "/en/to/spain")).await;
    assert!(page.html.contains("href=\"/fr/to/espagne\""));
    assert!(!page.html.contains("/fr/to/spain"));
}

#[tokio::test]
async fn a_waiting_page_asks_to_be_loaded_again() {
    let waiting = || Page { refresh: Some(Duration::from_secs(3)), ..Page::private("Wait", ().into_any()) };
    let page = rendered(waiting, context(Lang::Fr, "/fr/o/abc")).await;
    assert_eq!(header(&page, "refresh"), "3");
    assert_eq!(header(&page, "content-language"), "fr");
}

#[tokio::test]
async fn what_a_visitor_typed_is_text() {
    let typed = || Page::new("<script>x</script>", view! { <p>{"<img src=x>"}</p> }.into_any());
    let page = rendered(typed, context(Lang::En, "/en/search?q=\"><script>y")).await;
    assert!(!page.html.contains("<script") && !page.html.contains("<img"));
}
