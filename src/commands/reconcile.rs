//! `escale reconcile`: compares our records with the world now, beside a shop that may be serving, and reports.
//!
//! It ends well (0) when everything was read and nothing stands; the JSON's shape is in `docs/reconciliation.md`.

use super::compose;
use super::output::say;
use escale::config::Config;
use escale::domain::lang::Lang;
use escale::domain::timestamp::{CivilDate, UnixSeconds};
use escale::fulfilment::reconcile::{self, PassReport, Report, Stretch};
use escale::store::Difference;
use serde_json::{Value, json};
use std::process::ExitCode;

#[derive(clap::Args)]
pub(super) struct Reconcile {
    /// Everything since the first order, refunds and ledger included; after a restore it sets the shop going again
    #[arg(long, conflicts_with = "since")]
    full: bool,
    /// Everything since this day, such as 2026-11-21, refunds and ledger included
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<UnixSeconds>,
    /// The report as JSON
    #[arg(long)]
    json: bool,
}

/// Midnight, UTC, of a day that exists.
pub(super) fn day(text: &str) -> Result<UnixSeconds, String> {
    let date = || {
        let mut parts = text.splitn(3, '-');
        let date = CivilDate {
            year: parts.next()?.parse().ok().filter(|year| (2000..=9999).contains(year))?,
            month: parts.next()?.parse().ok()?,
            day: parts.next()?.parse().ok()?,
        };
        // The thirtieth of February is a day in March.
        (date.midnight().civil_date() == date).then(|| date.midnight())
    };
    date().ok_or_else(|| "a day is written like 2026-11-21".to_owned())
}

pub(super) async fn run(config: Config, asked: Reconcile) -> anyhow::Result<ExitCode> {
    let services = compose::shop(config).await?;
    services.store.migrate().await?;
    let stretch = match (asked.full, asked.since) {
        (true, _) => Stretch::Everything,
        (false, Some(since)) => Stretch::Since(since),
        (false, None) => Stretch::Due,
    };
    let report = reconcile::reconcile(&services, stretch).await?;
    services.store.close().await;
    if asked.json {
        say(&serde_json::to_string_pretty(&as_json(&report))?)?;
    } else {
        as_text(&report).iter().try_for_each(|line| say(line))?;
    }
    Ok(if report.standing() == 0 && report.is_complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn as_text(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    for pass in &report.passes {
        let counts = pass.counts;
        lines.push(format!(
            "{}: compared {}, mended {}, standing {}",
            reconcile::pass(Lang::En, &pass.pass),
            counts.compared,
            counts.healed,
            counts.standing
        ));
        if let Some(problem) = &pass.problem {
            lines.push(format!("  could not read everything: {problem}"));
        }
        for difference in &pass.differences {
            let (title, next) = reconcile::difference(Lang::En, difference.kind);
            let order = difference.order_number.as_ref().map_or_else(String::new, |number| format!(", order {number}"));
            lines.push(format!("  {title}{order}"));
            lines.push(format!("    {}", difference.evidence));
            lines.push(format!("    Next: {next}"));
        }
    }
    lines.push(match report.standing() {
        0 if report.is_complete() => "books and world agree".to_owned(),
        standing => format!("{standing} differences stand"),
    });
    match report.restored {
        Some(restored) if !restored.compared => lines.push(
            "this shop runs on a restored backup: nothing is bought, released or refunded until `escale reconcile --full` \
             has read everything"
                .to_owned(),
        ),
        _ => {}
    }
    lines
}

fn as_json(report: &Report) -> Value {
    json!({
        "version": 1,
        "started_at": report.started_at.iso8601(),
        "ended_at": report.ended_at.iso8601(),
        "complete": report.is_complete(),
        "standing": report.standing(),
        "restored_at": report.restored.map(|restored| restored.at.iso8601()),
        "held_back": report.restored.is_some_and(|restored| !restored.compared),
        "passes": report.passes.iter().map(pass_as_json).collect::<Vec<_>>(),
    })
}

fn pass_as_json(report: &PassReport) -> Value {
    json!({
        "pass": report.pass.to_string(),
        "from": report.from.iso8601(),
        "until": report.until.iso8601(),
        "problem": report.problem,
        "compared": report.counts.compared,
        "others": report.counts.others,
        "healed": report.counts.healed,
        "standing": report.counts.standing,
        "differences": report.differences.iter().map(difference_as_json).collect::<Vec<_>>(),
    })
}

fn difference_as_json(difference: &Difference) -> Value {
    json!({
        "id": difference.id.as_str(),
        "kind": difference.kind.as_str(),
        "subject": difference.subject,
        "order": difference.order_number,
        "evidence": difference.evidence,
        "first_seen_at": difference.first_seen_at.iso8601(),
        "last_seen_at": difference.last_seen_at.iso8601(),
        "next_step": reconcile::difference(Lang::En, difference.kind).1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_of_the_calendar() {
        assert_eq!(day("2026-11-21"), Ok(UnixSeconds(1_795_219_200)));
        for text in ["", "2026", "2026-11", "2026-02-30", "2026-13-01", "21.11.2026", "2026-11-21T00:00", "1-1-1"] {
            assert!(day(text).is_err(), "{text}");
        }
    }
}
