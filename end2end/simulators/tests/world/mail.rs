//! A mail through the SMTP face, and back out of the mailbox.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::start;

const MAIL: &str = "From: Escale <shop@example.org>\r\nTo: ada@example.org\r\nSubject: =?utf-8?q?Votre_eSIM_est_pr=C3=AAte?=\r\nMessage-ID: <order-1@escale>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: multipart/alternative; boundary=A\r\n\r\n--A\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe code:\r\n..1$smdp\r\n--A\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<img src=\"cid:qr@escale\">\r\n--A--\r\n--B\r\nContent-Type: image/png; name=qr.png\r\nContent-ID: <qr@escale>\r\nContent-Disposition: inline; filename=qr.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--B--\r\n.\r\n";

#[tokio::test]
async fn a_mail_comes_out_as_it_was_sent() {
    let running = start().await;
    let address = running.addresses.smtp_url.strip_prefix("smtp://").unwrap();
    let mut stream = BufReader::new(TcpStream::connect(address).await.unwrap());
    let mut line = String::new();
    for command in [
        "",
        "HELO shop\r\n",
        "AUTH PLAIN AHNob3AAc2VjcmV0\r\n",
        "MAIL FROM:<shop@example.org> BODY=8BITMIME\r\n",
        "RCPT TO:<ada@example.org>\r\n",
        "DATA\r\n",
        MAIL,
        "QUIT\r\n",
    ] {
        stream.get_mut().write_all(command.as_bytes()).await.unwrap();
        line.clear();
        stream.read_line(&mut line).await.unwrap();
        assert!(line.starts_with(['2', '3']), "{command:?} was answered {line:?}");
    }
    assert!(running.world.mails_to("eve@example.org").is_empty());
    assert_eq!(running.world.unread_mails().len(), 1, "nobody has looked at it");
    let mails = running.world.mails_to("Ada@example.org");
    assert_eq!(mails.len(), 1);
    assert!(running.world.unread_mails().is_empty());
    assert_eq!(mails[0].subject(), "Votre eSIM est prête");
    assert_eq!(mails[0].message_id(), "order-1@escale");
    assert!(mails[0].text().contains(".1$smdp"), "the stuffed dot is gone");
    assert!(!mails[0].text().contains("..1$smdp"));
    assert!(mails[0].html().contains("cid:qr@escale"));
    let files = mails[0].attachments();
    assert_eq!((files[0].name.as_str(), files[0].content.len()), ("qr.png", 8));

    let url = &running.addresses.mailbox_url;
    let page = reqwest::get(format!("{url}/mailbox/1")).await.unwrap().text().await.unwrap();
    assert!(page.contains("sandbox=") && page.contains("Votre eSIM est prête"));
    let html = reqwest::get(format!("{url}/mailbox/1/html")).await.unwrap().text().await.unwrap();
    assert!(html.contains("/mailbox/1/attachments/0"));
    let list: serde_json::Value = reqwest::get(format!("{url}/mailbox.json")).await.unwrap().json().await.unwrap();
    assert_eq!(list[0]["to"][0], "ada@example.org");
    let eml = reqwest::get(format!("{url}/mailbox/1.eml")).await.unwrap().bytes().await.unwrap();
    assert_eq!(eml, mails[0].raw);
}
