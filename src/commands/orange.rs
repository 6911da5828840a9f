//! `escale orange`: our offers at Orange, whose name, fees and metadata are ours to change, and what Orange counts.

use super::keys_orange::{account, adapter, request_id};
use super::output::{ask, say};
use super::reconcile::day;
use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use escale::clock::Clock;
use escale::config::Config;
use escale::domain::timestamp::UnixSeconds;
use escale::suppliers::orange_travel::OrangeTravel;
use escale::suppliers::orange_travel::statistics::{ZoneLevel, ZoneUse};
use escale::suppliers::orange_travel::terms::{OfferChange, OfferTerms};
use serde_json::{Map, Number, Value, json};

#[derive(Subcommand)]
pub(super) enum Orange {
    /// Show an offer's name, fees, metadata, and what Orange bills for it
    Offer {
        /// Orange's id of the offer
        offer: String,
        #[command(flatten)]
        which: Which,
    },
    /// Change an offer's name, fees or metadata for everybody who sees it; what Orange bills stays
    Customise {
        /// Orange's id of the offer
        offer: String,
        #[arg(long)]
        name: Option<String>,
        /// A decimal, such as 2.50
        #[arg(long, value_parser = fees, requires = "fees_type")]
        fees: Option<Number>,
        #[arg(long, value_enum)]
        fees_type: Option<FeesType>,
        /// A JSON object, which takes the place of the whole metadata
        #[arg(long, value_parser = object)]
        metadata: Option<Map<String, Value>>,
        /// Show what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        which: Which,
    },
    /// How many transactions Orange counts
    Count {
        #[command(flatten)]
        period: Period,
        #[command(flatten)]
        which: Which,
    },
    /// What travellers of Welcome Travelers used in each zone; more than six months are asked for in parts
    Balances {
        #[command(flatten)]
        period: Period,
        #[arg(long, value_enum, default_value = "country")]
        zones: Zones,
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Args)]
pub(super) struct Which {
    /// The supplier's id, where there is more than one account at Orange
    #[arg(long)]
    supplier: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct Period {
    /// The first day, such as 2026-11-01
    #[arg(long, value_parser = day)]
    from: UnixSeconds,
    /// The last day; today without it
    #[arg(long, value_parser = day)]
    to: Option<UnixSeconds>,
}

impl Period {
    fn days(&self) -> anyhow::Result<(UnixSeconds, UnixSeconds)> {
        let to = self.to.unwrap_or_else(|| Clock::System.now().civil_date().midnight());
        anyhow::ensure!(self.from <= to, "the first day is after the last");
        Ok((self.from, to))
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum FeesType {
    Percent,
    Value,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Zones {
    Region,
    Country,
}

pub(super) async fn run(config: &Config, asked: Orange) -> anyhow::Result<()> {
    match asked {
        Orange::Offer { offer, which } => {
            let terms = terms(&at(config, &which)?, &offer).await?;
            if which.json { say(&as_json(&terms).to_string())? } else { show(&terms)? }
        }
        Orange::Customise { offer, name, fees, fees_type, metadata, dry_run, which } => {
            let fees_type = fees_type.map(|fees_type| match fees_type {
                FeesType::Percent => "percent",
                FeesType::Value => "value",
            });
            let change = OfferChange { name, fees, fees_type, metadata };
            customise(&at(config, &which)?, &offer, &change, dry_run).await?;
        }
        Orange::Count { period, which } => {
            let (from, to) = period.days()?;
            let counted = at(config, &which)?.transactions_counted(from, to, &request_id()).await?;
            let line = if which.json { json!({"count": counted}).to_string() } else { counted.to_string() };
            say(&line)?;
        }
        Orange::Balances { period, zones, which } => {
            let (from, to) = period.days()?;
            let level = match zones {
                Zones::Region => ZoneLevel::Region,
                Zones::Country => ZoneLevel::Country,
            };
            let used = at(config, &which)?.global_balances(from, to, level, &request_id()).await?;
            let used = used.context("this account has no Welcome Travelers, which alone tells this")?;
            for line in
                used.iter().map(|zone| if which.json { zone_as_json(zone).to_string() } else { zone_line(zone) })
            {
                say(&line)?;
            }
        }
    }
    Ok(())
}

fn at(config: &Config, which: &Which) -> anyhow::Result<OrangeTravel> {
    adapter(config, account(config, which.supplier.as_deref())?)
}

async fn terms(orange: &OrangeTravel, offer: &str) -> anyhow::Result<OfferTerms> {
    orange.offer_terms(offer, &request_id()).await?.context("Orange knows no such offer of ours")
}

async fn customise(orange: &OrangeTravel, offer: &str, change: &OfferChange, dry_run: bool) -> anyhow::Result<()> {
    let before = terms(orange, offer).await?;
    let wanted = change.applied_to(&before);
    if wanted == before {
        say("nothing would change")?;
        return Ok(());
    }
    for ((field, now), (_, then)) in lines(&before).into_iter().zip(lines(&wanted)).filter(|(now, then)| now != then) {
        say(&format!("{field:<13}{now}  →  {then}"))?;
    }
    if dry_run {
        say("nothing was changed")?;
        return Ok(());
    }
    let answer = ask("Everybody who sees this offer at Orange sees the change. Type the word customise to make it: ")?;
    anyhow::ensure!(answer.trim() == "customise", "nothing was changed");
    let sent = orange.customise_offer(offer, change, &request_id()).await;
    // A lost answer says nothing: what Orange shows now does.
    let after = terms(orange, offer).await;
    match (sent, after) {
        (_, Ok(after)) if after == wanted => say("changed")?,
        (Err(error), _) => return Err(error).context("Orange has not changed it, as far as can be seen"),
        (Ok(()), _) => anyhow::bail!("Orange took the change, and does not show it: look with `escale orange offer`"),
    }
    Ok(())
}

fn lines(terms: &OfferTerms) -> [(&'static str, String); 5] {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    [
        ("name", text(&terms.name)),
        ("fees", text(&terms.fees)),
        ("fees type", text(&terms.fees_type)),
        ("metadata", terms.metadata.to_string()),
        ("Orange bills", text(&terms.resell_value)),
    ]
}

fn show(terms: &OfferTerms) -> std::io::Result<()> {
    lines(terms).into_iter().try_for_each(|(field, value)| say(&format!("{field:<13}{value}")))
}

fn as_json(terms: &OfferTerms) -> Value {
    json!({
        "name": terms.name,
        "fees": terms.fees,
        "fees_type": terms.fees_type,
        "metadata": terms.metadata,
        "resell_value": terms.resell_value,
    })
}

fn zone_line(zone: &ZoneUse) -> String {
    let (from, to) = (zone.from.civil_date(), zone.to.civil_date());
    format!(
        "{from}  {to}  {:<4}{:<24}{} MB",
        zone.code.as_deref().unwrap_or("–"),
        zone.name,
        zone.data.bytes / 1_000_000
    )
}

/// One object a line, so that a long time can be read piece by piece.
fn zone_as_json(zone: &ZoneUse) -> Value {
    json!({
        "from": zone.from.civil_date().to_string(),
        "to": zone.to.civil_date().to_string(),
        "name": zone.name,
        "code": zone.code,
        "bytes": zone.data.bytes,
    })
}

fn fees(text: &str) -> Result<Number, &'static str> {
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse().ok().filter(|_| is_decimal).ok_or("a decimal such as 2.50 is wanted")
}

fn object(text: &str) -> Result<Map<String, Value>, &'static str> {
    serde_json::from_str(text).map_err(|_| "a JSON object is wanted")
}
