//! From tables to the configuration's types: each key once, with its default and its form.

pub(super) mod forms;

use super::section::Section;
use super::{Capture, Config, LogFormat, MailConfig, Merchant, MinTls, StripeConfig, VaultConfig, suppliers};
use crate::domain::money::{Currency, Money, Rate};
use crate::domain::pricing::{PriceRules, Rounding};
use crate::secret::Secret;
use forms::{duration, key_bytes, known_url, origin, web_address};
use lettre::message::Mailbox;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;
use toml::Table;
use url::Url;

const MINUTE: Duration = Duration::from_secs(60);
/// Of the token for the metrics, which nothing slows down whoever guesses.
const SHORTEST_TOKEN: usize = 24;

/// `None` when anything could not be read; then `problems` says what.
pub(super) fn config(table: Table, problems: &mut Vec<String>) -> Option<Config> {
    let mut top = Section::new("", table, problems);
    let public_url = top.parsed("public_url", |text| {
        let url = web_address(text)?;
        if url.path() == "/" { Ok(url) } else { Err("must have no path".to_owned()) }
    });
    let listen =
        top.parsed("listen", |text| text.parse().map_err(|_| "an address such as \"127.0.0.1:3000\" is wanted"));
    let database_url = top.secret("database_url");
    let delivery_deadline = top.parsed_or("delivery_deadline", 15 * MINUTE, duration);
    let accepted_deadline = top.parsed_or("accepted_deadline", 60 * MINUTE, duration);
    let session_life = top.parsed_or("session_life", 40 * MINUTE, duration);
    let quiet_time = top.parsed_or("quiet_time", 2 * MINUTE, duration);
    let socket_limit = top.parsed_or("socket_limit", MINUTE / 2, duration);
    let catalogue_sync_every = top.parsed_or("catalogue_sync_every", 30 * MINUTE, duration);
    let trusted_proxies = top.list("trusted_proxies", |text| text.parse());
    let demo = top.flag("demo");
    let log = top.parsed_or("log", LogFormat::Human, |text| match text {
        "human" => Ok(LogFormat::Human),
        "json" => Ok(LogFormat::Json),
        _ => Err("\"human\" or \"json\" is wanted"),
    });
    let vault = vault(top.section("vault"));
    let stripe = stripe(top.section("stripe"));
    let mail = mail(top.section("mail"));
    let pricing = pricing(top.section("pricing"));
    let sender = mail.as_ref().map_or(String::new(), |mail| mail.from.email.to_string());
    let merchant = merchant(top.section("merchant"), sender);
    let metrics_token = metrics_token(top.section("metrics"));
    let supplier_tables = top.sections("suppliers");
    top.end();
    let wanted = supplier_tables.len();
    let read = |(path, table): (String, Table)| suppliers::read(Section::new(&path, table, problems));
    let suppliers: Vec<_> = supplier_tables.into_iter().filter_map(read).collect();
    Some(Config {
        public_url: public_url?,
        listen: listen?,
        database_url: database_url?,
        delivery_deadline: delivery_deadline?,
        accepted_deadline: accepted_deadline?,
        session_life: session_life?,
        quiet_time: quiet_time?,
        socket_limit: socket_limit?,
        catalogue_sync_every: catalogue_sync_every?,
        trusted_proxies: trusted_proxies?,
        demo: demo?,
        log: log?,
        vault: vault?,
        stripe: stripe?,
        mail: mail?,
        suppliers: (suppliers.len() == wanted).then_some(suppliers)?,
        pricing: pricing?,
        merchant: merchant?,
        metrics_token: metrics_token?,
    })
}

fn vault(mut section: Section<'_>) -> Option<VaultConfig> {
    let active = section.text("active");
    let sealed = section.secret_map("keys", "keys_file");
    let mut keys = BTreeMap::new();
    for (name, secret) in sealed.iter().flatten() {
        if name.is_empty() || name.len() > 32 {
            section.problem(&format!("keys.{name}"), "a key's name has 1 to 32 characters");
        }
        match key_bytes(secret) {
            Ok(key) => drop(keys.insert(name.clone(), key)),
            Err(reason) => section.problem(&format!("keys.{name}"), &reason),
        }
    }
    if let (Some(active), Some(sealed)) = (&active, &sealed)
        && !sealed.contains_key(active)
    {
        section.problem("active", &format!("{active:?} is not among the keys"));
    }
    let index_key = section
        .secret("index_key")
        .and_then(|secret| key_bytes(&secret).map_err(|reason| section.problem("index_key", &reason)).ok());
    section.end();
    sealed?;
    Some(VaultConfig { active: active?, keys, index_key: index_key? })
}

