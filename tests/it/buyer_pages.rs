//! The pages after paying, over real HTTP: waiting, the eSIM, cancelling, lost links, and what islands may ask.

use crate::buyer::ESIM_READY;
use crate::purchase::location;
use crate::shop::{Database, Shop, on_both};
use escale::domain::ids::OrderId;
use escale::domain::order::OrderState;
use escale::domain::payment::PaymentState;
use escale::store::{MailKind, TaskKind};
use escale_simulators::{PaymentWay, SalePlan};
use reqwest::{Response, StatusCode};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

impl Shop {
    /// The path of an order's page.
    pub async fn page_of(&self, order: &OrderId) -> String {
        let token = self.services.store.snapshot().await.unwrap().order_token(order).await.unwrap().unwrap();
        format!("/en/o/{}", token.expose())
    }

    pub async fn text(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    }

    /// Calls a server function as an island does.
    async fn ask(&self, function: &str, arguments: &str) -> Response {
        let request = self.http.post(format!("{}/sf/{function}", self.url)).header("Origin", &self.url);
        request.header("Content-Type", "application/json").body(arguments.to_owned()).send().await.unwrap()
    }

    fn accepted_only(&self) {
        self.world.plan_every_sale(SalePlan { status: "pending".to_owned(), ..SalePlan::default() });
    }
}

on_both! {
    async fn the_waiting_page_reloads_itself_and_turns_into_the_esim(shop: Shop) {
        shop.accepted_only();
        let order = shop.paid(PaymentWay::Card).await;
        let page = shop.page_of(&order).await;
        let waiting = shop.get(&page).await;
        assert!(waiting.headers().contains_key("refresh"));
        assert!(waiting.headers()["content-security-policy"].to_str().unwrap().contains("script-src 'none'"));
        let waiting = waiting.text().await.unwrap();
        assert!(!waiting.contains("<script") && !waiting.contains("<svg xmlns"), "{waiting}");
        let sold = shop.world.esims_sold();
        assert!(shop.world.set_sale_status(&sold[0].transaction_id, "ok"));
        shop.pass(Duration::from_secs(10));
        let ready = shop.get(&page).await;
        assert!(!ready.headers().contains_key("refresh"));
        let matching_id = sold[0].activation_code.rsplit('$').next().unwrap();
        assert!(ready.text().await.unwrap().contains(matching_id), "the page itself looked whether it is there");
        shop.work().await;
        assert_eq!(shop.subjects(), [ESIM_READY]);
    }
}

on_both! {
    async fn a_buyer_who_does_not_want_to_wait_gets_the_money_back(shop: Shop) {
        shop.accepted_only();
        let order = shop.paid(PaymentWay::Card).await;
        let page = shop.page_of(&order).await;
        let cancel = format!("{page}/cancel");
        assert!(!shop.text(&page).await.contains("/cancel"));
        // Before the deadline the button is not there, and a program that presses it all the same changes nothing.
        assert_eq!(location(&shop.post(&cancel, &[]).await), page);
        assert_eq!(shop.family(&order).await.order.state, OrderState::Fulfilling);
        shop.work_for(15 * MINUTE, MINUTE).await;
        assert!(shop.text(&page).await.contains("/cancel"));
        assert_eq!(shop.get(&cancel).await.status(), StatusCode::METHOD_NOT_ALLOWED, "a mailed link changes nothing");
        assert_eq!(location(&shop.post(&cancel, &[]).await), page);
        assert_eq!(location(&shop.post(&cancel, &[]).await), page, "twice is once");
        shop.work().await;
        let family = shop.books_agree(&order).await;
        assert_eq!(family.order.state, OrderState::GivenBack);
        assert_eq!(family.payments[0].state, PaymentState::Voided);
        let told = shop.text(&page).await;
        assert!(told.contains("You have cancelled the order"), "{told}");
        let mails = shop.world.mails_to("ada@example.org");
        assert!(mails.iter().any(|mail| mail.text().contains("You have cancelled the order")));
    }
}

