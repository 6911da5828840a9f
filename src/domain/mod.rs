//! Floor 0: the shop's types and rules. No I/O, no clock; compiled for the browser as well.

pub mod activation_code;
pub mod catalogue;
pub mod checkout;
pub mod country;
pub mod email_address;
pub mod equal_offer;
pub mod esim;
pub mod esim_life;
pub mod fulfilment;
pub mod iccid;
pub mod ids;
pub mod lang;
pub mod money;
pub mod offer;
pub mod order;
pub mod payment;
pub mod pricing;
pub mod ranking;
pub mod reconciliation;
pub mod search;
pub mod sim_number;
pub mod sim_status;
pub mod spelling;
pub mod staff;
pub mod timestamp;
pub mod usage;
