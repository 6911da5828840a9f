//! What every face does with a call: finds it in its table, lets its fault strike, notes it.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::fault::Fault;
use crate::world::World;

/// A row of a face's table: method, path (`*` is an id), name as faults know it, function.
pub(crate) type Row<F> = (&'static str, &'static [&'static str], &'static str, F);

/// The first row that fits; rows with fixed words stand before those with `*`.
pub(crate) fn find<F: Copy>(table: &[Row<F>], method: &str, segments: &[&str]) -> Option<(&'static str, F)> {
    table.iter().find(|(verb, path, ..)| *verb == method && fits(path, segments)).map(|(.., name, call)| (*name, *call))
}

/// Whether any method is known at this path.
pub(crate) fn knows_path<F>(table: &[Row<F>], segments: &[&str]) -> bool {
    table.iter().any(|(_, path, ..)| fits(path, segments))
}

fn fits(path: &[&str], segments: &[&str]) -> bool {
    path.len() == segments.len() && path.iter().zip(segments).all(|(want, have)| *want == "*" || want == have)
}

/// Lets a call happen as its fault wants: `execute` runs once, or never when the fault strikes before it.
pub(crate) async fn happen(
    world: &World,
    name: &str,
    headers: &HeaderMap,
    execute: impl FnOnce() -> Response,
) -> Response {
    let fault = world.strike(name);
    if let Some(fault) = &fault
        && let Some(struck) = fault.strike_before().await
    {
        world.note_call(name, headers, struck.status().as_u16());
        return struck;
    }
    let achieves_nothing = matches!(fault, Some(Fault::ErrorKept));
    let answer = if achieves_nothing { StatusCode::INTERNAL_SERVER_ERROR.into_response() } else { execute() };
    world.note_call(name, headers, answer.status().as_u16());
    match fault {
        Some(fault) => fault.strike_after(world, answer).await,
        None => answer,
    }
}
