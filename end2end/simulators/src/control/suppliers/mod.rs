//! The page of the suppliers besides Orange, and their knobs: `POST /_world/{supplier}/{knob}`.

mod airalo;
mod esim_go;
mod standard;

use axum::extract::State;
use axum::response::Html;
use serde_json::Value;

use super::knob::read;
use super::page;
use crate::world::World;

pub(super) async fn show(State(world): State<World>) -> Html<String> {
    page("Suppliers", &[esim_go::section(&world), standard::section(&world), airalo::section(&world)].concat())
}

/// `Err` says why nothing was turned.
pub(super) fn turn(supplier: &str, knob: &str, fields: Value, world: &World) -> Result<Value, String> {
    match supplier {
        "esim_go" => read::<esim_go::Knob>(knob, fields)?.turn(world),
        "standard" => read::<standard::Knob>(knob, fields)?.turn(world),
        "airalo" => read::<airalo::Knob>(knob, fields)?.turn(world),
        _ => Err(format!("no supplier is named {supplier}")),
    }
}
