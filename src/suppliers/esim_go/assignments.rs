//! What installs an order's eSIMs, in all the forms in which it comes: JSON, CSV, or a ZIP that holds a CSV. What came
//! decides, never what was asked for.

mod archive;

use crate::domain::activation_code::ActivationCode;
use crate::domain::esim::EsimSecrets;
use crate::domain::iccid::Iccid;
use crate::suppliers::wire::{self, Text};
use serde_json::Value;
use std::collections::HashMap;

/// A sheet with more rows is nobody's order of one eSIM.
const MOST_ROWS: usize = 1_000;

/// One eSIM with what installs it. Whoever has it has the eSIM: nothing in Debug.
pub struct Assignment {
    pub(super) iccid: Option<String>,
    matching_id: Option<String>,
    smdp: Option<String>,
    pin: Option<String>,
    puk: Option<String>,
}

/// Reads every eSIM that is told; none where none is assigned yet. Err says what a person should look at, in words without
/// anything of the answer.
pub fn read(content_type: &str, body: &[u8]) -> Result<Vec<Assignment>, &'static str> {
    if archive::is_zip(body) {
        return of_csv(&archive::csv_in(body)?);
    }
    let is_json =
        content_type.contains("json") || body.trim_ascii_start().first().is_some_and(|byte| b"{[".contains(byte));
    if is_json { of_json(body) } else { of_csv(body) }
}

fn of_json(body: &[u8]) -> Result<Vec<Assignment>, &'static str> {
    let mut body: Value = serde_json::from_slice(body).map_err(|_| "the assignments are no JSON")?;
    for wrapper in ["esims", "assignments"] {
        if body.get(wrapper).is_some_and(Value::is_array) {
            body = body[wrapper].take();
        }
    }
    let elements = match body {
        Value::Array(_) | Value::Object(_) => wire::list_of(body),
        _ => return Err("the assignments are neither an object nor a list"),
    };
    let esims: Option<Vec<_>> = elements.iter().map(Assignment::of_json).collect();
    esims.ok_or("an assignment names no eSIM")
}

fn of_csv(body: &[u8]) -> Result<Vec<Assignment>, &'static str> {
    const UNREADABLE: &str = "the assignments are no table";
    let mut table = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(body);
    let head: Vec<String> = table.headers().map_err(|_| UNREADABLE)?.iter().map(folded).collect();
    if !head.iter().any(|name| name == "iccid" || name == "matchingid") {
        return Err(UNREADABLE);
    }
    let mut esims = Vec::new();
    for row in table.records().take(MOST_ROWS) {
        let row = row.map_err(|_| UNREADABLE)?;
        let fields = head.iter().cloned().zip(row.iter().map(str::to_owned));
        esims.push(Assignment::of_fields(fields.collect()).ok_or("an assignment names no eSIM")?);
    }
    Ok(esims)
}

/// A field's name without case, spaces and the like: `Matching ID`, `matchingId`, `matching_id`.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

impl Assignment {
    /// An object of whatever spelling; `None` where it names no eSIM.
    pub(super) fn of_json(value: &Value) -> Option<Self> {
        let text = |value: &Value| serde_json::from_value::<Text>(value.clone()).ok()?.0;
        let fields = value.as_object()?.iter().filter_map(|(name, value)| Some((folded(name), text(value)?)));
        Self::of_fields(fields.collect())
    }

    fn of_fields(mut fields: HashMap<String, String>) -> Option<Self> {
        fields.retain(|_, text| !text.is_empty());
        let mut take = |names: &[&str]| names.iter().find_map(|name| fields.remove(*name));
        let esim = Self {
            iccid: take(&["iccid"]),
            matching_id: take(&["matchingid"]),
            smdp: take(&["smdpaddress", "rspurl", "smdp"]),
            pin: take(&["pin"]),
            puk: take(&["puk"]),
        };
        (esim.iccid.is_some() || esim.matching_id.is_some()).then_some(esim)
    }

    /// The eSIM as it is delivered. Err says what is wrong with it.
    pub fn secrets(self) -> Result<EsimSecrets, &'static str> {
        let smdp = self.smdp.ok_or("the eSIM has no SM-DP+ address")?;
        let matching_id = self.matching_id.ok_or("the eSIM has no matching id")?;
        let activation_code = ActivationCode::from_parts(&smdp, &matching_id)
            .map_err(|_| "the eSIM's activation code is not of the grammar")?;
        Ok(EsimSecrets {
            activation_code,
            iccid: self.iccid.and_then(|text| Iccid::parse(&text).ok()),
            msisdn: None,
            pin: self.pin,
            puk: self.puk,
            sim_id: None,
            confirmation_code: None,
        })
    }
}

#[cfg(test)]
mod tests;
