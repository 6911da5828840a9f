//! Pages from the chosen plan to the payment provider.

pub mod buy_page;
pub mod checkout_page;
pub(in crate::app) mod form;
mod quantity_form;
pub(in crate::app) mod why_not;
