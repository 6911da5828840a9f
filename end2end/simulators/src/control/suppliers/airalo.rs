//! The knobs of Airalo, and its part of the page.

use html_escape::encode_text as text;
use serde::Deserialize;
use serde_json::Value;

use crate::control::form_parts::{button, form, hidden, input, select, table};
use crate::control::knob::done;
use crate::world::World;
use crate::{AiraloManners, AiraloOrderPlan};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "knob")]
pub(super) enum Knob {
    SetManners { manners: AiraloManners },
    PlanNextOrder(AiraloOrderPlan),
    SetBalance { balance: String },
    SetStock { package: String, stock: i64 },
    RemovePackage { id: String },
    Activate { iccid: String },
    UseData { iccid: String, megabytes: i64 },
    SetStatus { iccid: String, status: String },
    Recycle { iccid: String },
}

impl Knob {
    /// `Err` says why nothing was turned.
    pub(super) fn turn(self, world: &World) -> Result<Value, String> {
        let is_found = match self {
            Self::SetManners { manners } => {
                world.set_airalo_manners(manners);
                true
            }
            Self::PlanNextOrder(plan) => {
                world.plan_next_airalo_order(plan);
                true
            }
            Self::SetBalance { balance } => world.set_airalo_balance(&balance),
            Self::SetStock { package, stock } => world.set_airalo_stock(&package, stock),
            Self::RemovePackage { id } => {
                world.remove_airalo_package(&id);
                true
            }
            Self::Activate { iccid } => world.airalo_activate(&iccid),
            Self::UseData { iccid, megabytes } => world.airalo_use(&iccid, megabytes),
            Self::SetStatus { iccid, status } => world.set_airalo_status(&iccid, &status),
            Self::Recycle { iccid } => world.recycle_airalo_sim(&iccid),
        };
        done(is_found, "SIM, package or amount")
    }
}

pub(super) fn section(world: &World) -> String {
    let codes = [
        ("", "nothing"),
        ("11", "11 no credit"),
        ("13", "13 maintenance"),
        ("33", "33 no stock"),
        ("34", "34 no such package"),
        ("43", "43 bad request"),
        ("53", "53 unexpected"),
        ("73", "73 recycled"),
    ];
    let plan = select("Refuse with", "refuse_code", codes) + &input("Async after seconds", "async_after_seconds", 10);
    let packages = world.lock().airalo.package_ids();
    let stock = select("Package", "package", packages.iter().map(|id| (id, id))) + &input("Units", "stock", 0);
    let manners = serde_json::to_string(&world.airalo_manners()).unwrap_or_default();
    let rows = world.airalo_sold().into_iter().rev().flat_map(|sale| {
        let esims = sale.iccids.into_iter().zip(sale.activation_codes);
        let about = format!("<code>{}</code><br>{}", text(&sale.description), text(&sale.package_id));
        esims.map(move |(iccid, code)| {
            vec![
                about.clone(),
                format!("<code>{iccid}</code><br><code>{}</code>", text(&code)),
                button("airalo/activate", &[("iccid", &iccid)], "Activate"),
                form("airalo/use_data", &(hidden("iccid", &iccid) + &input("", "megabytes", 100)), "Use MB"),
                button("airalo/recycle", &[("iccid", &iccid)], "Recycle"),
            ]
        })
    });
    let rows = table(&["Description", "eSIM", "", "", ""], rows);
    format!(
        "<h2>Airalo</h2>{}{}<h3>Next order</h3>{}<h3>Forms of answers</h3>{}<h3>Orders</h3>{rows}",
        form("airalo/set_balance", &input("Balance", "balance", world.airalo_balance()), "Set the balance"),
        form("airalo/set_stock", &stock, "Set the stock"),
        form("airalo/plan_next_order", &plan, "Plan the next order"),
        form("airalo/set_manners", &input("As JSON", "manners", manners), "Set the forms"),
    )
}