fn stripe(mut section: Section<'_>) -> Option<StripeConfig> {
    let secret_key = section.secret("secret_key");
    if secret_key.as_ref().is_some_and(|key| key.expose().starts_with("pk_")) {
        section.problem("secret_key", "is the publishable key; the secret or a restricted one (sk_…, rk_…) is wanted");
    }
    let webhook_secrets = section.secrets("webhook_secrets");
    let api_url = section.parsed_or("api_url", known_url("https://api.stripe.com"), |text| web_address(text).map(Some));
    let checkout_origin = section.parsed_or("checkout_origin", "https://checkout.stripe.com".to_owned(), origin);
    let capture = section.parsed_or("capture", Capture::OnDelivery, |text| match text {
        "on_delivery" => Ok(Capture::OnDelivery),
        "immediate" => Ok(Capture::Immediate),
        _ => Err("\"on_delivery\" or \"immediate\" is wanted"),
    });
    section.end();
    Some(StripeConfig {
        secret_key: secret_key?,
        webhook_secrets: webhook_secrets?,
        api_url: api_url??,
        checkout_origin: checkout_origin?,
        capture: capture?,
    })
}

fn mail(mut section: Section<'_>) -> Option<MailConfig> {
    let smtp_url = section.secret("smtp_url");
    let fit = |secret: &Secret| {
        let url = Url::parse(secret.expose()).ok()?;
        (matches!(url.scheme(), "smtp" | "smtps") && url.has_host()).then_some(())
    };
    if smtp_url.as_ref().is_some_and(|secret| fit(secret).is_none()) {
        section.problem("smtp_url", "an address such as \"smtps://user:password@relay.example:465\" is wanted");
    }
    let from = section.parsed("from", |text| {
        text.parse::<Mailbox>().map_err(|_| "a sender such as \"Escale <shop@example.org>\" is wanted")
    });
    let min_tls = min_tls(&mut section);
    section.end();
    Some(MailConfig { smtp_url: smtp_url?, from: from?, min_tls: min_tls? })
}

fn pricing(mut section: Section<'_>) -> Option<PriceRules> {
    let currency = section.parsed("currency", Currency::parse);
    let rates = section.map("rates", |name, rate| {
        let currency = Currency::parse(name).map_err(|error| error.to_string())?;
        let rate = Rate::parse(rate).map_err(|error| error.to_string())?;
        if rate.is_zero() { Err("must be more than nothing".to_owned()) } else { Ok((currency, rate)) }
    });
    let margin_percent = section.parsed("margin_percent", Rate::parse);
    // Their form depends on the currency's decimals.
    let rounding = section.optional_text("rounding").unwrap_or_else(|| "none".to_owned());
    let floor = section.optional_text("floor_margin").unwrap_or_else(|| "0".to_owned());
    let (mut read_rounding, mut read_floor) = (None, None);
    if let Some(currency) = currency {
        match Rounding::parse(&rounding, currency) {
            Ok(rounding) => read_rounding = Some(rounding),
            Err(_) => section.problem("rounding", "an ending such as \"0.99\", or \"none\", is wanted"),
        }
        match Money::parse_decimal(&floor, currency) {
            Ok(floor) if floor.minor >= 0 => read_floor = Some(floor),
            Ok(_) => section.problem("floor_margin", "must not be negative"),
            Err(error) => section.problem("floor_margin", &error.to_string()),
        }
    }
    section.end();
    Some(PriceRules {
        currency: currency?,
        rates: rates?.into_iter().collect(),
        margin_percent: margin_percent?,
        rounding: read_rounding?,
        floor_margin: read_floor?,
    })
}

fn merchant(mut section: Section<'_>, sender: String) -> Option<Merchant> {
    let name = section.parsed_or("name", "Escale".to_owned(), |text| Ok::<_, Infallible>(text.to_owned()));
    let address = section.optional_text("address").unwrap_or_default();
    let support_email = section.parsed_or("support_email", sender, |text| {
        text.parse::<lettre::Address>().map(|address| address.to_string()).map_err(|_| "an e-mail address is wanted")
    });
    section.end();
    Some(Merchant { name: name?, address, support_email: support_email? })
}

fn metrics_token(mut section: Section<'_>) -> Option<Option<Secret>> {
    let token = section.optional_secret("token");
    if token.iter().flatten().any(|token| token.expose().len() < SHORTEST_TOKEN) {
        section.problem("token", "at least 24 characters are wanted");
    }
    section.end();
    token
}

pub(super) fn min_tls(section: &mut Section<'_>) -> Option<MinTls> {
    section.parsed_or("min_tls", MinTls::V1_3, |text| match text {
        "1.2" => Ok(MinTls::V1_2),
        "1.3" => Ok(MinTls::V1_3),
        _ => Err("\"1.3\" or \"1.2\" is wanted"),
    })
}
