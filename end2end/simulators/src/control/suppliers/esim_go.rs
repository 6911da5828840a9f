//! The knobs of eSIM Go, and its part of the page.

use html_escape::encode_text as text;
use serde::Deserialize;
use serde_json::Value;

use crate::control::form_parts::{form, hidden, input, select, table};
use crate::control::knob::done;
use crate::world::World;
use crate::{EsimGoManners, EsimGoOrderPlan};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "knob")]
pub(super) enum Knob {
    SetManners { manners: EsimGoManners },
    PlanNextOrder(EsimGoOrderPlan),
    SetBalance { balance: String },
    SetCurrency { currency: String },
    SetCallbackUrl { url: Option<String> },
    RemoveBundle { name: String },
    Attach { iccid: String, country: String },
    UseData { iccid: String, bytes: i64 },
    SetBundleState { iccid: String, bundle: String, state: String },
    ScheduleDeletion { iccid: String },
    DeleteEsim { iccid: String },
}

impl Knob {
    /// `Err` says why nothing was turned.
    pub(super) fn turn(self, world: &World) -> Result<Value, String> {
        let is_found = match self {
            Self::SetManners { manners } => {
                world.set_esim_go_manners(manners);
                true
            }
            Self::PlanNextOrder(plan) => {
                world.plan_next_esim_go_order(plan);
                true
            }
            Self::SetBalance { balance } => world.set_esim_go_balance(&balance),
            Self::SetCurrency { currency } => {
                world.set_esim_go_currency(&currency);
                true
            }
            Self::SetCallbackUrl { url } => {
                world.set_esim_go_callback_url(url.as_deref());
                true
            }
            Self::RemoveBundle { name } => {
                world.remove_bundle(&name);
                true
            }
            Self::Attach { iccid, country } => world.esim_go_attach(&iccid, &country),
            Self::UseData { iccid, bytes } => world.esim_go_use(&iccid, bytes),
            Self::SetBundleState { iccid, bundle, state } => world.set_esim_go_bundle_state(&iccid, &bundle, &state),
            Self::ScheduleDeletion { iccid } => {
                world.schedule_esim_go_deletion(&iccid);
                true
            }
            Self::DeleteEsim { iccid } => world.delete_esim_go_esim(&iccid),
        };
        done(is_found, "eSIM, bundle or amount")
    }
}

pub(super) fn section(world: &World) -> String {
    let plan = [
        input("Refuse with this message", "refuse", ""),
        input("Answer 503, readable after seconds", "come_back_after_seconds", ""),
        input("Assigned after seconds", "assigned_after_seconds", ""),
        input("Units assigned at most", "assigns_only", ""),
    ]
    .concat();
    let manners = serde_json::to_string(&world.esim_go_manners()).unwrap_or_default();
    let states = ["queued", "active", "depleted", "expired", "revoked", "lapsed"];
    let rows = world.esim_go_sold().into_iter().rev().map(|sold| {
        let iccid = sold.iccid.unwrap_or_default();
        let esim = hidden("iccid", &iccid);
        let on_esim = |forms: String| if iccid.is_empty() { String::new() } else { forms };
        let state = esim.clone() + &hidden("bundle", &sold.bundle) + &select("", "state", states.map(|one| (one, one)));
        vec![
            format!("<code>{}</code><br>{}", text(&sold.bundle), sold.price),
            format!("<code>{iccid}</code><br><code>{}</code>", text(&sold.activation_code.unwrap_or_default())),
            format!("{}, {} bytes", text(&sold.state), sold.remaining),
            on_esim(form("esim_go/use_data", &(esim.clone() + &input("", "bytes", 100_000_000)), "Use bytes")),
            on_esim(form("esim_go/attach", &(esim + &input("", "country", "FR")), "Attach in")),
            on_esim(form("esim_go/set_bundle_state", &state, "Set")),
        ]
    });
    let rows = table(&["Bundle", "eSIM", "State", "", "", ""], rows);
    format!(
        "<h2>eSIM Go</h2>{}{}<h3>Next order</h3>{}<h3>Forms of answers</h3>{}<h3>Bundles sold</h3>{rows}",
        form("esim_go/set_balance", &input("Balance", "balance", world.esim_go_balance()), "Set the balance"),
        form("esim_go/set_callback_url", &input("Callback URL (empty: nobody)", "url", ""), "Set the URL"),
        form("esim_go/plan_next_order", &plan, "Plan the next order"),
        form("esim_go/set_manners", &input("As JSON", "manners", manners), "Set the forms"),
    )
}
