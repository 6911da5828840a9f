//! A buyer's own pages: the order, its eSIMs, and the ways back to them.

pub mod cancel;
mod ended;
mod esim_card;
pub mod find_page;
mod install;
pub mod opened;
pub mod order_page;
mod papers;
pub mod qr;
mod sim_state;
mod topped_up;
pub mod usage_panel;
mod waiting;
pub mod withdraw_page;

#[cfg(test)]
mod tests;