on_both! {
    async fn a_late_esim_is_announced_once_and_then_sent(shop: Shop) {
        shop.accepted_only();
        let order = shop.paid(PaymentWay::Card).await;
        shop.work_for(5 * MINUTE, MINUTE).await;
        let kinds = |mails: Vec<escale::store::Mail>| mails.iter().map(|mail| mail.kind).collect::<Vec<_>>();
        let mails = shop.services.store.snapshot().await.unwrap().mails_of(&order).await.unwrap();
        assert_eq!(kinds(mails), [MailKind::PaymentReceived]);
        let sold = shop.world.esims_sold();
        assert!(shop.world.set_sale_status(&sold[0].transaction_id, "ok"));
        shop.work_for(2 * MINUTE, MINUTE).await;
        let mails = shop.services.store.snapshot().await.unwrap().mails_of(&order).await.unwrap();
        assert_eq!(kinds(mails), [MailKind::PaymentReceived, MailKind::EsimReady]);
        let arrived = shop.world.mails_to("ada@example.org");
        assert_eq!(arrived.len(), 2);
        assert!(arrived[1].text().contains(&sold[0].activation_code));
    }
}

on_both! {
    async fn a_mail_that_nobody_takes_waits_for_a_person(shop: Shop) {
        shop.world.reject_next_recipient("550 no such user");
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert_eq!(shop.tasks(&order).await, [TaskKind::MailFailed]);
        let mails = shop.services.store.snapshot().await.unwrap().mails_of(&order).await.unwrap();
        assert_eq!((mails.len(), mails[0].state.as_str()), (1, "failed"));
    }
}

