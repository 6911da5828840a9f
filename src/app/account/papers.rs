//! Identity papers: where to register them, until when, and what happens otherwise.

use super::esim_card::Card;
use super::order_page::Shown;
use crate::app::parts::notice::Notice;
use crate::app::parts::tone::Tone;
use crate::domain::offer::IdentityPapers;
use crate::text::{t, t_with};
use leptos::prelude::*;

/// From so many days on the countdown is a warning.
const SOON_DAYS: i64 = 7;

/// What the law asks of this eSIM's user; nothing where it asks nothing. Counted from the supplier's sale.
pub(super) fn panel(shown: &Shown<'_>, card: &Card<'_>) -> Option<AnyView> {
    let lang = shown.lang;
    let IdentityPapers::Required { within_days, url } = &card.facts.identity_papers else { return None };
    let deadline = card.esim.sold_at.plus_days(i64::from(*within_days));
    let days = shown.now.days_until(deadline);
    let date = [("date", deadline.date(lang).into())];
    let told = if days == 0 {
        view! { <Notice tone=Tone::Warn><p>{t_with(lang, "papers-over", &date)}</p></Notice> }.into_any()
    } else {
        let tone = if days <= SOON_DAYS { Tone::Warn } else { Tone::Plain };
        view! {
            <Notice tone>
                <p>
                    <strong>{t_with(lang, "papers-needed", &date)}</strong>
                    " "
                    {t_with(lang, "papers-left", &[("days", days.into())])}
                </p>
                <p>{t(lang, "papers-otherwise")}</p>
            </Notice>
        }
        .into_any()
    };
    let way = match url {
        Some(url) => {
            let url = url.clone();
            view! { <p><a class="button quiet print" href=url rel="noreferrer">{t(lang, "papers-register")}</a></p> }
                .into_any()
        }
        None => {
            let text = t_with(lang, "papers-no-page", &[("email", shown.support_email.into())]);
            view! { <p>{text}</p> }.into_any()
        }
    };
    let panel = view! {
        <section class="panel flow">
            <h3>{t(lang, "papers-title")}</h3>
            {told} {way}
        </section>
    };
    Some(panel.into_any())
}
