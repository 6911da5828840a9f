//! The mailbox as pages and as JSON.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use html_escape::{encode_double_quoted_attribute as attribute, encode_text as text};
use serde_json::{Value, json};

use super::Mail;
use crate::clock::iso_date;
use crate::control::page;
use crate::world::World;

pub(crate) fn router() -> Router<World> {
    Router::new()
        .route("/mailbox", get(list))
        .route("/mailbox.json", get(list_json))
        .route("/mailbox/clear", post(clear))
        .route("/mailbox/{id}", get(show))
        .route("/mailbox/{id}/html", get(html))
        .route("/mailbox/{id}/attachments/{index}", get(attachment))
}

fn find(world: &World, id: u64) -> Option<Mail> {
    world.read_mails(|mail| mail.id == id).pop()
}

async fn list(State(world): State<World>) -> Html<String> {
    let rows: String = world
        .mails()
        .iter()
        .rev()
        .map(|mail| {
            format!(
                "<tr><td>{}</td><td>{}</td><td><a href=\"/mailbox/{}\">{}</a></td></tr>",
                iso_date(mail.received_at),
                text(&mail.to.join(", ")),
                mail.id,
                text(&mail.subject()),
            )
        })
        .collect();
    let body = if rows.is_empty() {
        "<p>No mail yet.</p>".to_owned()
    } else {
        format!(
            "<table><thead><tr><th>Received</th><th>To</th><th>Subject</th></tr></thead><tbody>{rows}</tbody></table>
            <form method=\"post\" action=\"/mailbox/clear\"><button>Empty the mailbox</button></form>"
        )
    };
    page("Mailbox", &body)
}

fn wire(mail: &Mail) -> Value {
    json!({
        "id": mail.id, "received_at": mail.received_at, "from": mail.from, "to": mail.to,
        "subject": mail.subject(), "message_id": mail.message_id(),
        "text": mail.text(), "html": mail.html(),
        "eml": format!("/mailbox/{}.eml", mail.id),
        "attachments": mail.attachments().iter().enumerate().map(|(index, file)| json!({
            "name": file.name, "content_type": file.content_type, "content_id": file.content_id,
            "size": file.content.len(), "url": format!("/mailbox/{}/attachments/{index}", mail.id),
        })).collect::<Vec<_>>(),
    })
}

async fn list_json(State(world): State<World>) -> axum::Json<Value> {
    axum::Json(world.mails().iter().map(wire).collect())
}

async fn clear(State(world): State<World>) -> Redirect {
    world.clear_mails();
    Redirect::to("/mailbox")
}

/// `{id}` is a page, `{id}.eml` the raw mail, `{id}.json` its parts.
async fn show(State(world): State<World>, Path(name): Path<String>) -> Response {
    let (id, kind) = name.split_once('.').unwrap_or((&name, ""));
    let Some(mail) = id.parse().ok().and_then(|id| find(&world, id)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match kind {
        "eml" => ([(header::CONTENT_TYPE, "message/rfc822")], mail.raw).into_response(),
        "json" => axum::Json(wire(&mail)).into_response(),
        "" => mail_page(&mail).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn mail_page(mail: &Mail) -> Html<String> {
    let files: String = mail
        .attachments()
        .iter()
        .enumerate()
        .map(|(index, file)| {
            format!(
                "<li><a download=\"{}\" href=\"/mailbox/{}/attachments/{index}\">{}</a> ({}, {} bytes)</li>",
                attribute(&file.name),
                mail.id,
                text(&file.name),
                text(&file.content_type),
                file.content.len(),
            )
        })
        .collect();
    let html_part = if mail.html().is_empty() {
        String::new()
    } else {
        format!(
            "<h2>HTML part</h2><iframe title=\"HTML part of the mail\" sandbox=\"allow-popups\" src=\"/mailbox/{}/html\"></iframe>",
            mail.id
        )
    };
    let body = format!(
        "<p><a href=\"/mailbox\">All mails</a> · <a href=\"/mailbox/{id}.eml\">Raw mail</a></p>
        <dl><dt>From</dt><dd>{from}</dd><dt>To</dt><dd>{to}</dd><dt>Received</dt><dd>{at}</dd></dl>
        {html_part}<h2>Text part</h2><pre>{plain}</pre><h2>Files</h2><ul>{files}</ul>",
        id = mail.id,
        from = text(&mail.from),
        to = text(&mail.to.join(", ")),
        at = iso_date(mail.received_at),
        plain = linked(&mail.text()),
    );
    page(&mail.subject(), &body)
}

/// Plain text with its web addresses as links, so that a hand can click them.
fn linked(plain: &str) -> String {
    let words = plain.split_inclusive(char::is_whitespace).map(|word| {
        let url = word.trim_end();
        if url.starts_with("http://") || url.starts_with("https://") {
            let space = &word[url.len()..];
            format!("<a href=\"{}\">{}</a>{space}", attribute(url), text(url))
        } else {
            text(word).into_owned()
        }
    });
    words.collect()
}

/// The HTML part with `cid:` addresses turned into the files' own; nothing in it may run.
async fn html(State(world): State<World>, Path(id): Path<u64>) -> Response {
    let Some(mail) = find(&world, id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut html = mail.html();
    for (index, file) in mail.attachments().iter().enumerate() {
        if let Some(content_id) = &file.content_id {
            let url = format!("/mailbox/{id}/attachments/{index}");
            html = html.replace(&format!("cid:{content_id}"), &url);
        }
    }
    let policy = "sandbox allow-popups; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'";
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}

async fn attachment(State(world): State<World>, Path((id, index)): Path<(u64, usize)>) -> Response {
    let file = find(&world, id).and_then(|mail| mail.attachments().into_iter().nth(index));
    match file {
        Some(file) => ([(header::CONTENT_TYPE, file.content_type)], file.content).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
