//! Nothing could be delivered, and the money goes back: why and how, in the words of the mail and of the order's page.

use super::{AboutOrder, Composed, Letter, Letterhead, NotComposed};
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::text::{t, t_with};
use askama::Template;

#[derive(Template)]
#[template(path = "given_back/body.html")]
struct Html<'a> {
    letter: Letter<'a>,
    paragraphs: &'a [String],
}

#[derive(Template)]
#[template(path = "given_back/body.txt")]
struct Text<'a> {
    letter: Letter<'a>,
    paragraphs: &'a [String],
}

/// Why the money goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyGivenBack {
    /// The deadline passed without an eSIM.
    NotInTime,
    /// The supplier said no.
    NotAvailable,
    /// The deadline passed, and the SIM was not topped up.
    NotToppedUpInTime,
    /// The network did not top up the SIM; its own words, where it gave any.
    NotToppedUp { said: Option<String> },
    /// The payment came after the order had been closed.
    PaidTooLate,
    /// The buyer cancelled.
    CancelledByBuyer,
    /// The staff decided so.
    DecidedByStaff,
}

impl WhyGivenBack {
    /// A sentence or two.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::NotInTime => t(lang, "mail-back-not-in-time"),
            Self::NotAvailable => t(lang, "mail-back-not-available"),
            Self::NotToppedUpInTime => t(lang, "mail-back-not-topped-up-in-time"),
            Self::NotToppedUp { said: None } => t(lang, "mail-back-not-topped-up"),
            Self::NotToppedUp { said: Some(said) } => {
                t_with(lang, "mail-back-not-topped-up-because", &[("reason", said.clone().into())])
            }
            Self::PaidTooLate => t(lang, "mail-back-paid-too-late"),
            Self::CancelledByBuyer => t(lang, "mail-back-cancelled"),
            Self::DecidedByStaff => t(lang, "mail-back-by-staff"),
        }
    }
}

/// How the money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowGivenBack {
    /// It was only held.
    Released,
    /// It was taken, and is refunded.
    Refunded,
}

impl HowGivenBack {
    /// A sentence or two.
    pub fn words(self, lang: Lang, amount: Money) -> String {
        let amount = [("amount", amount.format(lang).into())];
        match self {
            Self::Released => t_with(lang, "mail-back-released", &amount),
            Self::Refunded => t_with(lang, "mail-back-refunded", &amount),
        }
    }
}

/// The mail.
pub fn given_back(
    letterhead: &Letterhead,
    order: AboutOrder<'_>,
    amount: Money,
    why: &WhyGivenBack,
    how: HowGivenBack,
) -> Result<Composed, NotComposed> {
    let (lang, letter) = (order.lang, Letter { letterhead, order });
    let subject = t_with(lang, "mail-back-subject", &[("number", order.number.into())]);
    let paragraphs = [why.words(lang), how.words(lang, amount), t(lang, "mail-back-nothing-to-do")];
    let html = Html { letter, paragraphs: &paragraphs };
    let text = Text { letter, paragraphs: &paragraphs };
    letter.compose(subject, &html, &text, Vec::new())
}
