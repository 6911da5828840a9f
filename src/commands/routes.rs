//! `escale routes --json`: the route table, for tools that walk over every page.

use super::output::say;
use escale::app::page::Audience;
use escale::app::routes::ROUTES;
use serde_json::{Value, json};

pub(super) fn print() -> anyhow::Result<()> {
    let rows: Vec<Value> = ROUTES
        .iter()
        .map(|route| {
            let audience = match route.audience {
                Audience::Everybody => "everybody",
                Audience::Staff => "staff",
            };
            json!({ "path": route.path, "audience": audience, "get": route.get.is_some(), "post": route.post.is_some() })
        })
        .collect();
    say(&serde_json::to_string_pretty(&rows)?)?;
    Ok(())
}
