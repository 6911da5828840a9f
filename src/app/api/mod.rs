//! Server functions: what islands and programs may ask of the server, below `/sf/`. Each is thin: who asks, parse into
//! domain types, one call down, a view back. Names of the server's half stand within the bodies only.

pub mod check_out;
pub mod esim_usage;
pub mod find_destinations;
pub mod order_state;
