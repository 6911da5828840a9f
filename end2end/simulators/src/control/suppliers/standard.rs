//! The knobs of the generic protocol's supplier, and its part of the page.

use html_escape::encode_text as text;
use serde::Deserialize;
use serde_json::Value;

use crate::control::form_parts::{button, form, hidden, input, select, table};
use crate::control::knob::done;
use crate::world::World;
use crate::{StandardManners, StandardOrderPlan};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "knob")]
pub(super) enum Knob {
    SetManners { manners: StandardManners },
    PlanNextOrder(StandardOrderPlan),
    SetStock { package: String, stock: i64 },
    RemovePackage { id: String },
    Install { esim: String },
    Activate { esim: String },
    UseData { esim: String, megabytes: i64 },
}

impl Knob {
    /// `Err` says why nothing was turned.
    pub(super) fn turn(self, world: &World) -> Result<Value, String> {
        let is_found = match self {
            Self::SetManners { manners } => {
                world.set_standard_manners(manners);
                true
            }
            Self::PlanNextOrder(plan) => {
                world.plan_next_standard_order(plan);
                true
            }
            Self::SetStock { package, stock } => world.set_standard_stock(&package, stock),
            Self::RemovePackage { id } => {
                world.remove_package(&id);
                true
            }
            Self::Install { esim } => world.standard_install(&esim),
            Self::Activate { esim } => world.standard_activate(&esim),
            Self::UseData { esim, megabytes } => world.standard_use(&esim, megabytes),
        };
        done(is_found, "eSIM or package")
    }
}

pub(super) fn section(world: &World) -> String {
    let statuses = ["completed", "processing", "failed", "mystery"];
    let later = [
        ("", "nothing"),
        (r#"{"after_seconds":20,"status":"completed"}"#, "completed after 20 s"),
        (r#"{"after_seconds":20,"status":"failed"}"#, "failed after 20 s"),
    ];
    let plan = [
        select("Status", "status", statuses.map(|status| (status, status))),
        select("Then", "later", later),
        input("Refuse with this reason", "refuse", ""),
    ]
    .concat();
    let packages = world.lock().standard.package_names();
    let stock = select("Package", "package", packages) + &input("Units", "stock", 0);
    let manners = serde_json::to_string(&world.standard_manners()).unwrap_or_default();
    let rows = world.standard_sold().into_iter().rev().map(|sale| {
        let esim = sale.esim_id.unwrap_or_default();
        let on_esim = |forms: String| if esim.is_empty() { String::new() } else { forms };
        let usage = hidden("esim", &esim) + &input("", "megabytes", 100);
        vec![
            format!("<code>{}</code><br>{}", text(&sale.external_reference), text(&sale.package_id)),
            text(&sale.status).into_owned(),
            format!("<code>{esim}</code><br><code>{}</code>", text(&sale.activation_code.unwrap_or_default())),
            on_esim(button("standard/install", &[("esim", &esim)], "Install")),
            on_esim(button("standard/activate", &[("esim", &esim)], "Activate")),
            on_esim(form("standard/use_data", &usage, "Use MB")),
        ]
    });
    let rows = table(&["Reference", "Status", "eSIM", "", "", ""], rows);
    format!(
        "<h2>Generic protocol</h2>{}<h3>Next order</h3>{}<h3>Forms of answers</h3>{}<h3>Orders</h3>{rows}",
        form("standard/set_stock", &stock, "Set the stock"),
        form("standard/plan_next_order", &plan, "Plan the next order"),
        form("standard/set_manners", &input("As JSON", "manners", manners), "Set the forms"),
    )
}
