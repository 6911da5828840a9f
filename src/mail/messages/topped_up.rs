//! A SIM has more on it now; where its supplier exchanged it, the new one must be installed.

use super::{AboutOrder, Composed, Letter, Letterhead, NotComposed};
use crate::domain::offer::PlanFacts;
use crate::text::{t, t_with};
use askama::Template;

#[derive(Template)]
#[template(path = "topped_up/body.html")]
struct Html<'a> {
    letter: Letter<'a>,
    paragraphs: &'a [String],
}

#[derive(Template)]
#[template(path = "topped_up/body.txt")]
struct Text<'a> {
    letter: Letter<'a>,
    paragraphs: &'a [String],
}

/// What was bought is on the SIM. `exchanged`: the old eSIM works no more, a new one is on the eSIM's page.
pub fn topped_up(
    letterhead: &Letterhead,
    order: AboutOrder<'_>,
    facts: &PlanFacts,
    exchanged: bool,
) -> Result<Composed, NotComposed> {
    let (lang, letter) = (order.lang, Letter { letterhead, order });
    let values = [("number", order.number.into()), ("plan", facts.name.as_str().into())];
    let then = if exchanged { "mail-topped-up-exchanged" } else { "mail-topped-up-nothing-to-do" };
    let paragraphs = [t_with(lang, "mail-topped-up-done", &values[1..]), t(lang, then)];
    let subject = t_with(lang, "mail-topped-up-subject", &values[..1]);
    let html = Html { letter, paragraphs: &paragraphs };
    let text = Text { letter, paragraphs: &paragraphs };
    letter.compose(subject, &html, &text, Vec::new())
}