on_both! {
    async fn however_often_it_is_asked_the_network_is_asked_once_in_five_minutes(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert_eq!(shop.subjects(), [ESIM_READY]);
        let page = shop.page_of(&order).await;
        let arguments = format!(r#"{{"token":"{}","position":1,"lang":"fr"}}"#, page.rsplit('/').next().unwrap());
        let calls = || shop.world.calls_seen("orange.simstatus");
        for _ in 0..3 {
            shop.text(&page).await;
            let figures = shop.ask("esim_usage", &arguments).await;
            assert_eq!(figures.status(), StatusCode::OK);
        }
        assert_eq!(calls(), 1);
        shop.pass(5 * MINUTE);
        shop.text(&page).await;
        assert_eq!(calls(), 2);
    }
}

on_both! {
    async fn lost_links_are_mailed_and_nobody_else_learns_whether_there_are_any(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert_eq!(shop.subjects(), [ESIM_READY]);
        let page = shop.page_of(&order).await;
        shop.world.clear_mails();
        let known = shop.post("/en/orders", &[("email", " ADA@example.org ")]).await;
        let unknown = shop.post("/en/orders", &[("email", "nobody@example.org")]).await;
        assert_eq!((known.status(), location(&known)), (unknown.status(), location(&unknown)));
        assert!(shop.text(&location(&known)).await.contains("Look into your mailbox"));
        for _ in 0..50 {
            shop.work().await;
            if !shop.world.mails().is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let mails = shop.world.mails();
        assert_eq!(mails.len(), 1);
        assert!(mails[0].to == ["ada@example.org"] && mails[0].text().contains(&page), "{}", mails[0].text());
        let wrong = shop.post("/en/orders", &[("email", "ada")]).await;
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().await.unwrap().contains(r#"value="ada""#));
    }
}

#[tokio::test]
async fn nobody_is_mailed_lost_links_again_and_again() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    shop.paid(PaymentWay::Card).await;
    shop.work().await;
    assert_eq!(shop.subjects(), [ESIM_READY]);
    shop.world.clear_mails();
    let email = escale::domain::email_address::EmailAddress::parse("ada@example.org").unwrap();
    for _ in 0..3 {
        escale::fulfilment::find_orders::send_links(&shop.services, &email).await.unwrap();
        shop.work().await;
    }
    assert_eq!(shop.world.mails().len(), 1);
    shop.pass(11 * MINUTE);
    escale::fulfilment::find_orders::send_links(&shop.services, &email).await.unwrap();
    shop.work().await;
    let mails = shop.world.mails();
    assert_eq!(mails.len(), 2);
    assert_ne!(mails[0].message_id(), mails[1].message_id(), "or mailboxes drop the second");
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn the_picture_to_keep_says_what_the_network_sold() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    let order = shop.paid(PaymentWay::Card).await;
    shop.work().await;
    assert_eq!(shop.subjects(), [ESIM_READY]);
    let page = shop.page_of(&order).await;
    let picture = shop.get(&format!("{page}/qr/1")).await;
    assert_eq!(
        (&picture.headers()["content-type"], &picture.headers()["cache-control"]),
        (&"image/png".parse().unwrap(), &"no-store".parse().unwrap())
    );
    let bytes = picture.bytes().await.unwrap();
    let mut decoder = png::Decoder::new(std::io::Cursor::new(&bytes[..]));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    assert!(frame.width >= 600);
    let (side, line) = (frame.width as usize, frame.line_size);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * line + x]);
    let said = image.detect_grids()[0].decode().unwrap().1;
    assert_eq!(said, format!("LPA:{}", shop.world.esims_sold()[0].activation_code));
    for position in ["0", "2", "x", "-1", "99999999999"] {
        assert_eq!(shop.get(&format!("{page}/qr/{position}")).await.status(), StatusCode::NOT_FOUND, "{position}");
    }
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn programs_find_every_server_function_and_strangers_learn_nothing() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    let known = escale::web::server_function_paths();
    for name in ["check_out", "esim_usage", "find_destinations", "order_state"] {
        assert!(known.contains(&format!("/sf/{name}")), "{name} is not registered: {known:?}");
    }
    let unknown = r#"{"token":"00000000000000000000000000000000","position":1,"lang":"en"}"#;
    for function in ["esim_usage", "order_state"] {
        let answer = shop.ask(function, unknown).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{function}");
    }
    let order = shop.paid(PaymentWay::Card).await;
    let token = shop.page_of(&order).await.rsplit('/').next().unwrap().to_owned();
    let state = shop.ask("order_state", &format!(r#"{{"token":"{token}"}}"#)).await.text().await.unwrap();
    assert_eq!(state, r#"{"state":"delivered","is_final":true}"#, "it makes the order's next steps itself");
    let found = shop.ask("find_destinations", r#"{"query":"Tokyo","lang":"fr"}"#).await.text().await.unwrap();
    assert!(found.contains(r#""name":"Japon","via":"Tokyo","url":"/fr/to/japon""#), "{found}");
    shop.work().await;
    assert_eq!(shop.subjects(), [ESIM_READY]);
    shop.leaves_nothing_behind().await;
}

#[tokio::test]
async fn a_program_buys_under_the_same_rules_as_a_visitor() {
    let shop = Shop::open(Database::Sqlite).await.unwrap();
    let offer = shop.offer();
    let draft = "7".repeat(32);
    let wish = |email: &str, loss: bool| {
        format!(
            r#"{{"draft":"{draft}","plan":"{offer}","email":"{email}","consents":{{"start":true,"loss":{loss}}},"another":false,"lang":"en"}}"#
        )
    };
    for refused in [wish("ada", true), wish("ada@example.org", false)] {
        assert_eq!(shop.ask("check_out", &refused).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let wish = wish("ada@example.org", true);
    let first = shop.ask("check_out", &wish).await.text().await.unwrap();
    assert!(first.contains("/c/pay/"), "{first}");
    assert_eq!(shop.ask("check_out", &wish).await.text().await.unwrap(), first, "the same draft, the same session");
    shop.leaves_nothing_behind().await;
}
