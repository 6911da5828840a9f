//! Where an order stands, for programs that wait for it.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

/// The state of an order in one word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStateView {
    /// `awaiting_payment`, `fulfilling`, `delivered`, `partly_delivered`, `giving_back`, `given_back`, `closed` or
    /// `needs_a_person`.
    pub state: String,
    /// Nothing will change any more by itself.
    pub is_final: bool,
}

/// Makes the order's next steps, as its page does, and says where it stands.
#[server(prefix = "/sf", endpoint = "order_state", input = Json)]
pub async fn order_state(token: String) -> Result<OrderStateView, ServerFnError> {
    use crate::app::account::opened;
    use crate::app::asking;
    use crate::domain::lang::Lang;
    let lang = Lang::default();
    let services = asking::services()?;
    let opened = opened::open(&services, &token)
        .await
        .map_err(|error| asking::refuse(lang, error))?
        .ok_or_else(|| asking::not_found(lang))?;
    let state = opened.family.order.state;
    Ok(OrderStateView { state: state.as_str().to_owned(), is_final: opened::has_ended(state) })
}
