//! What is left on an eSIM, in words: for its page and for the island that keeps it new.

use super::esim_card::Card;
use super::order_page::Shown;
use crate::app::islands::live_usage::LiveUsage;
use crate::app::islands::usage_figures::{BalanceView, MeterView, UsageView};
use crate::app::page::PageError;
use crate::domain::lang::Lang;
use crate::domain::offer::PlanFacts;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::Balance;
use crate::fulfilment::usage_sync::{ASK_EVERY, EsimUse, refresh_esim_within};
use crate::services::Services;
use crate::store::{Esim, Family};
use crate::text::{t, t_with};
use leptos::prelude::*;
use std::time::Duration;

/// The island waits longer than a page: nobody sits before a blank screen meanwhile.
const PATIENCE: Duration = Duration::from_secs(5);

/// The figures of one eSIM, asked anew where they are older than five minutes.
pub async fn figures(services: &Services, family: &Family, esim: &Esim, lang: Lang) -> Result<UsageView, PageError> {
    let known = refresh_esim_within(services, esim, PATIENCE).await?;
    let line = family.lines.iter().find(|line| line.id == esim.line).ok_or(PageError::NotFound)?;
    Ok(usage_view(lang, services.clock.now(), Some(&line.facts), &known))
}

/// The figures with their heading and, without script, the link that looks again.
pub(super) fn panel(shown: &Shown<'_>, card: &Card<'_>) -> AnyView {
    let lang = shown.lang;
    let initial = usage_view(lang, shown.now, Some(card.facts), card.known);
    view! {
        <section class="panel usage flow">
            <h3>{t(lang, "usage-title")}</h3>
            <LiveUsage initial position=card.position />
            <p class="no-print"><a href=shown.path()>{t(lang, "usage-again")}</a></p>
        </section>
    }
    .into_any()
}

/// What is known, in words; `facts` are those of the plan that was bought with the SIM.
pub(in crate::app) fn usage_view(
    lang: Lang,
    now: UnixSeconds,
    facts: Option<&PlanFacts>,
    known: &EsimUse,
) -> UsageView {
    let Some(report) = &known.read.usage else {
        let note = match known.read.usage_at {
            Some(_) => t(lang, "usage-not-told"),
            None => t(lang, "usage-not-known"),
        };
        return UsageView { spoken: note.clone(), note: Some(note), ..UsageView::default() };
    };
    let balances: Vec<BalanceView> = facts
        .map_or_else(|| report.balances.clone(), |facts| report.as_bought(&facts.allowance))
        .iter()
        .map(|balance| balance_view(lang, now, balance))
        .collect();
    let spoken: Vec<String> = balances
        .iter()
        .flat_map(|balance| &balance.meters)
        .map(|meter| format!("{} {}", meter.left, meter.rest))
        .collect();
    let first_use = report.first_activation.or(known.sim.as_ref().and_then(|sim| sim.activated_at));
    let dated = [
        first_use.map(|at| (t(lang, "usage-first-use"), at.date_time(lang))),
        known.runs_out_at.filter(|at| *at > now).map(|at| (t(lang, "usage-runs-out"), at.date_time(lang))),
        report.number_expires.map(|at| (t(lang, "usage-number-until"), at.date_time(lang))),
    ];
    let old = now.since(report.taken_at) > 2 * ASK_EVERY;
    UsageView {
        note: if balances.is_empty() { Some(t(lang, "usage-nothing-yet")) } else { old.then(|| t(lang, "usage-old")) },
        balances,
        facts: dated.into_iter().flatten().collect(),
        as_of: Some(t_with(lang, "usage-as-of", &[("time", report.taken_at.date_time(lang).into())])),
        spoken: spoken.join(". "),
    }
}

fn balance_view(lang: Lang, now: UnixSeconds, balance: &Balance) -> BalanceView {
    let over = balance.has_expired(now);
    let data = balance.data.map(|left| MeterView {
        label: t(lang, "usage-data"),
        left: left.format(lang),
        rest: match balance.data_total {
            Some(total) => t_with(lang, "usage-left-of", &[("total", total.format(lang).into())]),
            None => t(lang, "usage-left"),
        },
        percent: balance.data_left_percent(),
    });
    let counted = |label: String, left: String| MeterView { label, left, rest: t(lang, "usage-left"), percent: None };
    // Begun minutes are not promised.
    let minutes = balance.airtime_seconds.map(|seconds| seconds.max(0) / 60);
    let calls =
        minutes.map(|count| counted(t(lang, "usage-calls"), t_with(lang, "usage-minutes", &[("count", count.into())])));
    let texts =
        balance.sms.map(|count| counted(t(lang, "usage-texts"), t_with(lang, "usage-sms", &[("count", count.into())])));
    let expiry = balance.expires_at.map(|at| {
        let time = [("time", at.date_time(lang).into())];
        if over { t_with(lang, "usage-ended", &time) } else { t_with(lang, "usage-until", &time) }
    });
    let name = if balance.name.is_empty() { t(lang, "usage-plan") } else { balance.name.clone() };
    BalanceView { name, meters: [data, calls, texts].into_iter().flatten().collect(), expiry, over }
}
