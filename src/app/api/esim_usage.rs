//! What is left on an eSIM, for the island on its order's page.

use crate::app::islands::usage_figures::UsageView;
use crate::domain::lang::Lang;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// The figures of the eSIM at `position` (from 1) of the order that `token` opens.
#[server(prefix = "/sf", endpoint = "esim_usage", input = Json)]
pub async fn esim_usage(token: String, position: u32, lang: Lang) -> Result<UsageView, ServerFnError> {
    use crate::app::account::{opened, usage_panel};
    use crate::app::asking;
    let services = asking::services()?;
    let (family, esim) = opened::esim(&services, &token, position)
        .await
        .map_err(|error| asking::refuse(lang, error))?
        .ok_or_else(|| asking::not_found(lang))?;
    usage_panel::figures(&services, &family, &esim, lang).await.map_err(|error| asking::refuse(lang, error))
}
