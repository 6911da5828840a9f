//! The organisation: its currency, its prepaid balance, and the card that fills it up.

use serde_json::json;

use super::error::EsimGoError;
use super::{Answer, Asked, EsimGo, Reply};
use crate::amount::{hundredths, shortest};

/// What one charge of the card must be at least and what a day's may be at most, in hundredths.
const CARD_LEAST: i64 = 100_000;
const CARD_MOST_A_DAY: i64 = 500_000;
const DAY: i64 = 86_400;

pub(super) struct Account {
    /// ISO 4217.
    pub(super) currency: String,
    /// Hundredths.
    pub(super) balance: i64,
    /// A balance at or below this is told by a callback; in hundredths.
    pub(super) low_balance: i64,
    /// Unix second and hundredths of each charge of the card.
    pub(super) charges: Vec<(i64, i64)>,
}

impl Default for Account {
    fn default() -> Self {
        Self { currency: "USD".to_owned(), balance: 1_000_000, low_balance: 5_000, charges: Vec::new() }
    }
}

/// Like the real one this tells the API key itself.
pub(super) fn get(esim_go: &mut EsimGo, _: &Asked<'_>) -> Reply {
    Ok(Answer::ok(json!({
        "name": "Escale Demo", "apiKey": esim_go.api_key, "taxLiable": "No",
        "addr1": "1 Harbour Street", "addr2": "", "city": "Brest", "country": "France", "postcode": "29200",
        "callbackUrl": esim_go.callback_url, "notes": "",
        "groups": ["Standard Fixed"],
        "currency": esim_go.account.currency,
        "balance": shortest(esim_go.account.balance), "testCredit": 0, "testCreditExpiry": null,
        "businessType": "Travel", "website": "https://shop.example", "productDescription": "Travel eSIMs",
        "users": [{"firstName": "Demo", "lastName": "User", "role": "Owner", "emailAddress": "demo@shop.example"}],
    })))
}

pub(super) fn groups(_: &mut EsimGo, _: &Asked<'_>) -> Reply {
    Ok(Answer::ok(json!({"groups": [{"name": "Standard Fixed", "desc": "Fixed bundles"}]})))
}

/// Charges the stored card.
pub(super) fn top_up(esim_go: &mut EsimGo, asked: &Asked<'_>) -> Reply {
    let amount = asked
        .parameter("amount")
        .and_then(hundredths)
        .ok_or_else(|| EsimGoError::bad_request("Invalid value for parameter amount"))?;
    if amount < CARD_LEAST {
        return Err(EsimGoError::bad_request("The minimum top up is 1000"));
    }
    let today = asked.now().div_euclid(DAY);
    let charges = &mut esim_go.account.charges;
    let charged: i64 = charges.iter().filter(|(at, _)| at.div_euclid(DAY) == today).map(|(_, amount)| amount).sum();
    if charged + amount > CARD_MOST_A_DAY {
        return Err(EsimGoError::bad_request("The maximum top up is 5000 a day"));
    }
    charges.push((asked.now(), amount));
    let before = esim_go.account.balance;
    esim_go.account.balance += amount;
    esim_go.tell_of_top_up(before, asked.now());
    let reference = esim_go.next_number();
    Ok(Answer::ok(json!({
        "amount": shortest(amount), "balance": shortest(esim_go.account.balance), "ref": reference,
    })))
}
