//! Pages from a SIM to more data on it: an eSIM of ours, or a SIM that was not sold here.

mod counter;
pub mod esim_page;
mod offers;
pub mod sim_page;
