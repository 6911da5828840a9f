//! The links of all orders of an address, for a buyer who has lost them.

use super::{AboutOrder, Composed, Letter, Letterhead, NotComposed};
use crate::text::t;
use askama::Template;

/// One order and the way to it.
#[derive(Clone, Debug)]
pub struct OrderLink {
    pub number: String,
    /// Its date, in the mail's language.
    pub ordered: String,
    /// The absolute address of the order's page.
    pub link: String,
}

#[derive(Template)]
#[template(path = "order_links/body.html")]
struct Html<'a> {
    letter: Letter<'a>,
    orders: &'a [OrderLink],
}

#[derive(Template)]
#[template(path = "order_links/body.txt")]
struct Text<'a> {
    letter: Letter<'a>,
    orders: &'a [OrderLink],
}

/// Every order's link; `newest` is the one that the mail is about.
pub fn order_links(
    letterhead: &Letterhead,
    newest: AboutOrder<'_>,
    orders: &[OrderLink],
) -> Result<Composed, NotComposed> {
    let letter = Letter { letterhead, order: newest };
    let html = Html { letter, orders };
    let text = Text { letter, orders };
    letter.compose(t(newest.lang, "mail-links-subject"), &html, &text, Vec::new())
}
