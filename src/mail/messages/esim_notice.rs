//! How an eSIM stands: its data runs out, its plan ends, the law asks for identity papers.

use super::{AboutOrder, Composed, Letter, Letterhead, NotComposed};
use crate::domain::esim_life::EsimNotice;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::{DataAmount, DataLevel};
use crate::text::{t, t_with};
use askama::Template;

/// News of one eSIM.
#[derive(Clone, Debug)]
pub struct EsimNews {
    pub notice: EsimNotice,
    /// Of the eSIM within its order, from 1.
    pub position: usize,
    pub plan: String,
    pub what: What,
    /// Whether the plan's facts say that data can be bought again on the same eSIM.
    pub can_top_up: bool,
}

/// What is to be told of it.
#[derive(Clone, Debug)]
pub enum What {
    DataLow(DataLevel),
    DataUsed {
        total: DataAmount,
    },
    EndsSoon {
        at: UnixSeconds,
    },
    /// `at` where the network told when.
    Ended {
        at: Option<UnixSeconds>,
    },
    Papers {
        until: UnixSeconds,
        /// Where to register; `None` where the network names no page.
        url: Option<String>,
    },
}

/// One link, in words and as an address.
struct Button {
    text: String,
    url: String,
}

#[derive(Template)]
#[template(path = "esim_notice/body.html")]
struct Html<'a> {
    letter: Letter<'a>,
    paragraphs: &'a [String],
    button: Option<&'a Button>,
}

#[derive(Template)]
#[template(path = "esim_notice/body.txt")]
struct Text<'a> {
    letter: Letter<'a>,
    paragraphs: &'a [String],
    button: Option<&'a Button>,
}

/// The news of an eSIM, with the one step that helps.
pub fn esim_notice(letterhead: &Letterhead, order: AboutOrder<'_>, news: &EsimNews) -> Result<Composed, NotComposed> {
    let lang = order.lang;
    let letter = Letter { letterhead, order };
    let plan = || news.plan.as_str().into();
    let top_up = news.can_top_up.then(|| Button {
        text: t(lang, "mail-notice-top-up"),
        url: format!("{}/top-up/{}", order.link, news.position),
    });
    let again = |paragraphs: &mut Vec<String>| {
        paragraphs.extend(news.can_top_up.then(|| t(lang, "mail-notice-top-up-text")));
    };
    let (subject, paragraphs, button) = match &news.what {
        What::DataLow(level) => {
            let values = [
                ("plan", plan()),
                ("left", level.left.format(lang).into()),
                ("total", level.total.format(lang).into()),
            ];
            let mut paragraphs = vec![t_with(lang, "mail-notice-low", &values)];
            again(&mut paragraphs);
            ("mail-notice-low-subject", paragraphs, top_up)
        }
        What::DataUsed { total } => {
            let mut paragraphs =
                vec![t_with(lang, "mail-notice-used", &[("plan", plan()), ("total", total.format(lang).into())])];
            again(&mut paragraphs);
            ("mail-notice-used-subject", paragraphs, top_up)
        }
        What::EndsSoon { at } => {
            let mut paragraphs =
                vec![t_with(lang, "mail-notice-soon", &[("plan", plan()), ("time", at.date_time(lang).into())])];
            again(&mut paragraphs);
            ("mail-notice-soon-subject", paragraphs, top_up)
        }
        What::Ended { at } => {
            let told = match at {
                Some(at) => {
                    t_with(lang, "mail-notice-ended-at", &[("plan", plan()), ("time", at.date_time(lang).into())])
                }
                None => t_with(lang, "mail-notice-ended", &[("plan", plan())]),
            };
            ("mail-notice-ended-subject", vec![told, t(lang, "mail-notice-ended-then")], None)
        }
        What::Papers { until, url } => {
            let mut paragraphs = vec![
                t_with(lang, "mail-notice-papers", &[("plan", plan())]),
                t_with(lang, "mail-papers-deadline", &[("date", until.date(lang).into())]),
            ];
            if url.is_none() {
                paragraphs.push(t(lang, "mail-papers-no-page"));
            }
            paragraphs.push(t(lang, "mail-notice-papers-done"));
            let register = url.clone().map(|url| Button { text: t(lang, "mail-papers-register"), url });
            ("mail-notice-papers-subject", paragraphs, register)
        }
    };
    let subject = t_with(lang, subject, &[("number", order.number.into())]);
    let html = Html { letter, paragraphs: &paragraphs, button: button.as_ref() };
    let text = Text { letter, paragraphs: &paragraphs, button: button.as_ref() };
    letter.compose(subject, &html, &text, Vec::new())
}
