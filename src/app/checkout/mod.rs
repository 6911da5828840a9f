//! Pages from the chosen plan to the payment provider.

pub mod buy_page;
pub mod checkout_page;
mod quantity_form;
mod why_not;
