//! The acknowledgement of a withdrawal, with date and time: the law's durable medium.

use super::{AboutOrder, Composed, Letter, Letterhead, NotComposed};
use crate::domain::timestamp::UnixSeconds;
use crate::text::{t, t_with};
use askama::Template;

#[derive(Template)]
#[template(path = "withdrawal_received/body.html")]
struct Html<'a> {
    letter: Letter<'a>,
    paragraphs: &'a [String],
}

#[derive(Template)]
#[template(path = "withdrawal_received/body.txt")]
struct Text<'a> {
    letter: Letter<'a>,
    paragraphs: &'a [String],
}

/// A declaration was received at that time.
pub fn withdrawal_received(
    letterhead: &Letterhead,
    order: AboutOrder<'_>,
    received_at: UnixSeconds,
) -> Result<Composed, NotComposed> {
    let lang = order.lang;
    let letter = Letter { letterhead, order };
    let values = [("number", order.number.into()), ("time", received_at.date_time(lang).into())];
    let paragraphs = [
        t_with(lang, "mail-withdrawal-received", &values),
        t(lang, "mail-withdrawal-then"),
        t(lang, "mail-withdrawal-keep"),
    ];
    let subject = t_with(lang, "mail-withdrawal-subject", &values[..1]);
    let html = Html { letter, paragraphs: &paragraphs };
    let text = Text { letter, paragraphs: &paragraphs };
    letter.compose(subject, &html, &text, Vec::new())
}
