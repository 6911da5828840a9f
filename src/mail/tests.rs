//! What leaves over SMTP, against a mailbox that is not ours.

use super::messages::{AboutOrder, HowGivenBack, Letterhead, WhyGivenBack, given_back};
use super::*;
use crate::domain::ids::MailId;
use crate::domain::lang::Lang;
use crate::domain::money::{Currency, Money};
use crate::secret::Secret;
use escale_simulators::{Options, Running, World};

fn config(smtp_url: &str) -> MailConfig {
    MailConfig {
        smtp_url: Secret::new(smtp_url),
        from: "Escale <shop@example.org>".parse().unwrap(),
        min_tls: MinTls::V1_3,
    }
}

fn mailer(smtp_url: &str) -> Mailer {
    Mailer::new(&config(smtp_url), &Url::parse("https://shop.example.org").unwrap()).unwrap()
}

async fn world() -> (Running, Mailer) {
    let running = World::start(Options::default()).await.unwrap();
    let mailer = mailer(&running.addresses.smtp_url);
    (running, mailer)
}

fn mail() -> Composed {
    let letterhead = Letterhead {
        shop: "Escale".to_owned(),
        address: String::new(),
        support_email: "help@example.org".to_owned(),
        host: "shop.example.org".to_owned(),
    };
    let id = MailId::from("mail_1");
    let order = AboutOrder {
        mail: &id,
        number: "E-7K3M9-Q2XW4",
        lang: Lang::Fr,
        link: "https://shop.example.org/fr/o/x",
        tops_up: false,
    };
    let amount = Money::new(1299, Currency::EUR);
    let mut mail = given_back(&letterhead, order, amount, &WhyGivenBack::NotInTime, HowGivenBack::Released).unwrap();
    let png = qr::qr_png("LPA:1$rsp.example.com$QR-G-5C", 600).unwrap();
    mail.pictures.push(Picture {
        content_id: "qr-1@shop.example.org".to_owned(),
        file_name: "esim.png".to_owned(),
        png,
    });
    mail
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_composed() {
    let (running, mailer) = world().await;
    mailer.check().await.unwrap();
    let sent = mail();
    mailer.send("traveller@example.com", &sent).await.unwrap();
    let received = running.world.mails_to("traveller@example.com");
    let mail = &received[0];
    assert_eq!(mail.subject(), sent.subject);
    assert_eq!(format!("<{}>", mail.message_id()), sent.message_id);
    assert_eq!(mail.text().replace("\r\n", "\n").trim_end(), sent.text.trim_end());
    assert_eq!(mail.html().replace("\r\n", "\n").trim_end(), sent.html.trim_end());
    let raw = String::from_utf8_lossy(&mail.raw).into_owned();
    for header in
        ["Auto-Submitted: auto-generated\r\n", "Reply-To: help@example.org\r\n", "From: Escale <shop@example.org>\r\n"]
    {
        assert!(raw.contains(header), "{header} is not in {raw}");
    }
    let order: Vec<_> =
        ["multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
            .iter()
            .map(|kind| raw.find(kind).unwrap_or_else(|| panic!("no {kind}")))
            .collect();
    assert!(order.is_sorted(), "the parts are nested in another way: {order:?}");
    let pictures = mail.attachments();
    assert_eq!(pictures.len(), 2, "within the HTML and attached");
    assert!(
        pictures.iter().all(|picture| picture.content == sent.pictures[0].png && picture.content_type == "image/png")
    );
    assert_eq!(pictures.iter().filter(|picture| picture.content_id.is_some()).count(), 1);
}

#[tokio::test]
async fn a_refusal_is_for_good_only_when_the_relay_says_so() {
    let (running, mailer) = world().await;
    running.world.reject_next_recipient("451 try again");
    assert!(matches!(mailer.send("traveller@example.com", &mail()).await, Err(MailError::Temporary(_))));
    running.world.reject_next_recipient("550 no such user");
    assert!(matches!(mailer.send("traveller@example.com", &mail()).await, Err(MailError::Permanent(_))));
    running.world.reject_next_recipient("535 authentication failed");
    assert!(matches!(mailer.send("traveller@example.com", &mail()).await, Err(MailError::Temporary(_))));
    assert!(matches!(mailer.send("not an address", &mail()).await, Err(MailError::Permanent(_))));
    mailer.send("traveller@example.com", &mail()).await.unwrap();
    assert_eq!(running.world.mails().len(), 1);
}

#[tokio::test]
async fn a_relay_that_is_gone_is_tried_again() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mailer = mailer(&format!("smtp://{free}"));
    assert!(matches!(mailer.send("traveller@example.com", &mail()).await, Err(MailError::Temporary(_))));
    assert!(matches!(mailer.check().await, Err(MailError::Temporary(_))));
}

#[test]
fn only_this_machine_is_spoken_to_in_clear() {
    let chosen = |address: &str| {
        let url = Url::parse(address).unwrap();
        format!("{:?}", tls(&url, MinTls::V1_3).unwrap())
    };
    assert_eq!(chosen("smtp://127.0.0.1:2525"), "None");
    assert_eq!(chosen("smtp://localhost"), "None");
    assert_eq!(chosen("smtp://[::1]:25"), "None");
    assert_eq!(chosen("smtp://relay.example"), "Required");
    assert_eq!(chosen("smtp://relay.example?tls=opportunistic"), "Opportunistic");
    assert_eq!(chosen("smtps://127.0.0.1"), "Wrapper");
    assert_eq!(chosen("smtps://relay.example"), "Wrapper");
}
